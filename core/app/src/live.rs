//! What changes while a screen stands, between turns: how long a talk lasts, whether the phone hears the person.

use std::sync::Arc;

use nabz_call::media::engine::Levels;
use nabz_locale::{Formatter, msg};
use nabz_time::{Now, Wall};

use crate::screen::{Key, Live};

/// The block that says how long the talk lasts.
pub(crate) const LENGTH: &str = "length";
/// The block that shows whether the phone hears the person.
pub(crate) const VOICE: &str = "voice";

/// From this level on ([`Levels`]) the phone hears somebody: −42 dB of full scale, a quiet voice at arm's length.
const HEARD: u8 = 30;

/// The live blocks of one screen, to be asked up to ten times a second on any thread, without a turn.
#[derive(Clone, Debug)]
pub struct LiveView {
    formatter: Arc<Formatter>,
    talking_since: Option<Wall>,
    hearing: bool,
}

impl LiveView {
    pub(crate) fn new(formatter: Arc<Formatter>, talking_since: Option<Wall>, hearing: bool) -> Self {
        Self { formatter, talking_since, hearing }
    }

    /// What the live blocks show now.
    pub fn values(&self, now: Now, levels: Levels) -> Vec<Live> {
        let voice = self.hearing.then(|| self.voice(levels.microphone));
        self.talking_since.map(|since| self.length(since, now.wall)).into_iter().chain(voice).collect()
    }

    /// Who writes these values, and any other text between screens.
    pub fn formatter(&self) -> &Arc<Formatter> {
        &self.formatter
    }

    fn length(&self, since: Wall, now: Wall) -> Live {
        let minutes = now.millis_since(since).max(0) / 60_000;
        let value = self.formatter.text(&msg::call_length(minutes));
        Live { key: Key::new(LENGTH), value, permille: None }
    }

    fn voice(&self, level: u8) -> Live {
        let said = if level >= HEARD { msg::call_voice_heard() } else { msg::call_voice_quiet() };
        let permille = Some(u16::from(level.min(100)) * 10);
        Live { key: Key::new(VOICE), value: self.formatter.text(&said), permille }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use nabz_locale::Settings;
    use nabz_time::Mono;

    use super::*;

    fn view(hearing: bool) -> LiveView {
        let english = Arc::new(Formatter::new(&Settings::default()).unwrap());
        LiveView::new(english, Some(Wall::from_millis(0)), hearing)
    }

    #[test]
    fn counts_whole_minutes_and_never_backwards_from_nought() {
        let said = |at: i64| {
            let now = Now { mono: Mono::ZERO, wall: Wall::from_millis(at) };
            view(false).values(now, Levels::default()).remove(0).value.spoken
        };
        assert_eq!(said(-5_000), "less than a minute");
        assert_eq!(said(59_999), "less than a minute");
        assert_eq!(said(60_000), "one minute");
        assert_eq!(said(Duration::from_secs(720).as_millis() as i64), "twelve minutes");
    }

    #[test]
    fn the_meter_follows_the_microphone() {
        let now = Now { mono: Mono::ZERO, wall: Wall::from_millis(0) };
        let voice = |microphone| view(true).values(now, Levels { microphone, loudspeaker: 0 }).remove(1);
        assert_eq!((voice(29).permille, voice(100).permille), (Some(290), Some(1_000)));
        assert_ne!(voice(29).value, voice(30).value);
        assert_eq!(view(false).values(now, Levels::default()).len(), 1);
    }
}
