### आज़माइश वाले क्लिनिक की एक मुलाक़ात की रिपोर्ट, और टर्मिनल में उसकी आख़िरी पंक्तियाँ।

report-title = कमज़ोर नेटवर्क पर एक मुलाक़ात
report-about = नेटवर्क { $link }, सीड { $seed }

## अंत कैसे हुआ

report-completed = मुलाक़ात पूरी हुई: बुक हुई, बातचीत हुई और दर्ज हुई।
report-not-booked = मुलाक़ात बुक नहीं हो पाई।
report-not-connected = कॉल नहीं जुड़ पाई।
report-line-too-weak = नेटवर्क कॉल के लिए बहुत कमज़ोर था। मरीज़ को यह बताया गया, और कुछ भी नहीं खोया।
report-not-recorded = कॉल हुई, पर मुलाक़ात दर्ज नहीं हो पाई।
report-timed-out = मुलाक़ात समय के अंदर पूरी नहीं हुई।

## आँकड़े

report-figures = आँकड़े
report-booking = बुकिंग
report-booking-is =
    { $attempts ->
        [one] { $status }, { $attempts } कोशिश में
       *[other] { $status }, { $attempts } कोशिशों में
    }
report-setup = कॉल जुड़ने में लगा समय
report-seconds = { $seconds } सेकंड
    .speech = { $seconds } सेकंड
report-milliseconds = { $ms } मिलीसेकंड
    .speech = { $ms } मिलीसेकंड
report-rungs = मरीज़ की ओर से काम आए पायदान
report-concealed-from-patient = मरीज़ की न पहुँची आवाज़ की जगह भरा गया
report-concealed-from-doctor = डॉक्टर की न पहुँची आवाज़ की जगह भरा गया
report-signalling = कॉल के संकेत, मरीज़ से और मरीज़ तक
report-sync = रिकॉर्ड, मरीज़ से और मरीज़ तक
report-bytes = { $up } और { $down } बाइट

## कॉल के हिस्से

report-column-when = सेकंड
report-column-line = नेटवर्क
report-column-direction = आवाज़
report-column-heard = एक सेकंड के अंदर सुनाई दी
report-column-steady = वही, पहले पंद्रह सेकंड छोड़कर
report-column-sent = भेजा गया
report-column-rung = पायदान
report-span = { $from } से { $to }
report-line-is = { $rate } किलोबिट प्रति सेकंड, आने-जाने में { $trip } सेकंड, { $loss } प्रतिशत खोया
report-rate = { $rate } किलोबिट प्रति सेकंड
report-percent = { $share } प्रतिशत
report-from-patient = मरीज़ से
report-from-doctor = डॉक्टर से

## ग्राफ़

report-over-time = समय के साथ
report-plot-rate = नेटवर्क कितना ले जाता है और कितना भेजा जाता है
report-plot-rung = सीढ़ी का पायदान
report-plot-delay = मुँह से कान तक: दस में से नौ टुकड़े इतने समय में सुनाई देते हैं
report-plot-concealed = समय पर न पहुँची आवाज़ की जगह भरा गया
report-axis-time = नेटवर्क शुरू होने से अब तक सेकंड
report-axis-rate = किलोबिट प्रति सेकंड
    .speech = किलोबिट प्रति सेकंड
report-axis-rung = पायदान
report-axis-delay = सेकंड
report-axis-concealed = हर सेकंड में मिलीसेकंड
report-line = नेटवर्क
report-one-second = एक सेकंड

## जो बचा

report-sound = दोनों तरफ़ क्या सुनाई दिया
report-heard-by-doctor = डॉक्टर को सुनाई दिया
report-heard-by-patient = मरीज़ को सुनाई दिया
report-screens = सारे पन्ने, क्रम से
report-screen = { $seconds } सेकंड पर: { $screen }

## टर्मिनल में

report-heard-at = { $rate } किलोबिट प्रति सेकंड पर, एक सेकंड के अंदर सुनाई दी: { $up } प्रतिशत मरीज़ से, { $down } प्रतिशत डॉक्टर से
report-at = रिपोर्ट: { $path }
