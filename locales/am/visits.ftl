### የታካሚ ቀጠሮዎች ዝርዝር።

home-visits = ቀጠሮዎችዎ
visits-title = ቀጠሮዎችዎ
visits-loading = ቀጠሮዎችዎን ከክሊኒኩ እየጠየቅን ነው …
    .speech = ቀጠሮዎችዎን ከክሊኒኩ እየጠየቅን ነው።
visits-none = በዚህ ክሊኒክ እስካሁን ቀጠሮ አልነበረዎትም።
visits-more = ክሊኒኩ እዚህ ዝርዝር ውስጥ የሌሉ ሌሎች ቀጠሮዎችዎም አሉት።

visits-with = { $doctor }። { $outcome }
visits-agreed = ሰዓቱ ተረጋግጧል።
visits-open = ሰዓቱ ገና አልተረጋገጠም።
visits-over = ቀጠሮው ተካሂዷል።
visits-off = ቀጠሮው ተሰርዟል።
visits-missed = ሳይገናኙ ቀርተዋል።
