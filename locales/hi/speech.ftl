### फ़ोन की आवाज़ संख्या, तारीख़ और समय कैसे बोले।

speech-date = { $day } { $month } { $year }
speech-day = { $weekday }, { $day } { $month }
speech-appointment = { $weekday }, { $day } { $month } { $year }, { $clock }
speech-part =
    { $hour ->
        [0] रात
        [1] रात
        [2] रात
        [3] रात
        [4] सुबह
        [5] सुबह
        [6] सुबह
        [7] सुबह
        [8] सुबह
        [9] सुबह
        [10] सुबह
        [11] सुबह
        [12] दोपहर
        [13] दोपहर
        [14] दोपहर
        [15] दोपहर
        [16] शाम
        [17] शाम
        [18] शाम
        [19] शाम
        [20] रात
        [21] रात
        [22] रात
        [23] रात
        [one] रात
       *[other] रात
    }
speech-hour =
    { $twelve ->
        [one] { $twelve }
       *[other] { $twelve }
    }
speech-clock =
    { $minute ->
        [0] { speech-part } { $twelve } बजे
        [one] { speech-part } { $twelve } बजकर { $minute } मिनट
       *[other] { speech-part } { $twelve } बजकर { $minute } मिनट
    }
speech-clock-from-sunrise =
    { $minute ->
        [0] { speech-part } { $local } बजे
        [one] { speech-part } { $local } बजकर { $minute } मिनट
       *[other] { speech-part } { $local } बजकर { $minute } मिनट
    }
