### أول مرة: اللغة، الموافقة، الدخول، فتح الملف المحفوظ على الهاتف.

## اللغة

start-language-title = لغتك
start-language-choose = يرجى اختيار اللغة الأسهل لك في القراءة والسماع.
start-language-later = يمكنك تغييرها لاحقاً.
start-address-choose = كيف نخاطبك؟
start-address-woman = مخاطبة امرأة
start-address-man = مخاطبة رجل
start-address-open = لا فرق

## الموافقة

consent-title = موافقتك
consent-intro = لكي يساعدك فريق { $clinic } عن بعد، نحتاج إلى موافقتك.
consent-kept = نحفظ زياراتك وما يكتبه طبيبك عنها. كل ذلك مقفل على هذا الهاتف.
consent-seen = لا يرى ذلك إلا أنت ومن يعالجك في { $clinic }.
consent-call = لا نسجل المكالمات.
consent-withdraw = يمكنك سحب موافقتك في أي وقت. يكفي إخبار العيادة.
consent-agree = أوافق
consent-unreviewed = قبل الموافقة يجب أن تكون الكلمات صحيحة. بلغتك لم يراجعها أي طبيب بعد.
consent-unreviewed-call = يرجى الاتصال بالعيادة: { $number }. سيقرؤها معك أحد العاملين هناك.
consent-declined = لا بأس. من دون موافقتك لا نستطيع حجز موعد هنا.
consent-declined-call = ما زال بإمكانك الاتصال بالعيادة: { $number }

## الدخول

signin-title = الدخول
signin-hint = يرجى كتابة الرمز الذي أعطته لك العيادة.
signin-code = رمزك
signin-no-code-call = ليس لديك رمز؟ يرجى الاتصال بالعيادة: { $number }
signin-action = دخول
signin-code-empty = يرجى كتابة الرمز أولاً.
signin-code-shape = هذا لا يشبه رمز العيادة. يرجى التأكد منه مرة أخرى.
signin-under-way = جارٍ الدخول …
    .speech = جارٍ الدخول.
signin-refused = العيادة لا تعرف هذا الرمز. يرجى التأكد من كل رقم فيه.
signin-expired = انتهت مدة دخولك. يرجى الدخول مرة أخرى. لم يُفقد شيء.
signin-other-person = هذا الرمز لشخص آخر. لكل شخص مكانه الخاص على هذا الهاتف. يرجى استعمال الرمز الخاص بك.

## فتح الملف

vault-title = ملفك الصحي على هذا الهاتف
vault-opening = نفتح ملفك الصحي …
    .speech = نفتح ملفك الصحي.
vault-locked = ملفك الصحي مقفل. يرجى فتح قفل هاتفك.
vault-unlock = فتح القفل
vault-transient = لم يستطع هاتفك فتح ملفك الآن. يرجى المحاولة مرة أخرى.
vault-invalidated = تغيّر قفل هذا الهاتف، ولذلك لا يمكن فتح ملفك هنا. ملفك ما زال محفوظاً في العيادة.
vault-changed = شيء آخر غيّر ملفك على هذا الهاتف. لن نفتحه، حفاظاً على سلامتك. لم يُحذف شيء.
vault-newer = هذا الملف من نسخة أحدث من التطبيق. يرجى تحديث التطبيق.
vault-failed = لم نستطع قراءة ملفك. لم يُحذف شيء.
