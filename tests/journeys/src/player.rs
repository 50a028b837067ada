//! The robot at a phone: looks at the screen, presses what is offered, and keeps what it saw.

use std::sync::Arc;
use std::time::Duration;

use nabz_app::screen::{ActionId, Screen};
use nabz_runtime::{Clock, Core};
use nabz_terminal::person::{Person, Wish};
use nabz_time::Mono;

use crate::words::{said, talking};

/// How long the robot looks at a screen before it presses; a person takes longer.
const READS: Duration = Duration::from_millis(30);

/// How often it looks even if nothing changed.
const GLANCE: Duration = Duration::from_millis(200);

/// What the robot does, for whoever watches.
#[derive(Clone, Debug)]
pub enum Doing {
    /// It sees a screen for the first time.
    Sees(Arc<Screen>),
    /// It pressed something.
    Pressed(ActionId),
    /// It waits for the time of its visit.
    WaitsForVisit,
}

/// A robot at a phone.
pub struct Player<'a> {
    core: &'a Core,
    clock: &'a Clock,
    person: Person,
    talks: Duration,
    connected: Option<Mono>,
    /// Every screen seen, in order.
    pub seen: Vec<Arc<Screen>>,
    waiting: tokio::runtime::Runtime,
}

impl<'a> Player<'a> {
    /// A robot that hangs up after talking this long.
    pub fn new(core: &'a Core, clock: &'a Clock, person: Person, talks: Duration) -> Self {
        let waiting = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { core, clock, person, talks, connected: None, seen: Vec::new(), waiting }
    }

    /// Uses the app until `stop` says so of what it does.
    ///
    /// # Panics
    ///
    /// With the screens it saw, if that takes longer than `patience`.
    pub fn until(&mut self, patience: Duration, mut stop: impl FnMut(&Doing) -> bool) {
        let deadline = self.clock.mono() + patience;
        let mut last = 0;
        while self.clock.mono() < deadline {
            let screen = self.core.screen();
            if std::mem::replace(&mut last, screen.revision) != screen.revision {
                self.seen.push(screen.clone());
                if stop(&Doing::Sees(screen.clone())) {
                    return;
                }
            }
            if let Some(doing) = self.act(&screen)
                && stop(&doing)
            {
                return;
            }
            let next = self.core.next_screen(screen.revision);
            let _ = self.waiting.block_on(async { tokio::time::timeout(GLANCE, next).await });
        }
        panic!("the robot waited {patience:?} and more for something else: {}", self.story());
    }

    /// Uses the app until a screen is as wanted, and returns it.
    pub fn until_screen(
        &mut self,
        patience: Duration,
        mut wanted: impl FnMut(&Screen) -> bool,
    ) -> Arc<Screen> {
        let mut found = None;
        self.until(patience, |doing| match doing {
            Doing::Sees(screen) if wanted(screen) => {
                found = Some(screen.clone());
                true
            }
            _ => false,
        });
        found.unwrap()
    }

    /// Whether a sentence stood on any screen seen.
    pub fn read(&self, sentence: &str) -> bool {
        self.seen.iter().any(|screen| said(screen).iter().any(|said| said == sentence))
    }

    /// What was seen, for a test that failed.
    pub fn story(&self) -> String {
        let last = self.seen.iter().rev().take(6).rev();
        last.map(|screen| format!("\n  {} {:?}", screen.id, said(screen))).collect()
    }

    fn act(&mut self, screen: &Screen) -> Option<Doing> {
        match self.person.look(screen) {
            Wish::Press(action, values) => {
                crate::nap(READS);
                self.core.act(screen.revision, action.clone(), values);
                Some(Doing::Pressed(action))
            }
            Wish::Talk(hang_up) => {
                let now = self.clock.mono();
                if talking(screen) && now.since(*self.connected.get_or_insert(now)) >= self.talks {
                    self.core.act(screen.revision, hang_up.clone(), Vec::new());
                    return Some(Doing::Pressed(hang_up));
                }
                None
            }
            Wish::WaitForVisit => Some(Doing::WaitsForVisit),
            Wish::Wait | Wish::Done | Wish::GiveUp => None,
        }
    }
}
