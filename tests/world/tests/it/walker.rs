//! Somebody who presses anything, in worlds in which anything goes wrong.

use nabz_world::Plan;
use nabz_world::seeds::{chosen, play_all};

/// Actions of one walk; 200 walks make 20,000.
const ACTIONS: u32 = 100;

/// Every screen there is.
const SCREENS: &[&str] = &[
    "opening",
    "language",
    "consent",
    "sign-in",
    "home",
    "doctor",
    "slots",
    "visits",
    "confirm",
    "booking",
    "waiting",
    "ringing",
    "call",
    "after",
    "practice",
    "emergency",
    "safety",
    "lock",
    "pin",
    "pin-forgotten",
    "leave",
    "gone",
];

#[test]
fn a_walker_finds_no_dead_end() {
    let report = play_all(&chosen(), |seed| Plan::of(seed).walked(ACTIONS));
    println!("{} walks, {} turns; {}", report.played, report.turns, report.tally);
    assert!(report.failed.is_empty(), "\n{}", report.complaint("a_walker"));
    if report.played >= 200 {
        let every = SCREENS.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(report.screens, every, "the walks came through all screens and no others");
    }
}
