### ስልክ ስለ መተግበሪያው የሚያሳየው።

shell-app-name = ናብዝ
shell-channel-calls = ጥሪዎች
shell-channel-reminders = ማስታወሻዎች
shell-call-under-way = ጥሪ ላይ ነዎት
shell-microphone-reason = ሐኪምዎ እንዲሰሙዎት ነው። በጥሪ ጊዜ ብቻ።
shell-unlock-reason = በዚህ ስልክ ላይ የተቀመጠውን ለማየት ስልኩን ይክፈቱ

## የኔትወርክ ሁኔታ

shell-line-none = ኔትወርክ የለም
shell-line-poor = ኔትወርኩ በጣም ደካማ ነው
shell-line-weak = ኔትወርኩ ደካማ ነው
shell-line-fair = ኔትወርኩ ደህና ነው
shell-line-good = ኔትወርኩ ጥሩ ነው

## አንድ ነገር ካልሠራ

shell-closed = መተግበሪያው ተዘግቷል። እባክዎ እንደገና ይክፈቱት።
shell-configuration = ይህ መተግበሪያ በትክክል አልተዘጋጀም። እባክዎ ለሰጡዎት ሰዎች ይንገሩ።
shell-storage = በዚህ ስልክ ላይ የተቀመጠው ሊከፈት አልቻለም። ምንም አልተሰረዘም። እባክዎ እንደገና ይሞክሩ፤ ወይም ክሊኒክዎን ይጠይቁ።
shell-resources = በስልኩ ላይ ለዚህ የሚሆን ቦታ የለም። እባክዎ ሌሎች መተግበሪያዎችን ዘግተው እንደገና ይሞክሩ።
shell-busy = እባክዎ ትንሽ ይጠብቁ። ብዙ ነገር በአንድ ጊዜ እየተሠራ ነው።
shell-too-large = ይህ ለአንድ ጊዜ በጣም ብዙ ነው። እባክዎ ቀነስ አድርገው ይሞክሩ።
shell-sandbox-only = ይህ የሚቻለው ለልምምድ ብቻ ነው።
shell-unknown = ያ አሁን እዚህ የለም። እባክዎ ከሚያዩት ይቀጥሉ።
