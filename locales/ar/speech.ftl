### الأعداد والتواريخ والساعات كما ينطقها الهاتف.

speech-date = { $day } { $month } { $year }
speech-day = { $weekday }، { $day } { $month }
speech-appointment = { $weekday }، { $day } { $month } { $year }، الساعة { $clock }
speech-part =
    { $hour ->
        [0] ليلاً
        [1] ليلاً
        [2] ليلاً
        [3] ليلاً
        [4] صباحاً
        [5] صباحاً
        [6] صباحاً
        [7] صباحاً
        [8] صباحاً
        [9] صباحاً
        [10] صباحاً
        [11] صباحاً
        [12] ظهراً
        [13] ظهراً
        [14] ظهراً
        [15] عصراً
        [16] عصراً
        [17] عصراً
        [18] مساءً
        [19] مساءً
        [20] مساءً
        [21] مساءً
        [22] مساءً
        [23] مساءً
        [zero] مساءً
        [one] مساءً
        [two] مساءً
        [few] مساءً
        [many] مساءً
       *[other] مساءً
    }
speech-hour =
    { $twelve ->
        [1] الواحدة
        [2] الثانية
        [3] الثالثة
        [4] الرابعة
        [5] الخامسة
        [6] السادسة
        [7] السابعة
        [8] الثامنة
        [9] التاسعة
        [10] العاشرة
        [11] الحادية عشرة
        [12] الثانية عشرة
        [zero] { $twelve }
        [one] { $twelve }
        [two] { $twelve }
        [few] { $twelve }
        [many] { $twelve }
       *[other] { $twelve }
    }
speech-clock =
    { $minute ->
        [0] { speech-hour } { speech-part }
        [3] { speech-hour } وثلاث دقائق { speech-part }
        [4] { speech-hour } وأربع دقائق { speech-part }
        [5] { speech-hour } وخمس دقائق { speech-part }
        [6] { speech-hour } وست دقائق { speech-part }
        [7] { speech-hour } وسبع دقائق { speech-part }
        [8] { speech-hour } وثماني دقائق { speech-part }
        [9] { speech-hour } وتسع دقائق { speech-part }
        [10] { speech-hour } وعشر دقائق { speech-part }
        [zero] { speech-hour } { speech-part }
        [one] { speech-hour } ودقيقة { speech-part }
        [two] { speech-hour } ودقيقتان { speech-part }
        [few] { speech-hour } و{ $minute } دقيقة { speech-part }
        [many] { speech-hour } و{ $minute } دقيقة { speech-part }
       *[other] { speech-hour } و{ $minute } دقيقة { speech-part }
    }
speech-clock-from-sunrise =
    { $minute ->
        [0] { $local } { speech-part }
        [zero] { $local } و{ $minute } دقيقة { speech-part }
        [one] { $local } و{ $minute } دقيقة { speech-part }
        [two] { $local } و{ $minute } دقيقة { speech-part }
        [few] { $local } و{ $minute } دقيقة { speech-part }
        [many] { $local } و{ $minute } دقيقة { speech-part }
       *[other] { $local } و{ $minute } دقيقة { speech-part }
    }
