### واژه‌های پرونده‌های درمانگاه.

clinic-visit-family-doctor = ویزیت پزشک خانواده
clinic-visit-follow-up = پیگیری
clinic-visit-call = ویزیت تلفنی
clinic-status-proposed = درخواست شده
clinic-status-pending = درمانگاه هنوز جواب نداده است
clinic-status-booked = نوبت گرفته شده
clinic-status-arrived = الان
clinic-status-fulfilled = انجام شده
clinic-status-cancelled = لغو شده
clinic-status-missed = برگزار نشد
clinic-status-unknown = لطفاً از درمانگاه بپرسید
clinic-name-unknown = درمانگاه شما
clinic-doctor-unknown = پزشک شما
