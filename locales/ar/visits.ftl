### قائمة مواعيد المريض.

home-visits = مواعيدك
visits-title = مواعيدك
visits-loading = نسأل العيادة عن مواعيدك …
    .speech = نسأل العيادة عن مواعيدك.
visits-none = لم يكن لك موعد في هذه العيادة حتى الآن.
visits-more = لدى العيادة مواعيد أخرى لك لا تظهر في هذه القائمة.

visits-with = { $doctor }. { $outcome }
visits-agreed = الوقت مؤكد.
visits-open = الوقت غير مؤكد بعد.
visits-over = تمت الزيارة.
visits-off = أُلغي الموعد.
visits-missed = لم يتم اللقاء.
