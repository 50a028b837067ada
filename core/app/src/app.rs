//! The loop: inputs in, one commit, effects out, and a screen to look at.

use std::sync::Arc;
use std::time::Duration;

use nabz_time::{Entropy, Mono, Now};
use nabz_vault::{Place, Vault, VaultError};

use crate::OpenError;
use crate::config::Config;
use crate::desk::{Desk, Turning};
use crate::effect::{Door as ClinicDoor, Effect, GENERATION, Input, Typed, VaultId};
use crate::live::LiveView;
use crate::press::Press;
use crate::screen::{Block, Key, Kind, ROWS, Screen, Window};
use crate::state::{Gate, Latch};
use crate::unlock::{Door, Shut};
use crate::words::CorrectionError;

/// The app: everything a patient's phone decides, says and remembers.
pub struct App {
    pub(crate) vault: Vault,
    /// Where the vault lies.
    pub(crate) place: Place,
    /// Whose vault it is.
    pub(crate) person: VaultId,
    pub(crate) entropy: Box<dyn Entropy>,
    pub(crate) desk: Desk,
    pub(crate) door: Door,
    /// Since when the app is in the background.
    away: Option<Now>,
    screen: Arc<Screen>,
}

/// What a turn over the open vault takes.
enum Step {
    Press(Press, Vec<(Key, Typed)>),
    Input(Input),
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
        let place = vault.place().clone();
        Ok(Self {
            vault,
            place,
            person: Self::FIRST,
            entropy,
            desk,
            door: Door::default(),
            away: None,
            screen,
        })
    }

    /// Why some of the clinic's corrections of words were not taken, for a log; the shipped words stand in their place.
    pub fn refused_corrections(&self) -> &[CorrectionError] {
        &self.desk.refused_corrections
    }

    /// Takes the waiting inputs, decides, commits once, and only then gives the effects out. If the commit fails,
    /// nothing of the turn happened and the screen says why.
    pub fn turn(&mut self, now: Now, inputs: Vec<Input>) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut steps = Vec::new();
        // One press changes what the next one would mean, and nobody has seen the new screen yet.
        let mut moved = false;
        // What the clinic has answered is recorded beside the file.
        let mut synced = false;
        for input in inputs {
            synced |= matches!(input, Input::Http(..));
            let step = match input {
                Input::Act { revision, action, values } => {
                    let revision = if moved { 0 } else { revision };
                    let press = pressed(&self.screen, revision, &action);
                    moved |= press.is_some();
                    press.map(|press| Step::Press(press, values))
                }
                other => Some(Step::Input(other)),
            };
            steps.extend(step.and_then(|step| self.at_the_door(step, now, &mut effects)));
        }
        self.end_wait_if_due(now);
        if let Err(shut) = self.knock_again_if_due(now, &mut effects) {
            self.shut(shut, now);
        }
        if self.desk.state.gate.works() {
            let mut decided = Vec::new();
            match self.decide(now, steps, &mut decided).and_then(|()| self.vouch(&mut decided, synced)) {
                Ok(()) => {
                    effects.extend(decided);
                    self.leave_if_due(&mut effects);
                }
                Err(error) => self.shut(Shut::from(error), now),
            }
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
    /// `effects` takes what the host is to record of it; it needs no file.
    pub fn suspend(&mut self, now: Now, room: Duration, effects: &mut Vec<Effect>) -> Result<(), VaultError> {
        self.away = Some(now);
        if self.vault.is_unlocked() {
            self.record(effects)?;
        }
        self.vault.suspend(room).map(|_| ())
    }

    /// The app is back; the next turn goes on. Files that cannot be opened again shut the app, and the screen says why.
    pub fn resume(&mut self, now: Now) -> Result<(), VaultError> {
        let resumed = self.vault.resume();
        let away = self.away.take();
        self.lock_if_away(away, now);
        self.repaint(now);
        if let Err(error) = &resumed {
            self.shut(Shut::Vault(error.kind()), now);
            self.repaint(now);
        }
        resumed
    }

    /// When the next turn is due even if nothing comes in.
    pub fn poll_timeout(&self) -> Option<Mono> {
        let desk = self.desk.poll_timeout().filter(|_| self.desk.state.gate.works());
        let wait = self.desk.state.lock.wait.map(|(until, _)| until);
        desk.into_iter().chain(self.door.retry).chain(wait).min()
    }

    /// One turn over the open vault.
    fn decide(&mut self, now: Now, steps: Vec<Step>, effects: &mut Vec<Effect>) -> Result<(), VaultError> {
        let mut turn = self.vault.turn(self.entropy.as_mut())?;
        let mut turning = Turning { vault: &mut turn, entropy: self.entropy.as_mut(), now, effects };
        for step in steps {
            match step {
                Step::Press(press, values) => self.desk.press(press, &values, &mut turning)?,
                Step::Input(input) => self.desk.take(input, &mut turning)?,
            }
        }
        self.desk.proceed(&mut turning)?;
        turn.commit()?;
        Ok(())
    }

    /// After the commit: the clinic is told the generation with every request, and the host after each sync.
    fn vouch(&mut self, effects: &mut Vec<Effect>, synced: bool) -> Result<(), VaultError> {
        let generation = self.generation()?;
        for effect in effects.iter_mut() {
            if let Effect::Http { door: ClinicDoor::Records, request, .. } = effect {
                request.headers.push((GENERATION, generation.to_string()));
            }
        }
        if synced { self.record(effects) } else { Ok(()) }
    }

    /// Takes what the door decides, and hands on what is for the desk.
    fn at_the_door(&mut self, step: Step, now: Now, effects: &mut Vec<Effect>) -> Option<Step> {
        let outcome = match step {
            Step::Input(Input::Keys(id, reply)) if self.door.asked(id) => {
                self.answered(id, reply, now, effects)
            }
            Step::Press(press, values) => return self.press_at_the_door(press, values, now, effects),
            Step::Input(Input::Host(id, reply)) if !self.desk.state.gate.works() => {
                self.desk.host_replied(id, reply);
                Ok(())
            }
            step if self.desk.state.gate.works() => return Some(step),
            _ if self.desk.state.gate == Gate::Opening && self.door.asked.is_empty() => {
                self.knock(now, effects)
            }
            _ => Ok(()),
        };
        if let Err(shut) = outcome {
            self.shut(shut, now);
        }
        None
    }

    fn press_at_the_door(
        &mut self,
        press: Press,
        values: Vec<(Key, Typed)>,
        now: Now,
        effects: &mut Vec<Effect>,
    ) -> Option<Step> {
        let gate = self.desk.state.gate;
        if gate.works() {
            match self.press_lock(&press, &values, now, effects) {
                Ok(false) => {}
                Ok(true) => return None,
                Err(shut) => {
                    self.shut(shut, now);
                    return None;
                }
            }
        }
        let outcome = match (&press, gate) {
            (_, Gate::Open) => return Some(Step::Press(press, values)),
            (Press::Renew, Gate::Latched(_)) => {
                self.begin_renewal(effects);
                Ok(())
            }
            (Press::TryAgain, Gate::Latched(Latch::Locked | Latch::Failing)) => self.ask_clinical(effects),
            (Press::TryAgain, Gate::Latched(_)) => Ok(()),
            (Press::Back, Gate::Latched(Latch::Forgotten)) if self.desk.state.help.is_none() => {
                self.desk.state.gate = Gate::Latched(Latch::Pin);
                Ok(())
            }
            // A call is answered as on any locked phone.
            (_, Gate::Latched(_)) => return Some(Step::Press(press, values)),
            (Press::TryAgain, _) | (Press::Done, Gate::Gone) => self.knock(now, effects),
            (Press::StartAnew, _) => {
                self.desk.state.anew = gate.is_hopeless();
                Ok(())
            }
            (Press::StartAnewSure, _) if gate.is_hopeless() => self.start_anew(now, effects),
            (Press::Back, _) if self.desk.state.help.is_none() => {
                self.desk.state.anew = false;
                Ok(())
            }
            _ => {
                self.desk.press_while_shut(&press, effects);
                Ok(())
            }
        };
        if let Err(shut) = outcome {
            self.shut(shut, now);
        }
        None
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
