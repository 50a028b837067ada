### من الأوقات المتاحة إلى الموعد المحجوز.

## الأوقات المتاحة

slots-title = الأوقات المتاحة
slots-choose = يرجى اختيار الوقت المناسب لك.
slots-loading = نبحث عن أوقات متاحة …
    .speech = نبحث عن أوقات متاحة.
slots-empty = لا يوجد وقت متاح الآن. يرجى المحاولة غداً.
slots-empty-call = أو يمكنك الاتصال بالعيادة: { $number }
slots-taken = سبقك شخص آخر إلى هذا الوقت: { $time }

## السعر

price-visit = الزيارة
price-insurance = يدفع تأمينك
price-own = يبقى عليك
price-free = مجاناً
price-unknown = لم تخبرنا العيادة بالسعر. يرجى السؤال عنه قبل الحجز.
price-loading = نسأل عن السعر …
    .speech = نسأل عن السعر.

## التأكيد

confirm-title = هل هذا صحيح؟
confirm-doctor = الطبيب
confirm-when = الوقت
confirm-book = نعم، أريد الحجز
confirm-change-time = أوقات أخرى
confirm-call =
    { $doctor-gender ->
        [female] ستتصل بك { $doctor } من هذا التطبيق.
        [male] سيتصل بك { $doctor } من هذا التطبيق.
       *[unspecified] سيصلك اتصال من { $doctor } على هذا التطبيق.
    }

## الحجز

booking-title = حجزك
booking-sending = نحجز لك الموعد …
    .speech = نحجز لك الموعد.
booking-not-sent = طلب حجزك محفوظ على هذا الهاتف. الخط مع العيادة مقطوع الآن. سنرسله تلقائياً عندما يرجع.
booking-unsure = أرسلنا طلب حجزك ولم تصل إجابة. ما زلنا نسأل. لا داعي للحجز مرة أخرى.
booking-done =
    { $doctor-gender ->
        [female] تم الحجز. ستتصل بك { $doctor } من هذا التطبيق.
        [male] تم الحجز. سيتصل بك { $doctor } من هذا التطبيق.
       *[unspecified] تم الحجز. سيصلك اتصال من { $doctor } على هذا التطبيق.
    }
booking-reminder = سيصلك تذكير: { $when }
booking-refused = لم تستطع العيادة حجز هذا الموعد. يرجى اختيار وقت آخر.
booking-refused-call = يمكنك أيضاً الاتصال بالعيادة: { $number }
booking-no-answer = العيادة لا ترد. طلب حجزك محفوظ على هذا الهاتف. سنحاول مرة أخرى.
booking-not-understood = لم نفهم إجابة العيادة. سنسأل مرة أخرى حتى لا يتكرر الحجز.
booking-close-safe = يمكنك إغلاق التطبيق. لن يضيع شيء.
booking-call-to-book = يمكن الحجز بالهاتف أيضاً. رقم العيادة للاتصال: { $number }
booking-other-times = هذه المواعيد ما زالت متاحة:
booking-price-changed = تغيّر السعر. لم يُحجز شيء بعد. يرجى الاطلاع على السعر الجديد أولاً.
booking-see-price = عرض السعر الجديد

## التذكير على الهاتف المقفل

reminder-text = { $time }، { $clinic }
reminder-follow-up = { $date }، { $clinic }
