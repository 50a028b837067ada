### በሁሉም ገጾች ላይ ያሉ ቃላት።

language-name = አማርኛ

## ቁልፎች

common-back = ወደ ኋላ
common-continue = ይቀጥሉ
common-try-again = እንደገና ይሞክሩ
common-not-now = አሁን አይደለም
common-done = ጨርሻለሁ

## ሁኔታዎች

common-as-of = ከክሊኒኩ የተገኘ የመጨረሻ መረጃ፦ { $when }
common-text-missing = እዚህ መኖር የነበረበት ጽሑፍ የለም። እባክዎ ክሊኒክዎን ይጠይቁ።
common-mt = እነዚህ ቃላት በማሽን የተተረጎሙ ናቸው። እስካሁን ሐኪም አላያቸውም።

## ለብቻቸው የሚቆሙ

value-number = { $number }
value-text = { $text }
value-money = { $amount }
value-appointment = { $when }
value-day = { $day }
value-time = { $time }
value-sentences = { $first } { $second }

## ገንዘብ

currency-irr = { $amount } ሪያል
currency-irt = { $amount } ቶማን
currency-usd = { $amount } ዶላር
    .speech = { $amount } ዶላር
currency-eur = { $amount } ዩሮ
    .speech = { $amount } ዩሮ
currency-afn = { $amount } አፍጋኒ
currency-iqd = { $amount } ዲናር
currency-other = { $amount } { $code }
