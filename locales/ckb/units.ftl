### ئەنجامی پێوانەکان و بڕی دەرمان.

unit-blood-pressure = { $upper }/{ $lower }
    .speech = { $upper } لەسەر { $lower }
unit-mg-dl = { $value } میلیگرام لە دێسیلیترێکدا
unit-mmol-l = { $value } میلیمۆل لە لیترێکدا
unit-celsius = { $value } پلە
unit-kilograms = { $value } کیلۆگرام
unit-centimetres = { $value } سەنتیمەتر
unit-pulse =
    { $beats ->
        [one] { $beats } لێدان لە خولەکێکدا
       *[other] { $beats } لێدان لە خولەکێکدا
    }
unit-percent = { $value }%
    .speech = { $value } لە سەد
unit-milligrams = { $value } میلیگرام
unit-millilitres = { $value } میلیلیتر
unit-tablets =
    { $count ->
        [one] { $count } حەب
       *[other] { $count } حەب
    }
unit-drops =
    { $count ->
        [one] { $count } دڵۆپ
       *[other] { $count } دڵۆپ
    }
