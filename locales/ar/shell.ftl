### ما يعرضه الهاتف باسم التطبيق.

shell-app-name = نبض
shell-channel-calls = المكالمات
shell-channel-reminders = التذكيرات
shell-call-under-way = مكالمة جارية
shell-microphone-reason = حتى يصل صوتك إلى طبيبك. أثناء المكالمة فقط.
shell-unlock-reason = فتح القفل لرؤية ما هو محفوظ على هذا الهاتف

## حالة الخط

shell-line-none = الخط مقطوع
shell-line-poor = خط ضعيف جداً
shell-line-weak = خط ضعيف
shell-line-fair = خط لا بأس به
shell-line-good = خط جيد

## عندما لا ينجح شيء

shell-closed = أُغلق التطبيق. يرجى فتحه مرة أخرى.
shell-configuration = هذا التطبيق غير مجهز كما يجب. يرجى إخبار من أعطاه لك.
shell-storage = لم نستطع فتح ما هو محفوظ على هذا الهاتف. لم يُحذف شيء. يرجى المحاولة مرة أخرى، أو سؤال عيادتك.
shell-resources = لا مكان لهذا في الهاتف الآن. يرجى إغلاق التطبيقات الأخرى ثم المحاولة مرة أخرى.
shell-busy = لحظة من فضلك. هناك أعمال كثيرة في وقت واحد.
shell-too-large = هذا كثير في مرة واحدة. يرجى المحاولة بأقل.
shell-sandbox-only = هذا ممكن في التدريب فقط.
shell-unknown = لم يعد هذا موجوداً. يرجى المتابعة مما يظهر أمامك.
