### ከራስ ጋር የሚደረግ የሙከራ ጥሪ።

practice-try = ጥሪ ይሞክሩ
practice-title = ጥሪ ይሞክሩ
practice-what = ለአምስት ሰከንድ ይናገራሉ። ከዚያ የደረሰውን ይሰማሉ። የጥሪው ድምፅ እንዴት እንደሚሰማ በዚህ ያውቃሉ።
practice-private = ሌላ ማንም አይሰማውም፤ ምንም አይቀመጥም።
practice-begin = ይጀምሩ
practice-connecting = ወደ ክሊኒኩ መስመር እየደረስን ነው …
    .speech = ወደ ክሊኒኩ መስመር እየደረስን ነው።
practice-speak = እባክዎ አሁን ይናገሩ። ለምሳሌ ስምዎንና እንዴት እንደሆኑ ይናገሩ።
practice-listen = አሁን ያዳምጡ። ድምፅዎ የሚደርሰው እንዲህ ነው።
practice-good = ኔትወርኩ ጥሩ ነው።
practice-good-advice = በደንብ ይሰማሉ።
practice-weak = ኔትወርኩ ደካማ ነው።
practice-weak-advice = ይሰማሉ፤ ነገር ግን ጥሪው ሊቀጥን ወይም ሊዘገይ ይችላል። ሌላ ቦታ ይሞክሩ፣ መስኮት አጠገብ።
practice-too-weak = ኔትወርኩ አሁን ለጥሪ በጣም ደካማ ነው። ቃላት ይጠፋሉ።
practice-too-weak-advice = ሌላ ቦታ ወይም ሌላ ሰዓት ይሞክሩ። ወደ ክሊኒኩ መደወልም ይችላሉ፦ { $number }
practice-no-relay = ወደ ክሊኒኩ መስመር መድረስ አልተቻለም።
practice-no-relay-advice = ኢንተርኔትዎ መከፈቱን ያረጋግጡና እንደገና ይሞክሩ። አሁንም ካልሆነ ወደ ክሊኒኩ ይደውሉ፦ { $number }
practice-silent = ስልክዎ ምንም አልሰማም።
practice-silent-advice = ለዚህ መተግበሪያ ማይክሮፎኑን ይፍቀዱ፣ የሸፈነውን ያንሱ፣ እና እንደገና ይሞክሩ።
practice-not-heard = ምንም አልሰሙም? ድምፁን ይጨምሩና እንደገና ይሞክሩ።
practice-again = እንደገና ይሞክሩ
