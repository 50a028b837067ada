### መጀመሪያ ሲከፈት፦ ቋንቋ፣ ፈቃድ፣ መግቢያ፣ በስልክ ያለ መዝገብ።

## ቋንቋ

start-language-title = ቋንቋዎ
start-language-choose = ለማንበብና ለመስማት የሚመችዎትን ቋንቋ ይምረጡ።
start-language-later = በኋላ መቀየር ይችላሉ።
start-address-choose = እርስዎን እንዴት እናናግርዎ?
start-address-woman = እንደ ሴት
start-address-man = እንደ ወንድ
start-address-open = ልዩነት የለውም

## ፈቃድ

consent-title = ፈቃድዎ
consent-intro = { $clinic } ከርቀት እንዲረዳዎት ፈቃድዎ ያስፈልጋል።
consent-kept = ቀጠሮዎችዎን እና ሐኪምዎ ስለ እነሱ የሚጽፉትን እናስቀምጣለን። በዚህ ስልክ ላይ ተቆልፎ ይቀመጣል።
consent-seen = ይህን ማየት የሚችሉት እርስዎ እና በ{ $clinic } የሚያክሙዎት ሰዎች ብቻ ናቸው።
consent-call = የጥሪ ድምፅ አይቀዳም።
consent-withdraw = ፈቃድዎን በማንኛውም ጊዜ መሰረዝ ይችላሉ። ለክሊኒኩ መንገር ብቻ ይበቃል።
consent-agree = እስማማለሁ
consent-unreviewed = ከመስማማትዎ በፊት ቃላቱ ትክክል መሆን አለባቸው። በእርስዎ ቋንቋ እስካሁን ሐኪም አላያቸውም።
consent-unreviewed-call = እባክዎ ወደ ክሊኒኩ ይደውሉ፦ { $number }። እዚያ ያለ ሰው አብሮዎት ያነበዋል።
consent-declined = ችግር የለም። ያለ ፈቃድዎ ግን እዚህ ቀጠሮ መያዝ አንችልም።
consent-declined-call = አሁንም ወደ ክሊኒኩ መደወል ይችላሉ፦ { $number }

## መግቢያ

signin-title = መግቢያ
signin-hint = እባክዎ ክሊኒኩ የሰጠዎትን ኮድ ያስገቡ።
signin-code = የእርስዎ ኮድ
signin-no-code-call = ኮድ የለዎትም? እባክዎ ወደ ክሊኒኩ ይደውሉ፦ { $number }
signin-action = ይግቡ
signin-code-empty = እባክዎ መጀመሪያ ኮድዎን ያስገቡ።
signin-code-shape = ይህ የክሊኒኩን ኮድ አይመስልም። እባክዎ እንደገና ይመልከቱ።
signin-under-way = እየገቡ ነው …
    .speech = እየገቡ ነው።
signin-refused = ክሊኒኩ ይህን ኮድ አያውቀውም። እባክዎ ቁጥሮቹን አንድ በአንድ ይመልከቱ።
signin-expired = ከመተግበሪያው ወጥተዋል። እባክዎ እንደገና ይግቡ። ምንም አልጠፋም።
signin-other-person = ይህ ኮድ የሌላ ሰው ነው። በዚህ ስልክ ላይ እያንዳንዱ ሰው የራሱ ቦታ አለው። እባክዎ የራስዎን ኮድ ይጠቀሙ።

## በስልክ ያለውን መክፈት

vault-title = በዚህ ስልክ ላይ ያለው መዝገብዎ
vault-opening = መዝገብዎ እየተከፈተ ነው …
    .speech = መዝገብዎ እየተከፈተ ነው።
vault-locked = መዝገብዎ ተቆልፏል። እባክዎ የስልክዎን ቁልፍ ይክፈቱ።
vault-unlock = ቁልፉን ይክፈቱ
vault-transient = ስልክዎ አሁን መዝገብዎን መክፈት አልቻለም። እባክዎ እንደገና ይሞክሩ።
vault-invalidated = የዚህ ስልክ ቁልፍ ስለተቀየረ መዝገብዎ እዚህ ሊከፈት አይችልም። ክሊኒኩ ግን አሁንም አለው።
vault-changed = በዚህ ስልክ ላይ ያለውን መዝገብ ሌላ ነገር ቀይሮታል። ለደህንነትዎ አንከፍተውም። ምንም አልተሰረዘም።
vault-newer = ይህ መዝገብ የአዲሱ መተግበሪያ ነው። እባክዎ ይህን መተግበሪያ ያድሱ።
vault-failed = መዝገብዎ ሊነበብ አልቻለም። ምንም አልተሰረዘም።
