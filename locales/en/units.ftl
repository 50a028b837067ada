### Readings and doses. What the voice says has no signs.

# Blood pressure.
# $upper (Number)
# $lower (Number)
unit-blood-pressure = { $upper }/{ $lower } mmHg
    .speech = { $upper } over { $lower }
# Blood sugar.
# $value (Decimal)
unit-mg-dl = { $value } mg/dL
    .speech = { $value } milligrams per decilitre
# $value (Decimal)
unit-mmol-l = { $value } mmol/L
    .speech = { $value } millimoles per litre
# $value (Decimal)
unit-celsius = { $value } °C
    .speech = { $value } degrees
# $value (Decimal)
unit-kilograms = { $value } kg
    .speech = { $value } kilograms
# $value (Decimal)
unit-centimetres = { $value } cm
    .speech = { $value } centimetres
# Heart beats.
# $beats (Number)
unit-pulse =
    { $beats ->
        [one] { $beats } beat a minute
       *[other] { $beats } beats a minute
    }
# Oxygen in the blood.
# $value (Decimal)
unit-percent = { $value } %
    .speech = { $value } percent
# $value (Decimal)
unit-milligrams = { $value } mg
    .speech = { $value } milligrams
# $value (Decimal)
unit-millilitres = { $value } ml
    .speech = { $value } millilitres
# $count (Number)
unit-tablets =
    { $count ->
        [one] { $count } tablet
       *[other] { $count } tablets
    }
# $count (Number)
unit-drops =
    { $count ->
        [one] { $count } drop
       *[other] { $count } drops
    }
