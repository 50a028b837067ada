//! What a seed decides: who the person is, how the call is carried, and what goes wrong.

use std::time::Duration;

use nabz_clinic::link_name::LinkName;
use nabz_clinic::seed::Seeded;
use nabz_time::Entropy as _;

use crate::faults::Faults;

/// How the call's media is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaKind {
    /// Answers as media would, without a packet.
    StandIn,
    /// The real engines, with a codec that codes nothing, over this link.
    Engines(LinkName),
}

/// A defect put in on purpose, to see that the checks see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The server ignores conditions, loses its first answer to a booking and does not find it until it came twice.
    BooksTwice,
    /// The server makes an Encounter of its own of every one it is sent, and its first answer is lost.
    RecordsTwice,
    /// The server never takes the end of a visit.
    NeverRecords,
    /// A phone that was killed starts from the vault as it was before the booking.
    VaultSetBack,
    /// Every call's media fails.
    NobodyIsHeard,
    /// Somebody asks to be called at once, whenever they were called.
    Spins,
}

/// One world, before it begins.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Names it.
    pub seed: u64,
    /// What the person speaks.
    pub language: &'static str,
    /// The person types the digits of their language.
    pub own_digits: bool,
    /// The person taps everything twice.
    pub taps_twice: bool,
    /// The first code typed is wrong.
    pub mistypes: bool,
    /// The first ring is declined.
    pub declines: bool,
    /// The person mutes and unmutes.
    pub mutes: bool,
    /// How long they talk.
    pub talk: Duration,
    /// Who ends the call.
    pub doctor_hangs_up: bool,
    /// So many actions of a walker, instead of a person with a purpose.
    pub walk: Option<u32>,
    /// How the call is carried.
    pub media: MediaKind,
    /// What goes wrong.
    pub faults: Faults,
    /// What is broken on purpose.
    pub defect: Option<Defect>,
}

impl Plan {
    /// The world of a seed.
    pub fn of(seed: u64) -> Self {
        let mut dice = Seeded::new(seed ^ 0x0b5e_55ed);
        let mut odds = |one_in: u64| dice.up_to(one_in - 1) == 0;
        let language = if odds(2) { "fa" } else { "en" };
        Self {
            seed,
            language,
            own_digits: odds(2),
            taps_twice: odds(4),
            mistypes: odds(6),
            declines: odds(8),
            mutes: odds(6),
            doctor_hangs_up: odds(4),
            talk: Duration::from_secs(15 + dice.up_to(60)),
            walk: None,
            media: MediaKind::StandIn,
            faults: Faults::of(&mut dice),
            defect: None,
        }
    }

    /// The same world with a walker in it.
    pub fn walked(self, actions: u32) -> Self {
        Self { walk: Some(actions), ..self }
    }

    /// The same world with real media. What the link of the call is follows the seed.
    pub fn with_engines(self) -> Self {
        let links = [LinkName::Good, LinkName::Slow, LinkName::Edge, LinkName::Default];
        let link = links[usize::try_from(self.seed % 4).unwrap_or(0)];
        Self { media: MediaKind::Engines(link), ..self }
    }

    /// The same person on a day on which nothing goes wrong.
    pub fn calm(seed: u64) -> Self {
        Self { faults: Faults::default(), ..Self::of(seed) }
    }

    /// The same world with a defect.
    pub fn with(self, defect: Defect) -> Self {
        Self { defect: Some(defect), ..self }
    }
}
