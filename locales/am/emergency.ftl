### የድንገተኛ እርዳታ። በሁሉም የታካሚ ገጾች ላይ አለ።

emergency-action = ድንገተኛ እርዳታ
emergency-title = ድንገተኛ እርዳታ
emergency-when = አደጋ ላይ ያለ ሰው አለ? ቀጠሮዎን አይጠብቁ። አሁኑኑ ይደውሉ።
emergency-call = ወደ { $number } ይደውሉ
emergency-ambulance = አምቡላንስ
emergency-clinic = ክሊኒክዎ
emergency-say = የት እንዳሉ እና ምን እንደተፈጠረ ይናገሩ። ስልኩን አይዝጉ፤ መስመር ላይ ይቆዩ።
emergency-practice = ይህ ልምምድ ብቻ ነው፤ ወደ የትኛውም ቁጥር አይደወልም።
emergency-practised = እውነተኛ ድንገተኛ ችግር ቢሆን ስልክዎ አሁን ይህን ቁጥር ይከፍት ነበር፦ { $number }
emergency-cannot-dial = በዚህ መሣሪያ መደወል አይቻልም። እባክዎ በሌላ ስልክ ይደውሉ፦ { $number }
emergency-opening = ስልክዎ ቁጥሩን እየከፈተ ነው። እባክዎ የመደወያውን ቁልፍ ይጫኑ።
emergency-crisis-line = የሚያዳምጥዎት ሰው
