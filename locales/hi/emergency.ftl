### इमरजेंसी में मदद। मरीज़ के हर पन्ने पर है।

emergency-action = इमरजेंसी मदद
emergency-title = इमरजेंसी मदद
emergency-when = क्या किसी की जान ख़तरे में है? मुलाक़ात का इंतज़ार मत कीजिए। अभी फ़ोन कीजिए।
emergency-call = { $number } पर फ़ोन कीजिए
emergency-ambulance = एम्बुलेंस
emergency-clinic = आपका क्लिनिक
emergency-say = बताइए कि आप कहाँ हैं और क्या हुआ है। लाइन मत काटिए।
emergency-practice = यह सिर्फ़ अभ्यास है: कोई नंबर नहीं लगेगा।
emergency-practised = असली इमरजेंसी में आपका फ़ोन अभी यह नंबर खोलता: { $number }
emergency-cannot-dial = इस मशीन से फ़ोन नहीं लग सकता। किसी दूसरे फ़ोन से यह नंबर लगाइए: { $number }
emergency-opening = नंबर आपके फ़ोन में खुल रहा है। अब कॉल का बटन दबाइए।
emergency-crisis-line = आपके मन की बात सुनने के लिए
