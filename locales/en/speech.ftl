### How the phone's voice says numbers, dates and hours. Numbers come as words. A language says the clock in its own way
### and uses what it needs of hour, twelve, local and minute.

# $day (Number)
# $month (Text)
# $year (Number)
speech-date = { $month } { $day }, { $year }
# $weekday (Text)
# $day (Number)
# $month (Text)
speech-day = { $weekday }, { $month } { $day }
# $weekday (Text)
# $day (Number)
# $month (Text)
# $year (Number)
# $clock (Text)
speech-appointment = { $weekday }, { $month } { $day }, { $year }, at { $clock }
# The time of day an hour belongs to.
# $hour (Number) - 0 to 23
speech-part =
    { $hour ->
        [0] at night
        [1] at night
        [2] at night
        [3] at night
        [4] at night
        [5] at night
        [6] in the morning
        [7] in the morning
        [8] in the morning
        [9] in the morning
        [10] in the morning
        [11] in the morning
        [12] in the afternoon
        [13] in the afternoon
        [14] in the afternoon
        [15] in the afternoon
        [16] in the afternoon
        [17] in the afternoon
        [18] in the evening
        [19] in the evening
        [20] in the evening
        [21] in the evening
        [22] in the evening
        [23] in the evening
        [one] in the evening
       *[other] in the evening
    }
# $twelve (Number) - 1 to 12
speech-hour =
    { $twelve ->
        [one] { $twelve }
       *[other] { $twelve }
    }
# $hour (Number) - 0 to 23
# $twelve (Number) - 1 to 12
# $minute (Number)
speech-clock =
    { $minute ->
        [0] { $twelve } o'clock { speech-part }
        [1] { $twelve } oh { $minute } { speech-part }
        [2] { $twelve } oh { $minute } { speech-part }
        [3] { $twelve } oh { $minute } { speech-part }
        [4] { $twelve } oh { $minute } { speech-part }
        [5] { $twelve } oh { $minute } { speech-part }
        [6] { $twelve } oh { $minute } { speech-part }
        [7] { $twelve } oh { $minute } { speech-part }
        [8] { $twelve } oh { $minute } { speech-part }
        [9] { $twelve } oh { $minute } { speech-part }
        [one] { $twelve } { $minute } { speech-part }
       *[other] { $twelve } { $minute } { speech-part }
    }
# $hour (Number) - 0 to 23
# $local (Number) - 1 to 12, counted from sunrise and from sunset
# $minute (Number)
speech-clock-from-sunrise =
    { $minute ->
        [0] { $local } o'clock { speech-part }
        [one] { $local } { $minute } { speech-part }
       *[other] { $local } { $minute } { speech-part }
    }
