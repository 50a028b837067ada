### የስልኩ ድምፅ ቁጥርን፣ ቀንንና ሰዓትን እንዴት እንደሚናገር።

speech-date = { $month } { $day } ቀን { $year }
speech-day = { $weekday }፣ { $month } { $day } ቀን
speech-appointment = { $weekday }፣ { $month } { $day } ቀን { $year }፣ { $clock }
speech-part =
    { $hour ->
        [0] ከሌሊቱ
        [1] ከሌሊቱ
        [2] ከሌሊቱ
        [3] ከሌሊቱ
        [4] ከሌሊቱ
        [5] ከሌሊቱ
        [6] ከጠዋቱ
        [7] ከጠዋቱ
        [8] ከጠዋቱ
        [9] ከጠዋቱ
        [10] ከጠዋቱ
        [11] ከጠዋቱ
        [12] ከቀኑ
        [13] ከቀኑ
        [14] ከቀኑ
        [15] ከቀኑ
        [16] ከቀኑ
        [17] ከቀኑ
        [18] ከምሽቱ
        [19] ከምሽቱ
        [20] ከምሽቱ
        [21] ከምሽቱ
        [22] ከምሽቱ
        [23] ከምሽቱ
        [one] ከምሽቱ
       *[other] ከምሽቱ
    }
speech-hour =
    { $twelve ->
        [one] { $twelve }
       *[other] { $twelve }
    }
speech-clock =
    { $minute ->
        [0] { $hour } ሰዓት
        [one] { $hour } ሰዓት ከ{ $minute } ደቂቃ
       *[other] { $hour } ሰዓት ከ{ $minute } ደቂቃ
    }
speech-clock-from-sunrise =
    { $minute ->
        [0] { speech-part } { $local } ሰዓት
        [one] { speech-part } { $local } ሰዓት ከ{ $minute } ደቂቃ
       *[other] { speech-part } { $local } ሰዓት ከ{ $minute } ደቂቃ
    }
