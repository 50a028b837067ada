### Home with its one next step, and the family doctor.

## Home

home-title = Home
home-next = What comes next
# $doctor (Person)
home-no-visit = No visit is booked. You can book one with { $doctor }, your family doctor.
home-no-visit-no-doctor = No visit is booked.
home-book = Book a visit
# $doctor (Person)
# $when (When appointment)
home-booked = Your visit with { $doctor }: { $when }
# $doctor (Person)
# $time (When time)
home-soon = { $doctor } will call you today at { $time }.
# $doctor (Person)
home-now = It is time for your visit with { $doctor }.
# $time (When time)
home-room-opens = The waiting room opens at { $time }.
home-to-waiting-room = Go to the waiting room
home-not-sent = Your booking is kept on this phone. It is not sent yet. We send it as soon as we can.
# $when (When appointment) - when the person confirmed
home-not-booked-since = Not booked yet. We have been trying since { $when }.
home-unsure = Your booking is on its way. The clinic has not answered yet.
# $when (When appointment)
home-past = Your visit has passed: { $when }. If the doctor did not call, please book another one.
# $date (When date)
home-follow-up = Your next check-up is on { $date }.
home-visit = Your visit
home-language = Language

## Family doctor

doctor-title = Your family doctor
doctor-name = Doctor
doctor-clinic = Clinic
doctor-speaks-yours = Your doctor speaks your language.
doctor-speaks-other = Your doctor may not speak your language. You can ask the clinic for help with it.
doctor-loading = Asking the clinic for your family doctor …
    .speech = Asking the clinic for your family doctor.
doctor-none = The clinic has no family doctor for you yet. Please ask at the clinic.
doctor-see-times = See free times
