### عدد و تاریخ و ساعت، آن‌طور که گوشی می‌خواند.

speech-date = { $day } { $month } { $year }
speech-day = { $weekday } { $day } { $month }
speech-appointment = { $weekday } { $day } { $month } { $year }، ساعت { $clock }
speech-part =
    { $hour ->
        [0] شب
        [1] شب
        [2] شب
        [3] شب
        [4] صبح
        [5] صبح
        [6] صبح
        [7] صبح
        [8] صبح
        [9] صبح
        [10] صبح
        [11] صبح
        [12] ظهر
        [13] ظهر
        [14] ظهر
        [15] ظهر
        [16] عصر
        [17] عصر
        [18] عصر
        [19] عصر
        [20] شب
        [21] شب
        [22] شب
        [23] شب
        [one] شب
       *[other] شب
    }
speech-hour =
    { $twelve ->
        [one] { $twelve }
       *[other] { $twelve }
    }
speech-clock =
    { $minute ->
        [0] { $hour }
        [one] { $hour } و { $minute } دقیقه
       *[other] { $hour } و { $minute } دقیقه
    }
speech-clock-from-sunrise =
    { $minute ->
        [0] { $local }
        [one] { $local } و { $minute } دقیقه
       *[other] { $local } و { $minute } دقیقه
    }
