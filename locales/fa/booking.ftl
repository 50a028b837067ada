### از وقت‌های خالی تا نوبت گرفته‌شده.

## وقت‌های خالی

slots-title = وقت‌های خالی
slots-choose = وقتی را که برایتان مناسب است انتخاب کنید.
slots-loading = دنبال وقت خالی می‌گردیم …
    .speech = دنبال وقت خالی می‌گردیم.
slots-empty = الان وقت خالی نیست. لطفاً فردا دوباره نگاه کنید.
slots-empty-call = یا به درمانگاه زنگ بزنید: { $number }
slots-taken = یک نفر زودتر این وقت را گرفت: { $time }

## هزینه

price-visit = ویزیت
price-insurance = سهم بیمه
price-own = سهم شما
price-free = رایگان
price-unknown = درمانگاه هزینه را به ما نگفت. لطفاً پیش از گرفتن نوبت بپرسید.
price-loading = هزینه را می‌پرسیم …
    .speech = هزینه را می‌پرسیم.

## تأیید

confirm-title = درست است؟
confirm-doctor = پزشک
confirm-when = زمان
confirm-book = بله، نوبت بگیرید
confirm-change-time = وقت‌های دیگر
confirm-call = { $doctor } از همین برنامه به شما زنگ می‌زند.

## گرفتن نوبت

booking-title = نوبت شما
booking-sending = داریم برایتان نوبت می‌گیریم …
    .speech = داریم برایتان نوبت می‌گیریم.
booking-not-sent = درخواست نوبت شما روی این گوشی است. الان خط به درمانگاه وصل نیست. خودمان بعداً می‌فرستیم.
booking-unsure = درخواست نوبت را فرستادیم ولی جوابی نیامد. باز هم می‌پرسیم. لازم نیست دوباره نوبت بگیرید.
booking-done = نوبت گرفته شد. { $doctor } از همین برنامه به شما زنگ می‌زند.
booking-reminder = یادآوری می‌کنیم: { $when }
booking-refused = درمانگاه نتوانست این نوبت را بدهد. لطفاً وقت دیگری انتخاب کنید.
booking-refused-call = می‌توانید به درمانگاه هم زنگ بزنید: { $number }
booking-no-answer = درمانگاه جواب نمی‌دهد. درخواست نوبت شما روی این گوشی محفوظ است. دوباره تلاش می‌کنیم.
booking-not-understood = جواب درمانگاه را نفهمیدیم. دوباره می‌پرسیم تا نوبت دو بار گرفته نشود.
booking-close-safe = می‌توانید برنامه را ببندید. چیزی از بین نمی‌رود.
booking-call-to-book = می‌توانید تلفنی هم نوبت بگیرید. شمارهٔ درمانگاه: { $number }
booking-other-times = این وقت‌ها هنوز خالی است:
booking-price-changed = هزینه عوض شده است. هنوز نوبتی گرفته نشده. لطفاً اول هزینهٔ تازه را ببینید.
booking-see-price = دیدن هزینهٔ تازه

## یادآوری روی گوشی قفل

reminder-text = { $time }، { $clinic }
reminder-follow-up = { $date }، { $clinic }
