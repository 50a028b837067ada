//! The loop: inputs in, one commit, effects out, and a screen to look at.

use std::sync::Arc;
use std::time::Duration;

use nabz_time::{Entropy, Mono, Now};
use nabz_vault::{Vault, VaultError};

use crate::OpenError;
use crate::config::Config;
use crate::desk::{Desk, Turning};
use crate::effect::{Effect, EffectId, Input, KeyAlias, KeyError, KeyReply, KeyRequest};
use crate::live::LiveView;
use crate::press::Press;
use crate::screen::{Block, Kind, ROWS, Screen, Window};
use crate::state::Gate;
use crate::unlock::{Shut, Unlocking};

/// The app: everything a patient's phone decides, says and remembers.
pub struct App {
    vault: Vault,
    entropy: Box<dyn Entropy>,
    desk: Desk,
    unlocking: Unlocking,
    /// The key requests under way, while the vault is shut.
    asked: Vec<(EffectId, KeyAlias)>,
    screen: Arc<Screen>,
}

impl App {
    /// An app over a vault that may be fresh, filled or left behind by a killed process. The first turn asks the key
    /// store; open work is derived again from the rows once the vault is open.
    pub fn open(
        config: Config,
        vault: Vault,
        entropy: Box<dyn Entropy>,
        now: Now,
    ) -> Result<Self, OpenError> {
        let desk = Desk::new(config)?;
        let screen = Arc::new(Screen { revision: 1, ..desk.paint(now) });
        Ok(Self { vault, entropy, desk, unlocking: Unlocking::Idle, asked: Vec::new(), screen })
    }

    /// Takes the waiting inputs, decides, commits once, and only then gives the effects out. If the commit fails,
    /// nothing of the turn happened and the screen says why.
    pub fn turn(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut later = Vec::new();
        for input in inputs {
            match self.desk.state.gate {
                Gate::Open => later.push(input),
                _ => self.knock(input, now, &mut effects),
            }
        }
        if self.desk.state.gate == Gate::Open
            && let Err(error) = self.decide(now, later, &mut effects)
        {
            effects.clear();
            self.shut(Shut::from(error));
        }
        self.repaint(now);
        effects
    }

    /// What is to be painted now.
    pub fn screen(&self) -> Arc<Screen> {
        self.screen.clone()
    }

    /// Rows `first` and following of the list under `key` on the present screen, at most [`ROWS`]; `None` if no such
    /// list stands there.
    pub fn window(&self, key: &str, first: u32, count: u32, now: Now) -> Option<Window> {
        let list = |block: &Block| block.key.0 == key && matches!(block.kind, Kind::List { .. });
        let stands = self.screen.blocks.iter().any(list);
        let count = (count as usize).min(ROWS);
        let (total, rows) = self.desk.rows(key, first as usize, count, now).filter(|_| stands)?;
        let total = u32::try_from(total).unwrap_or(u32::MAX);
        Some(Window { revision: self.screen.revision, total, first: first.min(total), rows })
    }

    /// The live blocks of the present screen.
    pub fn live(&self) -> LiveView {
        self.desk.live()
    }

    /// The app goes to the background: what was committed is on the disk, and within `room` no file stays open.
    pub fn suspend(&mut self, room: Duration) -> Result<(), VaultError> {
        self.vault.suspend(room).map(|_| ())
    }

    /// The app is back. Files that cannot be opened again shut the app, and the screen says why.
    pub fn resume(&mut self, now: Now) -> Result<(), VaultError> {
        let resumed = self.vault.resume();
        if let Err(error) = &resumed {
            self.shut(Shut::Vault(error.kind()));
            self.repaint(now);
        }
        resumed
    }

    /// When the next turn is due even if nothing comes in.
    pub fn poll_timeout(&self) -> Option<Mono> {
        match self.desk.state.gate {
            Gate::Open => self.desk.poll_timeout(),
            Gate::Opening | Gate::Keys(_) | Gate::Vault(_) => None,
        }
    }

    /// One turn over the open vault.
    fn decide(&mut self, now: Now, inputs: Vec<Input>, effects: &mut Vec<Effect>) -> Result<(), VaultError> {
        let mut turn = self.vault.turn(self.entropy.as_mut())?;
        let mut turning = Turning { vault: &mut turn, entropy: self.entropy.as_mut(), now, effects };
        // One press changes what the next one would mean, and nobody has seen the new screen yet.
        let mut moved = false;
        for input in inputs {
            match input {
                Input::Act { revision, action, values } => {
                    let revision = if moved { 0 } else { revision };
                    if let Some(press) = pressed(&self.screen, revision, &action) {
                        self.desk.press(press, &values, &mut turning)?;
                        moved = true;
                    }
                }
                other => self.desk.take(other, &mut turning)?,
            }
        }
        self.desk.proceed(&mut turning)?;
        turn.commit()?;
        Ok(())
    }

    /// An input while the vault is shut: only the key store, the person's patience and the clock matter.
    fn knock(&mut self, input: Input, now: Now, effects: &mut Vec<Effect>) {
        let outcome = match input {
            Input::Keys(id, reply) => self.unlock(id, reply, now),
            Input::Act { revision, action, .. } => match pressed(&self.screen, revision, &action) {
                Some(Press::TryAgain) => self.ask(now, effects),
                Some(press) => {
                    self.desk.press_while_shut(&press, effects);
                    Ok(())
                }
                None => Ok(()),
            },
            Input::Host(id, reply) => {
                self.desk.host_replied(id, reply);
                Ok(())
            }
            _ if self.desk.state.gate == Gate::Opening && matches!(self.unlocking, Unlocking::Idle) => {
                self.ask(now, effects)
            }
            _ => Ok(()),
        };
        if let Err(shut) = outcome {
            self.shut(shut);
        }
    }

    fn ask(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        self.desk.state.gate = Gate::Opening;
        self.asked.clear();
        // An app that came back to files it could not open tries them again.
        self.vault.resume()?;
        let (unlocking, requests) = if self.vault.is_unlocked() {
            // A failed commit shut the app, not the vault: read again what stands there.
            (Unlocking::Idle, Vec::new())
        } else {
            Unlocking::begin(&self.vault, self.entropy.as_mut())?
        };
        self.unlocking = unlocking;
        for request in requests {
            let alias = match &request {
                KeyRequest::Wrap { alias, .. } | KeyRequest::Unwrap { alias, .. } => *alias,
                KeyRequest::Sign { .. } => continue,
            };
            let id = self.desk.next_effect();
            self.asked.push((id, alias));
            effects.push(Effect::Keys(id, request));
        }
        if self.asked.is_empty() { self.opened(now) } else { Ok(()) }
    }

    fn unlock(&mut self, id: EffectId, reply: Result<KeyReply, KeyError>, now: Now) -> Result<(), Shut> {
        let Some(place) = self.asked.iter().position(|(asked, _)| *asked == id) else {
            return Ok(());
        };
        let (_, alias) = self.asked.swap_remove(place);
        if self.unlocking.take(alias, reply, &mut self.vault, self.entropy.as_mut())? {
            self.opened(now)?;
        }
        Ok(())
    }

    fn opened(&mut self, now: Now) -> Result<(), Shut> {
        self.desk.load(&self.vault, now)?;
        Ok(())
    }

    fn shut(&mut self, shut: Shut) {
        self.asked.clear();
        self.unlocking = Unlocking::Idle;
        self.desk.state.gate = match shut {
            Shut::Keys(error) => Gate::Keys(error),
            Shut::Vault(kind) => Gate::Vault(kind),
        };
    }

    fn repaint(&mut self, now: Now) {
        let revision = self.screen.revision;
        let painted = Screen { revision, ..self.desk.paint(now) };
        if *self.screen != painted {
            self.screen = Arc::new(Screen { revision: revision + 1, ..painted });
        }
    }
}

/// What was pressed, if it stands on the screen and may be pressed: on the screen the person saw, or repeatable.
fn pressed(screen: &Screen, revision: u64, id: &crate::screen::ActionId) -> Option<Press> {
    let action = screen.actions().into_iter().find(|action| action.id == *id)?;
    let fresh = revision == screen.revision || action.repeatable;
    if fresh && action.enabled { Press::parse(id) } else { None }
}
