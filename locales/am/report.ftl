### በመሞከሪያው ክሊኒክ የተደረገ ቀጠሮ ሪፖርት።

report-title = በደካማ ኔትወርክ የተደረገ ቀጠሮ
report-about = ኔትወርክ { $link }፣ መነሻ ቁጥር { $seed }

## እንዴት እንዳለቀ

report-completed = ቀጠሮው ተጠናቋል፦ ተይዟል፣ ተካሂዷል፣ ተመዝግቧል።
report-not-booked = ቀጠሮው ሊያዝ አልቻለም።
report-not-connected = ጥሪው ሊገናኝ አልቻለም።
report-line-too-weak = ኔትወርኩ ለጥሪ በጣም ደካማ ነበር። ይህ ለታካሚ ተነግሯል፤ ምንም አልጠፋም።
report-not-recorded = ጥሪው ተካሂዷል፤ ግን ቀጠሮው ሊመዘገብ አልቻለም።
report-timed-out = ቀጠሮው በጊዜው አልተጠናቀቀም።

## ቁጥሮች

report-figures = ቁጥሮች
report-booking = ቀጠሮ መያዝ
report-booking-is =
    { $attempts ->
        [one] { $status }፣ በ{ $attempts } ሙከራ
       *[other] { $status }፣ በ{ $attempts } ሙከራዎች
    }
report-setup = ጥሪው ለመገናኘት የወሰደው ጊዜ
report-seconds = { $seconds } ሰከንድ
    .speech = { $seconds } ሰከንድ
report-milliseconds = { $ms } ሚሊ ሰከንድ
    .speech = { $ms } ሚሊ ሰከንድ
report-rungs = ከታካሚ በኩል ጥቅም ላይ የዋሉ ደረጃዎች
report-concealed-from-patient = ከታካሚ ባልደረሰ ድምፅ ቦታ የተሞላ
report-concealed-from-doctor = ከሐኪም ባልደረሰ ድምፅ ቦታ የተሞላ
report-signalling = የጥሪ ምልክቶች፣ ከታካሚ እና ወደ ታካሚ
report-sync = መዝገቦች፣ ከታካሚ እና ወደ ታካሚ
report-bytes = { $up } እና { $down } ባይት

## የጥሪው ክፍሎች

report-column-when = ሰከንድ
report-column-line = ኔትወርክ
report-column-direction = ንግግር
report-column-heard = ከአንድ ሰከንድ ባነሰ ጊዜ የተሰማ
report-column-steady = ያው፣ ያለ መጀመሪያዎቹ አሥራ አምስት ሰከንዶች
report-column-sent = የተላከ
report-column-rung = ደረጃ
report-span = ከ{ $from } እስከ { $to }
report-line-is = በሰከንድ { $rate } ኪሎቢት፣ ደርሶ መልስ { $trip } ሰከንድ፣ { $loss } በመቶ የጠፋ
report-rate = በሰከንድ { $rate } ኪሎቢት
report-percent = { $share } በመቶ
report-from-patient = ከታካሚ
report-from-doctor = ከሐኪም

## ሥዕላዊ መግለጫዎች

report-over-time = በጊዜ ሂደት
report-plot-rate = ኔትወርኩ የሚሸከመው እና የሚላከው
report-plot-rung = የመሰላሉ ደረጃ
report-plot-delay = ከአፍ እስከ ጆሮ፦ ከአሥር ክፍሎች ዘጠኙ በዚህ ጊዜ ውስጥ ይሰማሉ
report-plot-concealed = ድምፅ በጊዜው ባልደረሰበት ቦታ የተሞላ
report-axis-time = ኔትወርኩ ከተጀመረ በኋላ ያሉ ሰከንዶች
report-axis-rate = ኪሎቢት በሰከንድ
    .speech = ኪሎቢት በሰከንድ
report-axis-rung = ደረጃ
report-axis-delay = ሰከንድ
report-axis-concealed = በየሰከንዱ ሚሊ ሰከንድ
report-line = ኔትወርኩ
report-one-second = አንድ ሰከንድ

## የሚቀረው

report-sound = እያንዳንዱ ወገን የሰማው
report-heard-by-doctor = ሐኪም የሰሙት
report-heard-by-patient = ታካሚ የሰሙት
report-screens = ሁሉም ገጾች፣ በቅደም ተከተል
report-screen = በ{ $seconds } ሰከንድ፦ { $screen }

## በተርሚናል

report-heard-at = በሰከንድ { $rate } ኪሎቢት፣ ከአንድ ሰከንድ ባነሰ ጊዜ የተሰማ፦ ከታካሚ { $up } በመቶ፣ ከሐኪም { $down } በመቶ
report-at = ሪፖርት፦ { $path }
