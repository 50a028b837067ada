### መነሻ ገጽ ከአንድ ቀጣይ እርምጃ ጋር፣ እና የቤተሰብ ሐኪም።

## መነሻ

home-title = መነሻ
home-next = ቀጥሎ ምን አለ
home-no-visit = የተያዘ ቀጠሮ የለም። ከቤተሰብ ሐኪምዎ ከ{ $doctor } ጋር ቀጠሮ መያዝ ይችላሉ።
home-no-visit-no-doctor = የተያዘ ቀጠሮ የለም።
home-book = ቀጠሮ ይያዙ
home-booked = ከ{ $doctor } ጋር ያለዎት ቀጠሮ፦ { $when }
home-soon = { $doctor } ዛሬ በዚህ ሰዓት ይደውሉልዎታል፦ { $time }
home-now = ከ{ $doctor } ጋር ያለዎት ቀጠሮ ሰዓቱ ደርሷል።
home-room-opens = መጠበቂያ ክፍሉ የሚከፈትበት ሰዓት፦ { $time }
home-to-waiting-room = ወደ መጠበቂያ ክፍል ይሂዱ
home-not-sent = የቀጠሮ ጥያቄዎ በዚህ ስልክ ላይ ተቀምጧል። ገና አልተላከም። እንደተቻለ ወዲያውኑ እንልከዋለን።
home-not-booked-since = ቀጠሮው ገና አልተያዘም። ከዚህ ጊዜ ጀምሮ እየሞከርን ነው፦ { $when }
home-unsure = የቀጠሮ ጥያቄዎ እየተላከ ነው። ክሊኒኩ ገና መልስ አልሰጠም።
home-past = የቀጠሮዎ ሰዓት አልፏል፦ { $when }። ሐኪምዎ ካልደወሉ እባክዎ ሌላ ቀጠሮ ይያዙ።
home-follow-up = ቀጣዩ የክትትል ቀጠሮዎ { $date } ነው።
home-visit = ቀጠሮዎ
home-language = ቋንቋ

## የቤተሰብ ሐኪም

doctor-title = የቤተሰብ ሐኪምዎ
doctor-name = ሐኪም
doctor-clinic = ክሊኒክ
doctor-speaks-yours = ሐኪምዎ ቋንቋዎን ይናገራሉ።
doctor-speaks-other = ሐኪምዎ ቋንቋዎን ላይናገሩ ይችላሉ። ክሊኒኩ በዚህ እንዲረዳዎት መጠየቅ ይችላሉ።
doctor-loading = የቤተሰብ ሐኪምዎ ማን እንደሆኑ ክሊኒኩን እየጠየቅን ነው …
    .speech = የቤተሰብ ሐኪምዎ ማን እንደሆኑ ክሊኒኩን እየጠየቅን ነው።
doctor-none = ክሊኒኩ ገና የቤተሰብ ሐኪም አልመደበልዎትም። እባክዎ ክሊኒኩን ይጠይቁ።
doctor-see-times = ክፍት ሰዓቶችን ይመልከቱ
