### ڕاپۆرتی سەردانێک لە کلینیکی تاقیکردنەوە، و دێڕەکانی کۆتایی لە تێرمیناڵدا.

report-title = سەردانێک لەسەر هێڵێکی خراپ
report-about = هێڵی { $link }، تۆوی { $seed }

## چۆن تەواو بوو

report-completed = سەردانەکە تەواو کرا: نۆرە گیرا، قسە کرا و تۆمار کرا.
report-not-booked = نۆرەی سەردانەکە نەگیرا.
report-not-connected = پەیوەندییەکە نەبەسترا.
report-line-too-weak = هێڵەکە بۆ پەیوەندی زۆر لاواز بوو. ئەمە بە نەخۆشەکە وترا، و هیچ شتێک لەدەست نەچوو.
report-not-recorded = پەیوەندییەکە کرا، بەڵام سەردانەکە تۆمار نەکرا.
report-timed-out = سەردانەکە لە کاتی خۆیدا تەواو نەبوو.

## ژمارەکان

report-figures = ژمارەکان
report-booking = نۆرەگرتن
report-booking-is =
    { $attempts ->
        [one] { $status }، یەک هەوڵ
       *[other] { $status }، { $attempts } هەوڵ
    }
report-setup = کاتی بەستنی پەیوەندی
report-seconds = { $seconds } چرکە
    .speech = { $seconds } چرکە
report-milliseconds = { $ms } میلیچرکە
    .speech = { $ms } میلیچرکە
report-rungs = پلە بەکارهاتووەکان، لە نەخۆشەوە
report-concealed-from-patient = دەنگی پڕکراوە، لە نەخۆشەوە
report-concealed-from-doctor = دەنگی پڕکراوە، لە دکتۆرەوە
report-signalling = نامەکانی پەیوەندی، لە نەخۆشەوە و بۆ نەخۆش
report-sync = فایلەکان، لە نەخۆشەوە و بۆ نەخۆش
report-bytes = { $up } و { $down } بایت

## بەشەکانی پەیوەندی

report-column-when = چرکە
report-column-line = هێڵ
report-column-direction = قسە
report-column-heard = لە کەمتر لە چرکەیەکدا بیسترا
report-column-steady = هەمان، بەبێ پازدە چرکەی یەکەم
report-column-sent = نێردرا
report-column-rung = پلە
report-span = { $from } تا { $to }
report-line-is = { $rate } کیلۆبیت لە چرکەیەکدا، { $trip } چرکە چوون و گەڕانەوە، لە سەدا { $loss } ون بوو
report-rate = { $rate } کیلۆبیت لە چرکەیەکدا
report-percent = لە سەدا { $share }
report-from-patient = لە نەخۆشەوە
report-from-doctor = لە دکتۆرەوە

## هێڵکارییەکان

report-over-time = بە درێژایی کات
report-plot-rate = ئەوەی هێڵەکە دەیگوازێتەوە و ئەوەی دەنێردرێت
report-plot-rung = پلەی پەیژە
report-plot-delay = لە دەمەوە تا گوێ: نۆ پارچە لە دە پارچە لەم ماوەیەدا دەبیسترێن
report-plot-concealed = دەنگی پڕکراوە، کاتێک شتێک لە کاتی خۆیدا نەگەیشت
report-axis-time = چرکە لە سەرەتای هێڵەکەوە
report-axis-rate = کیلۆبیت لە چرکەیەکدا
    .speech = کیلۆبیت لە چرکەیەکدا
report-axis-rung = پلە
report-axis-delay = چرکە
report-axis-concealed = میلیچرکە لە هەر چرکەیەکدا
report-line = هێڵەکە
report-one-second = یەک چرکە

## ئەوەی دەمێنێتەوە

report-sound = ئەوەی هەر لایەک بیستی
report-heard-by-doctor = دکتۆر بیستی
report-heard-by-patient = نەخۆش بیستی
report-screens = هەموو شاشەکان بە ڕیز
report-screen = چرکەی { $seconds }: { $screen }

## لە تێرمیناڵدا

report-heard-at = بە { $rate } کیلۆبیت لە چرکەیەکدا، لە کەمتر لە چرکەیەکدا بیسترا: لە سەدا { $up } لە نەخۆشەوە، لە سەدا { $down } لە دکتۆرەوە
report-at = ڕاپۆرت: { $path }
