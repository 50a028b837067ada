### دەنگی مۆبایل چۆن ژمارە و ڕێکەوت و کات دەڵێت.

speech-date = { $day }ی { $month }ی { $year }
speech-day = { $weekday }، { $day }ی { $month }
speech-appointment = { $weekday }، { $day }ی { $month }ی { $year }، کاتژمێر { $clock }
speech-part =
    { $hour ->
        [0] شەو
        [1] شەو
        [2] شەو
        [3] شەو
        [4] بەیانی
        [5] بەیانی
        [6] بەیانی
        [7] بەیانی
        [8] بەیانی
        [9] بەیانی
        [10] بەیانی
        [11] بەیانی
        [12] نیوەڕۆ
        [13] نیوەڕۆ
        [14] نیوەڕۆ
        [15] نیوەڕۆ
        [16] ئێوارە
        [17] ئێوارە
        [18] ئێوارە
        [19] ئێوارە
        [20] شەو
        [21] شەو
        [22] شەو
        [23] شەو
        [one] شەو
       *[other] شەو
    }
speech-hour =
    { $twelve ->
        [one] { $twelve }
       *[other] { $twelve }
    }
speech-clock =
    { $minute ->
        [0] { $twelve }ی { speech-part }
        [one] { $twelve } و { $minute } خولەکی { speech-part }
       *[other] { $twelve } و { $minute } خولەکی { speech-part }
    }
speech-clock-from-sunrise =
    { $minute ->
        [0] { $local }ی { speech-part }
        [one] { $local } و { $minute } خولەکی { speech-part }
       *[other] { $local } و { $minute } خولەکی { speech-part }
    }
