//! The door: the data keys pass through the key store, which answers between turns.
//!
//! ```text
//! knock ─► outbox key, counters ─► enter: unsent work is open, the file is as new as recorded
//!      └─► clinical key ─────────► admit: the person is in
//! ```
//!
//! The two keys are asked for together and answered apart: a fingerprint may take its time while unsent work goes on.
//! What each refusal leads to is `KeyError::step`; nothing is deleted because something failed to open.

use nabz_time::{Mono, Now};
use nabz_vault::{
    DataKey, DataKeys, Freshness, KeyClass, KeySlots, KeyStep, Pin, Place, Vault, VaultError, quarantine,
};
use zeroize::Zeroizing;

use crate::App;
use crate::effect::{
    Counter, CounterName, Effect, EffectId, Guard, KeyAlias, KeyError, KeyName, KeyReply, KeyRequest, VaultId,
};
use crate::lock::{Dialog, Purpose, Trying};
use crate::records::{self, AGE};
use crate::state::{Gate, Latch};

/// What was asked of the key store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// To open a data key, or on the first start to wrap it.
    Key(KeyAlias),
    /// The generation that was recorded last.
    Recorded,
    /// How often a PIN was tried, and how often when it was right last.
    Tries,
    Cleared,
    /// What guards the clinical keys.
    Guard,
    /// To count a try of a PIN.
    Counted,
    /// To open the clinical key for a dialog about a PIN.
    ToCheck,
    /// To wrap it anew.
    Rewrap,
    /// To record a generation; nothing follows.
    Record,
    /// To destroy the clinical key that is lost.
    DropClinical,
    /// To wrap the clinical key that takes its place.
    WrapClinical,
    /// To destroy a key of an account that is deleted.
    Destroy(KeyAlias),
    /// To destroy a key of a vault that was moved aside.
    DropAside,
}

/// Why the vault stays shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shut {
    Keys(KeyError),
    Vault(nabz_vault::ErrorKind),
    SetBack,
}

impl From<VaultError> for Shut {
    fn from(error: VaultError) -> Self {
        Self::Vault(error.kind())
    }
}

type Answer<T> = Option<Result<T, KeyError>>;

/// What is known at the door.
#[derive(Default)]
pub(crate) struct Door {
    /// The requests under way.
    pub asked: Vec<(EffectId, Ask)>,
    /// Fresh keys, on the first start.
    wrapping: Option<DataKeys>,
    outbox: Answer<Zeroizing<Vec<u8>>>,
    clinical: Answer<Zeroizing<Vec<u8>>>,
    /// The clinical key that takes the place of a lost one.
    renewing: Option<DataKey>,
    /// The generation the host keeps; `None` before it was read.
    recorded: Answer<u64>,
    /// What is added to the file's own generation: a file that took another's place goes on from its number.
    base: u64,
    tries: Answer<u64>,
    cleared: Answer<u64>,
    guard: Answer<Guard>,
    pub trying: Trying,
    /// Refusals in a row.
    failures: u32,
    /// When the key store is asked again by itself.
    pub retry: Option<Mono>,
}

impl Door {
    fn begin(&mut self) {
        let (recorded, base, failures) = (self.recorded, self.base, self.failures);
        let mut trying = std::mem::take(&mut self.trying);
        trying.forget();
        *self = Self { recorded, base, failures, trying, ..Self::default() };
    }

    /// Whether this answer is waited for here.
    pub(crate) fn asked(&self, id: EffectId) -> bool {
        self.asked.iter().any(|(asked, _)| *asked == id)
    }

    /// The first refusal of what nothing opens without.
    fn refusal(&self) -> Option<KeyError> {
        let fresh =
            self.wrapping.as_ref().and(self.clinical.as_ref()).and_then(|answer| answer.as_ref().err());
        let outbox = self.outbox.as_ref().and_then(|answer| answer.as_ref().err());
        let number = |answer: &Answer<u64>| answer.and_then(Result::err);
        let numbers = [&self.recorded, &self.tries, &self.cleared].into_iter().find_map(number);
        outbox.copied().or(numbers).or(self.guard.and_then(Result::err)).or(fresh.copied())
    }

    fn is_answered(&self) -> bool {
        let both = self.wrapping.is_none() || self.clinical.is_some();
        let numbers = self.recorded.is_some() && self.tries.is_some() && self.cleared.is_some();
        self.outbox.is_some() && numbers && self.guard.is_some() && both
    }
}

impl App {
    /// Asks for everything the door needs, from the beginning.
    pub(crate) fn knock(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        self.desk.state.gate = Gate::Opening;
        self.desk.state.anew = false;
        self.take_place()?;
        // An app that came back to files it could not open tries them again.
        match self.vault.resume() {
            Err(VaultError::Locked) => {}
            resumed => resumed?,
        }
        if self.vault.is_unlocked() {
            // A failed commit shut the app, not the vault: read again what stands there.
            self.desk.load(&self.vault, now)?;
            if self.vault.has_clinical() {
                self.desk.state.gate = Gate::Open;
            } else {
                self.ask_clinical(effects)?;
            }
            return Ok(());
        }
        self.door.begin();
        self.door.recorded = None;
        let slots = self.vault.slots()?;
        let wrapping = slots.is_none().then(|| DataKeys::generate(self.entropy.as_mut()));
        for alias in [KeyAlias::Outbox, KeyAlias::Clinical] {
            let key = self.key(alias);
            let request = match (&wrapping, &slots) {
                (Some(keys), _) => KeyRequest::Wrap { key, plain: data_key(keys, alias).as_bytes().to_vec() },
                (None, Some(slots)) => KeyRequest::Unwrap { key, wrapped: slot(slots, alias).clone() },
                (None, None) => continue,
            };
            self.ask(Ask::Key(alias), request, effects);
        }
        self.door.wrapping = wrapping;
        for (ask, counter) in [
            (Ask::Recorded, Counter::Generation),
            (Ask::Tries, Counter::Tries),
            (Ask::Cleared, Counter::Cleared),
        ] {
            let name = CounterName { vault: self.person, counter };
            self.ask(ask, KeyRequest::ReadCounter(name), effects);
        }
        self.ask(Ask::Guard, KeyRequest::Guard, effects);
        Ok(())
    }

    pub(crate) fn key(&self, alias: KeyAlias) -> KeyName {
        KeyName { vault: self.person, alias }
    }

    pub(crate) fn ask(&mut self, ask: Ask, request: KeyRequest, effects: &mut Vec<Effect>) {
        let id = self.desk.next_effect();
        self.door.asked.push((id, ask));
        effects.push(Effect::Keys(id, request));
    }

    /// Takes an answer of the key store to what was asked here.
    pub(crate) fn answered(
        &mut self,
        id: EffectId,
        reply: Result<KeyReply, KeyError>,
        now: Now,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Shut> {
        let Some(place) = self.door.asked.iter().position(|(asked, _)| *asked == id) else {
            return Ok(());
        };
        let (_, ask) = self.door.asked.swap_remove(place);
        match ask {
            Ask::Key(KeyAlias::Outbox) => self.door.outbox = Some(bytes(reply)),
            Ask::Key(KeyAlias::Clinical) => self.door.clinical = Some(bytes(reply)),
            Ask::Recorded => self.door.recorded = Some(number(reply)),
            Ask::Tries => self.door.tries = Some(number(reply)),
            Ask::Cleared => self.door.cleared = Some(number(reply)),
            Ask::Guard => self.door.guard = Some(guard(reply)),
            Ask::Record => return Ok(()),
            Ask::Counted => return self.counted(number(reply), now, effects),
            Ask::ToCheck => return self.check_unwrapped(bytes(reply), now, effects),
            Ask::Destroy(alias) => return self.destroyed(alias, reply, effects),
            Ask::Rewrap => return self.rewrapped(bytes(reply), effects),
            Ask::DropClinical => return self.wrap_clinical(reply.map(|_| ()), now, effects),
            Ask::WrapClinical => return self.renew(bytes(reply), now),
            Ask::DropAside => {
                let last = self.door.asked.iter().all(|(_, ask)| *ask != Ask::DropAside);
                return if last { self.knock(now, effects) } else { Ok(()) };
            }
        }
        if self.vault.is_unlocked() {
            return self.admit(now);
        }
        if let Some(error) = self.door.refusal() {
            return Err(Shut::Keys(error));
        }
        if self.door.is_answered() { self.enter(now, effects) } else { Ok(()) }
    }

    /// Unsent work opens, if its file is the one that was here last.
    fn enter(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        let recorded = self.door.recorded.unwrap_or(Ok(0)).map_err(Shut::Keys)?;
        let outbox = self.door.outbox.take().unwrap_or(Err(KeyError::Transient)).map_err(Shut::Keys)?;
        if let Some(keys) = self.door.wrapping.take() {
            let clinical =
                self.door.clinical.take().unwrap_or(Err(KeyError::Transient)).map_err(Shut::Keys)?;
            let slots = KeySlots { outbox: outbox.to_vec(), clinical: clinical.to_vec() };
            self.vault.initialise(&keys, slots, self.entropy.as_mut())?;
        } else {
            let key = DataKey::from_bytes(&outbox).map_err(|_| Shut::Keys(KeyError::Integrity))?;
            self.vault.unlock_outbox(&key)?;
        }
        self.check_age(recorded)?;
        self.desk.load(&self.vault, now)?;
        self.door.failures = 0;
        let (tries, cleared) = (self.door.tries.take(), self.door.cleared.take());
        let known = |answer: Answer<u64>| answer.and_then(Result::ok).unwrap_or(0);
        self.door.trying.counted(known(tries), known(cleared), now);
        self.desk.state.lock.guard = self.door.guard.and_then(Result::ok);
        self.record(effects)?;
        if self.vault.has_clinical() {
            self.desk.state.gate = Gate::Open;
            return Ok(());
        }
        self.desk.state.gate = Gate::Latched(Latch::Opening);
        self.admit(now)
    }

    /// Refuses a file that is older than the one recorded last by more than a crash explains.
    fn check_age(&mut self, recorded: u64) -> Result<(), Shut> {
        let own = self.vault.generation()?;
        if own <= 1 && recorded > 0 {
            // Nothing was ever kept in this file: it took the place of one that was given up, and goes on from there.
            let mut turn = self.vault.turn(self.entropy.as_mut())?;
            records::store(&mut turn, AGE, &recorded)?;
            turn.commit()?;
        }
        self.door.base = records::read(&self.vault, AGE)?.unwrap_or(0);
        match Freshness::of(self.generation()?, Some(recorded)) {
            Freshness::SetBack(_) => {
                self.vault.lock();
                Err(Shut::SetBack)
            }
            _ => Ok(()),
        }
    }

    /// How many commits this person's records have seen.
    pub(crate) fn generation(&self) -> Result<u64, VaultError> {
        Ok(self.vault.generation()?.saturating_add(self.door.base))
    }

    /// Has the host record the generation, if it is a new one.
    pub(crate) fn record(&mut self, effects: &mut Vec<Effect>) -> Result<(), VaultError> {
        let to = self.generation()?;
        if !matches!(self.door.recorded, Some(Ok(recorded)) if recorded >= to) {
            self.door.recorded = Some(Ok(to));
            let counter = CounterName { vault: self.person, counter: Counter::Generation };
            self.ask(Ask::Record, KeyRequest::BumpCounter { counter, to }, effects);
        }
        Ok(())
    }

    /// Lets the person in, once the clinical key is here.
    fn admit(&mut self, now: Now) -> Result<(), Shut> {
        let Some(answer) = self.door.clinical.take().filter(|_| !self.vault.has_clinical()) else {
            return Ok(());
        };
        if let Ok(bytes) = &answer
            && Pin::guards(bytes)
        {
            self.door.trying.protected = answer.ok();
            self.desk.state.lock.has_pin = true;
            self.desk.state.lock.dialog = Some(Dialog::new(Purpose::Enter));
            self.desk.state.gate = Gate::Latched(Latch::Pin);
            return Ok(());
        }
        let opened = answer.and_then(|bytes| DataKey::from_bytes(&bytes).map_err(|_| KeyError::Integrity));
        let latch = match opened {
            Ok(key) => match self.vault.unlock_clinical(&key) {
                Ok(()) => {
                    self.door.failures = 0;
                    self.desk.state.lock.has_pin = false;
                    self.desk.state.gate = Gate::Open;
                    return Ok(self.note_missing_lock(now)?);
                }
                Err(VaultError::WrongKey) => Latch::Lost(KeyError::Integrity),
                Err(error) => return Err(error.into()),
            },
            Err(error) => self.latch(error, now),
        };
        self.desk.state.gate = Gate::Latched(latch);
        Ok(())
    }

    fn latch(&mut self, error: KeyError, now: Now) -> Latch {
        self.door.failures = self.door.failures.saturating_add(1);
        match error.step(KeyClass::Clinical, self.door.failures) {
            KeyStep::RetryAfter(wait) => {
                self.door.retry = Some(now.mono + wait);
                Latch::Failing
            }
            KeyStep::AskPerson => Latch::Locked,
            KeyStep::ReplaceClinical | KeyStep::Recover => Latch::Lost(error),
        }
    }

    /// Asks for the clinical key alone: unsent work is open.
    pub(crate) fn ask_clinical(&mut self, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        self.door.retry = None;
        self.door.asked.retain(|(_, ask)| *ask != Ask::Key(KeyAlias::Clinical));
        self.desk.state.gate = Gate::Latched(Latch::Opening);
        if let Some(slots) = self.vault.slots()? {
            let key = self.key(KeyAlias::Clinical);
            self.ask(
                Ask::Key(KeyAlias::Clinical),
                KeyRequest::Unwrap { key, wrapped: slots.clinical },
                effects,
            );
        }
        Ok(())
    }

    /// The clinical key is lost: a new one takes its place. First the old one is destroyed, should the phone still hold
    /// it; then the person signs in again, and everything is fetched anew.
    pub(crate) fn begin_renewal(&mut self, effects: &mut Vec<Effect>) {
        let gone = match self.desk.state.gate {
            Gate::Latched(Latch::Lost(error)) => error == KeyError::PermanentlyInvalidated,
            Gate::Latched(Latch::Forgotten) => false,
            _ => return,
        };
        self.desk.state.gate = Gate::Latched(Latch::Opening);
        let key = self.key(KeyAlias::Clinical);
        if gone {
            self.ask(Ask::DropClinical, KeyRequest::Delete(key), effects);
        } else {
            self.ask_new_clinical(effects);
        }
    }

    fn wrap_clinical(
        &mut self,
        dropped: Result<(), KeyError>,
        now: Now,
        effects: &mut Vec<Effect>,
    ) -> Result<(), Shut> {
        match dropped {
            Ok(()) => self.ask_new_clinical(effects),
            Err(error) => self.desk.state.gate = Gate::Latched(self.latch(error, now)),
        }
        Ok(())
    }

    fn ask_new_clinical(&mut self, effects: &mut Vec<Effect>) {
        let fresh = DataKey::generate(self.entropy.as_mut());
        let request =
            KeyRequest::Wrap { key: self.key(KeyAlias::Clinical), plain: fresh.as_bytes().to_vec() };
        self.door.renewing = Some(fresh);
        self.ask(Ask::WrapClinical, request, effects);
    }

    fn renew(&mut self, wrapped: Result<Zeroizing<Vec<u8>>, KeyError>, now: Now) -> Result<(), Shut> {
        let Some(fresh) = self.door.renewing.take() else { return Ok(()) };
        match wrapped {
            Ok(wrapped) => {
                // Signed out first: a crash in between leaves the key lost, and the person here again.
                let mut turn = self.vault.turn(self.entropy.as_mut())?;
                self.desk.sign_out(&mut turn)?;
                turn.commit()?;
                self.vault.replace_clinical(&fresh, wrapped.to_vec(), self.entropy.as_mut())?;
                self.door.trying.forget();
                self.desk.state.lock.has_pin = false;
                self.desk.state.lock.dialog = None;
                self.desk.state.gate = Gate::Open;
            }
            Err(error) => self.desk.state.gate = Gate::Latched(self.latch(error, now)),
        }
        Ok(())
    }

    /// Moves aside what does not open, and begins with an empty vault. Nothing is deleted.
    pub(crate) fn start_anew(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        let gone = self.desk.state.gate == Gate::Keys(KeyError::PermanentlyInvalidated);
        // The file has to be closed before it is moved.
        self.vault = Vault::open(&Place::Memory)?;
        quarantine(&self.place)?;
        self.vault = Vault::open(&self.place)?;
        self.desk.reset();
        if !gone {
            return self.knock(now, effects);
        }
        // Keys that are gone for good wrap nothing any more: new ones are made in their place.
        self.desk.state.gate = Gate::Opening;
        for alias in [KeyAlias::Outbox, KeyAlias::Clinical] {
            self.ask(Ask::DropAside, KeyRequest::Delete(self.key(alias)), effects);
        }
        Ok(())
    }

    /// The vault lies where it belongs; after a step that failed half-way it is opened there again.
    fn take_place(&mut self) -> Result<(), Shut> {
        if *self.vault.place() != self.place {
            self.vault = Vault::open(&self.place)?;
        }
        Ok(())
    }

    pub(crate) fn shut(&mut self, shut: Shut, now: Now) {
        self.door.begin();
        self.desk.state.gate = match shut {
            Shut::Keys(error) => {
                self.door.failures = self.door.failures.saturating_add(1);
                if let KeyStep::RetryAfter(wait) = error.step(KeyClass::Outbox, self.door.failures) {
                    self.door.retry = Some(now.mono + wait);
                }
                Gate::Keys(error)
            }
            Shut::Vault(kind) => Gate::Vault(kind),
            Shut::SetBack => Gate::SetBack,
        };
    }

    /// What the key store is asked again by itself.
    pub(crate) fn knock_again_if_due(&mut self, now: Now, effects: &mut Vec<Effect>) -> Result<(), Shut> {
        if self.door.retry.is_none_or(|at| at > now.mono) {
            return Ok(());
        }
        self.door.retry = None;
        let gate = self.desk.state.gate;
        match gate {
            Gate::Latched(Latch::Failing) => self.ask_clinical(effects)?,
            Gate::Keys(KeyError::Transient) => self.knock(now, effects)?,
            _ => return Ok(()),
        }
        // What the screen says stands until there is an answer.
        self.desk.state.gate = gate;
        Ok(())
    }

    /// The vault of the person who has the phone.
    pub(crate) const FIRST: VaultId = VaultId(1);
}

fn data_key(keys: &DataKeys, alias: KeyAlias) -> &DataKey {
    match alias {
        KeyAlias::Outbox => &keys.outbox,
        KeyAlias::Clinical => &keys.clinical,
    }
}

fn slot(slots: &KeySlots, alias: KeyAlias) -> &Vec<u8> {
    match alias {
        KeyAlias::Outbox => &slots.outbox,
        KeyAlias::Clinical => &slots.clinical,
    }
}

/// An answer to another question than was asked: the key store is confused, ask again later.
fn bytes(reply: Result<KeyReply, KeyError>) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    match reply? {
        KeyReply::Wrapped(bytes) | KeyReply::Unwrapped(bytes) => Ok(bytes.into()),
        _ => Err(KeyError::Transient),
    }
}

fn number(reply: Result<KeyReply, KeyError>) -> Result<u64, KeyError> {
    match reply? {
        KeyReply::Counter(at) => Ok(at),
        _ => Err(KeyError::Transient),
    }
}

fn guard(reply: Result<KeyReply, KeyError>) -> Result<Guard, KeyError> {
    match reply? {
        KeyReply::Guard(guard) => Ok(guard),
        _ => Err(KeyError::Transient),
    }
}
