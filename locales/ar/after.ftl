### بعد الزيارة.

after-title = بعد زيارتك
after-with = انتهت زيارتك مع { $doctor }.
after-length =
    { $minutes ->
        [zero] استمر الكلام أقل من دقيقة.
        [one] استمر الكلام دقيقة واحدة.
        [two] استمر الكلام دقيقتين.
        [few] استمر الكلام { $minutes } دقائق.
        [many] استمر الكلام { $minutes } دقيقة.
       *[other] استمر الكلام { $minutes } دقيقة.
    }
after-saving = نحفظ زيارتك …
    .speech = نحفظ زيارتك.
after-saved = زيارتك محفوظة في العيادة.
after-not-sent = زيارتك محفوظة على هذا الهاتف. سنرسلها عندما يرجع الخط.
after-next = الخطوة التالية
after-follow-up = المتابعة القادمة يوم { $date }.
after-reminder = سيصلك تذكير: { $when }
after-no-follow-up = لا توجد متابعة أخرى.
after-follow-up-unknown = لا نعرف بعد متى تكون متابعتك القادمة. ستخبرك العيادة.
after-worse-call =
    { $addressee ->
        [female] إذا ساءت حالتك فلا تنتظري. اتصلي بالعيادة: { $number }
        [male] إذا ساءت حالتك فلا تنتظر. اتصل بالعيادة: { $number }
       *[unspecified] إذا ساءت حالتك، يجب الاتصال بالعيادة من دون انتظار: { $number }
    }
