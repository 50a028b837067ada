### بعد از ویزیت.

after-title = بعد از ویزیت
after-with = ویزیت شما با { $doctor } تمام شد.
after-length =
    { $minutes ->
        [one] { $minutes } دقیقه صحبت کردید.
       *[other] { $minutes } دقیقه صحبت کردید.
    }
after-saving = ویزیت شما ثبت می‌شود …
    .speech = ویزیت شما ثبت می‌شود.
after-saved = ویزیت شما در درمانگاه ثبت شد.
after-not-sent = ویزیت شما روی این گوشی است. همین که خط باشد می‌فرستیم.
after-next = قدم بعدی
after-follow-up = پیگیری بعدی شما { $date } است.
after-reminder = یادآوری می‌کنیم: { $when }
after-no-follow-up = پیگیری دیگری در برنامه نیست.
after-follow-up-unknown = هنوز نمی‌دانیم پیگیری بعدی شما کی است. درمانگاه به شما می‌گوید.
after-worse-call = اگر حالتان بدتر شد، صبر نکنید. به درمانگاه زنگ بزنید: { $number }
