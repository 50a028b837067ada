//! The person's own lock: a PIN for phones without a lock, with a broken key store or sensor, or in many hands.
//!
//! ```text
//! enter   current ─► open
//! set               new ─► again ─► wrapped anew
//! change  current ─► new ─► again ─► wrapped anew
//! remove  current ─► wrapped anew, without it
//! ```
//!
//! A try is counted by the host before it is made; ten wrong ones lengthen the wait and wipe nothing.

use std::time::Duration;

use nabz_locale::parse_digits;
use nabz_time::{Mono, Now, Wall};
use nabz_vault::{DataKey, KdfCost, KeySlots, Pin, PinError, PinGate, VaultError};
use zeroize::Zeroizing;

use crate::App;
use crate::effect::{Counter, CounterName, Effect, Guard, KeyAlias, KeyError, KeyRequest, Typed};
use crate::paint::PIN;
use crate::press::Press;
use crate::records::{self, Noted};
use crate::screen::Key;
use crate::state::{Gate, Latch, Place};
use crate::unlock::{Ask, Shut};

/// Longest PIN taken.
pub(crate) const PIN_DIGITS: usize = 12;

/// Away for longer than this, the person shows again who they are.
const AWAY: Duration = Duration::from_secs(60);

/// What is known of the locks of this phone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lock {
    /// Whether a PIN guards the clinical key.
    pub has_pin: bool,
    /// What else does; `None` before the key store said.
    pub guard: Option<Guard>,
    /// The PIN being entered, set, changed or removed.
    pub dialog: Option<Dialog>,
    /// Until when no PIN is taken, on both clocks.
    pub wait: Option<(Mono, Wall)>,
    /// What was done last, told once.
    pub done: Option<Done>,
}

impl Lock {
    /// Whether nothing but a swipe stands before the records.
    pub(crate) fn is_missing(&self) -> bool {
        !self.has_pin && self.guard.is_some_and(|guard| guard != Guard::Person)
    }
}

/// What came of a dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Done {
    Set,
    Changed,
    Removed,
}

/// Why the person is asked for a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    Enter,
    Set,
    Change,
    Remove,
}

/// Which PIN is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Current,
    New,
    Again,
}

/// What is wrong with what was entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PinProblem {
    /// Not 4 to 12 digits.
    Form,
    Wrong,
    /// The second time differs from the first.
    Differs,
    /// The phone could not check it now.
    Failed,
}

/// A conversation about a PIN.
#[derive(Clone, Debug)]
pub(crate) struct Dialog {
    pub purpose: Purpose,
    pub step: Step,
    pub problem: Option<PinProblem>,
    /// The key store is being asked.
    pub busy: bool,
    /// Digits pressed on the screen's own keypad.
    pub pressed: Digits,
    /// How many PINs were taken from the field.
    pub taken: u32,
    chosen: Digits,
}

impl Dialog {
    pub(crate) fn new(purpose: Purpose) -> Self {
        let step = if purpose == Purpose::Set { Step::New } else { Step::Current };
        Self {
            purpose,
            step,
            problem: None,
            busy: false,
            pressed: Digits::default(),
            taken: 0,
            chosen: Digits::default(),
        }
    }

    fn fails(&mut self, problem: PinProblem) {
        self.problem = Some(problem);
        self.busy = false;
    }
}

/// Digits of a PIN: never shown, never logged, wiped when dropped.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Digits(Zeroizing<String>);

impl Digits {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    fn push(&mut self, digit: u8) {
        if self.count() < PIN_DIGITS {
            // One allocation, so that growing leaves no digits behind.
            let room = PIN_DIGITS - self.count();
            self.0.reserve_exact(room);
            self.0.push(char::from(b'0' + digit % 10));
        }
    }
}

impl std::fmt::Debug for Digits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digits(…)")
    }
}

/// What the door holds while a PIN is on its way.
#[derive(Default)]
pub(crate) struct Trying {
    /// The clinical key behind its PIN, while the person is not in.
    pub protected: Option<Zeroizing<Vec<u8>>>,
    /// The PIN whose try is being counted.
    pin: Option<Pin>,
    /// The clinical key, after the PIN in force was right.
    key: Option<DataKey>,
    /// Tries and the tries at the last right one, as the host keeps them.
    tries: u64,
    cleared: u64,
    gate: Option<PinGate>,
}

impl Trying {
    /// Forgets every secret; how often was tried stays.
    pub(crate) fn forget(&mut self) {
        (self.protected, self.pin, self.key) = (None, None, None);
    }

    /// What the host's counters say, at the start of the process.
    pub(crate) fn counted(&mut self, tries: u64, cleared: u64, now: Now) {
        (self.tries, self.cleared) = (tries, cleared.min(tries));
        if self.gate.is_none() {
            let failures = u32::try_from(self.tries - self.cleared).unwrap_or(u32::MAX);
            self.gate = Some(PinGate::new(failures, now.mono));
        }
    }
}

impl App {
    /// Presses on the keypad and around it; `false` for any other.
    pub(crate) fn press_lock(
        &mut self,
        press: &Press,
        values: &[(Key, Typed)],
        now: Now,
        effects: &mut Vec<Effect>,
    ) -> Result<bool, Shut> {
        self.desk.state.lock.done = None;
        match press {
            Press::SetPin => self.begin_dialog(Purpose::Set),
            Press::ChangePin => self.begin_dialog(Purpose::Change),
            Press::RemovePin => self.begin_dialog(Purpose::Remove),
            Press::Digit(digit) => self.with_dialog(|dialog| {
                dialog.pressed.push(*digit);
                dialog.problem = None;
            }),
            Press::Erase => self.with_dialog(|dialog| dialog.pressed = Digits::default()),
            Press::EnterPin => self.entered(values, now, effects)?,
            Press::ForgotPin => self.desk.state.gate = Gate::Latched(Latch::Forgotten),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn begin_dialog(&mut self, purpose: Purpose) {
        self.door.trying.key = None;
        self.desk.state.lock.dialog = Some(Dialog::new(purpose));
        self.desk.state.place = Place::Pin;
    }

    fn with_dialog(&mut self, change: impl FnOnce(&mut Dialog)) {
        if let Some(dialog) = self.desk.state.lock.dialog.as_mut().filter(|dialog| !dialog.busy) {
            change(dialog);
        }
    }

    /// What stands in the field counts; where nothing does, what was pressed on the keypad.
    fn entered(&mut self, values: &[(Key, Typed)], now: Now, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        let Some(dialog) = self.desk.state.lock.dialog.as_mut().filter(|dialog| !dialog.busy) else {
            return Ok(());
        };
        let typed = values.iter().find(|(key, _)| key.0 == PIN).map(|(_, value)| value.expose().trim());
        let pressed = std::mem::take(&mut dialog.pressed);
        dialog.taken += 1;
        let digits = match typed {
            None | Some("") => pressed,
            Some(typed) => Digits(parse_digits(typed).unwrap_or_default().into()),
        };
        let Ok(pin) = Pin::new(&digits.0) else {
            dialog.fails(PinProblem::Form);
            return Ok(());
        };
        dialog.problem = None;
        match dialog.step {
            Step::Current => self.count_try(pin, now, effects),
            Step::New => (dialog.chosen, dialog.step) = (digits, Step::Again),
            Step::Again if dialog.chosen != digits => {
                dialog.step = Step::New;
                dialog.fails(PinProblem::Differs);
            }
            Step::Again => {
                dialog.busy = true;
                return self.protect_anew(Some(pin), effects);
            }
        }
        Ok(())
    }

    /// The host counts the try before it is made: ending the app in between counts it, too.
    fn count_try(&mut self, pin: Pin, now: Now, effects: &mut Vec<Effect>) {
        let gate = self.door.trying.gate.get_or_insert(PinGate::new(0, now.mono));
        match gate.attempt(now.mono) {
            Ok(failures) => {
                self.door.trying.tries = self.door.trying.cleared + u64::from(failures);
                self.door.trying.pin = Some(pin);
                self.with_dialog(|dialog| dialog.busy = true);
                let counter = CounterName { vault: self.person, counter: Counter::Tries };
                let to = self.door.trying.tries;
                self.ask(Ask::Counted, KeyRequest::BumpCounter { counter, to }, effects);
            }
            Err(PinError::Wait(wait)) => self.desk.state.lock.wait = Some((now.mono + wait, now.wall + wait)),
            Err(_) => self.with_dialog(|dialog| dialog.fails(PinProblem::Failed)),
        }
    }

    /// The try is counted: now it is made.
    pub(crate) fn counted(
        &mut self,
        answer: Result<u64, KeyError>,
        now: Now,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Shut> {
        if answer.is_err() {
            self.dialog_fails(PinProblem::Failed);
            return Ok(());
        }
        match self.door.trying.protected.take() {
            Some(protected) => {
                let checked = self.check(&protected, now, effects);
                self.door.trying.protected = Some(protected).filter(|_| !self.vault.has_clinical());
                checked
            }
            None => self.ask_to_check(effects),
        }
    }

    fn ask_to_check(&mut self, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        if let Some(slots) = self.vault.slots()? {
            let request = KeyRequest::Unwrap { key: self.key(KeyAlias::Clinical), wrapped: slots.clinical };
            self.ask(Ask::ToCheck, request, effects);
        }
        Ok(())
    }

    /// The clinical key came for a dialog: behind its PIN, or bare where there is none yet.
    pub(crate) fn check_unwrapped(
        &mut self,
        answer: Result<Zeroizing<Vec<u8>>, KeyError>,
        now: Now,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Shut> {
        match answer {
            Ok(bytes) if Pin::guards(&bytes) => self.check(&bytes, now, effects),
            Ok(bytes) => {
                let pin = self.door.trying.pin.take();
                match DataKey::from_bytes(&bytes) {
                    Ok(key) => self.door.trying.key = Some(key),
                    Err(_) => {
                        self.dialog_fails(PinProblem::Failed);
                        return Ok(());
                    }
                }
                self.protect_anew(pin, effects)
            }
            Err(_) => {
                self.dialog_fails(PinProblem::Failed);
                Ok(())
            }
        }
    }

    fn check(&mut self, protected: &[u8], now: Now, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        let Some(pin) = self.door.trying.pin.take() else { return Ok(()) };
        match pin.open(protected) {
            Ok(key) => self.was_right(key, effects),
            Err(PinError::Wrong) => {
                self.dialog_fails(PinProblem::Wrong);
                let wait = self.door.trying.gate.map_or(Duration::ZERO, |gate| gate.wait(now.mono));
                self.desk.state.lock.wait = (!wait.is_zero()).then(|| (now.mono + wait, now.wall + wait));
                Ok(())
            }
            Err(PinError::NoPin) => {
                self.desk.state.gate = Gate::Latched(Latch::Lost(KeyError::Integrity));
                Ok(())
            }
            Err(_) => {
                self.dialog_fails(PinProblem::Failed);
                Ok(())
            }
        }
    }

    fn was_right(&mut self, key: DataKey, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        self.clear_tries(effects);
        let Some(dialog) = &mut self.desk.state.lock.dialog else { return Ok(()) };
        dialog.busy = false;
        match dialog.purpose {
            Purpose::Enter => match self.vault.unlock_clinical(&key) {
                Ok(()) => {
                    self.desk.state.lock.dialog = None;
                    self.desk.state.gate = Gate::Open;
                    self.door.trying.forget();
                    Ok(())
                }
                Err(VaultError::WrongKey) => {
                    self.desk.state.gate = Gate::Latched(Latch::Lost(KeyError::Integrity));
                    Ok(())
                }
                Err(error) => Err(error.into()),
            },
            Purpose::Set | Purpose::Change => {
                dialog.step = Step::New;
                self.door.trying.key = Some(key);
                Ok(())
            }
            Purpose::Remove => {
                dialog.busy = true;
                self.door.trying.key = Some(key);
                self.protect_anew(None, effects)
            }
        }
    }

    fn clear_tries(&mut self, effects: &mut Vec<Effect>) {
        if let Some(gate) = &mut self.door.trying.gate {
            gate.succeeded();
        }
        self.desk.state.lock.wait = None;
        let to = self.door.trying.tries;
        self.door.trying.cleared = to;
        let counter = CounterName { vault: self.person, counter: Counter::Cleared };
        self.ask(Ask::Record, KeyRequest::BumpCounter { counter, to }, effects);
    }

    /// Wraps the clinical key anew, behind this PIN or bare. The key comes from the key store where it is not here.
    fn protect_anew(&mut self, pin: Option<Pin>, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        let Some(key) = &self.door.trying.key else {
            self.door.trying.pin = pin;
            return self.ask_to_check(effects);
        };
        let plain = match &pin {
            Some(pin) => match pin.protect(key, KdfCost::FLOOR, self.entropy.as_mut()) {
                Ok(protected) => protected,
                Err(_) => {
                    self.dialog_fails(PinProblem::Failed);
                    return Ok(());
                }
            },
            None => Zeroizing::new(key.as_bytes().to_vec()),
        };
        self.door.trying.key = None;
        let request = KeyRequest::Wrap { key: self.key(KeyAlias::Clinical), plain: plain.to_vec() };
        self.ask(Ask::Rewrap, request, effects);
        Ok(())
    }

    pub(crate) fn rewrapped(
        &mut self,
        answer: Result<Zeroizing<Vec<u8>>, KeyError>,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Shut> {
        let (Ok(wrapped), Some(slots)) = (answer, self.vault.slots()?) else {
            self.dialog_fails(PinProblem::Failed);
            return Ok(());
        };
        let slots = KeySlots { outbox: slots.outbox, clinical: wrapped.to_vec() };
        self.vault.rewrap(slots, self.entropy.as_mut())?;
        self.clear_tries(effects);
        let purpose = self.desk.state.lock.dialog.take().map(|dialog| dialog.purpose);
        let lock = &mut self.desk.state.lock;
        lock.has_pin = purpose != Some(Purpose::Remove);
        lock.done = Some(match purpose {
            Some(Purpose::Remove) => Done::Removed,
            Some(Purpose::Change) => Done::Changed,
            _ => Done::Set,
        });
        if self.desk.state.place == Place::Pin {
            self.desk.state.place = Place::Safety;
        }
        Ok(())
    }

    fn dialog_fails(&mut self, problem: PinProblem) {
        self.door.trying.pin = None;
        self.door.trying.key = None;
        if let Some(dialog) = &mut self.desk.state.lock.dialog {
            dialog.fails(problem);
            if dialog.step == Step::Again {
                dialog.step = if dialog.purpose == Purpose::Set { Step::New } else { Step::Current };
            }
        }
    }

    /// Notes that the records are opened with nothing before them, as the person chose.
    pub(crate) fn note_missing_lock(&mut self, now: Now) -> Result<(), VaultError> {
        let state = &self.desk.state;
        let unguarded = state.lock.guard.is_some_and(|guard| guard != Guard::Person);
        if unguarded && state.profile.without_lock {
            let mut turn = self.vault.turn(self.entropy.as_mut())?;
            records::note(&mut turn, now.wall, Noted::OpenedWithoutLock)?;
            turn.commit()?;
        }
        Ok(())
    }

    /// The wait after wrong PINs is over.
    pub(crate) fn end_wait_if_due(&mut self, now: Now) {
        let wait = &mut self.desk.state.lock.wait;
        *wait = wait.filter(|(until, _)| *until > now.mono);
    }

    /// Back from the background after a while: who has a PIN enters it again. A call is not interrupted.
    pub(crate) fn lock_if_away(&mut self, since: Option<Now>, now: Now) {
        let Some(since) = since else { return };
        let slept = now.mono.since(since.mono).as_millis() as i64;
        let away = slept.max(now.wall.millis_since(since.wall)) >= AWAY.as_millis() as i64;
        let open = self.desk.state.gate == Gate::Open && self.desk.state.call.is_none();
        if away && open && self.desk.state.lock.has_pin {
            self.vault.lock();
            self.door.asked.clear();
            self.desk.state.gate = Gate::Opening;
        }
    }
}
