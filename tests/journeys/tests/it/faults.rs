//! A clinic that answers wrongly or not at all, at each step of a visit: a sentence, nothing lost, nothing twice.

use std::time::Duration;

use nabz_app::screen::{Screen, Tone};
use nabz_clinic::http::Fault;
use nabz_journeys::clinic::Clinic;
use nabz_journeys::player::{Doing, Player};
use nabz_journeys::step::Step;
use nabz_journeys::words::{said, says, told};
use nabz_locale::{Message, msg};
use nabz_sync::REQUEST_TIMEOUT;
use nabz_vault::Place;

/// Four tries of a question take up to 14 s; a booking is tried again after a few seconds more.
const PATIENCE: Duration = Duration::from_secs(50);

/// How long the person talks.
const TALKS: Duration = Duration::from_secs(1);

/// What an answer is, and what a patient then reads while asking and while booking.
struct Answer {
    fault: Fault,
    asking: Message,
    booking: Message,
}

impl Answer {
    fn wrong() -> [Self; 3] {
        let answer = |fault, asking, booking| Self { fault, asking, booking };
        [
            answer(Fault::Error, msg::error_clinic_trouble(), msg::booking_no_answer()),
            answer(Fault::Garbage, msg::error_not_understood(), msg::booking_not_understood()),
            answer(Fault::Half, msg::error_no_answer(), msg::booking_unsure()),
        ]
    }
}

/// These steps go wrong from now on, all others are fine.
fn break_down(clinic: &Clinic, steps: &'static [Step], fault: Fault) {
    clinic.weather(move |step| steps.contains(&step).then_some(fault));
}

/// Whether a screen says a sentence.
fn reads(language: &str, id: &'static str, sentence: &Message) -> impl Fn(&Screen) -> bool {
    let sentence = says(language, sentence);
    move |screen| screen.id == id && said(screen).contains(&sentence)
}

/// One visit at a clinic where each step goes wrong until the patient was told so.
fn journey(answer: &Answer, language: &'static str, seed: u64) {
    let clinic = Clinic::open(seed);
    let seat = clinic.seat(language);
    let phone = seat.phone(Place::Memory, clinic.clock.clone(), None);
    let mut player = Player::new(&phone, &clinic.clock, seat.person(), TALKS);
    let asking: [(&'static [Step], _, _); 5] = [
        (&[Step::SignIn], "sign-in", &answer.asking),
        (&[Step::Doctor], "doctor", &answer.asking),
        (&[Step::Slots], "slots", &answer.asking),
        (&[Step::Price], "confirm", &answer.asking),
        (&[Step::Book, Step::LookUp], "booking", &answer.booking),
    ];
    for (steps, screen, sentence) in asking {
        break_down(&clinic, steps, answer.fault);
        player.until_screen(PATIENCE, reads(language, screen, sentence));
    }
    clinic.fair();
    player.until(PATIENCE, |doing| matches!(doing, Doing::WaitsForVisit));

    break_down(&clinic, &[Step::Finish, Step::BeforeFinish], answer.fault);
    clinic.skip_to_visit_with(&phone, Duration::from_secs(1));
    player.until_screen(PATIENCE, reads(language, "after", &msg::after_not_sent()));
    clinic.fair();
    player.until_screen(PATIENCE, |screen| screen.id == "after" && told(screen, Tone::Good));
    happened_once(&clinic);
    let helpless = player.seen.iter().find(|screen| screen.emergency.is_none());
    assert!(helpless.is_none(), "{helpless:?}");
}

fn happened_once(clinic: &Clinic) {
    let appointments = clinic.records("Appointment");
    assert_eq!(appointments.len(), 1, "{appointments:?}");
    assert_eq!(appointments[0]["status"], "fulfilled");
    assert_eq!(clinic.records("Encounter").len(), 1);
}

#[test]
fn wrong_answers_at_every_step_are_told_and_the_visit_happens_once() {
    std::thread::scope(|scope| {
        for (seed, answer) in (50..).zip(Answer::wrong()) {
            scope.spawn(move || journey(&answer, if seed % 2 == 0 { "fa" } else { "en" }, seed));
        }
    });
}

/// One visit at a clinic that does not answer at one step, until the patient was told so within the time-out of the
/// request.
fn silence(
    steps: &'static [Step],
    (screen, sentence): (&'static str, Message),
    language: &'static str,
    seed: u64,
) {
    let clinic = Clinic::open(seed);
    let seat = clinic.seat(language);
    let phone = seat.phone(Place::Memory, clinic.clock.clone(), None);
    let mut player = Player::new(&phone, &clinic.clock, seat.person(), TALKS);
    break_down(&clinic, steps, Fault::Hang);
    if steps.contains(&Step::Finish) {
        player.until(PATIENCE, |doing| matches!(doing, Doing::WaitsForVisit));
        clinic.skip_to_visit_with(&phone, Duration::from_secs(1));
        player.until_screen(PATIENCE, |shown| shown.id == screen);
    } else {
        player.until_screen(PATIENCE, |shown| shown.id == screen);
    }
    let asked = clinic.clock.mono();
    player.until_screen(REQUEST_TIMEOUT + Duration::from_secs(5), reads(language, screen, &sentence));
    println!("{steps:?}: told after {:.1} s", clinic.clock.mono().since(asked).as_secs_f64());
    clinic.fair();
    if !steps.contains(&Step::Finish) {
        player.until(PATIENCE, |doing| matches!(doing, Doing::WaitsForVisit));
        clinic.skip_to_visit_with(&phone, Duration::from_secs(1));
    }
    player.until_screen(PATIENCE, |screen| screen.id == "after" && told(screen, Tone::Good));
    happened_once(&clinic);
}

#[test]
fn silence_is_told_within_the_time_out_of_a_request() {
    std::thread::scope(|scope| {
        scope.spawn(|| silence(&[Step::SignIn], ("sign-in", msg::error_no_answer()), "fa", 60));
        scope.spawn(|| silence(&[Step::Doctor], ("doctor", msg::error_no_answer()), "en", 61));
        scope.spawn(|| silence(&[Step::Book, Step::LookUp], ("booking", msg::booking_unsure()), "fa", 62));
        let finish = &[Step::Finish, Step::BeforeFinish];
        scope.spawn(|| silence(finish, ("after", msg::after_not_sent()), "en", 63));
    });
}
