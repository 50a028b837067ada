### کمک فوری. در همهٔ صفحه‌های بیمار هست.

emergency-action = کمک فوری
emergency-title = کمک فوری
emergency-when = جان کسی در خطر است؟ منتظر نوبت نمانید. همین حالا زنگ بزنید.
emergency-call = زنگ به { $number }
emergency-ambulance = اورژانس
emergency-clinic = درمانگاه شما
emergency-say = بگویید کجا هستید و چه شده است. تلفن را قطع نکنید.
emergency-practice = این فقط تمرین است: هیچ شماره‌ای گرفته نمی‌شود.
emergency-practised = اگر کار واقعاً فوری بود، گوشی الان این شماره را باز می‌کرد: { $number }
emergency-cannot-dial = این دستگاه نمی‌تواند تلفن بزند. لطفاً با تلفن دیگری زنگ بزنید: { $number }
emergency-opening = گوشی شماره را باز می‌کند. لطفاً دکمهٔ تماس را بزنید.
emergency-crisis-line = کسی که به حرف شما گوش می‌دهد
