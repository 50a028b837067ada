### ከክፍት ሰዓቶች እስከ ተያዘ ቀጠሮ።

## ክፍት ሰዓቶች

slots-title = ክፍት ሰዓቶች
slots-choose = የሚመችዎትን ሰዓት ይምረጡ።
slots-loading = ክፍት ሰዓቶችን እየፈለግን ነው …
    .speech = ክፍት ሰዓቶችን እየፈለግን ነው።
slots-empty = አሁን ክፍት ሰዓት የለም። እባክዎ ነገ እንደገና ይመልከቱ።
slots-empty-call = ወይም ወደ ክሊኒኩ ይደውሉ፦ { $number }
slots-taken = ይህን ሰዓት ሌላ ሰው ቀድሞ ይዞታል፦ { $time }

## ክፍያ

price-visit = የሕክምና ክፍያ
price-insurance = መድንዎ የሚከፍለው
price-own = እርስዎ የሚከፍሉት
price-free = በነፃ
price-unknown = ክሊኒኩ ክፍያውን አልነገረንም። እባክዎ ቀጠሮ ከመያዝዎ በፊት ይጠይቁ።
price-loading = ክፍያውን እየጠየቅን ነው …
    .speech = ክፍያውን እየጠየቅን ነው።

## ማረጋገጫ

confirm-title = ትክክል ነው?
confirm-doctor = ሐኪም
confirm-when = ቀንና ሰዓት
confirm-book = አዎ፣ ቀጠሮው ይያዝልኝ
confirm-change-time = ሌሎች ሰዓቶች
confirm-call = { $doctor } በዚህ መተግበሪያ ይደውሉልዎታል።

## ቀጠሮ መያዝ

booking-title = ቀጠሮዎ
booking-sending = ቀጠሮ እየያዝንልዎት ነው …
    .speech = ቀጠሮ እየያዝንልዎት ነው።
booking-not-sent = የቀጠሮ ጥያቄዎ በዚህ ስልክ ላይ ተቀምጧል። አሁን ከክሊኒኩ ጋር የሚያገናኝ ኔትወርክ የለም። በኋላ እኛው እንልከዋለን።
booking-unsure = የቀጠሮ ጥያቄዎን ልከናል፤ ግን መልስ አልመጣም። መጠየቃችንን እንቀጥላለን። እንደገና ቀጠሮ መያዝ አያስፈልግዎትም።
booking-done = ቀጠሮዎ ተይዟል። { $doctor } በዚህ መተግበሪያ ይደውሉልዎታል።
booking-reminder = እናስታውስዎታለን፦ { $when }
booking-refused = ክሊኒኩ ይህን ቀጠሮ መያዝ አልቻለም። እባክዎ ሌላ ሰዓት ይምረጡ።
booking-refused-call = ወደ ክሊኒኩ መደወልም ይችላሉ፦ { $number }
booking-no-answer = ከክሊኒኩ መልስ አልመጣም። የቀጠሮ ጥያቄዎ በዚህ ስልክ ላይ በደህና ተቀምጧል። እንደገና እንሞክራለን።
booking-not-understood = የክሊኒኩን መልስ አልተረዳነውም። ቀጠሮ ሁለት ጊዜ እንዳይያዝ እንደገና እንጠይቃለን።
booking-close-safe = መተግበሪያውን መዝጋት ይችላሉ። ምንም አይጠፋም።
booking-call-to-book = በስልክ ደውለውም ቀጠሮ መያዝ ይችላሉ። የክሊኒኩ ስልክ፦ { $number }
booking-other-times = እነዚህ ሰዓቶች ገና ክፍት ናቸው፦
booking-price-changed = ክፍያው ተቀይሯል። እስካሁን ምንም ቀጠሮ አልተያዘም። እባክዎ መጀመሪያ አዲሱን ክፍያ ይመልከቱ።
booking-see-price = አዲሱን ክፍያ ይመልከቱ

## በተቆለፈ ስልክ ላይ የሚታይ ማስታወሻ

reminder-text = { $time }፣ { $clinic }
reminder-follow-up = { $date }፣ { $clinic }
