//! Schedules of what phones write, a few of each dialect; `cargo xtask proof world` plays the rest.

use nabz_world::outboxes::play;

#[test]
fn whatever_happens_everything_written_is_there_once() {
    for seed in 1..=30 {
        assert_eq!(play(seed, false).unwrap(), [""; 0], "seed {seed}");
    }
}

#[test]
fn a_clinic_that_looks_at_no_version_is_seen() {
    let seen = (1..=10).filter(|seed| !play(*seed, true).unwrap().is_empty()).count();
    assert!(seen > 0, "a defect went unseen");
}
