### ከቀጠሮ በኋላ።

after-title = ከቀጠሮዎ በኋላ
after-with = ከ{ $doctor } ጋር የነበረዎት ቀጠሮ ተጠናቋል።
after-length =
    { $minutes ->
        [one] ለ{ $minutes } ደቂቃ ተነጋግረዋል።
       *[other] ለ{ $minutes } ደቂቃ ተነጋግረዋል።
    }
after-saving = የቀጠሮዎ መረጃ እየተመዘገበ ነው …
    .speech = የቀጠሮዎ መረጃ እየተመዘገበ ነው።
after-saved = የቀጠሮዎ መረጃ በክሊኒኩ ተመዝግቧል።
after-not-sent = የቀጠሮዎ መረጃ በዚህ ስልክ ላይ ተቀምጧል። ኔትወርክ እንደተገኘ እንልከዋለን።
after-next = ቀጥሎ ምን አለ
after-follow-up = ቀጣዩ የክትትል ቀጠሮዎ { $date } ነው።
after-reminder = እናስታውስዎታለን፦ { $when }
after-no-follow-up = ሌላ የክትትል ቀጠሮ አልተያዘም።
after-follow-up-unknown = ቀጣዩ የክትትል ቀጠሮዎ መቼ እንደሆነ ገና አናውቅም። ክሊኒኩ ይነግርዎታል።
after-worse-call = ሕመሙ ከባሰብዎት አይጠብቁ። ወደ ክሊኒኩ ይደውሉ፦ { $number }
