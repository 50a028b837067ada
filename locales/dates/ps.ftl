### CLDR writes the era in Latin letters and the parts in an order nobody reads.

solar-hijri-1 = وری
solar-hijri-2 = غویی
solar-hijri-3 = غبرګولی
solar-hijri-4 = چنګاښ
solar-hijri-5 = زمری
solar-hijri-6 = وږی
solar-hijri-7 = تله
solar-hijri-8 = لړم
solar-hijri-9 = لیندۍ
solar-hijri-10 = مرغومی
solar-hijri-11 = سلواغه
solar-hijri-12 = کب
weekday-1 = دوشنبه
weekday-2 = سې شنبه
weekday-3 = چهارشنبه
weekday-4 = پنجشنبه
weekday-5 = جمعه
weekday-6 = شنبه
weekday-7 = یکشنبه
date = د { $year } د { $month } { $day }
day = { $weekday }، د { $month } { $day }
appointment = { $weekday }، د { $year } د { $month } { $day }، { $time }
