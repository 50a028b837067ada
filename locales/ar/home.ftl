### الشاشة الرئيسية بخطوتها التالية، وطبيب الأسرة.

## الرئيسية

home-title = الرئيسية
home-next = الخطوة التالية
home-no-visit =
    { $doctor-gender ->
        [female] لا يوجد لديك موعد محجوز. يمكنك حجز موعد مع طبيبة أسرتك { $doctor }.
        [male] لا يوجد لديك موعد محجوز. يمكنك حجز موعد مع طبيب أسرتك { $doctor }.
       *[unspecified] لا يوجد لديك موعد محجوز. يمكنك حجز موعد لدى طبيب الأسرة: { $doctor }.
    }
home-no-visit-no-doctor = لا يوجد لديك موعد محجوز.
home-book = حجز موعد
home-booked = موعدك مع { $doctor }: { $when }
home-soon =
    { $doctor-gender ->
        [female] ستتصل بك { $doctor } اليوم الساعة { $time }.
        [male] سيتصل بك { $doctor } اليوم الساعة { $time }.
       *[unspecified] سيصلك اتصال من { $doctor } اليوم الساعة { $time }.
    }
home-now = حان موعدك مع { $doctor }.
home-room-opens = تُفتح غرفة الانتظار الساعة { $time }.
home-to-waiting-room = الدخول إلى غرفة الانتظار
home-not-sent = طلب حجزك محفوظ على هذا الهاتف، ولم يُرسل بعد. سنرسله في أقرب وقت.
home-not-booked-since = لم يتم الحجز بعد. نحاول منذ { $when }.
home-unsure = طلب حجزك في الطريق. لم تصلنا إجابة العيادة بعد.
home-past = مضى وقت موعدك: { $when }. إذا لم يصلك اتصال من الطبيب، يرجى حجز موعد آخر.
home-follow-up = المتابعة القادمة يوم { $date }.
home-visit = موعدك
home-language = اللغة

## طبيب الأسرة

doctor-title = طبيب أسرتك
doctor-name = الطبيب
doctor-clinic = العيادة
doctor-speaks-yours = طبيبك يتكلم لغتك.
doctor-speaks-other = ربما لا يتكلم طبيبك لغتك. يمكنك طلب المساعدة في ذلك من العيادة.
doctor-loading = نسأل العيادة عن طبيب أسرتك …
    .speech = نسأل العيادة عن طبيب أسرتك.
doctor-none = لا يوجد لك طبيب أسرة في العيادة بعد. يرجى سؤال العيادة.
doctor-see-times = رؤية الأوقات المتاحة
