### المساعدة في الطوارئ. موجودة على كل شاشة للمريض.

emergency-action = مساعدة طارئة
emergency-title = مساعدة طارئة
emergency-when =
    { $addressee ->
        [female] هل هناك أحد في خطر؟ لا تنتظري موعدك. اتصلي الآن.
        [male] هل هناك أحد في خطر؟ لا تنتظر موعدك. اتصل الآن.
       *[unspecified] هل هناك أحد في خطر؟ لا وقت لانتظار الموعد. يجب الاتصال الآن.
    }
emergency-call = الاتصال بالرقم { $number }
emergency-ambulance = الإسعاف
emergency-clinic = عيادتك
emergency-say =
    { $addressee ->
        [female] قولي أين أنت وماذا حدث. ابقي على الخط.
        [male] قل أين أنت وماذا حدث. ابقَ على الخط.
       *[unspecified] يرجى ذكر مكانك وما حدث، والبقاء على الخط.
    }
emergency-practice = هذا تدريب فقط: لن نتصل بأي رقم.
emergency-practised = لو كانت حالة طارئة حقيقية، لفتح هاتفك الآن هذا الرقم: { $number }
emergency-cannot-dial = هذا الجهاز لا يستطيع الاتصال هاتفياً. يرجى الاتصال من هاتف آخر: { $number }
emergency-opening = هاتفك يفتح الرقم الآن. يرجى الضغط على زر الاتصال.
emergency-crisis-line = شخص يستمع إليك
