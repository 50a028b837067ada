### CLDR lacks the Solar Hijri months, as Sorani names them in Iran, and puts the day behind the month with a Latin comma.

solar-hijri-1 = خاکەلێوە
solar-hijri-2 = گوڵان
solar-hijri-3 = جۆزەردان
solar-hijri-4 = پووشپەڕ
solar-hijri-5 = گەلاوێژ
solar-hijri-6 = خەرمانان
solar-hijri-7 = ڕەزبەر
solar-hijri-8 = خەزەڵوەر
solar-hijri-9 = سەرماوەز
solar-hijri-10 = بەفرانبار
solar-hijri-11 = ڕێبەندان
solar-hijri-12 = ڕەشەمە
date = { $day }ی { $month }ی { $year }
day = { $weekday }، { $day }ی { $month }
appointment = { $weekday }، { $day }ی { $month }ی { $year }، کاتژمێر { $time }
