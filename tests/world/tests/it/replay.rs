//! A seed played twice is the same, byte for byte, on every link.

use nabz_world::{Plan, play};

fn assert_repeats(plan: Plan) {
    let (one, other) = (play(plan.clone()), play(plan));
    assert!(one.trace.len() > 100, "{:?}", one.flaws);
    if let Some(difference) = one.trace.first_difference(&other.trace) {
        panic!("seed {} does not repeat: {difference:#?}", one.seed);
    }
}

#[test]
fn a_calm_seed_repeats() {
    assert_repeats(Plan::calm(3));
}

#[test]
fn seeds_with_faults_repeat() {
    (1..=12).map(Plan::of).for_each(assert_repeats);
}

#[test]
fn seeds_with_real_media_repeat() {
    (1..=4).map(|seed| Plan::of(seed).with_engines()).for_each(assert_repeats);
}

#[test]
fn two_seeds_differ() {
    assert!(play(Plan::calm(3)).trace.first_difference(&play(Plan::calm(4)).trace).is_some());
}
