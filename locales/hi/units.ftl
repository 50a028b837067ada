### जाँच के नतीजे और दवा की मात्रा।

unit-blood-pressure = { $upper }/{ $lower }
    .speech = { $upper } बटा { $lower }
unit-mg-dl = { $value } मिलीग्राम प्रति डेसीलीटर
unit-mmol-l = { $value } मिलीमोल प्रति लीटर
unit-celsius = { $value } डिग्री
unit-kilograms = { $value } किलोग्राम
unit-centimetres = { $value } सेंटीमीटर
unit-pulse =
    { $beats ->
        [one] { $beats } बार प्रति मिनट
       *[other] { $beats } बार प्रति मिनट
    }
unit-percent = { $value }%
    .speech = { $value } प्रतिशत
unit-milligrams = { $value } मिलीग्राम
unit-millilitres = { $value } मिलीलीटर
unit-tablets =
    { $count ->
        [one] { $count } गोली
       *[other] { $count } गोलियाँ
    }
unit-drops =
    { $count ->
        [one] { $count } बूँद
       *[other] { $count } बूँदें
    }
