### لیستی نۆرەکانی نەخۆش.

home-visits = نۆرەکانتان
visits-title = نۆرەکانتان
visits-loading = لە کلینیکەکە نۆرەکانتان دەپرسین …
    .speech = لە کلینیکەکە نۆرەکانتان دەپرسین.
visits-none = هێشتا لەم کلینیکەدا نۆرەتان نەبووە.
visits-more = لە کلینیکەکە نۆرەی تریشتان هەیە کە لەم لیستەدا نییە.

visits-with = { $doctor }. { $outcome }
visits-agreed = کاتەکەی دیاری کراوە.
visits-open = کاتەکەی هێشتا دیاری نەکراوە.
visits-over = ئەنجام درا.
visits-off = هەڵوەشێنرایەوە.
visits-missed = یەکترتان نەبینی.
