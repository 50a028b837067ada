### ख़ाली समय से लेकर पक्की बुकिंग तक।

## ख़ाली समय

slots-title = ख़ाली समय
slots-choose = जो समय आपको ठीक लगे, उसे चुनिए।
slots-loading = ख़ाली समय ढूँढा जा रहा है …
    .speech = ख़ाली समय ढूँढा जा रहा है।
slots-empty = अभी कोई समय ख़ाली नहीं है। कल फिर देख लीजिए।
slots-empty-call = या क्लिनिक को फ़ोन कीजिए: { $number }
slots-taken = यह समय किसी और ने पहले ले लिया: { $time }

## फ़ीस

price-visit = मुलाक़ात की फ़ीस
price-insurance = बीमा देगा
price-own = आपको देना है
price-free = मुफ़्त
price-unknown = क्लिनिक ने फ़ीस नहीं बताई। बुक करने से पहले पूछ लीजिए।
price-loading = फ़ीस पूछी जा रही है …
    .speech = फ़ीस पूछी जा रही है।

## पक्का करना

confirm-title = क्या यह सही है?
confirm-doctor = डॉक्टर
confirm-when = समय
confirm-book = हाँ, बुक कीजिए
confirm-change-time = कोई और समय
confirm-call = इसी ऐप पर आपको { $doctor } की कॉल आएगी।

## बुकिंग

booking-title = आपकी बुकिंग
booking-sending = आपकी मुलाक़ात बुक हो रही है …
    .speech = आपकी मुलाक़ात बुक हो रही है।
booking-not-sent = आपकी बुकिंग इसी फ़ोन में रखी है। अभी क्लिनिक तक नेटवर्क नहीं है। नेटवर्क आने पर यह अपने-आप चली जाएगी।
booking-unsure = आपकी बुकिंग भेज दी गई है, पर जवाब नहीं आया। क्लिनिक से फिर पूछा जा रहा है। आपको दोबारा बुक करने की ज़रूरत नहीं है।
booking-done = बुकिंग हो गई। इसी ऐप पर आपको { $doctor } की कॉल आएगी।
booking-reminder = आपको याद दिलाया जाएगा: { $when }
booking-refused = क्लिनिक यह मुलाक़ात बुक नहीं कर पाया। कोई और समय चुनिए।
booking-refused-call = चाहें तो क्लिनिक को फ़ोन भी कर लीजिए: { $number }
booking-no-answer = क्लिनिक से जवाब नहीं आ रहा। आपकी बुकिंग इस फ़ोन में सँभालकर रखी है। फिर कोशिश की जाएगी।
booking-not-understood = क्लिनिक का जवाब समझ में नहीं आया। फिर से पूछा जाएगा, ताकि बुकिंग दो बार न हो जाए।
booking-close-safe = चाहें तो ऐप बंद कर दीजिए। कुछ भी नहीं खोएगा।
booking-call-to-book = फ़ोन से भी बुक हो जाता है। क्लिनिक को फ़ोन कीजिए: { $number }
booking-other-times = ये समय अभी ख़ाली हैं:
booking-price-changed = फ़ीस बदल गई है। अभी कुछ बुक नहीं हुआ है। पहले नई फ़ीस देख लीजिए।
booking-see-price = नई फ़ीस देखिए

## बंद फ़ोन पर याद दिलाने वाला मैसेज

reminder-text = { $time }, { $clinic }
reminder-follow-up = { $date }, { $clinic }
