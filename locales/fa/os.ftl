### آنچه با پیامک فرستاده می‌شود.

sms-reminder = { $clinic }: ویزیت شما { $day } ساعت { $time } است.
sms-call-back = { $clinic }: { $day } ساعت { $time } به شما تلفن می‌زنیم.
