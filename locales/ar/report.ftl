### تقرير زيارة في عيادة التجربة، والأسطر التي تنتهي بها في الطرفية.

report-title = زيارة على خط سيئ
report-about = الخط { $link }، البذرة { $seed }

## كيف انتهت

report-completed = اكتملت الزيارة: تم الحجز، وجرت المكالمة، وتم التسجيل.
report-not-booked = لم يتم حجز الزيارة.
report-not-connected = لم تبدأ المكالمة.
report-line-too-weak = كان الخط أضعف من أن يحمل مكالمة. عرف المريض ذلك، ولم يُفقد شيء.
report-not-recorded = جرت المكالمة، لكن لم يتم تسجيل الزيارة.
report-timed-out = لم تنته الزيارة في وقتها.

## الأرقام

report-figures = الأرقام
report-booking = الحجز
report-booking-is =
    { $attempts ->
        [zero] { $status }، من دون محاولة
        [one] { $status }، محاولة واحدة
        [two] { $status }، محاولتان
        [few] { $status }، { $attempts } محاولات
        [many] { $status }، { $attempts } محاولة
       *[other] { $status }، { $attempts } محاولة
    }
report-setup = بدأت المكالمة خلال
report-seconds = { $seconds } ثانية
    .speech = { $seconds } ثانية
report-milliseconds = { $ms } ملي ثانية
    .speech = { $ms } ملي ثانية
report-rungs = الدرجات المستعملة، من المريض
report-concealed-from-patient = صوت معوض عند التشغيل، من المريض
report-concealed-from-doctor = صوت معوض عند التشغيل، من الطبيب
report-signalling = رسائل المكالمة، من المريض وإليه
report-sync = الملفات، من المريض وإليه
report-bytes = { $up } و{ $down } بايت

## أجزاء المكالمة

report-column-when = الثواني
report-column-line = الخط
report-column-direction = الكلام
report-column-heard = سُمع خلال أقل من ثانية
report-column-steady = نفسه، من دون أول خمس عشرة ثانية
report-column-sent = المرسل
report-column-rung = الدرجة
report-span = من { $from } إلى { $to }
report-line-is = { $rate } كيلوبت في الثانية، { $trip } ثانية ذهاباً وإياباً، ضاع { $loss } بالمئة
report-rate = { $rate } كيلوبت في الثانية
report-percent = { $share } بالمئة
report-from-patient = من المريض
report-from-doctor = من الطبيب

## الرسوم

report-over-time = مع مرور الوقت
report-plot-rate = ما يحمله الخط وما يُرسل
report-plot-rung = درجة السلم
report-plot-delay = من الفم إلى الأذن: تسعة من كل عشرة مقاطع تُسمع خلال
report-plot-concealed = صوت معوض عند التشغيل حيث لم يصل شيء في وقته
report-axis-time = الثواني منذ بداية الخط
report-axis-rate = كيلوبت في الثانية
    .speech = كيلوبت في الثانية
report-axis-rung = الدرجة
report-axis-delay = الثواني
report-axis-concealed = ملي ثانية في كل ثانية
report-line = الخط
report-one-second = ثانية واحدة

## ما يبقى

report-sound = ما سمعه كل طرف
report-heard-by-doctor = سمع الطبيب
report-heard-by-patient = سمع المريض
report-screens = كل الشاشات بالترتيب
report-screen = عند { $seconds } ثانية: { $screen }

## في الطرفية

report-heard-at = عند { $rate } كيلوبت في الثانية، سُمع خلال أقل من ثانية: { $up } بالمئة من المريض، { $down } بالمئة من الطبيب
report-at = التقرير: { $path }
