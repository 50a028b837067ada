### Words every screen shares.

# The language's own name, in its own script. Shown where people choose a language.
language-name = English

## Buttons

common-back = Back
common-continue = Continue
common-try-again = Try again
common-not-now = Not now
common-done = Done

## States

# $when (When appointment) - the last time the clinic answered
common-as-of = As of { $when }
# What stands where a text could not be made. Nobody should ever read it.
common-text-missing = This text is missing here. Please ask your clinic.

# The mark beside words nobody outside has reviewed.
common-mt = These words were written automatically. No doctor has checked them yet.

## Values that stand alone, in a row or on a button

# $number (Decimal)
value-number = { $number }
# $text (Text)
value-text = { $text }
# $amount (Money)
value-money = { $amount }
# $when (When appointment)
value-appointment = { $when }
# $day (When day)
value-day = { $day }
# $time (When time)
value-time = { $time }
# What happened and what to do, where one text has to say both.
# $first (Message)
# $second (Message)
value-sentences = { $first } { $second }

## Amounts of money: the number comes finished, the words around it are the language's

# $amount (Text)
currency-irr = { $amount } rials
# $amount (Text)
currency-irt = { $amount } tomans
# $amount (Text)
currency-usd = ${ $amount }
    .speech = { $amount } dollars
# $amount (Text)
currency-eur = €{ $amount }
    .speech = { $amount } euros
# $amount (Text)
currency-afn = { $amount } afghanis
# $amount (Text)
currency-iqd = { $amount } dinars
# Any other currency.
# $amount (Text)
# $code (Code) - ISO 4217, such as CHF
currency-other = { $amount } { $code }
