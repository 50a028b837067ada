//! From a message to finished text, in the languages a person reads.

use std::fmt;
use std::sync::LazyLock;

use jiff::tz::TimeZone;
use nabz_time::Wall;
use serde::{Deserialize, Serialize};

use crate::catalogue::{Catalogue, Form};
use crate::dates::{CalendarChoice, ClockChoice, Week};
use crate::embedded::{CATALOGUES, Embedded};
use crate::isolate;
use crate::message::Message;
use crate::msg;
use crate::names::NameOrder;
use crate::negotiation::Negotiation;
use crate::overlay::Overlay;
use crate::person::Gender;
use crate::pseudo::Pseudo;
use crate::review::{self, Critical, Review};
use crate::text::{Direction, Text};

/// Which digits numbers and dates are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DigitChoice {
    /// Those usual in the language.
    #[default]
    Native,
    /// 0123456789.
    Latin,
}

/// What a person chose, or their phone says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Settings {
    /// BCP 47 tags, best first. What is no tag or is not spoken here is passed over.
    pub languages: Vec<String>,
    /// IANA time zone, such as `Asia/Tehran`.
    pub zone: String,
    /// Which digits.
    pub digits: DigitChoice,
    /// How the person who reads wishes to be spoken to, in languages that bend words for it.
    #[serde(default)]
    pub addressee: Gender,
    /// Which calendar.
    #[serde(default)]
    pub calendar: CalendarChoice,
    /// How the hour is counted.
    #[serde(default)]
    pub clock: ClockChoice,
}

/// English, in UTC.
impl Default for Settings {
    fn default() -> Self {
        Self {
            languages: Vec::new(),
            zone: "UTC".to_owned(),
            digits: DigitChoice::Native,
            addressee: Gender::Unspecified,
            calendar: CalendarChoice::Usual,
            clock: ClockChoice::Usual,
        }
    }
}

/// Why a formatter could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocaleError {
    /// The time zone is in no database.
    #[error("the time zone is unknown")]
    Zone,
    /// CLDR data a language needs is missing from the build.
    #[error("locale data is missing")]
    Data,
}

/// What kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The settings are wrong; other settings work.
    Settings,
    /// The build is wrong.
    Build,
}

impl LocaleError {
    /// What kind of error it is.
    pub const fn kind(self) -> ErrorKind {
        match self {
            Self::Zone => ErrorKind::Settings,
            Self::Data => ErrorKind::Build,
        }
    }
}

/// A language one can choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageChoice {
    /// Its BCP 47 tag, for [`Settings::languages`].
    pub tag: &'static str,
    /// Its own name, in itself.
    pub own_name: Text,
}

/// Writes messages as finished text. Cheap to make (tenths of a millisecond), so a change of language or zone makes
/// a new one.
pub struct Formatter {
    /// Languages in the order of the wishes; never empty, English last.
    chain: Vec<Catalogue>,
    pseudo: Option<Pseudo>,
    language: &'static str,
    direction: Direction,
}

impl fmt::Debug for Formatter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.chain.iter().map(Catalogue::tag)).finish()
    }
}

/// Every language there is, each named by itself. Loading them all takes longer than painting a screen may.
static LANGUAGES: LazyLock<Vec<LanguageChoice>> = LazyLock::new(|| {
    let named = |known: &Embedded| {
        let settings = Settings { languages: vec![known.tag.to_owned()], ..Settings::default() };
        let formatter = Formatter::new(&settings).ok()?;
        Some(LanguageChoice { tag: known.tag, own_name: formatter.text(&msg::language_name()) })
    };
    CATALOGUES.iter().filter_map(named).collect()
});

impl Formatter {
    /// A formatter for these settings.
    ///
    /// # Errors
    ///
    /// [`LocaleError::Zone`] for an unknown time zone. Unknown languages are no error: English is served.
    pub fn new(settings: &Settings) -> Result<Self, LocaleError> {
        let zone = TimeZone::get(&settings.zone).map_err(|_| LocaleError::Zone)?;
        Self::over(CATALOGUES, settings, &zone)
    }

    fn over(known: &[Embedded], settings: &Settings, zone: &TimeZone) -> Result<Self, LocaleError> {
        let chain = Negotiation::new(known.iter().map(|known| known.tag))
            .choose(&settings.languages)
            .iter()
            .map(|choice| {
                let files =
                    known.iter().find(|known| known.tag == choice.tag).map_or(&[][..], |known| known.files);
                Catalogue::load(choice, files, zone.clone(), settings)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let first = chain.first().ok_or(LocaleError::Data)?;
        let pseudo = settings.languages.first().and_then(|wish| Pseudo::asked(wish));
        Ok(Self {
            language: pseudo.map_or(first.tag(), Pseudo::tag),
            direction: pseudo.map_or(first.direction(), Pseudo::direction),
            pseudo,
            chain,
        })
    }

    /// With a clinic's corrections over the shipped words.
    #[must_use]
    pub fn corrected(mut self, overlays: &[Overlay]) -> Self {
        for overlay in overlays {
            let corrected = self.chain.iter_mut().filter(|catalogue| catalogue.tag() == overlay.language());
            corrected.for_each(|catalogue| catalogue.overlay(overlay));
        }
        self
    }

    /// The language of the screens: the tag of its folder in `locales`.
    pub const fn language(&self) -> &'static str {
        self.language
    }

    /// Which way that language runs.
    pub const fn direction(&self) -> Direction {
        self.direction
    }

    /// Whether the language of the screens bends some words for who reads them: then it is worth asking
    /// ([`Settings::addressee`]).
    pub fn addresses(&self) -> bool {
        self.chain.first().is_some_and(Catalogue::addresses)
    }

    /// The languages one can choose, each named in itself.
    pub fn languages() -> &'static [LanguageChoice] {
        &LANGUAGES
    }

    /// The message in the first language of the list that has it. Neither a key nor `{$…}` is ever shown.
    pub fn text(&self, message: &Message) -> Text {
        let text =
            self.try_text(message).or_else(|| self.try_text(&msg::common_text_missing())).unwrap_or_default();
        match self.pseudo {
            None => text,
            Some(pseudo) => Text {
                shown: pseudo.write(&text.shown),
                language: pseudo.tag().to_owned(),
                direction: pseudo.direction(),
                ..text
            },
        }
    }

    /// How the language of the screens sorts names.
    pub fn name_order(&self) -> Option<NameOrder> {
        self.chain.first().and_then(Catalogue::name_order)
    }

    /// Where the reader's week begins and which days are free.
    pub fn week(&self) -> Option<&Week> {
        self.chain.first().map(Catalogue::week)
    }

    /// The instant to write for what `instant` shows on the clocks of another zone (an IANA name); `None` where they
    /// show the same as the reader's, so that one time is never said twice.
    pub fn elsewhere(&self, instant: Wall, zone: &str) -> Option<Wall> {
        self.chain.first()?.elsewhere(instant, zone)
    }

    /// How far the words of this message were reviewed, in the language it is served in.
    pub fn review(&self, message: &Message) -> Review {
        review::of(&self.text(message).language, message.id())
    }

    /// The least review of all messages of a kind, in the language of the screens.
    pub fn review_of_all(&self, kind: Critical) -> Review {
        review::of_all(self.language, kind)
    }

    /// SHA-256 in hex of the words in which the language of the screens asks for consent.
    pub fn consent_text(&self) -> &'static str {
        review::consent_text(self.language)
    }

    /// What [`Formatter::text`] shows, without what it says.
    pub fn shown(&self, message: &Message) -> String {
        if self.pseudo.is_some() {
            return self.text(message).shown;
        }
        let mut chain = self.chain.iter();
        let shown =
            chain.find_map(|catalogue| catalogue.write(message, Form::Shown, &|inner| self.shown(inner)));
        shown.unwrap_or_else(|| self.text(message).shown)
    }

    fn try_text(&self, message: &Message) -> Option<Text> {
        self.chain.iter().find_map(|catalogue| {
            let plain = |inner: &Message| self.try_text(inner).unwrap_or_default();
            let shown = catalogue.write(message, Form::Shown, &|inner| plain(inner).shown)?;
            let spoken = catalogue.write(message, Form::Spoken, &|inner| plain(inner).spoken)?;
            Some(Text {
                shown,
                spoken: isolate::strip(&spoken),
                language: catalogue.tag().to_owned(),
                direction: catalogue.direction(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Embedded = Embedded {
        tag: "en",
        files: &["consent-intro = { $clinic } asks.\ncommon-text-missing = Missing.\nhome-book = Book\n"],
    };

    fn persian_reader(persian: &'static [&'static str]) -> Formatter {
        let known = [ENGLISH, Embedded { tag: "fa", files: persian }];
        let settings = Settings { languages: vec!["fa".to_owned()], ..Settings::default() };
        Formatter::over(&known, &settings, &TimeZone::UTC).unwrap()
    }

    #[test]
    fn a_message_a_language_lacks_comes_in_the_next_one_and_says_so() {
        let formatter = persian_reader(&["consent-intro = { $clinic } می‌پرسد.\n"]);
        assert_eq!((formatter.language(), formatter.direction()), ("fa", Direction::Rtl));
        let lacking = formatter.text(&msg::home_book());
        assert_eq!((lacking.shown.as_str(), lacking.language.as_str()), ("Book", "en"));
        assert_eq!(lacking.direction, Direction::Ltr);
        assert_eq!(formatter.text(&msg::consent_intro("نور")).spoken, "نور می‌پرسد.");
    }

    #[test]
    fn a_message_that_fails_comes_in_the_next_language() {
        for broken in [
            "consent-intro = { $clinik } می‌پرسد.\n",
            "consent-intro = { SHOUT($clinic) }\n",
            "consent-intro = { -nobody } می‌پرسد.\n",
            "consent-intro = { nothing } می‌پرسد.\n",
            "consent-intro = می‌پرسد.\n    .speech = { $clinik }\n",
            "consent-intro = { consent-intro }\n",
            "consent-intro =\n    .speech = می‌پرسد.\n",
            "consent-intro = { $clinic\n",
        ] {
            let text = persian_reader(Box::leak(Box::new([broken]))).text(&msg::consent_intro("Noor"));
            assert_eq!((text.spoken.as_str(), text.language.as_str()), ("Noor asks.", "en"), "{broken}");
        }
    }

    #[test]
    fn even_a_message_that_no_language_has_leaves_words() {
        assert_eq!(persian_reader(&[]).text(&msg::home_title()).shown, "Missing.");
    }

    #[test]
    fn an_unknown_zone_is_refused_by_kind() {
        for zone in ["", "Mars/Olympus", "Asia/Teheran", "../etc/passwd"] {
            let settings = Settings { zone: zone.to_owned(), ..Settings::default() };
            let refused = Formatter::new(&settings).err().unwrap();
            assert_eq!((refused, refused.kind()), (LocaleError::Zone, ErrorKind::Settings), "{zone}");
        }
    }

    #[test]
    fn a_formatter_may_be_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Formatter>();
    }
}
