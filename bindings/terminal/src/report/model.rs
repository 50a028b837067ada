//! `visit.json`. People and scripts read it, so its names stay.
//!
//! `up` is from the patient, `down` from the doctor. Shares are 0–1, kbit/s are 1,000 bit/s on the wire with IP and UDP
//! headers, times are seconds since the link of the call began unless a name says ms.

use std::sync::Arc;

use nabz_app::screen::Screen;
use serde::Serialize;

use super::trace::Rung;

/// One visit.
#[derive(Clone, Debug, Serialize)]
pub struct Visit {
    /// Seed of the link.
    pub seed: u64,
    /// BCP 47 tag of the patient's language.
    pub language: String,
    /// Name of the link.
    pub link: String,
    /// How it ended.
    pub outcome: Outcome,
    /// The booking.
    pub booking: Booking,
    /// The call as a whole.
    pub call: Call,
    /// The call, stretch by stretch of its link.
    pub stretches: Vec<Stretch>,
    /// What was not speech.
    pub bytes: Bytes,
    /// Every screen the patient saw, in order.
    pub screens: Vec<Seen>,
}

/// How a visit ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Booked, held and recorded.
    Completed,
    /// The booking was not confirmed.
    NotBooked,
    /// The call was not set up.
    NotConnected,
    /// The line carries too little for any call, and the patient was told.
    LineTooWeak,
    /// The call was held; Encounter and Appointment were not updated.
    NotRecorded,
    /// It did not come to an end in time.
    TimedOut,
}

/// The booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Booking {
    /// FHIR `Appointment.status` as read back, such as `booked`.
    pub status: String,
    /// Transactions sent until it stood.
    pub attempts: u32,
}

/// The call as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Call {
    /// Whether both sides heard each other.
    pub connected: bool,
    /// From the answer to the ringing until then.
    pub setup_s: Option<f64>,
    /// Rungs the patient's speech was sent on, in order of use; one taken again stands again.
    pub rungs: Vec<Rung>,
    /// Milliseconds of the patient's speech filled in by the doctor's player.
    pub concealed_ms_up: u64,
    /// Milliseconds of the doctor's speech filled in by the patient's player.
    pub concealed_ms_down: u64,
}

/// A stretch of the call in which the link did not change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Stretch {
    /// What the link carries, each direction.
    pub kbps: f64,
    /// Its round trip, without queues.
    pub rtt_s: f64,
    /// Share of packets lost.
    pub loss: f64,
    /// When it begins.
    pub from_s: f64,
    /// When it ends, or the call does.
    pub to_s: f64,
    /// 20 ms frames of speech audible less than 1 s after they were spoken ÷ frames spoken in the stretch; one that was
    /// never sent counts as missed. `None` where nobody spoke.
    pub under_1s_up: Option<f64>,
    /// The same from the doctor.
    pub under_1s_down: Option<f64>,
    /// The same without the first 15 s of the stretch.
    pub steady_under_1s_up: Option<f64>,
    /// The same from the doctor.
    pub steady_under_1s_down: Option<f64>,
    /// What was handed to the link.
    pub offered_kbps_up: f64,
    /// The same from the doctor.
    pub offered_kbps_down: f64,
    /// The rung held longest.
    pub rung_up: Option<Rung>,
    /// The same from the doctor.
    pub rung_down: Option<Rung>,
}

/// What was not speech, in bytes on the wire of the patient's phone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bytes {
    /// To the broker.
    pub signalling_up: u64,
    /// From the broker.
    pub signalling_down: u64,
    /// To the FHIR server.
    pub sync_up: u64,
    /// From the FHIR server.
    pub sync_down: u64,
}

/// A screen and when it was first seen.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Seconds since the visit began.
    pub at_s: f64,
    /// The screen, its fields beside `at_s`.
    #[serde(flatten)]
    pub screen: Arc<Screen>,
}
