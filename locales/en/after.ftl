### After the visit.

after-title = After your visit
# $doctor (Person)
after-with = Your visit with { $doctor } has ended.
# $minutes (Number)
after-length =
    { $minutes ->
        [one] You talked for one minute.
       *[other] You talked for { $minutes } minutes.
    }
after-saving = Saving your visit …
    .speech = Saving your visit.
after-saved = Your visit is saved at the clinic.
after-not-sent = Your visit is kept on this phone. We send it as soon as there is a line.
after-next = What comes next
# $date (When date)
after-follow-up = Your next check-up is on { $date }.
# $when (When appointment)
after-reminder = We remind you: { $when }
after-no-follow-up = No further check-up is planned.
after-follow-up-unknown = We do not know yet when your next check-up is. The clinic will tell you.
# $number (Code) - the clinic's telephone number
after-worse-call = If you feel worse, do not wait. Call the clinic at { $number }.
