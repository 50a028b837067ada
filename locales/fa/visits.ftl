### فهرست ویزیت‌های بیمار.

home-visits = ویزیت‌های شما
visits-title = ویزیت‌های شما
visits-loading = از درمانگاه فهرست ویزیت‌های شما را می‌پرسیم …
    .speech = از درمانگاه فهرست ویزیت‌های شما را می‌پرسیم.
visits-none = هنوز در این درمانگاه ویزیتی نداشته‌اید.
visits-more = درمانگاه ویزیت‌های بیشتری از شما دارد که در این فهرست نیست.

visits-with = { $doctor }. { $outcome }
visits-agreed = وقتش قطعی است.
visits-open = وقتش هنوز قطعی نیست.
visits-over = انجام شد.
visits-off = لغو شد.
visits-missed = انجام نشد.
