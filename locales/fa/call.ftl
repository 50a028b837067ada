### اتاق انتظار، زنگ خوردن، و خود تماس.

## اتاق انتظار

waiting-title = اتاق انتظار
waiting-here = جای درستی هستید. { $doctor } به شما زنگ می‌زند.
waiting-at = ساعت ویزیت شما { $time } است.
waiting-stay = لطفاً کنار گوشی بمانید.
waiting-quiet = اگر جای آرامی باشید، صدای هم را بهتر می‌شنوید.
waiting-late = { $doctor } کمی دیر کرده است. لطفاً بمانید. نوبت شما محفوظ است.
waiting-very-late = انتظار طولانی شد. اگر خواستید به درمانگاه زنگ بزنید: { $number }
waiting-again = لطفاً همین‌جا بمانید: { $doctor } می‌تواند دوباره زنگ بزند. اگر حرفی نمانده است، ویزیت را تمام کنید.
waiting-finish = پایان ویزیت
waiting-no-line = الان اینترنت نیست. همین که وصل شود، می‌شود به شما زنگ زد.

## زنگ خوردن

ring-title = { $doctor } به شما زنگ می‌زند
ring-from = از { $clinic }
ring-known = درمانگاه تأیید می‌کند که چه کسی زنگ می‌زند.
ring-answer = جواب دادن
ring-not-now = الان نه
ring-declined = جواب ندادید. { $doctor } خبر دارد و می‌تواند دوباره زنگ بزند.
ring-missed = { $doctor } به شما زنگ زد. می‌توانید همین‌جا منتظر تماس بعدی بمانید.

## تماسی که نمی‌شود به آن اعتماد کرد

untrusted-other-clinic = کسی زنگ زد که از درمانگاه شما نیست. نگذاشتیم وصل شود.
untrusted-message = تماسی آمد که درست نبود. نگذاشتیم وصل شود.
untrusted-wrong-peer = آن طرف، پزشکی نیست که به شما زنگ زده بود. برای امنیت شما تماس را قطع کردیم.

## وضع تماس

call-with = تماس با { $doctor }
call-connecting = در حال وصل شدن …
    .speech = در حال وصل شدن.
call-connected = وصل شد. بفرمایید صحبت کنید.
call-line-good = خط خوب است.
call-line-fair = خط بد نیست.
call-line-weak = خط ضعیف است. صدا کمی نازک می‌شود. راحت حرف بزنید.
call-line-very-weak = خط خیلی ضعیف است. لطفاً آرام و کوتاه حرف بزنید.
call-interrupted = خط قطع شد. لطفاً صبر کنید، داریم دوباره وصل می‌کنیم.
call-restored = خط برگشت. بفرمایید ادامه بدهید.
call-ended-you = تماس را تمام کردید.
call-ended-doctor = { $doctor } تماس را تمام کرد.
call-ended-lost = خط برنگشت و تماس تمام شد.
call-could-not-connect = تماس برقرار نشد. خط به اندازهٔ کافی قوی نبود.
call-too-weak-call = خط برای هیچ تماسی کافی نیست. لطفاً به درمانگاه تلفن بزنید: { $number }
call-muted = میکروفون شما خاموش است. پزشک صدایتان را نمی‌شنود.
call-keep-sound = گوشی را کنار گوشتان بگیرید یا هدفون بگذارید.

## آنچه وسط حرف عوض می‌شود

call-length-label = مدت تماس
call-length =
    { $minutes ->
        [0] کمتر از یک دقیقه
        [one] یک دقیقه
       *[other] { $minutes } دقیقه
    }
call-voice-label = صدای شما
call-voice-heard = گوشی صدای شما را می‌شنود.
call-voice-quiet = گوشی الان صدایی نمی‌شنود.

## کارهای وسط تماس

call-hang-up = قطع تماس
call-mute = خاموش کردن میکروفون
call-unmute = روشن کردن میکروفون
