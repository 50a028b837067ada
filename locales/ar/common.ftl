### كلمات مشتركة بين كل الشاشات.

language-name = العربية

## الأزرار

common-back = رجوع
common-continue = متابعة
common-try-again = إعادة المحاولة
common-not-now = ليس الآن
common-done = تم

## الحالات

common-as-of = آخر خبر من العيادة: { $when }
common-text-missing = هذا النص غير موجود هنا. يرجى سؤال العيادة.
common-mt = هذه الكلمات مترجمة آلياً، ولم يراجعها أي طبيب بعد.

## قيم تقف وحدها

value-number = { $number }
value-text = { $text }
value-money = { $amount }
value-appointment = { $when }
value-day = { $day }
value-time = { $time }
value-sentences = { $first } { $second }

## المال

currency-irr = { $amount } ريال إيراني
currency-irt = { $amount } تومان
currency-usd = { $amount } دولار
    .speech = { $amount } دولار
currency-eur = { $amount } يورو
    .speech = { $amount } يورو
currency-afn = { $amount } أفغاني
currency-iqd = { $amount } دينار عراقي
currency-other = { $amount } { $code }
