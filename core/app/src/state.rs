//! Where the person is and what the app knows, between turns. Everything durable stands in the vault as well.

use std::time::Duration;

use nabz_call::media::engine::Advice;
use nabz_call::media::practice::PracticeStage;
use nabz_call::media::watch::LineTrouble;
use nabz_call::media::{LineQuality, Rung};
use nabz_call::signal::CallId;
use nabz_care::{Appointment, AppointmentStatus, Id, Practitioner, Price, Slot};
use nabz_time::{Mono, Wall};
use nabz_vault::ErrorKind;

use crate::effect::KeyError;
use crate::kept::Kept;
use crate::leave::{Leaving, Unsent};
use crate::lock::Lock;
use crate::records::{Profile, Visit};

/// What the app knows and where the person is.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    pub gate: Gate,
    /// The person was asked whether to begin anew.
    pub anew: bool,
    pub lock: Lock,
    /// How far deleting the account has come.
    pub leaving: Leaving,
    /// What the clinic does not have yet.
    pub unsent: Vec<Unsent>,
    pub profile: Profile,
    pub visit: Option<Visit>,
    pub place: Place,
    pub help: Option<Help>,
    pub consent_declined: bool,
    pub sign_in: SignIn,
    pub doctor: Load<Practitioner>,
    pub slots: Load<Vec<Slot>>,
    pub price: Load<Price>,
    pub visits: Load<VisitList>,
    pub picked: Option<Slot>,
    pub call: Option<Call>,
    pub stopped: Option<Stopped>,
    /// What was said and not heard whole when a line was given up.
    pub kept: Kept,
    /// What came of calling the clinic's telephone.
    pub telephone: Option<Telephone>,
    pub practice: Option<Practising>,
    pub clinic: ClinicLine,
}

/// Whether what the phone keeps is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Gate {
    /// The key store has been asked.
    #[default]
    Opening,
    /// The key store refused the key of unsent work: nothing is open.
    Keys(KeyError),
    /// The vault refused.
    Vault(ErrorKind),
    /// The file is older than the one that was recorded.
    SetBack,
    /// Unsent work is open and goes on; the person is not in yet.
    Latched(Latch),
    /// The account was deleted; nothing is here.
    Gone,
    /// Open.
    Open,
}

impl Gate {
    /// Whether unsent work goes on, at least.
    pub(crate) fn works(self) -> bool {
        matches!(self, Self::Open | Self::Latched(_))
    }

    /// Whether what lies here will not open by waiting: the person may begin anew.
    pub(crate) fn is_hopeless(self) -> bool {
        match self {
            Self::Keys(error) => matches!(error, KeyError::PermanentlyInvalidated | KeyError::Integrity),
            Self::Vault(kind) => {
                matches!(kind, ErrorKind::WrongKey | ErrorKind::Tampered | ErrorKind::Corrupt)
            }
            Self::SetBack => true,
            Self::Opening | Self::Latched(_) | Self::Gone | Self::Open => false,
        }
    }
}

/// What the person waits for while unsent work goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Latch {
    /// The key store has been asked.
    Opening,
    /// The person has to unlock the phone.
    Locked,
    /// The key store failed for now.
    Failing,
    /// The person has a PIN.
    Pin,
    /// The person has forgotten it.
    Forgotten,
    /// The clinical key is gone, and with it the copy of what the clinic has.
    Lost(KeyError),
}

/// Which screen the person walked to. Screens that must come first (language, consent, sign-in) and screens that
/// come by themselves (a ringing call) are decided over this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Place {
    #[default]
    Home,
    Language,
    Doctor,
    Slots,
    Confirm,
    Booking,
    Waiting,
    After,
    Visits,
    Practice,
    /// Lock and safety: who may open this, and how it goes on after a loss.
    Safety,
    /// A PIN is set, changed or removed.
    Pin,
    /// The account is deleted.
    Leave,
}

/// A practice call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Practising {
    pub call: CallId,
    pub stage: PracticeStage,
    /// When it counts as failed; none once it is over.
    pub until: Option<Mono>,
}

/// What came of calling the clinic's telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Telephone {
    Practised,
    Cannot,
}

/// The emergency screen, and what came of dialling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Help {
    Shown,
    Dialled,
    /// The number at this place of the list.
    CannotDial(usize),
    Practised(usize),
}

/// Signing in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SignIn {
    #[default]
    Waiting,
    UnderWay,
    Empty,
    Shape,
    Refused,
    /// The code is another person's.
    Other,
    Expired,
    Failed(Trouble),
}

/// Why the clinic could not be asked, as far as a person can use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    Unreachable,
    NoAnswer,
    NotUnderstood,
    NotTrusted,
    TooLarge,
    Refused,
    NotFound,
    Clinic,
}

/// Something asked of the clinic.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Load<T> {
    #[default]
    Idle,
    Loading,
    Ready {
        value: T,
        as_of: Wall,
    },
    Failed(Trouble),
}

impl<T> Load<T> {
    pub(crate) fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready { value, .. } => Some(value),
            Self::Idle | Self::Loading | Self::Failed(_) => None,
        }
    }
}

/// The patient's visits as the clinic has them, newest first.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct VisitList {
    pub visits: Vec<PastVisit>,
    /// False if the clinic has more than was read.
    pub complete: bool,
}

/// What is shown of an appointment in a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PastVisit {
    pub id: Id,
    pub start: Wall,
    pub practitioner: Option<Id>,
    pub status: AppointmentStatus,
}

impl From<Appointment> for PastVisit {
    fn from(appointment: Appointment) -> Self {
        Self {
            practitioner: appointment.practitioner().cloned(),
            id: appointment.id,
            start: appointment.start,
            status: appointment.status,
        }
    }
}

/// A call from its first ring to its end.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub id: CallId,
    pub stage: CallStage,
    pub line: Option<Line>,
    pub muted: bool,
    /// Whether one side is heard at a time, because a loudspeaker is.
    pub loudspeaker: bool,
    pub advice: Advice,
    pub trouble: Option<LineTrouble>,
    /// Until when "the line is back" is said.
    pub restored: Option<Mono>,
}

impl Call {
    pub(crate) fn begun(id: CallId, stage: CallStage) -> Self {
        Self {
            id,
            stage,
            line: None,
            muted: false,
            loudspeaker: false,
            advice: Advice::default(),
            trouble: None,
            restored: None,
        }
    }
}

/// What a call is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CallStage {
    Ringing,
    Connecting,
    Talking,
    Interrupted,
}

/// The line as it is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    pub up: Rung,
    pub down: Rung,
    pub quality: LineQuality,
}

/// Why the last call did not go on, told in the waiting room or after the visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stopped {
    ByUs,
    ByDoctor,
    Declined,
    Missed,
    Unreachable,
    TooWeak,
    Lost,
    WrongPeer,
    OtherClinic,
    NotInOrder,
}

/// How the clinic answers at the moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ClinicLine {
    /// The last thing that went wrong, until something works again.
    pub trouble: Option<Trouble>,
    /// Whether a call can come in.
    pub mailbox: MailboxLine,
}

/// The line to the mailbox, through which calls come in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum MailboxLine {
    /// Not needed now.
    #[default]
    Idle,
    /// Wanted, and not standing since this instant.
    Missing(Mono),
    /// Standing.
    Up,
}

impl MailboxLine {
    /// A connection stands within seconds on a bad line; only then its absence is worth a word.
    pub(crate) const GRACE: Duration = Duration::from_secs(10);

    /// When its absence becomes worth a word.
    pub(crate) fn missed_at(self) -> Option<Mono> {
        match self {
            Self::Missing(since) => Some(since + Self::GRACE),
            Self::Idle | Self::Up => None,
        }
    }

    pub(crate) fn is_missed(self, now: Mono) -> bool {
        self.missed_at().is_some_and(|at| at <= now)
    }
}
