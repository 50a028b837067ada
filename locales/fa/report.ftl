### گزارش یک ویزیت در درمانگاه آزمایشی و سطرهای پایانی آن در پایانه.

report-title = یک ویزیت روی خط ضعیف
report-about = خط { $link }، دانهٔ { $seed }

## پایان کار

report-completed = ویزیت کامل شد: نوبت گرفته شد، گفت‌وگو انجام شد و ثبت شد.
report-not-booked = نوبت گرفته نشد.
report-not-connected = تماس برقرار نشد.
report-line-too-weak = خط برای تماس بیش از حد ضعیف بود. این به بیمار گفته شد و چیزی از دست نرفت.
report-not-recorded = تماس انجام شد، اما ویزیت ثبت نشد.
report-timed-out = ویزیت به‌موقع به پایان نرسید.

## عددها

report-figures = عددها
report-booking = نوبت
report-booking-is =
    { $attempts ->
        [one] { $status }، با یک تلاش
       *[other] { $status }، با { $attempts } تلاش
    }
report-setup = زمان برقراری تماس
report-seconds = { $seconds } ثانیه
    .speech = { $seconds } ثانیه
report-milliseconds = { $ms } میلی‌ثانیه
    .speech = { $ms } میلی‌ثانیه
report-rungs = پله‌های صدای بیمار
report-concealed-from-patient = پرشده به‌جای صدای نرسیدهٔ بیمار
report-concealed-from-doctor = پرشده به‌جای صدای نرسیدهٔ پزشک
report-signalling = پیام‌های تماس، از بیمار و به بیمار
report-sync = پرونده‌ها، از بیمار و به بیمار
report-bytes = { $up } و { $down } بایت

## بخش‌های تماس

report-column-when = ثانیه
report-column-line = خط
report-column-direction = صدا
report-column-heard = شنیده در کمتر از ۱ ثانیه
report-column-steady = همان، بدون ۱۵ ثانیهٔ نخست
report-column-sent = فرستاده
report-column-rung = پله
report-span = { $from } تا { $to }
report-line-is = { $rate } کیلوبیت بر ثانیه، رفت‌وبرگشت { $trip } ثانیه، { $loss }٪ گم‌شده
report-rate = { $rate } کیلوبیت بر ثانیه
report-percent = { $share }٪
report-from-patient = از بیمار
report-from-doctor = از پزشک

## نمودارها

report-over-time = در گذر زمان
report-plot-rate = آنچه خط می‌برد و آنچه فرستاده می‌شود
report-plot-rung = پلهٔ نردبان
report-plot-delay = از دهان تا گوش: نه قاب از ده قاب در این زمان شنیده می‌شود
report-plot-concealed = پرشده به‌جای صدایی که به‌موقع نرسید
report-axis-time = ثانیه از آغاز خط
report-axis-rate = کیلوبیت بر ثانیه
report-axis-rung = پله
report-axis-delay = ثانیه
report-axis-concealed = میلی‌ثانیه در هر ثانیه
report-line = خط
report-one-second = یک ثانیه

## آنچه می‌ماند

report-sound = آنچه هر طرف شنید
report-heard-by-doctor = پزشک شنید
report-heard-by-patient = بیمار شنید
report-screens = همهٔ صفحه‌ها به ترتیب
report-screen = ثانیهٔ { $seconds } · { $screen }

## در پایانه

report-heard-at = با { $rate } کیلوبیت بر ثانیه، شنیده در کمتر از ۱ ثانیه: { $up }٪ از بیمار، { $down }٪ از پزشک
report-at = گزارش: { $path }
