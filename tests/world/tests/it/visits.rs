//! Whole visits, by seed.

use nabz_world::seeds::{chosen, play_all};
use nabz_world::{Plan, play};

#[test]
fn a_calm_visit_goes_through_every_screen() {
    let outcome = play(Plan::calm(1));
    assert_eq!(outcome.flaws, [""; 0]);
    let way = ["language", "consent", "sign-in", "home", "doctor", "slots", "confirm", "booking", "waiting"];
    for screen in way.iter().chain(&["ringing", "call", "after"]) {
        assert!(outcome.screens.iter().any(|seen| seen == screen), "{screen} in {:?}", outcome.screens);
    }
}

#[test]
fn whatever_goes_wrong_there_is_one_visit() {
    let report = play_all(&chosen(), Plan::of);
    println!("{} worlds, {} turns; {}", report.played, report.turns, report.tally);
    assert!(report.failed.is_empty(), "\n{}", report.complaint("whatever_goes_wrong"));
}
