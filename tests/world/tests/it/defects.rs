//! The checks see what they are there to see: each defect put in on purpose is found.

use nabz_world::faults::{Faults, HttpFault};
use nabz_world::{Defect, Plan, play};

/// Every flaw of calm worlds with a defect.
fn flaws(defect: Defect) -> Vec<String> {
    let worlds = (1..=3).map(|seed| play(Plan::calm(seed).with(defect)));
    let flaws: Vec<Vec<String>> = worlds.map(|world| world.flaws).collect();
    assert!(flaws.iter().all(|flaws| !flaws.is_empty()), "{defect:?} was not seen: {flaws:?}");
    flaws.concat()
}

fn assert_seen(defect: Defect, signs: &[&str]) {
    let flaws = flaws(defect);
    for sign in signs {
        assert!(flaws.iter().any(|flaw| flaw.contains(sign)), "{sign:?} is not among {flaws:#?}");
    }
}

#[test]
fn a_server_that_books_twice_is_seen() {
    assert_seen(Defect::BooksTwice, &["Appointments", "a slot has 2 Appointments"]);
}

#[test]
fn a_server_that_records_twice_is_seen() {
    assert_seen(Defect::RecordsTwice, &["2 Encounters"]);
}

#[test]
fn a_visit_that_is_never_recorded_is_seen() {
    let signs = ["an intent is left open", "an Appointment is \"booked\"", "0 Encounters"];
    assert_seen(Defect::NeverRecords, &signs);
}

#[test]
fn a_phone_that_forgets_what_it_did_is_seen() {
    assert_seen(Defect::VaultSetBack, &["2 Appointments"]);
}

#[test]
fn a_call_in_which_nobody_is_heard_is_seen() {
    assert_seen(Defect::NobodyIsHeard, &["the visit never ended"]);
}

#[test]
fn an_app_that_asks_for_turns_without_end_is_seen() {
    assert_seen(Defect::Spins, &["spins"]);
}

/// Without a defect the same worlds are sound: what was seen above was the defect.
#[test]
fn without_a_defect_nothing_is_seen() {
    for seed in 1..=3 {
        assert_eq!(play(Plan::calm(seed)).flaws, [""; 0]);
        let faults = Faults::only(HttpFault::LostReply);
        assert_eq!(play(Plan { faults, ..Plan::calm(seed) }).flaws, [""; 0]);
    }
}
