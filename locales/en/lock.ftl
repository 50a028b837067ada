### Lock and safety: the phone's lock, a PIN of the app's own, opening without one.

## The menu

home-safety = Lock and safety
safety-title = Lock and safety
lock-title = The lock of your records
lock-by-phone = The lock of this phone keeps your records shut.
lock-by-pin = Your PIN keeps your records shut.
lock-missing = Nothing keeps your records shut. Whoever holds this phone can read them.

## A phone without a lock

lock-why-none = This phone has no lock. Whoever holds it could read your records.
lock-why-broken = The lock of this phone does not work as it should. Whoever holds it could read your records.
lock-pin-helps = You can set a PIN for this app. It is a short number that only you know.
lock-without-means = You can also go on without a PIN. Then whoever holds this phone can read your records. We note that you chose this.
lock-without = Go on without a PIN
# $number (Code) - the clinic's telephone number
lock-help = If a PIN is hard for you, please call the clinic at { $number }.

## A PIN

pin-title = Your PIN
pin-set = Set a PIN
pin-change = Change the PIN
pin-remove = Remove the PIN
pin-hint = Please enter your PIN.
pin-hint-new = Please choose a PIN.
pin-hint-again = Please enter the same PIN once more.
# 4 and 12 are the bounds of the length.
# $least (Number)
# $most (Number)
pin-rules-length = It has { $least } to { $most } digits. Do not take your birthday.
pin-field = PIN
# Above ten keys, one for each digit. They are read aloud when touched.
pin-keypad = Or press the digits here.
# A key: one digit. Spoken as the word for it.
# $digit (Number)
pin-key = { $digit }
pin-pressed = Pressed so far
# $count (Number) - how many digits were pressed on the keys
pin-pressed-count = { $count ->
    [0] nothing yet
    [one] one digit
   *[other] { $count } digits
}
pin-erase = Start over
pin-checking = Checking …
    .speech = Checking.
pin-wrong = This PIN is not right. Please try again. Nothing is deleted.
# $least (Number)
# $most (Number)
pin-form-length = A PIN has { $least } to { $most } digits. Please try again.
pin-differs = The two PINs were not the same. Please choose one again.
pin-failed = Your phone could not do this just now. Please try again.
# $time (When time)
pin-wait = That was not right several times. You can try again at { $time }. Nothing is deleted.
pin-is-set = Your PIN is set.
pin-is-changed = Your PIN is changed.
pin-is-removed = Your PIN is removed.
pin-forgot = I forgot my PIN
pin-forgot-what = Without the PIN, the copy of your records on this phone stays shut. After a new sign-in you can set a new PIN.
pin-forgot-how = You can sign in again with a code of the clinic. Your records then come anew from the clinic.
