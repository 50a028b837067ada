### Words for what the clinic's records say.

clinic-visit-family-doctor = Visit with your family doctor
clinic-visit-follow-up = Check-up
clinic-visit-call = Visit by phone call
clinic-status-proposed = Asked for
clinic-status-pending = The clinic has not said yes yet
clinic-status-booked = Booked
clinic-status-arrived = Now
clinic-status-fulfilled = Done
clinic-status-cancelled = Cancelled
clinic-status-missed = Missed
clinic-status-unknown = Please ask the clinic
clinic-name-unknown = Your clinic
clinic-doctor-unknown = Your doctor
