//! The turn thread: takes what waits, has the app decide, performs the effects, publishes the screen.

use std::sync::Arc;
use std::time::Duration;

use nabz_app::effect::Input;
use nabz_app::screen::Screen;
use nabz_app::{App, LiveView};
use nabz_vault::ErrorKind;
use tokio::sync::oneshot;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::inbox::{Next, Waiting, Wake};
use crate::perform::Performer;

/// Most inputs one turn takes: one commit covers them all.
const TURN: usize = 64;

/// The longest sleep. Only bounds how late a suspended phone's clock is noticed.
const NAP: Duration = Duration::from_secs(60);

/// Inputs kept while suspended. Replies to what is under way are a handful; what is more is dropped, as if the process
/// had been killed, and derived again from the rows.
const HELD: usize = 1_024;

/// What shells see, replaced as a whole.
#[derive(Clone)]
pub(crate) struct Shown {
    pub screen: Arc<Screen>,
    pub live: LiveView,
}

impl Shown {
    pub(crate) fn of(app: &App) -> Self {
        Self { screen: app.screen(), live: app.live() }
    }
}

pub(crate) struct Turns {
    pub app: App,
    pub clock: Arc<Clock>,
    pub waiting: Waiting,
    pub publish: watch::Sender<Shown>,
    pub performer: Performer,
}

impl Turns {
    /// Takes turns until the core is closed.
    pub(crate) fn run(mut self) {
        let mut inputs = vec![Input::Tick];
        loop {
            self.turn(std::mem::take(&mut inputs));
            let deadline = self.app.poll_timeout();
            let nap = deadline.map_or(NAP, |deadline| self.clock.until(deadline).min(NAP));
            match self.waiting.next(nap) {
                Next::Wake(wake) => {
                    if !self.take(wake, &mut inputs) {
                        return;
                    }
                }
                Next::Nothing => inputs.push(Input::Tick),
                Next::Closed => return,
            }
            while inputs.len() < TURN
                && let Some(wake) = self.waiting.ready()
            {
                if !self.take(wake, &mut inputs) {
                    return;
                }
            }
        }
    }

    fn turn(&mut self, inputs: Vec<Input>) {
        if inputs.is_empty() {
            return;
        }
        for effect in self.app.turn(self.clock.now(), inputs) {
            self.performer.perform(effect);
        }
        self.show();
    }

    fn show(&self) {
        let fresh = Shown::of(&self.app);
        self.publish.send_if_modified(|shown| {
            let changed = fresh.screen.revision != shown.screen.revision;
            *shown = fresh;
            changed
        });
    }

    /// Takes one thing out of the queue; false when the core is to end.
    fn take(&mut self, wake: Wake, inputs: &mut Vec<Input>) -> bool {
        match wake {
            Wake::Input(input) => inputs.push(input),
            Wake::Window { key, first, count, rows } => {
                // Whoever asked may have gone.
                let _ = rows.send(self.app.window(&key, first, count, self.clock.now()));
            }
            Wake::Suspend { room, done } => {
                // What came before is part of what the disk keeps.
                self.turn(std::mem::take(inputs));
                return self.rest(room, done, inputs);
            }
            Wake::Resume(done) => {
                let _ = done.send(Ok(()));
            }
            Wake::Close => return false,
        }
        true
    }

    /// Without an open file until the app is back, a person presses, or the core is closed.
    fn rest(
        &mut self,
        room: Duration,
        done: oneshot::Sender<Result<(), ErrorKind>>,
        inputs: &mut Vec<Input>,
    ) -> bool {
        let mut effects = Vec::new();
        let suspended = self.app.suspend(self.clock.now(), room, &mut effects).map_err(|error| error.kind());
        // What the host records needs no file of ours.
        effects.into_iter().for_each(|effect| self.performer.perform(effect));
        if let Err(kind) = suspended {
            log::error!("the vault did not suspend: {kind:?}");
        }
        let _ = done.send(suspended);
        loop {
            match self.waiting.next(NAP) {
                Next::Nothing => {}
                Next::Closed => return false,
                Next::Wake(Wake::Input(input)) => {
                    let pressed = matches!(input, Input::Act { .. });
                    if inputs.len() < HELD {
                        inputs.push(input);
                    }
                    if pressed {
                        let _ = self.wake_up();
                        return true;
                    }
                }
                Next::Wake(Wake::Resume(done)) => {
                    let _ = done.send(self.wake_up());
                    // Time has passed: what is due by now is due at once.
                    inputs.push(Input::Tick);
                    return true;
                }
                Next::Wake(Wake::Suspend { done, .. }) => {
                    let _ = done.send(Ok(()));
                }
                // Rows come from memory; no file is needed.
                Next::Wake(Wake::Window { key, first, count, rows }) => {
                    let _ = rows.send(self.app.window(&key, first, count, self.clock.now()));
                }
                Next::Wake(Wake::Close) => return false,
            }
        }
    }

    fn wake_up(&mut self) -> Result<(), ErrorKind> {
        let resumed = self.app.resume(self.clock.now()).map_err(|error| error.kind());
        if let Err(kind) = resumed {
            log::error!("the vault did not resume: {kind:?}");
            self.show();
        }
        resumed
    }
}
