//! The desk at which the app works: everything it knows while the vault is open, and where each input goes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use nabz_call::media::practice::PracticeStage;
use nabz_call::signal::{CallSession, MailboxName};
use nabz_locale::{Formatter, LocaleError, Overlay, Settings};
use nabz_sync::{Outbox, QueryId, Reader, RequestId};
use nabz_time::{Entropy, Mono, Now, Wall};
use nabz_vault::{Turn, Vault, VaultError};

use crate::OpenError;
use crate::calls::load_session;
use crate::config::Config;
use crate::effect::{Effect, EffectId, HostReply, HostRequest, Input, MailboxCommand, Network, Typed};
use crate::kept::KEPT;
use crate::leave::Leaving;
use crate::live::LiveView;
use crate::lock::Lock;
use crate::pace::Pace;
use crate::paint::{VISITS, View, paint, visit_rows};
use crate::post::Post;
use crate::press::Press;
use crate::questions::Asked;
use crate::records::{self, Noted, PROFILE, Phase, Profile, VISIT, Visit};
use crate::screen::{Key, ListRow, Screen};
use crate::start::vault_error;
use crate::state::{CallStage, Gate, Help, Place, SignIn, State, Telephone};
use crate::visits::{EARLY, is_past};
use crate::words::{self, CorrectionError};

/// How often the waiting room looks at the clock, to say that the doctor is late.
const LATE_TICK: Duration = Duration::from_secs(30);

/// How long the mailbox is held after a push message woke the phone: what waits there has come by then, or comes with
/// the visit. A connection stands within 20 s on the worst link (20 kbit/s, 1.5 s of round trip).
const AWAKE: Duration = Duration::from_secs(60);

/// One turn under way: what it may change and what time it is.
pub(crate) struct Turning<'t, 'v> {
    pub vault: &'t mut Turn<'v>,
    pub entropy: &'t mut dyn Entropy,
    pub now: Now,
    pub effects: &'t mut Vec<Effect>,
}

/// Who waits for the reply to an effect.
#[derive(Debug)]
pub(crate) enum Waiting {
    Outbox(RequestId),
    Reader(RequestId),
    SignIn,
    /// The signature of this draft.
    Signature(u64),
    /// The end of the sign-in, before the account is deleted.
    Revoke,
    /// The emergency number at this place of the list is being dialled.
    Dial(usize),
    /// The clinic's telephone is being dialled.
    Telephone,
}

/// Everything the app works with.
pub(crate) struct Desk {
    pub config: Config,
    pub state: State,
    pub formatter: Arc<Formatter>,
    /// Writes in the clinic's own language what stands beneath an unreviewed text.
    pub clinic_words: Formatter,
    /// The clinic's corrections that hold, and why the others do not.
    pub corrections: Vec<Overlay>,
    pub refused_corrections: Vec<CorrectionError>,
    pub outbox: Outbox,
    pub reader: Reader,
    pub session: Option<CallSession>,
    pub post: Post,
    pub waiting: BTreeMap<EffectId, Waiting>,
    pub timers: Timers,
    /// What each question under way was asked for.
    pub asked: Vec<(QueryId, Asked)>,
    /// Reminders are to be planned in this turn.
    pub remind: bool,
    /// How often a follow-up was looked for.
    pub follow_up_tries: u32,
    /// What our own requests take beside a call on a weak line.
    pub pace: Pace,
    effects_named: u64,
}

/// Instants at which the desk has something to do by itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Timers {
    /// The waiting room opens, or the doctor becomes late: the screen changes.
    pub repaint: Option<Mono>,
    /// The clinic is asked once more for a follow-up.
    pub follow_up: Option<Mono>,
}

impl Desk {
    /// A desk with nothing on it. Refuses a configuration that could never work.
    pub(crate) fn new(config: Config) -> Result<Self, OpenError> {
        let (corrections, refused_corrections) = words::checked(&config.corrections);
        let formatter = formatter(&config, &Profile::default(), &corrections).map_err(|_| OpenError::Zone)?;
        let clinic_words = clinic_words(&config, &corrections).map_err(|_| OpenError::Zone)?;
        let reader = Reader::new(&config.records).map_err(|_| OpenError::Address)?;
        config.mailbox.parse::<MailboxName>().map_err(|_| OpenError::Mailbox)?;
        Ok(Self {
            config,
            state: State::default(),
            formatter: Arc::new(formatter),
            clinic_words,
            corrections,
            refused_corrections,
            outbox: Outbox::default(),
            reader,
            session: None,
            post: Post::default(),
            waiting: BTreeMap::new(),
            timers: Timers::default(),
            asked: Vec::new(),
            remind: false,
            follow_up_tries: 0,
            pace: Pace::default(),
            effects_named: 0,
        })
    }

    /// Reads everything again from the vault: after opening, and after a turn that could not be committed. Replies
    /// to what was asked before belong to nobody any more.
    pub(crate) fn load(&mut self, vault: &Vault, now: Now) -> Result<(), VaultError> {
        let State { help, gate, .. } = self.state;
        let lock = Lock { dialog: None, ..std::mem::take(&mut self.state.lock) };
        self.state = State { help, gate, lock, ..State::default() };
        // Help was called for before anything was open.
        self.waiting.retain(|_, waiting| matches!(waiting, Waiting::Dial(_)));
        self.asked.clear();
        self.timers = Timers::default();
        self.follow_up_tries = 0;
        self.outbox = Outbox::load(vault).map_err(vault_error)?;
        self.post = Post::load(vault)?;
        self.session = load_session(vault, &self.config.mailbox, now)?;
        self.state.profile = records::read(vault, PROFILE)?.unwrap_or_default();
        self.state.visit = records::read(vault, VISIT)?;
        self.state.kept = records::read(vault, KEPT)?.unwrap_or_default();
        self.speak();
        self.resume_visit(now);
        Ok(())
    }

    /// Forgets everything: another vault comes. Help that was called for stays, and no name of an effect returns.
    pub(crate) fn reset(&mut self) {
        let State { help, gate, .. } = self.state;
        self.state = State { help, gate, ..State::default() };
        self.waiting.retain(|_, waiting| matches!(waiting, Waiting::Dial(_)));
        self.asked.clear();
        self.timers = Timers::default();
        self.outbox = Outbox::default();
        self.post = Post::default();
        self.session = None;
        self.speak();
    }

    pub(crate) fn next_effect(&mut self) -> EffectId {
        self.effects_named += 1;
        EffectId(self.effects_named)
    }

    /// The screen that is due.
    pub(crate) fn paint(&self, now: Now) -> Screen {
        paint(&self.view(now))
    }

    /// How many rows the list under this key has, and those from `first` on; `None` if no such list is known.
    pub(crate) fn rows(
        &self,
        list: &str,
        first: usize,
        count: usize,
        now: Now,
    ) -> Option<(usize, Vec<ListRow>)> {
        let visits = self.state.visits.ready().filter(|_| list == VISITS)?;
        Some((visits.visits.len(), visit_rows(&self.view(now), &visits.visits, first, count)))
    }

    /// The live blocks of the screen that is due.
    pub(crate) fn live(&self) -> LiveView {
        let call = self.state.call.as_ref().filter(|call| call.stage != CallStage::Ringing);
        let talk = self.state.visit.as_ref().and_then(|visit| visit.talk.as_ref());
        let connected = call.filter(|call| call.stage != CallStage::Connecting);
        let since = connected.and(talk).map(|talk| Wall::from_millis(talk.began));
        let practises = self.state.practice.is_some_and(|practice| practice.stage == PracticeStage::Speak);
        let hearing = call.map_or(practises, |call| !call.muted);
        LiveView::new(self.formatter.clone(), since, hearing)
    }

    fn view(&self, now: Now) -> View<'_> {
        View {
            config: &self.config,
            state: &self.state,
            formatter: &self.formatter,
            clinic_words: &self.clinic_words,
            now,
        }
    }

    /// When the desk wants a turn by itself.
    pub(crate) fn poll_timeout(&self) -> Option<Mono> {
        let session = self.session.as_ref().and_then(CallSession::poll_timeout);
        // While nobody is signed in nothing is sent, however long it has been due.
        let signed_in = self.state.profile.session.is_some();
        let yields = self.yields_to_a_call();
        let outbox = self.outbox.poll_timeout();
        let outbox = outbox.map(|at| if yields { at.max(self.pace.free_at()) } else { at });
        let reader = self.reader.poll_timeout().filter(|_| !yields && self.state.gate == Gate::Open);
        let requests = [outbox, reader].map(|at| at.filter(|_| signed_in));
        let practice = self.practice_timeout();
        let timers =
            [self.timers.repaint, self.timers.follow_up, self.post.poll_timeout(), session, practice];
        timers.into_iter().chain(requests).flatten().min()
    }

    /// Everything that is not a press.
    pub(crate) fn take(&mut self, input: Input, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        match input {
            Input::Http(id, reply) => {
                self.pace.answered(&reply, turning.now.mono);
                match self.waiting.remove(&id) {
                    Some(Waiting::Outbox(request)) => self.outbox_replied(request, reply, turning),
                    Some(Waiting::Reader(request)) => self.reader_replied(request, reply, turning),
                    Some(Waiting::SignIn) => self.signed_in(reply, turning),
                    Some(Waiting::Revoke) => {
                        self.revoked(&reply);
                        Ok(())
                    }
                    Some(_) | None => Ok(()),
                }
            }
            Input::Keys(id, reply) => match self.waiting.remove(&id) {
                Some(Waiting::Signature(draft)) => self.signed(draft, reply, turning),
                Some(_) | None => Ok(()),
            },
            Input::Mailbox(event) => self.mailbox_said(event, turning),
            Input::Media(event) => self.media_said(&event, turning),
            Input::Host(id, reply) => {
                self.host_replied(id, reply);
                Ok(())
            }
            Input::Network(network) => {
                self.network_changed(network, turning);
                Ok(())
            }
            Input::Wake => {
                self.outbox.hurry(turning.now);
                self.post.awake_until = Some(turning.now.mono + AWAKE);
                Ok(())
            }
            Input::Act { .. } | Input::Tick => Ok(()),
        }
    }

    /// What follows from the inputs: requests that are due, timers that have passed, the mailbox that is needed.
    pub(crate) fn proceed(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        self.proceed_call(turning)?;
        self.proceed_practice(turning);
        self.proceed_kept(turning)?;
        self.proceed_visit(turning)?;
        self.proceed_post(turning)?;
        self.state.unsent = self.unsent();
        self.plan_repaint(turning.now);
        Ok(())
    }

    /// A line that is back is used at once: what waits is sent, and the mailbox dials anew.
    fn network_changed(&mut self, network: Network, turning: &mut Turning<'_, '_>) {
        if network == Network::None {
            return;
        }
        self.outbox.hurry(turning.now);
        if self.post.is_held() {
            turning.effects.push(Effect::Mailbox(MailboxCommand::NetworkChanged));
        }
    }

    /// A person pressed something that stands on the screen.
    pub(crate) fn press(
        &mut self,
        press: Press,
        values: &[(Key, Typed)],
        turning: &mut Turning<'_, '_>,
    ) -> Result<(), VaultError> {
        match press {
            Press::Emergency | Press::Dial(_) => {
                self.press_while_shut(&press, turning.effects);
                Ok(())
            }
            Press::Back if self.state.help.is_some() => {
                self.state.help = None;
                Ok(())
            }
            Press::Back => {
                self.back();
                Ok(())
            }
            Press::Language(tag) => self.choose_language(tag, turning),
            Press::Address(gender) => self.address(gender, turning),
            Press::ChangeLanguage => {
                self.state.place = Place::Language;
                Ok(())
            }
            Press::Agree => self.agree(turning),
            Press::NotNow => {
                self.state.consent_declined = true;
                Ok(())
            }
            Press::SignIn => {
                self.sign_in(values, turning);
                Ok(())
            }
            Press::Visits => {
                self.state.place = Place::Visits;
                self.ask_visits();
                Ok(())
            }
            Press::Book
            | Press::SeeTimes
            | Press::PickSlot(_)
            | Press::Confirm
            | Press::Done
            | Press::TryAgain => self.press_visit(&press, turning),
            Press::EnterWaitingRoom => {
                self.state.place = Place::Waiting;
                Ok(())
            }
            Press::Practise | Press::BeginPractice => {
                self.press_practice(&press, turning);
                Ok(())
            }
            // Pressed at the door, before anything is open.
            Press::Renew | Press::StartAnew | Press::StartAnewSure => Ok(()),
            Press::SetPin
            | Press::ChangePin
            | Press::RemovePin
            | Press::Digit(_)
            | Press::Erase
            | Press::EnterPin
            | Press::ForgotPin => Ok(()),
            Press::Safety => {
                self.state.place = Place::Safety;
                Ok(())
            }
            Press::WithoutLock => self.open_without_lock(turning),
            Press::DeleteAccount | Press::SendFirst | Press::DeleteSure | Press::DeleteAnyway => {
                self.press_leave(&press, turning);
                Ok(())
            }
            Press::CallClinic => {
                self.call_clinic(turning);
                Ok(())
            }
            Press::Answer
            | Press::Decline
            | Press::HangUp
            | Press::Mute
            | Press::Unmute
            | Press::Loudspeaker
            | Press::Earpiece => self.press_call(&press, turning),
        }
    }

    /// Help, which works before anything is open.
    pub(crate) fn press_while_shut(&mut self, press: &Press, effects: &mut Vec<Effect>) {
        match press {
            Press::Emergency => self.state.help = Some(Help::Shown),
            Press::Back => self.state.help = None,
            Press::Dial(index) if self.config.sandbox => self.state.help = Some(Help::Practised(*index)),
            Press::Dial(index) => {
                if let Some(number) = self.emergency_number(*index) {
                    let id = self.next_effect();
                    self.waiting.insert(id, Waiting::Dial(*index));
                    effects.push(Effect::Host(id, HostRequest::Dial { number }));
                }
            }
            _ => {}
        }
    }

    pub(crate) fn host_replied(&mut self, id: EffectId, reply: HostReply) {
        match (self.waiting.remove(&id), reply) {
            (Some(Waiting::Dial(_)), HostReply::Done) => self.state.help = Some(Help::Dialled),
            (Some(Waiting::Dial(index)), _) => self.state.help = Some(Help::CannotDial(index)),
            (Some(Waiting::Telephone), HostReply::Unsupported | HostReply::Failed) => {
                self.state.telephone = Some(Telephone::Cannot);
            }
            _ => {}
        }
    }

    /// The way on where no call gets through. In a sandbox nothing is dialled.
    fn call_clinic(&mut self, turning: &mut Turning<'_, '_>) {
        self.state.telephone = self.config.sandbox.then_some(Telephone::Practised);
        if !self.config.sandbox {
            let id = self.next_effect();
            self.waiting.insert(id, Waiting::Telephone);
            let number = self.config.clinic.phone.clone();
            turning.effects.push(Effect::Host(id, HostRequest::Dial { number }));
        }
    }

    fn emergency_number(&self, index: usize) -> Option<String> {
        let configured = self.config.emergency.iter().map(|entry| &entry.number);
        configured.chain([&self.config.clinic.phone]).nth(index).cloned()
    }

    fn back(&mut self) {
        self.state.consent_declined = false;
        self.state.sign_in = SignIn::Waiting;
        self.state.telephone = None;
        self.state.lock.dialog = None;
        self.state.leaving = Leaving::Reading;
        self.state.place = match self.state.place {
            Place::Pin | Place::Leave => Place::Safety,
            Place::Slots => Place::Doctor,
            Place::Confirm => Place::Slots,
            Place::Home
            | Place::Language
            | Place::Doctor
            | Place::Booking
            | Place::Waiting
            | Place::After
            | Place::Safety
            | Place::Visits
            | Place::Practice => Place::Home,
        };
    }

    /// The person goes on without any lock, where policy allows it: asked once, and noted.
    fn open_without_lock(&mut self, turning: &mut Turning<'_, '_>) -> Result<(), VaultError> {
        if !self.config.policy.open_without_lock {
            return Ok(());
        }
        self.state.profile.without_lock = true;
        records::store(turning.vault, PROFILE, &self.state.profile)?;
        records::note(turning.vault, turning.now.wall, Noted::WithoutLock)
    }

    /// Speaks the person's language from now on.
    pub(crate) fn speak(&mut self) {
        // The zone was checked when the app opened, so a formatter can be made; should it not, the last one speaks on.
        if let Ok(formatter) = formatter(&self.config, &self.state.profile, &self.corrections) {
            self.formatter = Arc::new(formatter);
        }
    }

    /// The screen changes by itself when the waiting room opens, and while a doctor is late.
    fn plan_repaint(&mut self, now: Now) {
        let restored = self.state.call.as_ref().and_then(|call| call.restored);
        let missed = self.state.clinic.mailbox.missed_at().filter(|at| *at > now.mono);
        let expected = |visit: &&Visit| visit.phase == Phase::Booked && !is_past(visit, now.wall);
        let wait = self.state.visit.as_ref().filter(expected).map(|visit| {
            let opens = (visit.starts() - EARLY).millis_since(now.wall);
            if opens > 0 { Duration::from_millis(opens.unsigned_abs()) } else { LATE_TICK }
        });
        let asked = self.state.visit.as_ref().filter(|visit| visit.phase == Phase::Asked);
        let to_call = asked.map(|visit| self.config.call_at(visit).millis_since(now.wall));
        let to_call = to_call.filter(|millis| *millis > 0);
        let to_call = to_call.map(|millis| Duration::from_millis(millis.unsigned_abs()));
        let waits = wait.into_iter().chain(to_call).map(|wait| now.mono + wait);
        self.timers.repaint = waits.chain(restored).chain(missed).min();
    }
}

/// Speaks the clinic's own language.
fn clinic_words(config: &Config, corrections: &[Overlay]) -> Result<Formatter, LocaleError> {
    let languages = vec![config.clinic.language().to_owned()];
    let settings = Settings { languages, zone: config.zone.clone(), ..Settings::default() };
    Formatter::new(&settings).map(|words| words.corrected(corrections))
}

/// The person's choice comes before the phone's languages.
fn formatter(config: &Config, profile: &Profile, corrections: &[Overlay]) -> Result<Formatter, LocaleError> {
    let wishes = profile.language.iter().chain(&config.languages).cloned();
    let settings = Settings {
        languages: wishes.collect(),
        zone: config.zone.clone(),
        addressee: profile.addressee,
        ..Settings::default()
    };
    Formatter::new(&settings).map(|words| words.corrected(corrections))
}
