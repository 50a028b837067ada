//! Whole visits, by seed.

use nabz_world::faults::{Faults, HttpFault};
use nabz_world::seeds::{chosen, play_all};
use nabz_world::{Plan, play};

/// Worlds that are also played with the real engines: they take 50 times as long.
const SHARE: usize = 16;

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
fn the_same_with_real_media() {
    let seeds: Vec<u64> = chosen().into_iter().take(SHARE).collect();
    let report = play_all(&seeds, |seed| Plan::of(seed).with_engines());
    println!("{} worlds, {} turns; {}", report.played, report.turns, report.tally);
    assert!(report.failed.is_empty(), "\n{}", report.complaint("the_same_with_real_media"));
}

#[test]
fn each_trouble_with_requests_by_itself() {
    for fault in HttpFault::ALL {
        let seeds: Vec<u64> = (1_000..1_010).collect();
        let report = play_all(&seeds, |seed| Plan { faults: Faults::only(fault), ..Plan::of(seed) });
        assert!(report.failed.is_empty(), "{fault:?}\n{:#?}", report.failed);
        assert!(report.tally.of(fault.name()) >= 10, "{fault:?}: {}", report.tally);
    }
}

#[test]
fn whatever_goes_wrong_there_is_one_visit() {
    let report = play_all(&chosen(), Plan::of);
    println!("{} worlds, {} turns; {}", report.played, report.turns, report.tally);
    assert!(report.failed.is_empty(), "\n{}", report.complaint("whatever_goes_wrong"));
}

/// `NABZ_SEED=17 cargo test -p nabz-world --test it told -- --ignored --nocapture` tells what happened in a world.
#[test]
#[ignore = "tells one seed, for people"]
fn a_world_is_told() {
    for seed in chosen().into_iter().take(1) {
        let plan = Plan::of(seed);
        println!("{plan:#?}");
        let outcome = play(plan);
        outcome.trace.tell(|line| println!("{line}"));
        println!("{:#?}", outcome.flaws);
    }
}
