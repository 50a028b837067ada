### From free times to a booked visit.

## Free times

slots-title = Free times
slots-choose = Choose a time that suits you.
slots-loading = Looking for free times …
    .speech = Looking for free times.
slots-empty = There is no free time right now. Please look again tomorrow.
# $number (Code) - the clinic's telephone number
slots-empty-call = Or call the clinic at { $number }.
# $time (When appointment) - the time that is gone
slots-taken = Someone was faster. This time is gone: { $time }

## Price

price-visit = Visit
price-insurance = Your insurance pays
price-own = You pay
price-free = Free of charge
price-unknown = The clinic did not tell us the price. Please ask before you book.
price-loading = Asking for the price …
    .speech = Asking for the price.

## Confirm

confirm-title = Is this right?
confirm-doctor = Doctor
confirm-when = Time
confirm-book = Yes, book it
confirm-change-time = Other times
# $doctor (Person)
confirm-call = { $doctor } will call you in this app.

## Booking

booking-title = Your booking
booking-sending = We are booking your visit …
    .speech = We are booking your visit.
booking-not-sent = Your booking is kept on this phone. There is no line to the clinic now. We send it by ourselves.
booking-unsure = We sent your booking, but no answer came. We keep asking. You do not need to book again.
# $doctor (Person)
booking-done = Booked. { $doctor } will call you in this app.
# $when (When appointment)
booking-reminder = We remind you: { $when }
booking-refused = The clinic could not book this visit. Please choose another time.
# $number (Code) - the clinic's telephone number
booking-refused-call = You can also call the clinic at { $number }.
booking-no-answer = The clinic does not answer. Your booking is safe on this phone. We try again.
booking-not-understood = We did not understand the clinic's answer. We ask again before anything is booked twice.
booking-close-safe = You can close the app. Nothing is lost.
# $number (Code) - the clinic's telephone number
booking-call-to-book = You can also book by phone. Call the clinic at { $number }.
booking-other-times = These times are still free:
booking-price-changed = The price has changed. Nothing is booked yet. Please look at the new price first.
booking-see-price = See the new price

## Reminder on the locked phone: time and the clinic's name, nothing about health

# @outside
# $time (When time)
# $clinic (Text)
reminder-text = { $time }, { $clinic }
# @outside
# $date (When date)
# $clinic (Text)
reminder-follow-up = { $date }, { $clinic }
