### «መለያዬን መሰረዝ»፦ ምን ይሰረዛል፣ ምን ይቀራል፣ ለምን።

leave-title = መለያዬን መሰረዝ
leave-account = መለያዎ
leave-open = መለያዬን ሰርዝ
leave-unsent = ይህ ገና አልተላከም። አሁን ከሰረዙ ይጠፋል፦
leave-unsent-booking = የጠየቁት ቀጠሮ
leave-unsent-consent = ፈቃድዎ
leave-unsent-cancellation = የሰረዙት ቀጠሮ
leave-unsent-record = የጻፉት ወይም የመዘገቡት ነገር
leave-unsent-visit = የአንድ ቀጠሮ ፍጻሜ
leave-send-first = መጀመሪያ ይላኩት
leave-goes = የሚሰረዘው
leave-goes-records = በዚህ ስልክ ላይ ያለ የእርስዎ ሁሉ፦ ቀጠሮዎችዎ፣ መልእክቶችዎ፣ ቅንብሮችዎ እና የሚስጥር ቁጥርዎ።
leave-goes-keys = የሚከፍቱት ቁልፎች ይጠፋሉ። ከዚያ በኋላ እኛም ጭምር ማንም ሊያነበው አይችልም።
leave-goes-sign-in = በክሊኒኩ ያለው መግቢያዎ ያበቃል። ይህ ስልክ ከእንግዲህ ሊጠቀምበት አይችልም።
leave-stays = የሚቀረው፣ እና ለምን
leave-stays-years =
    { $years ->
        [one] { $clinic } ሐኪምዎ የጻፈውን ለአንድ ዓመት ይጠብቃል።
       *[other] { $clinic } ሐኪምዎ የጻፈውን ለ{ $years } ዓመታት ይጠብቃል።
    }
leave-stays-law = { $clinic } ሐኪምዎ የጻፈውን ሕጉ እስከሚለው ጊዜ ድረስ ይጠብቃል። ለምን ያህል ጊዜ እንደሆነ ክሊኒኩ ሊነግርዎት ይችላል።
leave-stays-why = ሐኪም እንዴት እንደታከሙ በኋላ ማወቅ አለበት፤ ሕጉም ማስረጃ ይፈልጋል። ማየት ከፈለጉ ክሊኒኩን ይጠይቁ።
leave-stays-numbers = ይህ ስልክ ስንት ጊዜ እንዳስቀመጠ የመሳሰሉ ጥቂት ቁጥሮችን ይይዛል። ስለ እርስዎ ምንም አይናገሩም። አንድ ሰው የቆየ መረጃ እንዳይመልስ ይከላከላሉ።
leave-sure = አዎ፣ መለያዬ ይሰረዝ
leave-anyway = እንዲያም ሆኖ ይሰረዝ
leave-under-way = መለያዎ እየተሰረዘ ነው …
    .speech = መለያዎ እየተሰረዘ ነው።
leave-not-revoked = ክሊኒኩን ማግኘት ስላልተቻለ እዚያ ያለው መግቢያዎ አላበቃም። እባክዎ እንደገና ይሞክሩ። ወይም እንዲያም ሆኖ ይሰርዙና ወደ ክሊኒኩ ይደውሉ፦ { $number }
leave-failed = ስልክዎ አሁን መሰረዝ አልቻለም። እባክዎ እንደገና ይሞክሩ።
leave-gone-title = መለያዎ ተሰርዟል
leave-gone = መለያዎ ከዚህ ስልክ ተሰርዟል። እናመሰግናለን። ደህና ይሁኑ።
