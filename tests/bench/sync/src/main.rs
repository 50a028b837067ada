//! `bench-sync`: what a sync costs a thin line, beside a straightforward client that asks the same clinic for the same
//! records one by one, uncompressed.
//!
//! Both are written as HTTP/1.1 and counted to the byte, headers and all, without TLS; the time of a line is worked out
//! from its rate and round trip.

mod records;
mod wire;

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use nabz_bench_outcome::{Goal, Outcome, Row};
use nabz_care::{Id, Resource};
use nabz_clinic::fhir::Fhir;
use nabz_clinic::seed::Seeded;
use nabz_sync::{Edit, Feed, Intent, Outbox, Pull, PullEvent, Status};
use nabz_time::{Mono, Now};
use nabz_vault::{DataKeys, KeySlots, Place, Vault};

use crate::records::{Clinic, OPENING};
use crate::wire::{Wire, ours, plainly};

/// Records of the patient.
const RECORDS: usize = 1_000;
/// The line of the promise: 20 kbit/s and 0.6 s there and back.
const RATE: f64 = 20_000.0;
const ROUND_TRIP: f64 = 0.6;

/// Measures a sync beside a straightforward client.
#[derive(Parser)]
struct Cli {
    /// Where the figures go as JSON.
    #[arg(long)]
    json: Option<PathBuf>,
    /// The commit that is measured.
    #[arg(long, default_value = "unknown")]
    commit: String,
}

fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            say(&format!("{missed} promises are not met"));
            ExitCode::FAILURE
        }
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<usize, Box<dyn Error>> {
    let mut clinic = Clinic::with_records(RECORDS)?;
    let mut phone = Phone::new()?;
    let (first, today) = phone.sync(&mut clinic)?;
    let rival = one_by_one(&mut clinic)?;
    phone.now = phone.now + Duration::from_secs(3_600);
    let again = phone.sync(&mut clinic)?.0;
    let change = phone.change(&mut clinic)?;
    let share = |goal| Goal::AtMostTimes(goal);
    let (bytes, trips) = (first.bytes(), first.trips as f64);
    let rows = vec![
        row("first sync of 1,000 records", "kB", bytes / 1e3, rival.bytes() / 1e3, share(&[(0.15, "plain")])),
        row("round trips of it", "", trips, rival.trips as f64, share(&[(0.25, "plain")])),
        row("time of it at 20 kbit/s, 0.6 s", "s", first.lasts(), rival.lasts(), Goal::Told),
        Row::new("today's appointment at 20 kbit/s, 0.6 s", "s", today.lasts(), &[], Goal::AtMost(10.0)),
        Row::new("a later sync with nothing new", "kB", again.bytes() / 1e3, &[], Goal::Told),
        Row::new("round trips of one change", "", change.trips as f64, &[], Goal::AtMost(1.0)),
        Row::new(
            "up in a GET beyond the token, HTTP/1.1 (HTTP/2: ≤ 100)",
            "B",
            today.beyond_token(),
            &[],
            Goal::Told,
        ),
    ];
    let outcome = Outcome { bench: "sync-bytes", commit: cli.commit.clone(), rows };
    print(&outcome.table());
    if let Some(path) = &cli.json {
        std::fs::write(path, serde_json::to_vec_pretty(&outcome)?)?;
    }
    Ok(outcome.missed())
}

fn row(case: &str, unit: &'static str, ours: f64, plain: f64, goal: Goal) -> Row {
    Row::new(case, unit, ours, &[("plain", plain)], goal)
}

impl Wire {
    fn lasts(&self) -> f64 {
        self.bytes() * 8.0 / RATE + self.trips as f64 * ROUND_TRIP
    }
}

struct Phone {
    vault: Vault,
    entropy: Seeded,
    now: Now,
}

impl Phone {
    fn new() -> Result<Self, Box<dyn Error>> {
        let mut entropy = Seeded::new(5);
        let mut vault = Vault::open(&Place::Memory)?;
        let keys = DataKeys::generate(&mut entropy);
        vault.initialise(&keys, KeySlots { outbox: vec![1], clinical: vec![2] }, &mut entropy)?;
        Ok(Self { vault, entropy, now: Now { mono: Mono::from_millis(0), wall: OPENING } })
    }

    /// A whole round: what it cost, and what it cost until today's appointment was there.
    fn sync(&mut self, clinic: &mut Clinic) -> Result<(Wire, Wire), Box<dyn Error>> {
        let day = (self.now.wall, self.now.wall + Duration::from_secs(86_400));
        let feeds = Feed::by_need(&Id::try_from(clinic.patient.as_str())?, day);
        let mut pull = Pull::load("https://clinic.invalid/fhir/", feeds, &self.vault)?;
        pull.begin(self.now);
        let (mut wire, mut today) = (Wire::default(), None);
        while let Some(due) = pull.poll_timeout() {
            self.now.mono = self.now.mono.max(due);
            let Some((id, request)) = pull.poll_request(self.now) else { continue };
            let reply = wire.carry(&mut clinic.fhir, &clinic.token, &request, self.now, ours)?;
            let mut turn = self.vault.turn(&mut self.entropy)?;
            let events = pull.handle_reply(&mut turn, id, reply, self.now, &mut self.entropy)?;
            turn.commit()?;
            if events.contains(&PullEvent::UpToDate { feed: "today" }) {
                today = Some(wire.clone());
            }
            if events.iter().any(|event| matches!(event, PullEvent::Failed { .. } | PullEvent::SignIn)) {
                return Err("the clinic did not answer a feed".into());
            }
        }
        let mut here = 0;
        for kind in ["Appointment", "Patient", "Observation", "QuestionnaireResponse", "DocumentReference"] {
            here += self.vault.ids(nabz_sync::kind_of(kind).ok_or("not pulled")?.kind())?.len();
        }
        if here != RECORDS || !pull.progress().feeds.iter().all(|feed| feed.oddities.is_empty()) {
            return Err(format!("{here} of {RECORDS} records came").into());
        }
        Ok((wire, today.ok_or("today never came")?))
    }

    /// One change of the patient's own record.
    fn change(&mut self, clinic: &mut Clinic) -> Result<Wire, Box<dyn Error>> {
        let kind = nabz_sync::kind_of("Patient").ok_or("patients are pulled")?.kind();
        let base = self.vault.get(kind, &clinic.patient)?.ok_or("the patient was not pulled")?;
        let base = Resource::parse(&base.bytes)?;
        let mut mine = base.value().clone();
        mine["birthDate"] = "1969-04-09".into();
        let edit = Edit::new(uuid::Uuid::from_u128(7), base, Resource::from_value(mine)?)?;
        let mut outbox = Outbox::load(&self.vault)?;
        let mut turn = self.vault.turn(&mut self.entropy)?;
        let intent = outbox.submit(&mut turn, Intent::Edit(Box::new(edit)), self.now)?;
        turn.commit()?;
        let mut wire = Wire::default();
        loop {
            let mut turn = self.vault.turn(&mut self.entropy)?;
            let Some((id, request)) = outbox.poll_request(&mut turn, self.now)? else { break };
            let reply = wire.carry(&mut clinic.fhir, &clinic.token, &request, self.now, ours)?;
            outbox.handle_reply(&mut turn, id, reply, self.now, &mut self.entropy)?;
            turn.commit()?;
        }
        match outbox.status(intent) {
            Some(Status::Confirmed { .. }) => Ok(wire),
            other => Err(format!("the change is {other:?}").into()),
        }
    }
}

/// The straightforward client: every record by itself.
fn one_by_one(clinic: &mut Clinic) -> Result<Wire, Box<dyn Error>> {
    let mut wire = Wire::default();
    let now = Now { mono: Mono::from_millis(0), wall: OPENING };
    let places = clinic.places.clone();
    let fhir: &mut Fhir = &mut clinic.fhir;
    for place in places {
        wire.carry(fhir, &clinic.token, &wire::get(&place), now, plainly)?;
    }
    Ok(wire)
}

#[expect(clippy::print_stderr, reason = "a command-line tool speaks on stderr")]
fn say(line: &str) {
    eprintln!("{line}");
}

#[expect(clippy::print_stdout, reason = "the table is what this command is for")]
fn print(table: &str) {
    print!("{table}");
}
