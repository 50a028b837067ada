### واژه‌هایی که در همهٔ صفحه‌ها هست.

language-name = فارسی

## دکمه‌ها

common-back = برگشت
common-continue = ادامه
common-try-again = دوباره امتحان کنید
common-not-now = الان نه
common-done = تمام

## حالت‌ها

common-as-of = آخرین خبر از درمانگاه: { $when }
common-text-missing = این نوشته اینجا نیست. لطفاً از درمانگاه بپرسید.

common-mt = این نوشته‌ها خودکار ترجمه شده‌اند. هنوز هیچ پزشکی آن‌ها را بررسی نکرده است.

## مقدارهایی که تنها می‌آیند

value-number = { $number }
value-text = { $text }
value-money = { $amount }
value-appointment = { $when }
value-day = { $day }
value-time = { $time }
value-sentences = { $first } { $second }

## پول

currency-irr = { $amount } ریال
currency-irt = { $amount } تومان
currency-usd = { $amount } دلار
currency-eur = { $amount } یورو
currency-afn = { $amount } افغانی
currency-iqd = { $amount } دینار
currency-other = { $amount } { $code }
