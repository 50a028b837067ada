### The list of a patient's visits.

home-visits = Your visits
visits-title = Your visits
visits-loading = Asking the clinic for your visits …
    .speech = Asking the clinic for your visits.
visits-none = You have had no visit at this clinic yet.
visits-more = The clinic has more visits of yours than this list shows.

# A visit's second line: who and what became of it.
# $doctor (Person)
# $outcome (Message)
visits-with = { $doctor }. { $outcome }
visits-agreed = The time is agreed.
visits-open = The time is not agreed yet.
visits-over = It took place.
visits-off = It was called off.
visits-missed = You did not meet.
