### መጠበቂያ ክፍል፣ ጥሪ እና ንግግር።

## መጠበቂያ ክፍል

waiting-title = መጠበቂያ ክፍል
waiting-here = ትክክለኛው ቦታ ላይ ነዎት። { $doctor } ይደውሉልዎታል።
waiting-at = የቀጠሮዎ ሰዓት፦ { $time }
waiting-stay = እባክዎ ከስልክዎ አይራቁ።
waiting-quiet = ጸጥ ያለ ቦታ በደንብ ለመደማመጥ ይረዳል።
waiting-late = { $doctor } ትንሽ ዘግይተዋል። እባክዎ ይጠብቁ። ተራዎ አያልፍም።
waiting-very-late = ብዙ ጠብቀዋል። ከፈለጉ ወደ ክሊኒኩ ይደውሉ፦ { $number }
waiting-again = እባክዎ እዚህ ይጠብቁ፤ { $doctor } እንደገና ሊደውሉልዎት ይችላሉ። ተነጋግረው ከጨረሱ ቀጠሮውን ያጠናቅቁ።
waiting-finish = ቀጠሮውን ያጠናቅቁ
waiting-no-line = አሁን ኔትወርክ የለም። ኔትወርክ ሲመለስ ሊደወልልዎት ይችላል።

## ጥሪ ሲመጣ

ring-title = { $doctor } እየደወሉልዎት ነው
ring-from = ከ{ $clinic }
ring-known = የሚደውሉት ማን እንደሆኑ ክሊኒኩ አረጋግጧል።
ring-answer = ስልኩን ያንሱ
ring-not-now = አሁን አይደለም
ring-declined = ስልኩን አላነሱም። { $doctor } ይህን ያውቃሉ፤ እንደገናም ሊደውሉልዎት ይችላሉ።
ring-missed = { $doctor } ደውለውልዎት ነበር። ሌላ ጥሪ እዚሁ መጠበቅ ይችላሉ።

## የማይታመን ጥሪ

untrusted-other-clinic = ከክሊኒክዎ ያልሆነ ሰው ደውሎ ነበር። ጥሪውን አላሳለፍነውም።
untrusted-message = ትክክል ያልሆነ ጥሪ መጥቶ ነበር። አላሳለፍነውም።
untrusted-wrong-peer = በሌላኛው በኩል ያሉት የደወሉልዎት ሐኪም አይደሉም። ለደህንነትዎ ጥሪውን አቋርጠነዋል።

## የጥሪው ሁኔታ

call-with = ከ{ $doctor } ጋር የሚደረግ ጥሪ
call-connecting = ጥሪው እየተገናኘ ነው …
    .speech = ጥሪው እየተገናኘ ነው።
call-connected = ተገናኝተዋል። እባክዎ ይናገሩ።
call-line-good = ኔትወርኩ ጥሩ ነው።
call-line-fair = ኔትወርኩ ደህና ነው።
call-line-weak = ኔትወርኩ ደካማ ነው። ድምፅ ቀጠን ብሎ ይሰማል። መናገርዎን ይቀጥሉ።
call-line-very-weak = ኔትወርኩ በጣም ደካማ ነው። እባክዎ ሳይቸኩሉ፣ በአጭር በአጭሩ ይናገሩ።
call-interrupted = ኔትወርኩ ተቋርጧል። እባክዎ ይጠብቁ፤ መልሰን እያገናኘን ነው።
call-restored = ኔትወርኩ ተመልሷል። መቀጠል ይችላሉ።
call-ended-you = እርስዎ ጥሪውን ዘግተዋል።
call-ended-doctor = { $doctor } ጥሪውን ዘግተዋል።
call-ended-lost = ኔትወርኩ አልተመለሰም። ጥሪው ተቋርጧል።
call-could-not-connect = ጥሪው አልተሳካም። ኔትወርኩ ደካማ ነበር።
call-too-weak-call = ኔትወርኩ በዚህ መተግበሪያ ለመደወል በጣም ደካማ ነው። እባክዎ ወደ ክሊኒኩ ይደውሉ፦ { $number }
call-trouble-lost-there = ከሚናገሩት የተወሰነው እየጠፋ ነው። እባክዎ አስፈላጊ ነገሮችን ሁለት ጊዜ ይናገሩ።
call-trouble-lost-here = { $doctor } ከሚናገሩት የተወሰነው እየጠፋ ነው። እንዲደግሙልዎት ይጠይቁ።
call-trouble-narrow = የሚያልፈው ጥቂት ነው። በዚህ ስልክ ላይ ሌላ የኢንተርኔት አጠቃቀም ያቁሙ፣ ወይም ወደ መስኮት ይቅረቡ።
call-trouble-slow = ድምፅዎ ዘግይቶ ይደርሳል። ከተናገሩ በኋላ ትንሽ ይጠብቁ።
call-advice-record = በዚህ መስመር መነጋገር አስቸጋሪ ነው። መግባባት ካልቻሉ ወደ ክሊኒኩ ይደውሉ፦ { $number }
call-clinic = ወደ ክሊኒኩ ይደውሉ
call-clinic-practice = ይህ ልምምድ ብቻ ነው። በእውነተኛ ቀጠሮ ስልክዎ አሁን ይህን ቁጥር ይከፍት ነበር፦ { $number }
call-clinic-cannot = በዚህ መሣሪያ መደወል አይቻልም። እባክዎ በሌላ ስልክ ይደውሉ፦ { $number }
call-kept = ሐኪምዎ የመጨረሻ ቃላትዎን ላይሰሙ ይችላሉ። ቃላቱ በዚህ ስልክ ላይ ተቆልፈዋል፤ አልተላኩም። እባክዎ እንደገና ይናገሯቸው። ሕክምናው ሲያልቅ ይሰረዛሉ።
call-muted = ማይክሮፎንዎ ተዘግቷል። ሐኪምዎ ሊሰሙዎት አይችሉም።
call-keep-sound = ስልኩን ጆሮዎ ላይ ያድርጉ፤ ወይም የጆሮ ማዳመጫ ይጠቀሙ።

## በንግግር ጊዜ የሚለወጥ

call-length-label = የተነጋገሩበት ጊዜ
call-length =
    { $minutes ->
        [0] ከአንድ ደቂቃ በታች
        [one] አንድ ደቂቃ
       *[other] { $minutes } ደቂቃ
    }
call-voice-label = የእርስዎ ድምፅ
call-voice-heard = ስልክዎ ድምፅዎን እየሰማ ነው።
call-voice-quiet = ስልክዎ አሁን ምንም ድምፅ አይሰማም።

## በጥሪ ጊዜ የሚደረግ

call-hang-up = ጥሪውን ይዝጉ
call-loudspeaker = በድምፅ ማጉያ ይስሙ
call-earpiece = ጆሮ ላይ ይያዙ
call-one-at-a-time = በድምፅ ማጉያ ሲሆን በአንድ ጊዜ የሚሰማው የአንዳችሁ ብቻ ነው። ሌላው እስኪጨርስ ይጠብቁ።
call-mute = ማይክሮፎኑን ይዝጉ
call-unmute = ማይክሮፎኑን ይክፈቱ
