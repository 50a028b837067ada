### خانه با یک قدم بعدی، و پزشک خانواده.

## خانه

home-title = خانه
home-hello = سلام { $name }
home-next = قدم بعدی
home-no-visit = هنوز نوبتی ندارید. می‌توانید از { $doctor }، پزشک خانواده‌تان، نوبت بگیرید.
home-no-visit-no-doctor = هنوز نوبتی ندارید.
home-book = گرفتن نوبت
home-booked = نوبت شما با { $doctor }: { $when }
home-soon = { $doctor } امروز ساعت { $time } به شما زنگ می‌زند.
home-now = وقت ویزیت شما با { $doctor } رسیده است.
home-to-waiting-room = رفتن به اتاق انتظار
home-not-sent = درخواست نوبت شما روی این گوشی است و هنوز فرستاده نشده. به محض این که بشود می‌فرستیم.
home-not-booked-since = نوبت هنوز گرفته نشده است. از { $when } داریم تلاش می‌کنیم.
home-unsure = درخواست نوبت را فرستادیم و منتظر جواب درمانگاه هستیم.
home-cancelled = درمانگاه نوبت شما را لغو کرد: { $when }. لطفاً وقت دیگری انتخاب کنید.
home-missed = { $doctor } زنگ زد و شما جواب ندادید. درمانگاه می‌تواند دوباره زنگ بزند.
home-follow-up = پیگیری بعدی شما { $date } است.
home-visit = نوبت شما
home-doctor = پزشک خانوادهٔ شما
home-language = زبان
home-waiting-to-send =
    { $count ->
        [one] { $count } مورد منتظر فرستادن است.
       *[other] { $count } مورد منتظر فرستادن است.
    }

## پزشک خانواده

doctor-title = پزشک خانوادهٔ شما
doctor-name = پزشک
doctor-clinic = درمانگاه
doctor-languages = زبان‌ها
doctor-speaks-yours = به زبان شما حرف می‌زند
doctor-speaks-other = شاید به زبان شما حرف نزند. می‌توانید از درمانگاه کمک بخواهید.
doctor-loading = از درمانگاه می‌پرسیم پزشک خانوادهٔ شما کیست …
    .speech = از درمانگاه می‌پرسیم پزشک خانوادهٔ شما کیست.
doctor-none = هنوز پزشک خانواده‌ای برای شما ثبت نشده است. لطفاً از درمانگاه بپرسید.
doctor-see-times = دیدن وقت‌های خالی
