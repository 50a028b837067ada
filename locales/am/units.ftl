### የምርመራ ውጤቶችና የመድኃኒት መጠን።

unit-blood-pressure = { $upper }/{ $lower }
    .speech = { $upper } በ { $lower }
unit-mg-dl = { $value } ሚሊግራም በዴሲሊትር
unit-mmol-l = { $value } ሚሊሞል በሊትር
unit-celsius = { $value } ዲግሪ
unit-kilograms = { $value } ኪሎግራም
unit-centimetres = { $value } ሴንቲሜትር
unit-pulse =
    { $beats ->
        [one] { $beats } ጊዜ በደቂቃ
       *[other] { $beats } ጊዜ በደቂቃ
    }
unit-percent = { $value }%
    .speech = ከመቶ { $value }
unit-milligrams = { $value } ሚሊግራም
unit-millilitres = { $value } ሚሊሊትር
unit-tablets =
    { $count ->
        [one] { $count } እንክብል
       *[other] { $count } እንክብሎች
    }
unit-drops =
    { $count ->
        [one] { $count } ጠብታ
       *[other] { $count } ጠብታዎች
    }
