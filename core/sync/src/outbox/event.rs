//! What a turn learns of what the patient did.

use std::time::Duration;

use nabz_care::{Appointment, ParkReason, Refusal, Resource};

use crate::{Delay, IntentId};

/// What became of an intent, or did not yet.
#[derive(Clone, Debug)]
pub enum SyncEvent {
    /// The server holds the appointment; it was read back and stored.
    Booked {
        /// Which booking.
        intent: IntentId,
        /// As the server holds it.
        appointment: Box<Appointment>,
    },
    /// The visit is recorded and its appointment settled.
    VisitRecorded {
        /// Which visit.
        intent: IntentId,
        /// As it stands now.
        appointment: Box<Appointment>,
    },
    /// The consent is recorded.
    ConsentRecorded {
        /// Which consent.
        intent: IntentId,
    },
    /// The appointment is off, whoever called it off.
    Cancelled {
        /// Which cancellation.
        intent: IntentId,
        /// As the server holds it.
        appointment: Box<Appointment>,
    },
    /// The clinic has the record.
    Recorded {
        /// Which record.
        intent: IntentId,
    },
    /// The change stands.
    Edited {
        /// Which change.
        intent: IntentId,
        /// As the server holds it.
        resource: Box<Resource>,
    },
    /// The clinic has all of it.
    Uploaded {
        /// Which upload.
        intent: IntentId,
    },
    /// It will never be done.
    Refused {
        /// Which intent.
        intent: IntentId,
        /// Why.
        refusal: Refusal,
    },
    /// It is set aside.
    Parked {
        /// Which intent.
        intent: IntentId,
        /// Why.
        reason: ParkReason,
    },
    /// It is tried again after a pause.
    Waiting {
        /// Which intent.
        intent: IntentId,
        /// Why.
        delay: Delay,
        /// For how long.
        pause: Duration,
    },
}
