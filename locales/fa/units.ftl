### اندازه‌ها و مقدار دارو.

unit-blood-pressure = { $upper }/{ $lower }
    .speech = { $upper } روی { $lower }
unit-mg-dl = { $value } میلی‌گرم در دسی‌لیتر
unit-mmol-l = { $value } میلی‌مول در لیتر
unit-celsius = { $value } درجه
unit-kilograms = { $value } کیلوگرم
unit-centimetres = { $value } سانتی‌متر
unit-pulse =
    { $beats ->
        [one] { $beats } بار در دقیقه
       *[other] { $beats } بار در دقیقه
    }
unit-percent = { $value }٪
    .speech = { $value } درصد
unit-milligrams = { $value } میلی‌گرم
unit-millilitres = { $value } میلی‌لیتر
unit-tablets =
    { $count ->
        [one] { $count } قرص
       *[other] { $count } قرص
    }
unit-drops =
    { $count ->
        [one] { $count } قطره
       *[other] { $count } قطره
    }
