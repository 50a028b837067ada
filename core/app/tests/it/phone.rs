//! A phone in a test: the app over a real vault, and around it a clinic, a key store and a dialler that do as they are
//! told. Tests press what stands on the screen and look for sentences, as a person would.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use nabz_app::App;
use nabz_app::config::{
    CALL_AFTER, Clinic as ClinicName, Config, EmergencyKind, EmergencyNumber, Policy, Trust,
};
use nabz_app::effect::{
    CounterName, Effect, EffectId, Guard, HostReply, HostRequest, Input, KeyAlias, KeyError, KeyName,
    KeyReply, KeyRequest, MailboxCommand, Typed,
};
use nabz_app::screen::{Action, Key, Live, Screen, Window};
use nabz_call::media::engine::Levels;
use nabz_call::media::practice::PracticeStage;
use nabz_call::media::{MediaCommand, MediaEvent, Setup};
use nabz_call::signal::{Body, CallId, MailboxEvent};
use nabz_locale::Message;
use nabz_time::{Entropy, Mono, Now, Wall};
use nabz_vault::{Place, Vault, VaultError};
use tempfile::TempDir;

use crate::clinic::{BASE, CODE, Clinic, Line};
use crate::doctor::{Doctor, PATIENT, description};
use crate::words::{formatter, gather, says};

/// Wednesday, 2026-11-25, 10:00 in Tehran.
pub(crate) const MORNING: Wall = Wall::from_millis(1_795_588_200_000);
const HOUR: Duration = Duration::from_secs(3_600);

/// The telephone numbers of these tests, none of which anybody has.
pub(crate) const CLINIC_PHONE: &str = "+98 21 5555 0100";
pub(crate) const AMBULANCE: &str = "115";

pub(crate) struct Phone {
    app: App,
    config: Config,
    /// Where the app keeps what it keeps.
    pub(crate) folder: TempDir,
    pub(crate) now: Now,
    pub(crate) clinic: Clinic,
    pub(crate) doctor: Doctor,
    /// What the key store says instead of working.
    pub(crate) keys_refuse: Option<KeyError>,
    /// What the key store says when asked for a clinical key, instead of working.
    pub(crate) clinical_refuses: Option<KeyError>,
    /// The numbers the phone keeps outside the vault's file.
    pub(crate) counters: BTreeMap<CounterName, u64>,
    /// The keys that were destroyed, in order.
    pub(crate) destroyed: Vec<KeyName>,
    /// Whether the key store signs; else it thinks.
    pub(crate) signs: bool,
    /// What guards the clinical keys.
    pub(crate) guard: Guard,
    /// What comes of asking the phone for something.
    pub(crate) host: HostReply,
    /// Everything the app wanted done, in order.
    pub(crate) wanted: Vec<Effect>,
    held: Vec<Effect>,
    letters_sent: Vec<Body>,
    letters_received: u64,
    lives: u64,
}

impl Phone {
    /// A phone of somebody who reads this language, switched on: the key store has answered.
    pub(crate) fn new(language: &str) -> Self {
        let mut phone = Self::unopened(language, |_| {});
        phone.tick();
        phone
    }

    /// A phone whose app has not had a turn.
    pub(crate) fn unopened(language: &str, change: impl FnOnce(&mut Config)) -> Self {
        let doctor = Doctor::new();
        let mut config = config(language, &doctor);
        change(&mut config);
        let folder = tempfile::tempdir().unwrap();
        let now = Now { mono: Mono::ZERO, wall: MORNING };
        Self {
            app: open(&config, &folder, now, 0),
            config,
            folder,
            now,
            clinic: Clinic::new([4, 5, 28, 29, 53].map(|hours| MORNING + HOUR * hours).to_vec()),
            doctor,
            keys_refuse: None,
            clinical_refuses: None,
            counters: BTreeMap::new(),
            destroyed: Vec::new(),
            signs: true,
            guard: Guard::Person,
            host: HostReply::Done,
            wanted: Vec::new(),
            held: Vec::new(),
            letters_sent: Vec::new(),
            letters_received: 0,
            lives: 0,
        }
    }

    /// Signed in, at home.
    pub(crate) fn at_home(language: &str) -> Self {
        Self::new(language).signed_in(language)
    }

    /// In front of a time and its price.
    pub(crate) fn confirming(language: &str) -> Self {
        Self::at_home(language).choosing()
    }

    /// With a visit four hours from now.
    pub(crate) fn booked(language: &str) -> Self {
        let mut phone = Self::confirming(language);
        phone.press("confirm");
        phone
    }

    /// In the waiting room, five minutes before the visit.
    pub(crate) fn waiting(language: &str) -> Self {
        Self::booked(language).in_the_waiting_room()
    }

    pub(crate) fn ringing(language: &str) -> Self {
        let mut phone = Self::waiting(language);
        phone.doctor_calls();
        phone
    }

    /// The same, of an app that is configured otherwise.
    pub(crate) fn ringing_with(language: &str, change: impl FnOnce(&mut Config)) -> Self {
        let mut phone = Self::unopened(language, change);
        phone.tick();
        let mut phone = phone.signed_in(language).choosing();
        phone.press("confirm");
        let mut phone = phone.in_the_waiting_room();
        phone.doctor_calls();
        phone
    }

    fn signed_in(mut self, language: &str) -> Self {
        self.press(&format!("language:{language}")).press("agree").type_code(CODE);
        self
    }

    fn choosing(mut self) -> Self {
        self.press("book").press("see-times").press("slot");
        self
    }

    fn in_the_waiting_room(mut self) -> Self {
        self.press("done").wait(HOUR * 4 - Duration::from_secs(300));
        self.press("enter-waiting-room");
        self
    }

    pub(crate) fn talking(language: &str) -> Self {
        let mut phone = Self::ringing(language);
        phone.press("answer");
        phone.media(|call| MediaEvent::Connected { call, after: Duration::from_secs(2) });
        phone
    }

    /// After six minutes of talk and a hang-up.
    pub(crate) fn after(language: &str) -> Self {
        let mut phone = Self::talking(language);
        phone.wait(Duration::from_secs(360)).press("hang-up");
        phone
    }

    /// Kills the process and starts another on the same vault. What was under way is forgotten.
    pub(crate) fn restart(&mut self) -> &mut Self {
        self.restart_after(|_| {})
    }

    /// As [`restart`](Self::restart), but somebody changes what lies on the disk in between.
    pub(crate) fn restart_after(&mut self, change: impl FnOnce(&Path)) -> &mut Self {
        self.lives += 1;
        // A vault is open in one process at a time: the old one has to be gone first.
        let elsewhere = tempfile::tempdir().unwrap();
        self.app = open(&self.config, &elsewhere, self.now, 0);
        // What lies in the log goes into the file.
        Vault::open(&place(&self.folder)).unwrap().suspend(std::time::Duration::from_secs(5)).unwrap();
        change(self.folder.path());
        self.app = open(&self.config, &self.folder, self.now, self.lives);
        self.held.clear();
        self.wanted.clear();
        self.letters_sent.clear();
        self.tick()
    }

    pub(crate) fn screen(&self) -> Arc<Screen> {
        self.app.screen()
    }

    pub(crate) fn at(&self) -> String {
        self.screen().id.clone()
    }

    /// What can be pressed under this name: the whole id, or what stands before its colon.
    pub(crate) fn action(&self, name: &str) -> Option<Action> {
        let named = |action: &&&Action| action.id.0 == name || action.id.0.split(':').next() == Some(name);
        self.screen().actions().iter().find(named).map(|&action| action.clone())
    }

    pub(crate) fn press(&mut self, name: &str) -> &mut Self {
        self.press_with(name, Vec::new())
    }

    pub(crate) fn type_code(&mut self, code: &str) -> &mut Self {
        self.press_with("sign-in", vec![(Key::new("code"), Typed::new(code))])
    }

    pub(crate) fn type_pin(&mut self, pin: &str) -> &mut Self {
        self.press_with("enter-pin", vec![(Key::new("pin"), Typed::new(pin))])
    }

    /// What the vault holds of a kind of unsent work, read from a copy with the phone's own key.
    pub(crate) fn rows_of(&self, kind: &'static str) -> Vec<Vec<u8>> {
        let copied = tempfile::tempdir().unwrap();
        for file in ["vault", "vault-wal"] {
            if self.folder.path().join(file).exists() {
                std::fs::copy(self.folder.path().join(file), copied.path().join(file)).unwrap();
            }
        }
        let mut vault = Vault::open(&place(&copied)).unwrap();
        let sealed = vault.slots().unwrap().unwrap().outbox;
        let plain: Vec<u8> =
            sealed[..sealed.len() - 1].iter().map(|byte| byte ^ sealed[sealed.len() - 1]).collect();
        vault.unlock_outbox(&nabz_vault::DataKey::from_bytes(&plain).unwrap()).unwrap();
        let kind = nabz_vault::Kind { name: kind, class: nabz_vault::KeyClass::Outbox };
        vault.list(kind).unwrap().into_iter().map(|record| record.bytes).collect()
    }

    fn press_with(&mut self, name: &str, values: Vec<(Key, Typed)>) -> &mut Self {
        let input = self.tap(name, values);
        self.turn(vec![input])
    }

    /// The input of a finger on this action of the screen as it is.
    pub(crate) fn tap(&self, name: &str, values: Vec<(Key, Typed)>) -> Input {
        let screen = self.screen();
        let action = self.action(name).unwrap_or_else(|| panic!("no {name} on {screen:#?}"));
        Input::Act { revision: screen.revision, action: action.id, values }
    }

    /// Whether this sentence stands anywhere on the screen.
    pub(crate) fn says(&self, message: &Message) -> bool {
        let screen = serde_json::to_value(&*self.screen()).unwrap();
        let language = screen["title"]["language"].as_str().unwrap();
        says(&screen, &formatter(language).text(message).shown)
    }

    /// A message in the words of the screen.
    pub(crate) fn sentence(&self, message: &Message) -> String {
        formatter(&self.screen().title.language).text(message).shown
    }

    /// Everything on the screen, for a test that fails.
    pub(crate) fn words(&self) -> String {
        let mut words = Vec::new();
        gather(&serde_json::to_value(&*self.screen()).unwrap(), &mut words);
        words.join("\n")
    }

    /// Rows of a list, as a shell reads them.
    pub(crate) fn window(&self, key: &str, first: u32, count: u32) -> Option<Window> {
        self.app.window(key, first, count, self.now)
    }

    /// What the live blocks show while somebody speaks.
    pub(crate) fn live(&self) -> Vec<Live> {
        self.app.live().values(self.now, Levels { microphone: 58, loudspeaker: 0 })
    }

    /// Into the background.
    pub(crate) fn suspend(&mut self) -> Result<(), VaultError> {
        let mut effects = Vec::new();
        let suspended = self.app.suspend(self.now, Duration::from_secs(5), &mut effects);
        for effect in effects {
            self.perform(effect);
        }
        suspended
    }

    /// And back.
    pub(crate) fn resume(&mut self) -> Result<(), VaultError> {
        self.app.resume(self.now)
    }

    /// One turn, and everything that follows from it at once.
    pub(crate) fn turn(&mut self, inputs: Vec<Input>) -> &mut Self {
        let mut effects = self.app.turn(self.now, inputs);
        while !effects.is_empty() {
            self.wanted.extend(effects.iter().cloned());
            let replies: Vec<Input> = effects.into_iter().filter_map(|effect| self.perform(effect)).collect();
            effects = if replies.is_empty() { Vec::new() } else { self.app.turn(self.now, replies) };
        }
        self
    }

    /// One turn whose effects nobody performs.
    pub(crate) fn turn_alone(&mut self, inputs: Vec<Input>) -> Vec<Effect> {
        self.app.turn(self.now, inputs)
    }

    pub(crate) fn tick(&mut self) -> &mut Self {
        self.turn(vec![Input::Tick])
    }

    /// Time passes; the app gets its turns when it asked for them.
    pub(crate) fn wait(&mut self, time: Duration) -> &mut Self {
        let end = self.now + time;
        while let Some(due) = self.app.poll_timeout().filter(|due| *due <= end.mono) {
            // An app that asks for a turn in the past would never let time pass.
            let step = due.since(self.now.mono).max(Duration::from_millis(1));
            self.now = self.now + step;
            self.tick();
        }
        self.now = Now { mono: self.now.mono.max(end.mono), wall: self.now.wall.max(end.wall) };
        self.tick()
    }

    /// The line is as good as this from now on; what waited for an answer gets it.
    pub(crate) fn line(&mut self, line: Line) -> &mut Self {
        self.clinic.line = line;
        let held = std::mem::take(&mut self.held);
        let replies = held.into_iter().filter_map(|effect| self.perform(effect)).collect();
        self.turn(replies)
    }

    pub(crate) fn doctor_calls(&mut self) -> &mut Self {
        let offer = self.doctor.offer(self.now.wall);
        self.letter(offer)
    }

    pub(crate) fn letter(&mut self, bytes: Vec<u8>) -> &mut Self {
        self.letters_received += 1;
        let id = self.letters_received;
        self.turn(vec![Input::Mailbox(MailboxEvent::Message { id, bytes })])
    }

    pub(crate) fn mailbox(&mut self, event: MailboxEvent) -> &mut Self {
        self.turn(vec![Input::Mailbox(event)])
    }

    /// News of the media thread about the doctor's call.
    pub(crate) fn media(&mut self, event: impl FnOnce(CallId) -> MediaEvent) -> &mut Self {
        let event = event(self.doctor.call);
        self.turn(vec![Input::Media(event)])
    }

    /// News of the media thread about the practice call under way.
    pub(crate) fn practised(&mut self, stage: PracticeStage) -> &mut Self {
        let begun = self.wanted.iter().rev().find_map(|effect| match effect {
            Effect::Media(MediaCommand::Practise { call, .. }) => Some(*call),
            _ => None,
        });
        self.turn(vec![Input::Media(MediaEvent::Practice { call: begun.unwrap(), stage })])
    }

    /// What the doctor reads in the letters this phone sent.
    pub(crate) fn sent(&self) -> &[Body] {
        &self.letters_sent
    }

    /// What the key store says at last to what it was asked to sign.
    pub(crate) fn late_signature(&mut self) -> (EffectId, KeyReply) {
        let asked = |effect: &Effect| match effect {
            Effect::Keys(id, request @ KeyRequest::Sign { .. }) => Some((*id, request.clone())),
            _ => None,
        };
        let (id, request) = self.wanted.iter().rev().find_map(asked).unwrap();
        (id, self.key_store(&request).unwrap())
    }

    /// Reminders that were planned: when, and in which words.
    pub(crate) fn reminders(&self) -> Vec<(Wall, String)> {
        let planned = |effect: &Effect| match effect {
            Effect::Host(_, HostRequest::Notify { at, text, .. }) => Some((*at, text.spoken.clone())),
            _ => None,
        };
        self.wanted.iter().filter_map(planned).collect()
    }

    pub(crate) fn dialled(&self) -> Vec<String> {
        let dialled = |effect: &Effect| match effect {
            Effect::Host(_, HostRequest::Dial { number }) => Some(number.clone()),
            _ => None,
        };
        self.wanted.iter().filter_map(dialled).collect()
    }

    /// Does what the app wants; what comes back of it, if it does at once.
    fn perform(&mut self, effect: Effect) -> Option<Input> {
        match &effect {
            Effect::Keys(_, KeyRequest::Sign { .. }) if !self.signs => None,
            Effect::Keys(id, request) => Some(Input::Keys(*id, self.key_store(request))),
            Effect::Http { id, door, request, .. } => match self.clinic.answer(*door, request) {
                Some(reply) => Some(Input::Http(*id, reply)),
                None => {
                    self.held.push(effect);
                    None
                }
            },
            Effect::Mailbox(MailboxCommand::Connect { .. }) => {
                let up = self.clinic.line == Line::Good;
                up.then_some(Input::Mailbox(MailboxEvent::Connected { resumed: false }))
            }
            Effect::Mailbox(MailboxCommand::Publish { id, bytes, .. }) => {
                self.letters_sent.push(self.doctor.reads(bytes, self.now.wall));
                Some(Input::Mailbox(MailboxEvent::Taken { id: *id }))
            }
            Effect::Media(MediaCommand::Answer { call, .. }) => {
                let local = description(Setup::Active);
                Some(Input::Media(MediaEvent::Described { call: *call, local }))
            }
            Effect::Host(id, _) => Some(Input::Host(*id, self.host.clone())),
            Effect::Mailbox(_) | Effect::Media(_) => None,
        }
    }

    fn key_store(&mut self, request: &KeyRequest) -> Result<KeyReply, KeyError> {
        if let Some(error) = self.keys_refuse {
            return Err(error);
        }
        let refuse = |key: &KeyName| match self.clinical_refuses {
            Some(error) if key.alias == KeyAlias::Clinical => Err(error),
            _ => Ok(()),
        };
        // One byte more tells whose key it was.
        let mask =
            |key: &KeyName| 0x5a ^ (key.vault.0 as u8) ^ ((key.alias == KeyAlias::Clinical) as u8) << 7;
        let masked = |bytes: &[u8], mask: u8| bytes.iter().map(|byte| byte ^ mask).collect::<Vec<u8>>();
        Ok(match request {
            KeyRequest::Wrap { key, plain } => {
                refuse(key)?;
                KeyReply::Wrapped([masked(plain, mask(key)), vec![mask(key)]].concat())
            }
            KeyRequest::Unwrap { key, wrapped } => {
                refuse(key)?;
                let (whose, sealed) = wrapped.split_last().ok_or(KeyError::Integrity)?;
                if *whose != mask(key) {
                    return Err(KeyError::Integrity);
                }
                KeyReply::Unwrapped(masked(sealed, mask(key)))
            }
            KeyRequest::Sign { message, .. } => {
                KeyReply::Signature(self.doctor.trusted.patient.sign(message))
            }
            KeyRequest::Delete(key) => {
                self.destroyed.push(*key);
                if key.alias == KeyAlias::Clinical {
                    // A new key can be made in its place.
                    self.clinical_refuses = None;
                }
                KeyReply::Deleted
            }
            KeyRequest::ReadCounter(counter) => {
                KeyReply::Counter(self.counters.get(counter).copied().unwrap_or(0))
            }
            KeyRequest::BumpCounter { counter, to } => {
                let at = self.counters.entry(*counter).or_insert(0);
                *at = (*at).max(*to);
                KeyReply::Counter(*at)
            }
            KeyRequest::Guard => KeyReply::Guard(self.guard),
        })
    }
}

fn config(language: &str, doctor: &Doctor) -> Config {
    Config {
        languages: vec![language.to_owned()],
        zone: "Asia/Tehran".into(),
        clinic: ClinicName {
            names: vec![("en".into(), "Sample Clinic".into()), ("fa".into(), "درمانگاه نمونه".into())],
            phone: CLINIC_PHONE.into(),
            call_after: CALL_AFTER,
        },
        records: BASE.into(),
        emergency: vec![EmergencyNumber { kind: EmergencyKind::Ambulance, number: AMBULANCE.into() }],
        require_clinical_review: false,
        corrections: nabz_app::config::Corrections::default(),
        sandbox: false,
        policy: Policy::default(),
        mailbox: PATIENT.into(),
        trust: Trust {
            roots: vec![doctor.trusted.root.clone()],
            chain: vec![doctor.trusted.patient.certificate.clone()],
            ..Trust::default()
        },
        relay: None,
        mirror: Some("127.0.0.1:9".parse().unwrap()),
    }
}

fn open(config: &Config, folder: &TempDir, now: Now, life: u64) -> App {
    let vault = Vault::open(&place(folder)).unwrap();
    App::open(config.clone(), vault, Box::new(Scattered(life)), now).unwrap()
}

fn place(folder: &TempDir) -> Place {
    Place::File(folder.path().join("vault"))
}

/// Bytes that look random and repeat from run to run; each process of a phone draws its own.
struct Scattered(u64);

impl Entropy for Scattered {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (self.0 >> 56) as u8;
        }
    }
}
