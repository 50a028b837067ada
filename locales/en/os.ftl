### What is sent by SMS. Anyone who holds the phone may read it: a time, a day, the clinic's neutral name, and nothing else.

# @sms
# $clinic (Text)
# $day (When day)
# $time (When time)
sms-reminder = { $clinic }: your visit is on { $day } at { $time }.
# @sms
# $clinic (Text)
# $day (When day)
# $time (When time)
sms-call-back = { $clinic }: we call you by telephone on { $day } at { $time }.
