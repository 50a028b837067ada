//! `nabz visit`: one visit from end to end, played without being asked anything.

use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use nabz_app::screen::{Screen, Tone};
use nabz_clinic::fhir::{Method, Request};
use nabz_clinic::speech::{Role, Speech};
use nabz_link::Schedule;
use nabz_locale::{Formatter, Settings};
use nabz_time::{Mono, Wall};

use crate::cli::VisitArgs;
use crate::failure::Failure;
use crate::paint::plain;
use crate::person::{ANSWERS_AFTER, Person, Wish};
use crate::progress::Progress;
use crate::recording::{self, Side};
use crate::report::model::{Booking, Bytes, Outcome, Seen};
use crate::report::{self, CallTrace, Visit, measure, summary};
use crate::stage::{Cast, Stage};
use crate::wav;

/// Booking and what follows the call, beside the call itself.
const AROUND: Duration = Duration::from_secs(20);

/// A visit that takes this much longer than its call is given up.
const PATIENCE: Duration = Duration::from_secs(75);

/// How long before its time the patient goes to the waiting room.
const BEFORE: Duration = Duration::from_secs(4);

/// How long a person looks at a screen before pressing.
const READS: Duration = Duration::from_millis(300);

/// Plays the visit and leaves its report.
pub fn run(args: &VisitArgs) -> Result<(), Failure> {
    let words = words(args)?;
    let link = args.link.stretches();
    let talk: Duration = link.iter().map(|(lasts, _)| *lasts).sum();
    let attempts = Arc::new(AtomicU32::new(0));
    let patient = Side::new(speech(args, Role::Patient)?);
    let doctor = Side::new(speech(args, Role::Doctor)?);
    let schedule = Schedule::stretches(&link).ok_or(Failure::Asked("the link has no stretches".into()))?;
    let stage = Stage::set(Cast {
        seed: args.seed,
        languages: vec![args.lang.tag().to_owned()],
        past_visits: 0,
        link: schedule,
        patient: patient.clone(),
        doctor: doctor.clone(),
        faults: counting(attempts.clone()),
    })?;

    let player = Player::new(args, &stage, talk);
    let played = player.play()?;

    let began = stage.sandbox.relay().report().map_or(played.ended, |report| report.began);
    let trace = recording::trace(&patient, &doctor, began, played.ended);
    let visit = Visit {
        seed: args.seed,
        language: args.lang.tag().to_owned(),
        link: args.link.name().to_owned(),
        outcome: played.outcome,
        booking: Booking {
            status: if played.booked { "booked" } else { "none" }.to_owned(),
            attempts: attempts.load(Ordering::Relaxed),
        },
        call: measure::call(&trace, played.setup),
        stretches: measure::stretches(&trace, &link),
        bytes: bytes(&stage),
        screens: played.screens,
    };
    report::leave(&args.out, &visit, &trace, &link, &words)
        .map_err(|error| Failure::Failed(error.to_string()))?;
    leave_sounds(&args.out, &patient, &doctor, &trace)?;
    for line in summary::summary(&visit, &args.out, &words) {
        say(&line);
    }
    match visit.outcome {
        Outcome::Completed => Ok(()),
        _ => Err(Failure::Failed("the visit was not completed; the report says where it stopped".into())),
    }
}

fn words(args: &VisitArgs) -> Result<Formatter, Failure> {
    let settings = Settings { languages: vec![args.lang.tag().to_owned()], ..Settings::default() };
    Formatter::new(&settings).map_err(|error| Failure::Failed(error.to_string()))
}

fn speech(args: &VisitArgs, role: Role) -> Result<Speech, Failure> {
    let own = match role {
        Role::Patient => &args.speech_patient,
        Role::Doctor => &args.speech_doctor,
    };
    match own {
        Some(path) => {
            Speech::load(path).map_err(|error| Failure::Asked(format!("{}: {error}", path.display())))
        }
        None => Speech::bundled(args.lang.tag(), role).map_err(|error| Failure::Failed(error.to_string())),
    }
}

/// Counts booking transactions on their way into the clinic.
fn counting(attempts: Arc<AtomicU32>) -> nabz_clinic::http::Faults {
    Arc::new(move |request: &Request| {
        let books = request.method == Method::Post
            && request.path.trim_matches('/').is_empty()
            && contains(&request.body, b"\"Appointment\"")
            && !contains(&request.body, b"\"Encounter\"");
        if books {
            attempts.fetch_add(1, Ordering::Relaxed);
        }
        None
    })
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

fn bytes(stage: &Stage) -> Bytes {
    let traffic = stage.core.traffic();
    Bytes {
        signalling_up: traffic.signalling_up.get(),
        signalling_down: traffic.signalling_down.get(),
        sync_up: traffic.sync_up.get(),
        sync_down: traffic.sync_down.get(),
    }
}

/// What each side heard, what it said, and where the one lies in the other.
fn leave_sounds(folder: &Path, patient: &Side, doctor: &Side, trace: &CallTrace) -> Result<(), Failure> {
    let failed = |error: &dyn std::error::Error| Failure::Failed(error.to_string());
    for (name, side) in [("patient", patient), ("doctor", doctor)] {
        let sounds = side.sounds(trace.began);
        wav::write(&folder.join(format!("heard-by-{name}.wav")), &sounds.heard)
            .map_err(|error| failed(&error))?;
        wav::write(&folder.join(format!("spoken-by-{name}.wav")), &sounds.spoken)
            .map_err(|error| failed(&error))?;
    }
    let [up, down] = recording::places(patient, doctor, (trace.began, trace.ended));
    let places = serde_json::json!({ "up": up, "down": down });
    std::fs::write(folder.join("heard.json"), places.to_string()).map_err(|error| failed(&error))
}

#[expect(clippy::print_stdout, reason = "the summary is what a command leaves on stdout")]
fn say(line: &str) {
    println!("{line}");
}

/// Plays the patient's part.
struct Player<'a> {
    stage: &'a Stage,
    person: Person,
    talk: Duration,
}

/// What came of it.
struct Played {
    outcome: Outcome,
    booked: bool,
    setup: Option<Duration>,
    ended: Mono,
    screens: Vec<Seen>,
}

impl<'a> Player<'a> {
    fn new(args: &VisitArgs, stage: &'a Stage, talk: Duration) -> Self {
        let person = Person { language: args.lang.tag().to_owned(), code: stage.sandbox.seat().code.clone() };
        Self { stage, person, talk }
    }

    fn play(&self) -> Result<Played, Failure> {
        let waiting = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .map_err(|error| Failure::Failed(error.to_string()))?;
        waiting.block_on(self.go())
    }

    async fn go(&self) -> Result<Played, Failure> {
        let whole = self.talk + AROUND;
        let mut progress = Progress::begin(std::io::stderr().is_terminal(), whole, std::io::stderr());
        let mut story = Story::new(self.stage.clock.mono());
        let deadline = self.stage.clock.mono() + self.talk + PATIENCE;
        let outcome = loop {
            let screen = self.stage.core.screen();
            let now = self.stage.clock.mono();
            story.saw(&screen, now);
            progress.now(now.since(story.began), &sentence(&screen));
            if now > deadline {
                break story.late();
            }
            let wait_at_most = match self.person.look(&screen) {
                Wish::Press(action, values) => {
                    let reads = if screen.id == "ringing" { ANSWERS_AFTER } else { READS };
                    tokio::time::sleep(reads).await;
                    self.stage.core.act(screen.revision, action, values);
                    Duration::from_millis(500)
                }
                Wish::WaitForVisit => {
                    self.skip_to_visit();
                    Duration::from_millis(500)
                }
                Wish::Talk(hang_up) => {
                    let over = self.link_began().map(|began| began + self.talk);
                    if over.is_some_and(|over| over <= now) {
                        story.ended.get_or_insert(now);
                        self.stage.core.act(screen.revision, hang_up, Vec::new());
                    }
                    over.map_or(Duration::from_millis(500), |over| over.since(now))
                        .min(Duration::from_millis(500))
                }
                Wish::Wait => Duration::from_millis(500),
                Wish::Done => break Outcome::Completed,
                Wish::GiveUp => break story.given_up(),
            };
            // Whichever comes first: another screen, or time for another look.
            let _ = tokio::time::timeout(wait_at_most, self.stage.core.next_screen(screen.revision)).await;
        };
        progress.end();
        Ok(story.end(outcome, self.stage.clock.mono()))
    }

    fn link_began(&self) -> Option<Mono> {
        self.stage.sandbox.relay().report().map(|report| report.began)
    }

    /// Nobody waits a night for a demonstration: the clock of phone and clinic goes on to the visit.
    fn skip_to_visit(&self) {
        if let Some(start) = self.stage.sandbox.next_visit() {
            let arrive: Wall = start - BEFORE;
            self.stage.clock.jump_to(arrive);
            self.stage.core.tick();
        }
    }
}

/// What the screens told so far.
struct Story {
    began: Mono,
    screens: Vec<Seen>,
    booked: bool,
    answered: Option<Mono>,
    setup: Option<Duration>,
    talked: bool,
    ended: Option<Mono>,
}

impl Story {
    fn new(began: Mono) -> Self {
        Self {
            began,
            screens: Vec::new(),
            booked: false,
            answered: None,
            setup: None,
            talked: false,
            ended: None,
        }
    }

    fn saw(&mut self, screen: &Arc<Screen>, now: Mono) {
        if self.screens.last().is_some_and(|seen| seen.screen.revision == screen.revision) {
            return;
        }
        self.screens.push(Seen {
            at_s: measure::rounded(now.since(self.began).as_secs_f64()),
            screen: screen.clone(),
        });
        match screen.id.as_str() {
            "booking" => self.booked |= says(screen, Tone::Good),
            "call" => {
                let since = *self.answered.get_or_insert(now);
                if connected(screen) && !self.talked {
                    self.talked = true;
                    self.setup = Some(now.since(since));
                }
            }
            "waiting" | "after" if self.talked => {
                self.ended.get_or_insert(now);
            }
            _ => {}
        }
    }

    /// Time ran out: what had been reached by then?
    fn late(&self) -> Outcome {
        match (self.booked, self.talked, self.ended.is_some()) {
            (false, ..) => Outcome::NotBooked,
            (true, false, _) => Outcome::NotConnected,
            (true, true, true) => Outcome::NotRecorded,
            (true, true, false) => Outcome::TimedOut,
        }
    }

    fn given_up(&self) -> Outcome {
        if self.answered.is_some() { Outcome::LineTooWeak } else { self.late() }
    }

    fn end(self, outcome: Outcome, now: Mono) -> Played {
        Played {
            outcome,
            booked: self.booked,
            setup: self.setup,
            ended: self.ended.unwrap_or(now),
            screens: self.screens,
        }
    }
}

fn says(screen: &Screen, wanted: Tone) -> bool {
    use nabz_app::screen::Kind;
    screen.blocks.iter().any(|block| matches!(block.kind, Kind::Notice { tone, .. } if tone == wanted))
}

/// Whether the call on this screen has a line.
fn connected(screen: &Screen) -> bool {
    use nabz_app::screen::Kind;
    screen.blocks.iter().any(|block| matches!(block.kind, Kind::CallStage { line: Some(_), .. }))
}

/// What the progress line says: the state of a call, or the screen's title.
fn sentence(screen: &Screen) -> String {
    use nabz_app::screen::Kind;
    let state = screen.blocks.iter().find_map(|block| match &block.kind {
        Kind::CallStage { state, .. } => Some(state),
        _ => None,
    });
    plain(state.unwrap_or(&screen.title))
}
