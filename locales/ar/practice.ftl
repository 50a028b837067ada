### مكالمة تجريبية مع النفس: هل يحمل الخط زيارة؟

practice-try = تجربة مكالمة
practice-title = تجربة مكالمة
practice-what = الكلام لخمس ثوانٍ، ثم سماع ما وصل. هكذا تعرف كيف سيكون صوت المكالمة.
practice-private = لا يسمعه أحد غيرك، ولا يُحفظ شيء.
practice-begin = بدء
practice-connecting = جارٍ الوصول إلى خط العيادة …
    .speech = جارٍ الوصول إلى خط العيادة.
practice-speak = الآن وقت الكلام. مثلاً: اسمك وكيف حالك.
practice-listen = الآن وقت السماع. هكذا يصل صوتك.
practice-good = الخط جيد.
practice-good-advice = سيُسمع صوتك جيداً.
practice-weak = الخط ضعيف.
practice-weak-advice = سيُسمع صوتك، لكن المكالمات قد تكون خافتة أو بطيئة. يرجى تجربة مكان آخر قرب نافذة.
practice-too-weak = الخط أضعف من أن يحمل مكالمة الآن. ستضيع بعض الكلمات.
practice-too-weak-advice = يرجى تجربة مكان آخر أو وقت آخر. يمكنك أيضاً الاتصال بالعيادة: { $number }
practice-no-relay = لم نصل إلى خط العيادة.
practice-no-relay-advice = يرجى التأكد من أن الإنترنت يعمل، ثم المحاولة مرة أخرى. إن بقي الأمر كذلك، يرجى الاتصال بالعيادة: { $number }
practice-silent = هاتفك لم يسمع شيئاً.
practice-silent-advice = يرجى السماح لهذا التطبيق باستعمال الميكروفون، وإزالة ما يغطيه، ثم المحاولة مرة أخرى.
practice-not-heard = لم تسمع شيئاً؟ يرجى رفع الصوت ثم المحاولة مرة أخرى.
practice-again = إعادة المحاولة
