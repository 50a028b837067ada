### ئەو وشانەی لە هەموو شاشەکاندا هەن.

language-name = کوردیی سۆرانی

## دوگمەکان

common-back = گەڕانەوە
common-continue = بەردەوامبوون
common-try-again = دووبارە هەوڵدانەوە
common-not-now = ئێستا نا
common-done = تەواو

## دۆخەکان

common-as-of = دوا هەواڵ لە کلینیکەکەوە: { $when }
common-text-missing = ئەم نووسینە لێرە نییە. تکایە لە کلینیکەکەتان بپرسن.
common-mt = ئەم وشانە خۆکارانە وەرگێڕدراون. هێشتا هیچ دکتۆرێک سەیری نەکردوون.

## ئەو بەهایانەی بە تەنیا دێن

value-number = { $number }
value-text = { $text }
value-money = { $amount }
value-appointment = { $when }
value-day = { $day }
value-time = { $time }
value-sentences = { $first } { $second }

## پارە

currency-irr = { $amount } ڕیاڵی ئێرانی
currency-irt = { $amount } تمەن
currency-usd = { $amount } دۆلار
    .speech = { $amount } دۆلار
currency-eur = { $amount } یۆرۆ
    .speech = { $amount } یۆرۆ
currency-afn = { $amount } ئەفغانی
currency-iqd = { $amount } دینار
currency-other = { $amount } { $code }
