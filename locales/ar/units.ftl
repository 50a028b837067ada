### القياسات ومقادير الدواء.

unit-blood-pressure = { $upper }/{ $lower }
    .speech = { $upper } على { $lower }
unit-mg-dl = { $value } ملغ/دل
    .speech = { $value } ملليغرام في الديسيلتر
unit-mmol-l = { $value } مليمول/لتر
    .speech = { $value } مليمول في اللتر
unit-celsius = { $value }°
    .speech = { $value } درجة
unit-kilograms = { $value } كغ
    .speech = { $value } كيلوغرام
unit-centimetres = { $value } سم
    .speech = { $value } سنتيمتر
unit-pulse =
    { $beats ->
        [zero] لا نبضات في الدقيقة
        [one] نبضة واحدة في الدقيقة
        [two] نبضتان في الدقيقة
        [few] { $beats } نبضات في الدقيقة
        [many] { $beats } نبضة في الدقيقة
       *[other] { $beats } نبضة في الدقيقة
    }
    .speech =
        { $beats ->
            [3] ثلاث نبضات في الدقيقة
            [4] أربع نبضات في الدقيقة
            [5] خمس نبضات في الدقيقة
            [6] ست نبضات في الدقيقة
            [7] سبع نبضات في الدقيقة
            [8] ثماني نبضات في الدقيقة
            [9] تسع نبضات في الدقيقة
            [10] عشر نبضات في الدقيقة
            [zero] لا نبضات في الدقيقة
            [one] نبضة واحدة في الدقيقة
            [two] نبضتان في الدقيقة
            [few] { $beats } نبضات في الدقيقة
            [many] { $beats } نبضة في الدقيقة
           *[other] { $beats } نبضة في الدقيقة
        }
unit-percent = { $value }٪
    .speech = { $value } في المئة
unit-milligrams = { $value } ملغ
    .speech = { $value } ملليغرام
unit-millilitres = { $value } مل
    .speech = { $value } ملليلتر
unit-tablets =
    { $count ->
        [zero] لا حبوب
        [one] حبة واحدة
        [two] حبتان
        [few] { $count } حبات
        [many] { $count } حبة
       *[other] { $count } حبة
    }
    .speech =
        { $count ->
            [3] ثلاث حبات
            [4] أربع حبات
            [5] خمس حبات
            [6] ست حبات
            [7] سبع حبات
            [8] ثماني حبات
            [9] تسع حبات
            [10] عشر حبات
            [zero] لا حبوب
            [one] حبة واحدة
            [two] حبتان
            [few] { $count } حبات
            [many] { $count } حبة
           *[other] { $count } حبة
        }
unit-drops =
    { $count ->
        [zero] لا قطرات
        [one] قطرة واحدة
        [two] قطرتان
        [few] { $count } قطرات
        [many] { $count } قطرة
       *[other] { $count } قطرة
    }
    .speech =
        { $count ->
            [3] ثلاث قطرات
            [4] أربع قطرات
            [5] خمس قطرات
            [6] ست قطرات
            [7] سبع قطرات
            [8] ثماني قطرات
            [9] تسع قطرات
            [10] عشر قطرات
            [zero] لا قطرات
            [one] قطرة واحدة
            [two] قطرتان
            [few] { $count } قطرات
            [many] { $count } قطرة
           *[other] { $count } قطرة
        }
