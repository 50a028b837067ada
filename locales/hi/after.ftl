### मुलाक़ात के बाद।

after-title = मुलाक़ात के बाद
after-with = { $doctor } से आपकी मुलाक़ात पूरी हुई।
after-length =
    { $minutes ->
        [one] आपकी बातचीत { $minutes } मिनट चली।
       *[other] आपकी बातचीत { $minutes } मिनट चली।
    }
after-saving = आपकी मुलाक़ात दर्ज हो रही है …
    .speech = आपकी मुलाक़ात दर्ज हो रही है।
after-saved = आपकी मुलाक़ात क्लिनिक में दर्ज हो गई।
after-not-sent = आपकी मुलाक़ात की जानकारी इसी फ़ोन में रखी है। नेटवर्क आते ही भेज दी जाएगी।
after-next = अब आगे
after-follow-up = आपकी अगली जाँच { $date } को है।
after-reminder = आपको याद दिलाया जाएगा: { $when }
after-no-follow-up = अभी कोई और जाँच तय नहीं है।
after-follow-up-unknown = आपकी अगली जाँच कब है, यह अभी पता नहीं। क्लिनिक आपको बताएगा।
after-worse-call = तबीयत बिगड़े तो इंतज़ार मत कीजिए। क्लिनिक को फ़ोन कीजिए: { $number }
