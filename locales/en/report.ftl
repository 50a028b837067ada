### The report of a visit played in the sandbox, and the lines it ends with in a terminal. People who test or build
### apps read it, in the language of the visit.

report-title = A visit on a bad line
# $link (Code) - name of the line, such as 2g
# $seed (Number)
report-about = Line { $link }, seed { $seed }

## How it ended

report-completed = The visit was completed: booked, held and recorded.
report-not-booked = The visit could not be booked.
report-not-connected = The call could not be set up.
report-line-too-weak = The line was too weak for a call. The patient was told so, and nothing is lost.
report-not-recorded = The call was held, but the visit could not be recorded.
report-timed-out = The visit did not come to an end in time.

## Figures

report-figures = Figures
report-booking = Booking
# $status (Code) - status of the FHIR Appointment, such as booked
# $attempts (Number)
report-booking-is =
    { $attempts ->
        [one] { $status }, one attempt
       *[other] { $status }, { $attempts } attempts
    }
report-setup = Call set up in
# $seconds (Decimal)
report-seconds = { $seconds } s
    .speech = { $seconds } seconds
# $ms (Number)
report-milliseconds = { $ms } ms
    .speech = { $ms } milliseconds
report-rungs = Rungs used, from the patient
report-concealed-from-patient = Filled in by the player, from the patient
report-concealed-from-doctor = Filled in by the player, from the doctor
report-signalling = Signalling, from and to the patient
report-sync = Records, from and to the patient
# $up (Number)
# $down (Number)
report-bytes = { $up } and { $down } bytes

## Stretches of the call

report-column-when = Seconds
report-column-line = Line
report-column-direction = Speech
report-column-heard = Heard in under 1 s
report-column-steady = The same, without the first 15 s
report-column-sent = Sent
report-column-rung = Rung
# $from (Decimal)
# $to (Decimal)
report-span = { $from } to { $to }
# $rate (Decimal)
# $trip (Decimal) - round trip in seconds
# $loss (Decimal) - percent
report-line-is = { $rate } kbit/s, { $trip } s round trip, { $loss } % lost
# $rate (Decimal)
report-rate = { $rate } kbit/s
# $share (Decimal)
report-percent = { $share } %
report-from-patient = From the patient
report-from-doctor = From the doctor

## Plots

report-over-time = Over time
report-plot-rate = What the line carries and what is sent
report-plot-rung = Rung of the ladder
report-plot-delay = From mouth to ear: nine of ten frames are heard within
report-plot-concealed = Filled in by the player where nothing arrived in time
report-axis-time = seconds since the line began
report-axis-rate = kbit/s
    .speech = kilobits per second
report-axis-rung = rung
report-axis-delay = seconds
report-axis-concealed = ms in each second
report-line = The line
report-one-second = One second

## What remains

report-sound = What each side heard
report-heard-by-doctor = The doctor heard
report-heard-by-patient = The patient heard
report-screens = Every screen, in order
# $seconds (Decimal)
# $screen (Code) - name of the screen in the code
report-screen = { $seconds } s · { $screen }

## In a terminal

# $rate (Decimal) - kbit/s
# $up (Decimal) - percent
# $down (Decimal) - percent
report-heard-at = At { $rate } kbit/s, heard in under 1 s: { $up } % from the patient, { $down } % from the doctor
# $path (Code)
report-at = Report: { $path }
