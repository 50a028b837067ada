### واژه‌هایی که در همهٔ صفحه‌ها هست.

language-name = فارسی
app-name = نبض

## دکمه‌ها

common-back = برگشت
common-continue = ادامه
common-try-again = دوباره امتحان کنید
common-yes = بله
common-no = نه
common-close = بستن
common-not-now = الان نه
common-change = تغییر
common-done = تمام

## حالت‌ها

common-loading = لطفاً کمی صبر کنید …
    .speech = لطفاً کمی صبر کنید.
common-as-of = آخرین خبر از درمانگاه: { $when }
common-offline = اینترنت ندارید. کارهایتان همین‌جا می‌ماند و بعد فرستاده می‌شود.
common-back-online = اینترنت دوباره وصل شد.
common-text-missing = این نوشته اینجا نیست. لطفاً از درمانگاه بپرسید.

## مقدارهایی که تنها می‌آیند

value-text = { $text }
value-number = { $number }
value-decimal = { $number }
value-code = { $number }
value-money = { $amount }
value-appointment = { $when }
value-day = { $day }
value-date = { $date }
value-time = { $time }
value-weekday = { $day }
value-sentences = { $first } { $second }

## پول

currency-irr = { $amount } ریال
currency-irt = { $amount } تومان
currency-usd = { $amount } دلار
currency-eur = { $amount } یورو
currency-afn = { $amount } افغانی
currency-iqd = { $amount } دینار
currency-other = { $amount } { $code }
