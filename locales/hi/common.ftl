### हर पन्ने के शब्द।

language-name = हिन्दी

## बटन

common-back = वापस
common-continue = आगे बढ़िए
common-try-again = फिर कोशिश कीजिए
common-not-now = अभी नहीं
common-done = हो गया

## हाल

common-as-of = क्लिनिक से मिली आख़िरी जानकारी: { $when }
common-text-missing = यहाँ जो लिखा होना था, वह नहीं मिला। क्लिनिक से पूछ लीजिए।
common-mt = ये शब्द अपने आप अनुवाद किए गए हैं। अभी तक किसी डॉक्टर ने इन्हें जाँचा नहीं है।

## अकेले आने वाले मान

value-number = { $number }
value-text = { $text }
value-money = { $amount }
value-appointment = { $when }
value-day = { $day }
value-time = { $time }
value-sentences = { $first } { $second }

## पैसे

currency-irr = { $amount } रियाल
currency-irt = { $amount } तोमान
currency-usd = { $amount } डॉलर
    .speech = { $amount } डॉलर
currency-eur = { $amount } यूरो
    .speech = { $amount } यूरो
currency-afn = { $amount } अफ़ग़ानी
currency-iqd = { $amount } दीनार
currency-other = { $amount } { $code }
