//! `kill -9` between a booking's intent and its answer, and around the end of a visit.

use std::path::Path;
use std::time::Duration;

use nabz_clinic::http::Fault;
use nabz_clinic::seed::Seeded;
use nabz_journeys::child::{Child, Told};
use nabz_journeys::clinic::Clinic;
use nabz_journeys::nap;
use nabz_journeys::seat::Seat;
use nabz_journeys::step::Step;
use nabz_journeys::words::says;
use nabz_locale::msg;
use nabz_time::Entropy as _;

/// The phone, which Cargo builds beside this test.
const PHONE: &str = env!("CARGO_BIN_EXE_journeys-phone");

const KILLS: u64 = 20;

/// Up to this kill the clinic never acts on the booking; from then on it acts, and its answer is lost.
const ACTS_FROM: u64 = 8;

/// From this kill on, the answer to the look-up comes, late.
const ANSWERS_FROM: u64 = 18;

/// For anything that takes a moment.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long the person talks.
const TALKS: Duration = Duration::from_millis(1_500);

fn start(clinic: &Clinic, seat: &Seat, vault: &Path) -> Child {
    Child::start(Path::new(PHONE), seat, vault, clinic.clock.now().wall, TALKS)
}

fn pressed(told: &Told, action: &str) -> bool {
    matches!(told, Told::Pressed(pressed) if pressed == action)
}

/// The booking says so, or home names the visit.
fn is_booked(told: &Told) -> bool {
    let Told::Screen { id, said, .. } = told else { return false };
    let begins = |words: &str| said.iter().any(|said| said.starts_with(words));
    (id == "booking" && begins("Booked.")) || (id == "home" && begins("Your visit with"))
}

fn millis(dice: &mut Seeded, most: u64) -> Duration {
    Duration::from_millis(dice.up_to(most))
}

/// What the clinic does with a booking while the phone is in its `life`th life.
fn weather(clinic: &Clinic, life: u64, dice: &mut Seeded) {
    let write = match (life < ACTS_FROM, dice.up_to(1)) {
        (true, 0) => Fault::Hang,
        (true, _) => Fault::Error,
        (false, 0) => Fault::Lost,
        (false, _) => Fault::Delay(Duration::from_secs(20)),
    };
    let look = match life {
        ..=ACTS_FROM => None,
        ANSWERS_FROM.. => Some(Fault::Delay(millis(dice, 60))),
        _ => Some(Fault::Lost),
    };
    clinic.weather(move |step| match step {
        Step::Book => Some(write),
        Step::LookUp => look,
        _ => None,
    });
}

#[test]
fn kill_9_between_intent_and_answer_twenty_times_one_booking() {
    let clinic = Clinic::open(41);
    let (seat, folder) = (clinic.seat("en"), tempfile::tempdir().unwrap());
    let vault = folder.path().join("vault");
    let mut dice = Seeded::new(41);
    let busy_before = busy(&clinic);
    let mut reached = 0;
    for life in 1..=KILLS {
        weather(&clinic, life, &mut dice);
        clinic.forget_requests();
        let mut phone = start(&clinic, &seat, &vault);
        if life == 1 {
            let confirmed = phone.tells(&clinic.clock, PATIENCE, |told| pressed(told, "confirm"));
            assert!(confirmed.is_some(), "{}", phone.story());
        }
        // One kill in four hits before anything was sent, the others around a request and its answer.
        if life > 1 && dice.up_to(3) == 0 {
            nap(millis(&mut dice, 250));
        } else {
            let sent = clinic.sees(
                &[Step::Book, Step::LookUp],
                if life > ANSWERS_FROM { Duration::from_secs(2) } else { PATIENCE },
            );
            assert!(sent || life > ANSWERS_FROM, "life {life}: {}", phone.story());
            reached += u64::from(sent);
            nap(millis(&mut dice, 80));
        }
        phone.kill();
    }
    clinic.fair();
    for _ in 0..2 {
        let mut phone = start(&clinic, &seat, &vault);
        assert!(phone.tells(&clinic.clock, PATIENCE, is_booked).is_some(), "{}", phone.story());
    }
    let appointments = clinic.records("Appointment");
    assert_eq!(appointments.len(), 1, "{appointments:?}");
    assert_eq!(appointments[0]["status"], "booked");
    assert_eq!(busy(&clinic), busy_before + 1);
    let slot = appointments[0]["slot"][0]["reference"].as_str().unwrap().to_owned();
    let slot = clinic
        .records("Slot")
        .into_iter()
        .find(|own| slot == format!("Slot/{}", own["id"].as_str().unwrap()));
    assert_eq!(slot.unwrap()["meta"]["versionId"], "2", "taken once");
    assert!(reached >= KILLS / 2, "{reached} kills hit after a request");
    println!("{KILLS} kills, {reached} of them with a request under way: one booking");
}

fn busy(clinic: &Clinic) -> usize {
    clinic.records("Slot").iter().filter(|slot| slot["status"] == "busy").count()
}

/// Kills around the end of a visit: a few as the person hangs up, the others around the record of it.
const KILLS_AT_THE_END: u64 = 8;

/// From this kill on the clinic records the visit, and its answers are lost.
const RECORDS_FROM: u64 = 6;

/// Waits until the person hangs up, or the phone begins to record the visit.
fn reaches_the_end(clinic: &Clinic, phone: &mut Child) -> bool {
    let until = clinic.clock.mono() + PATIENCE;
    let (glance, steps) = (Duration::from_millis(5), [Step::BeforeFinish, Step::Finish]);
    while clinic.clock.mono() < until {
        let hung_up = phone.tells(&clinic.clock, glance, |told| pressed(told, "hang-up"));
        if hung_up.is_some() || clinic.sees(&steps, glance) {
            return true;
        }
    }
    false
}

#[test]
fn kill_9_around_hanging_up_one_encounter() {
    let clinic = Clinic::open(42);
    let (seat, folder) = (clinic.seat("fa"), tempfile::tempdir().unwrap());
    let vault = folder.path().join("vault");
    let mut dice = Seeded::new(42);
    let mut phone = start(&clinic, &seat, &vault);
    let waits = phone.tells(&clinic.clock, PATIENCE, |told| *told == Told::WaitsForVisit);
    assert!(waits.is_some(), "{}", phone.story());
    clinic.skip_to_visit(Duration::from_secs(2));
    phone.jump_to(clinic.clock.now().wall);
    for kill in 1..=KILLS_AT_THE_END {
        let write = match (kill < RECORDS_FROM, dice.up_to(1)) {
            (true, 0) => Fault::Hang,
            (true, _) => Fault::Error,
            (false, _) => Fault::Lost,
        };
        clinic.weather(move |step| match step {
            Step::Finish => Some(write),
            Step::BeforeFinish if kill > RECORDS_FROM => Some(Fault::Lost),
            _ => None,
        });
        clinic.forget_requests();
        assert!(reaches_the_end(&clinic, &mut phone), "kill {kill}: {}", phone.story());
        nap(millis(&mut dice, 40));
        phone.kill();
        phone = start(&clinic, &seat, &vault);
    }
    clinic.fair();
    let unsaved = [msg::after_not_sent(), msg::after_saving()].map(|message| says("fa", &message));
    let saved = |told: &Told| match told {
        Told::Screen { id, good, said } => match id.as_str() {
            "after" => *good,
            "home" => !unsaved.iter().any(|sentence| said.contains(sentence)),
            _ => false,
        },
        _ => false,
    };
    assert!(phone.tells(&clinic.clock, PATIENCE, saved).is_some(), "{}", phone.story());
    // Before its person books another visit.
    phone.kill();
    let encounters = clinic.records("Encounter");
    assert_eq!(encounters.len(), 1, "{encounters:?}");
    let appointments = clinic.records("Appointment");
    assert_eq!(appointments.len(), 1, "{appointments:?}");
    assert_eq!(appointments[0]["status"], "fulfilled");
    println!("{KILLS_AT_THE_END} kills around hanging up: one Encounter");
}
