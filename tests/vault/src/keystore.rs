//! Key stores that fail in every order: whatever they answer, no unsent work is lost.
//!
//! A host is played that does what [`KeyError::step`] says, over several lives of the app, against a key store that
//! draws its answers. Unsent work is written whenever the outbox is open.

use nabz_vault::{
    DataKey, DataKeys, KdfCost, KeyClass, KeyError, KeySlots, KeyStep, Place, Recovered, RecoveryCode, Vault,
    VaultError,
};

use crate::support::{INTENT, OBSERVATION, Seeded, check, folder, said};
use crate::table::Row;

/// How the played host breaks the rules: the check that the proof can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Does what the steps say.
    Heeding,
    /// Takes a refusal for a reason to begin anew, as apps in the field did.
    Wiping,
}

/// Plays `runs` sequences.
pub fn prove(case: &str, host: Host, seed: u64, runs: u64) -> Row {
    let bundled = bundle(seed);
    Row::over_seeds(case, seed, runs, |seed| match &bundled {
        Ok(recovered) => Play::begin(seed, recovered)?.run(host),
        Err(why) => Err(why.clone()),
    })
}

/// A bundle of the outbox key that every sequence begins with, opened once: its digits cost a phone half a second.
fn bundle(seed: u64) -> Result<Recovered, String> {
    let mut entropy = Seeded::new(seed + 9);
    let mut vault = Vault::open(&Place::Memory).map_err(said)?;
    vault.initialise(&first_keys(), slots_of(&Store::default()), &mut entropy).map_err(said)?;
    let code = RecoveryCode::generate(&mut entropy);
    let bundle =
        vault.recovery_bundle(&first_keys(), &[INTENT], &code, KdfCost::FLOOR, &mut entropy).map_err(said)?;
    Recovered::open(&bundle, &code).map_err(said)
}

fn first_keys() -> DataKeys {
    DataKeys::generate(&mut Seeded::new(41))
}

/// A key store that names what it wrapped and forgets it when a hardware key is invalidated.
#[derive(Default)]
struct Store {
    wrapped: Vec<(KeyClass, Vec<u8>)>,
}

impl Store {
    fn wrap(&mut self, class: KeyClass, key: &DataKey) -> Vec<u8> {
        self.wrapped.push((class, key.as_bytes().to_vec()));
        (self.wrapped.len() as u64).to_be_bytes().to_vec()
    }

    /// Draws a refusal, or gives the key.
    fn unwrap(&mut self, class: KeyClass, slot: &[u8], random: &mut Seeded) -> Result<DataKey, KeyError> {
        match random.below(12) {
            0..4 => return Err(KeyError::Transient),
            4..6 => return Err(KeyError::AuthRequired),
            6 => self.wrapped.iter_mut().filter(|(of, _)| *of == class).for_each(|(_, key)| key.clear()),
            7 => return Err(KeyError::Integrity),
            _ => {}
        }
        let number = slot.try_into().map(u64::from_be_bytes).map_err(|_| KeyError::Integrity)?;
        let (_, key) = self.wrapped.get(number as usize - 1).ok_or(KeyError::Integrity)?;
        DataKey::from_bytes(key).map_err(|_| KeyError::PermanentlyInvalidated)
    }
}

fn slots_of(store: &Store) -> KeySlots {
    let name = |n: usize| ((store.wrapped.len() + n) as u64).to_be_bytes().to_vec();
    KeySlots { outbox: name(1), clinical: name(2) }
}

/// One phone.
struct Play<'r> {
    place: Place,
    store: Store,
    random: Seeded,
    entropy: Seeded,
    recovered: &'r Recovered,
    unsent: Vec<String>,
    _folder: tempfile::TempDir,
}

impl<'r> Play<'r> {
    fn begin(seed: u64, recovered: &'r Recovered) -> Result<Self, String> {
        let folder = folder()?;
        let place = Place::File(folder.path().join("vault"));
        let mut store = Store::default();
        let mut vault = Vault::open(&place).map_err(said)?;
        let keys = first_keys();
        let slots = KeySlots {
            outbox: store.wrap(KeyClass::Outbox, &keys.outbox),
            clinical: store.wrap(KeyClass::Clinical, &keys.clinical),
        };
        let mut entropy = Seeded::new(seed + 1_000_000);
        vault.initialise(&keys, slots, &mut entropy).map_err(said)?;
        let random = Seeded::new(seed);
        let mut play = Self { place, store, random, entropy, recovered, unsent: Vec::new(), _folder: folder };
        play.work(&mut vault).map_err(said)?;
        Ok(play)
    }

    fn run(mut self, host: Host) -> Result<(), String> {
        for _ in 0..4 {
            let mut vault = Vault::open(&self.place).map_err(said)?;
            self.open(&mut vault, host).map_err(said)?;
            if vault.is_unlocked() {
                self.holds(&vault)?;
                self.work(&mut vault).map_err(said)?;
            }
        }
        // A key store that answers at last.
        let mut vault = Vault::open(&self.place).map_err(said)?;
        while !vault.is_unlocked() {
            self.open(&mut vault, host).map_err(said)?;
        }
        self.holds(&vault)
    }

    /// One life of the app: asks for both keys, a few times, and does what the answers ask for.
    fn open(&mut self, vault: &mut Vault, host: Host) -> Result<(), VaultError> {
        for failures in 1..=6 {
            let Some(slots) = vault.slots()? else { return self.anew(vault) };
            match self.store.unwrap(KeyClass::Outbox, &slots.outbox, &mut self.random) {
                Ok(key) => {
                    vault.unlock_outbox(&key)?;
                    break;
                }
                Err(_) if host == Host::Wiping && failures == 6 => {
                    // What a host must never do.
                    let forgotten = std::mem::replace(vault, Vault::open(&Place::Memory)?);
                    forgotten.shred()?;
                    *vault = Vault::open(&self.place)?;
                    return self.anew(vault);
                }
                Err(error) => match error.step(KeyClass::Outbox, failures) {
                    KeyStep::RetryAfter(_) | KeyStep::AskPerson => {}
                    KeyStep::Recover | KeyStep::ReplaceClinical => {
                        vault.unlock_outbox(&self.recovered.keys.outbox)?;
                        let outbox = self.store.wrap(KeyClass::Outbox, &self.recovered.keys.outbox);
                        let clinical = slots.clinical;
                        vault.rewrap(KeySlots { outbox, clinical }, &mut self.entropy)?;
                        break;
                    }
                },
            }
        }
        if !vault.is_unlocked() {
            return Ok(());
        }
        for failures in 1..=3 {
            let Some(slots) = vault.slots()? else { return Ok(()) };
            match self.store.unwrap(KeyClass::Clinical, &slots.clinical, &mut self.random) {
                Ok(key) => return vault.unlock_clinical(&key),
                Err(error) => match error.step(KeyClass::Clinical, failures) {
                    KeyStep::RetryAfter(_) | KeyStep::AskPerson => {}
                    KeyStep::ReplaceClinical | KeyStep::Recover => {
                        let key = DataKey::generate(&mut self.entropy);
                        let wrapped = self.store.wrap(KeyClass::Clinical, &key);
                        return vault.replace_clinical(&key, wrapped, &mut self.entropy);
                    }
                },
            }
        }
        Ok(())
    }

    fn anew(&mut self, vault: &mut Vault) -> Result<(), VaultError> {
        let keys = first_keys();
        let slots = KeySlots {
            outbox: self.store.wrap(KeyClass::Outbox, &keys.outbox),
            clinical: self.store.wrap(KeyClass::Clinical, &keys.clinical),
        };
        vault.initialise(&keys, slots, &mut self.entropy)
    }

    /// The person does something that must reach the clinic, and something comes from it.
    fn work(&mut self, vault: &mut Vault) -> Result<(), VaultError> {
        let id = self.unsent.len().to_string();
        let clinical = vault.has_clinical();
        let mut turn = vault.turn(&mut self.entropy)?;
        turn.put(INTENT, &id, format!("unsent {id}").as_bytes())?;
        if clinical {
            turn.put(OBSERVATION, &id, b"from the clinic")?;
        }
        turn.commit()?;
        self.unsent.push(id);
        Ok(())
    }

    fn holds(&self, vault: &Vault) -> Result<(), String> {
        let there = vault.ids(INTENT).map_err(said)?;
        check(there == self.unsent, || format!("{} of {} unsent left", there.len(), self.unsent.len()))?;
        for id in &self.unsent {
            let record = vault.get(INTENT, id).map_err(said)?;
            let whole = record.is_some_and(|record| record.bytes == format!("unsent {id}").as_bytes());
            check(whole, || "an unsent record is another".into())?;
        }
        Ok(())
    }
}
