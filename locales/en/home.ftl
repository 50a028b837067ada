### Home with its one next step, and the family doctor.

## Home

home-title = Home
# $name (Text)
home-hello = Hello { $name }
home-next = What comes next
# $doctor (Text)
home-no-visit = You have no visit yet. You can book one with { $doctor }, your family doctor.
home-no-visit-no-doctor = You have no visit yet.
home-book = Book a visit
# $doctor (Text)
# $when (When appointment)
home-booked = Your visit with { $doctor }: { $when }
# $doctor (Text)
# $time (When time)
home-soon = { $doctor } will call you today at { $time }.
# $doctor (Text)
home-now = It is time for your visit with { $doctor }.
home-to-waiting-room = Go to the waiting room
home-not-sent = Your booking is kept on this phone. It is not sent yet. We send it as soon as we can.
# $when (When appointment) - when the person confirmed
home-not-booked-since = Not booked yet. We have been trying since { $when }.
home-unsure = We sent your booking and wait for the clinic's answer.
# $when (When appointment)
home-cancelled = The clinic cancelled your visit on { $when }. Please choose another time.
# $doctor (Text)
home-missed = You missed a call from { $doctor }. The clinic can call again.
# $date (When date)
home-follow-up = Your next check-up is on { $date }.
home-visit = Your visit
home-doctor = Your family doctor
home-language = Language
# $count (Number)
home-waiting-to-send =
    { $count ->
        [one] One thing is waiting to be sent.
       *[other] { $count } things are waiting to be sent.
    }

## Family doctor

doctor-title = Your family doctor
doctor-name = Doctor
doctor-clinic = Clinic
doctor-languages = Languages
doctor-speaks-yours = Speaks your language
doctor-speaks-other = May not speak your language. You can ask the clinic for help with it.
doctor-loading = Asking the clinic for your family doctor …
    .speech = Asking the clinic for your family doctor.
doctor-none = The clinic has no family doctor for you yet. Please ask at the clinic.
doctor-see-times = See free times
