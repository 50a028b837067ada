### ما يرسل برسالة نصية.

sms-reminder = { $clinic }: زيارتك { $day } الساعة { $time }.
sms-call-back = { $clinic }: سنتصل بك هاتفياً { $day } الساعة { $time }.
