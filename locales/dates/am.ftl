### CLDR writes the era in Latin letters. The hour is counted as in Ethiopia, from sunrise and from sunset; the
### international one stands beside it.

part =
    { $of-day ->
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
clock-from-sunrise = { part } { $hour }:{ $minute } ({ $international })
date = { $month } { $day }፣ { $year }
day = { $weekday }፣ { $month } { $day }
appointment = { $weekday }፣ { $month } { $day }፣ { $year }፣ { $time }
