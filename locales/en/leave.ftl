### "Delete my account": what goes, what stays, and why.

leave-title = Delete my account
leave-account = Your account
leave-open = Delete my account
leave-unsent = This is not sent yet. If you delete now, it is lost:
leave-unsent-booking = a visit you asked for
leave-unsent-consent = your agreement
leave-unsent-cancellation = a visit you called off
leave-unsent-record = something you wrote down or recorded
leave-unsent-visit = the end of a visit
leave-send-first = Send it first
leave-goes = What goes
leave-goes-records = Everything of yours on this phone: your visits, your messages, your settings, your PIN.
leave-goes-keys = The keys that opened it are destroyed. Nobody can read it any more, not even we.
leave-goes-sign-in = Your sign-in at the clinic ends. This phone cannot use it any more.
leave-stays = What stays, and why
# $clinic (Text)
# $years (Number)
leave-stays-years = { $years ->
    [one] { $clinic } keeps what your doctor wrote for one year.
   *[other] { $clinic } keeps what your doctor wrote for { $years } years.
}
# $clinic (Text)
leave-stays-law = { $clinic } keeps what your doctor wrote for as long as the law says. The clinic can tell you how long.
leave-stays-why = A doctor has to know later how you were treated, and the law wants proof of it. Ask the clinic if you want to see it.
leave-stays-numbers = This phone keeps a few plain numbers, such as how often it saved. They say nothing about you. They stop someone from putting back old data.
leave-sure = Yes, delete my account
leave-anyway = Delete it all the same
leave-under-way = Deleting your account …
    .speech = Deleting your account.
# $number (Code) - the clinic's telephone number
leave-not-revoked = The clinic could not be reached, so your sign-in there has not ended. Please try again. Or delete all the same, and call the clinic at { $number }.
leave-failed = Your phone could not delete it just now. Please try again.
leave-gone-title = Your account is deleted
leave-gone = Your account is deleted from this phone. Thank you. Take care.
