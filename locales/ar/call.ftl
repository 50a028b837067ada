### غرفة الانتظار، والرنين، والمكالمة نفسها.

## غرفة الانتظار

waiting-title = غرفة الانتظار
waiting-here =
    { $doctor-gender ->
        [female] هذا هو المكان الصحيح. ستتصل بك { $doctor }.
        [male] هذا هو المكان الصحيح. سيتصل بك { $doctor }.
       *[unspecified] هذا هو المكان الصحيح. سيصلك اتصال من { $doctor }.
    }
waiting-at = موعدك الساعة { $time }.
waiting-stay =
    { $addressee ->
        [female] ابقي قرب هاتفك من فضلك.
        [male] ابقَ قرب هاتفك من فضلك.
       *[unspecified] يرجى البقاء قرب هاتفك.
    }
waiting-quiet = المكان الهادئ يساعد على السماع بوضوح.
waiting-late =
    { $doctor-gender ->
        [female] تأخرت { $doctor } قليلاً. يرجى البقاء هنا. دورك محفوظ.
        [male] تأخر { $doctor } قليلاً. يرجى البقاء هنا. دورك محفوظ.
       *[unspecified] هناك تأخير قليل عند { $doctor }. يرجى البقاء هنا. دورك محفوظ.
    }
waiting-very-late = طال الانتظار. إن أردت، يمكنك الاتصال بالعيادة: { $number }
waiting-again = يرجى الانتظار هنا: قد يصلك اتصال آخر من { $doctor }. إذا انتهى الكلام، يمكنك إنهاء الزيارة.
waiting-finish = إنهاء الزيارة
waiting-no-line = الخط مقطوع الآن. عندما يرجع، يمكن الاتصال بك.

## الرنين

ring-title = اتصال من { $doctor }
ring-from = من { $clinic }
ring-known = العيادة تؤكد لك من المتصل.
ring-answer = الرد
ring-not-now = ليس الآن
ring-declined = لم يتم الرد. وصل الخبر إلى { $doctor }، وقد يصلك اتصال آخر.
ring-missed = وصلك اتصال من { $doctor }. يمكنك الانتظار هنا لاتصال آخر.

## متصل لا يمكن الوثوق به

untrusted-other-clinic = وصلك اتصال من شخص ليس من عيادتك. لم نسمح به.
untrusted-message = وصل اتصال غير سليم. لم نسمح به.
untrusted-wrong-peer = الطرف الآخر ليس الطبيب الذي وصلك الاتصال منه. أنهينا المكالمة حفاظاً على سلامتك.

## حالة المكالمة

call-with = مكالمة مع { $doctor }
call-connecting = جارٍ الاتصال …
    .speech = جارٍ الاتصال.
call-connected =
    { $addressee ->
        [female] تم الاتصال. تفضلي بالكلام.
        [male] تم الاتصال. تفضل بالكلام.
       *[unspecified] تم الاتصال. يمكنك الكلام الآن.
    }
call-line-good = الخط جيد.
call-line-fair = الخط لا بأس به.
call-line-weak =
    { $addressee ->
        [female] الخط ضعيف. الصوت أقل وضوحاً. تابعي الكلام بشكل عادي.
        [male] الخط ضعيف. الصوت أقل وضوحاً. تابع الكلام بشكل عادي.
       *[unspecified] الخط ضعيف. الصوت أقل وضوحاً. يمكنك متابعة الكلام بشكل عادي.
    }
call-line-very-weak =
    { $addressee ->
        [female] الخط ضعيف جداً. تكلمي ببطء وبجمل قصيرة من فضلك.
        [male] الخط ضعيف جداً. تكلم ببطء وبجمل قصيرة من فضلك.
       *[unspecified] الخط ضعيف جداً. يرجى الكلام ببطء وبجمل قصيرة.
    }
call-interrupted =
    { $addressee ->
        [female] انقطع الخط. انتظري من فضلك، نحن نعيده.
        [male] انقطع الخط. انتظر من فضلك، نحن نعيده.
       *[unspecified] انقطع الخط. يرجى الانتظار، نحن نعيده.
    }
call-restored = رجع الخط. يمكنك المتابعة.
call-ended-you = انتهت المكالمة من جهتك.
call-ended-doctor =
    { $doctor-gender ->
        [female] أنهت { $doctor } المكالمة.
        [male] أنهى { $doctor } المكالمة.
       *[unspecified] انتهت المكالمة من جهة { $doctor }.
    }
call-ended-lost = لم يرجع الخط، فانتهت المكالمة.
call-could-not-connect = لم تتم المكالمة. لم يكن الخط قوياً بما يكفي.
call-too-weak-call = الخط ضعيف جداً لأي مكالمة. يرجى الاتصال بالعيادة بالهاتف: { $number }
call-trouble-lost-there = يضيع جزء من كلامك في الطريق. يرجى قول الأمور المهمة مرتين.
call-trouble-lost-here = يضيع جزء من كلام { $doctor } في الطريق. يمكنك طلب سماعه مرة أخرى.
call-trouble-narrow = لا يصل إلا القليل. يرجى إيقاف أي استعمال آخر للإنترنت على هذا الهاتف، أو الاقتراب من نافذة.
call-trouble-slow = صوتك يصل متأخراً. يرجى التمهل لحظة بعد الكلام.
call-advice-record = الكلام صعب على هذا الخط. إن تعذّر الفهم بينكما، يرجى الاتصال بالعيادة: { $number }
call-clinic = الاتصال بالعيادة
call-clinic-practice = هذا تدريب فقط. في زيارة حقيقية يفتح هاتفك الآن هذا الرقم: { $number }
call-clinic-cannot = هذا الجهاز لا يستطيع الاتصال هاتفياً. يرجى الاتصال من هاتف آخر: { $number }
call-kept = قد لا تكون كلماتك الأخيرة قد وصلت إلى طبيبك. هي محفوظة ومقفلة على هذا الهاتف ولم تُرسل. يرجى قولها مرة أخرى. تُحذف عند انتهاء الزيارة.
call-muted = الميكروفون مغلق. صوتك لا يصل إلى طبيبك.
call-keep-sound =
    { $addressee ->
        [female] ضعي الهاتف على أذنك، أو استعملي سماعة.
        [male] ضع الهاتف على أذنك، أو استعمل سماعة.
       *[unspecified] يرجى وضع الهاتف على الأذن، أو استعمال سماعة.
    }

## ما يتغير أثناء الكلام

call-length-label = مدة المكالمة
call-length =
    { $minutes ->
        [zero] أقل من دقيقة
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $minutes } دقائق
        [many] { $minutes } دقيقة
       *[other] { $minutes } دقيقة
    }
call-voice-label = صوتك
call-voice-heard = هاتفك يسمعك.
call-voice-quiet = هاتفك لا يسمع شيئاً الآن.

## ما يمكن فعله أثناء المكالمة

call-hang-up = إنهاء المكالمة
call-loudspeaker = تشغيل مكبر الصوت
call-earpiece = السماع قرب الأذن
call-one-at-a-time = مع مكبر الصوت يُسمع واحد منكما في كل مرة. يرجى ترك الآخر حتى يكمل كلامه.
call-mute = إغلاق الميكروفون
call-unmute = فتح الميكروفون
