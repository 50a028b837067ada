//! P-delivery: who is heard within a second.

use super::*;
use nabz_call::media::Rung;

const SEEDS: u64 = 20;

/// Percent to one place.
fn percent(share: f64) -> f64 {
    (share * 1_000.0).round() / 10.0
}

#[test]
fn a_call_that_starts_on_a_weak_link_is_heard_in_a_second() {
    println!(
        "link | under 1 s % whole, after 2 s | median, longest ms | kbit/s | changes a call (worst of both ways)"
    );
    for kbps in [12, 16] {
        for seed in 0..SEEDS {
            let mut call = Conversation::new(&Schedule::steady(shape(kbps, 600, 0.0)), seed);
            call.run(82_000);
            let (whole, later) = (call.worst(0..80), call.worst(2..80));
            let changes = call.changes(0, 1..80).len().max(call.changes(1, 1..80).len());
            if seed < 3 {
                println!(
                    "{kbps}k seed {seed} | {} {} | {} {} | {:.2} | {changes}",
                    percent(whole.under_1s),
                    percent(later.under_1s),
                    later.median.as_millis(),
                    later.longest.as_millis(),
                    later.offered_kbps,
                );
            }
            assert!(whole.under_1s >= 0.99, "{kbps}k seed {seed}: {whole:?}");
            assert!(later.under_1s >= 0.995, "{kbps}k seed {seed}: {later:?}");
            assert_eq!(changes, 0, "{kbps}k seed {seed}: on the floor from the first second on");
        }
    }
}

#[test]
fn a_call_that_falls_is_braked_and_climbs_again() {
    println!(
        "default link | under 1 s % in the fall, steady | before, after | sent % | longest ms | kbit/s in the fall"
    );
    for seed in 0..SEEDS {
        let mut call = Conversation::new(&default_link(), seed);
        call.run(157_000);
        let (fallen, steady) = (call.worst(25..105), call.worst(40..105));
        let (before, after) = (call.worst(0..25), call.worst(105..155));
        if seed < 3 {
            println!(
                "seed {seed} | {} {} | {} {} | {} | {} | {:.2}",
                percent(fallen.under_1s),
                percent(steady.under_1s),
                percent(before.under_1s),
                percent(after.under_1s),
                percent(fallen.sent),
                fallen.longest.as_millis(),
                fallen.offered_kbps,
            );
        }
        assert!(fallen.under_1s >= 0.95, "seed {seed}: {fallen:?}");
        assert!(steady.under_1s >= 0.985, "seed {seed}: {steady:?}");
        assert!(before.under_1s >= 0.98 && after.under_1s >= 0.98, "seed {seed}: {before:?} {after:?}");
        for side in 0..2 {
            let used = call.rungs(side, 0..155);
            assert_eq!(used, [Rung::R3, Rung::R1, Rung::R4Floor, Rung::R3, Rung::R1], "seed {seed}");
            assert_eq!(call.changes(side, 30..105).len(), 0, "seed {seed}: no probing at 12 kbit/s");
        }
    }
}

#[test]
fn a_fall_of_one_direction_leaves_the_other_alone() {
    let good = shape(60, 200, 0.0);
    let falls = stretches(&[(30, good), (60, shape(12, 200, 0.0))]);
    let mut call = Conversation::between([falls, Schedule::steady(good)], 5);
    call.run(92_000);
    let (fallen, whole) = (call.heard(0, 30..90), call.heard(1, 30..90));
    println!("one way falls: {fallen:?}, other way {whole:?} {:?}", call.changes(1, 0..90));
    assert!(fallen.under_1s >= 0.95, "{fallen:?}");
    assert!(whole.under_1s >= 0.97, "{whole:?}");
    assert_eq!(call.rungs(1, 60..90), [Rung::R1], "it has climbed again");
}

#[test]
fn loss_alone_is_never_congestion() {
    for seed in 0..SEEDS {
        let mut call = Conversation::new(&Schedule::steady(shape(20, 600, 0.1)), seed);
        call.run(122_000);
        let heard = call.worst(2..120);
        if seed < 3 {
            println!("20k 10 % loss seed {seed} {heard:?} {:?}", call.changes(0, 0..120));
        }
        assert!(heard.sent >= 0.97, "seed {seed}: {heard:?}");
        assert!(heard.under_1s >= 0.93, "seed {seed}: copies make up for it: {heard:?}");
        assert!(heard.offered_kbps >= 15.0, "seed {seed}: nothing was stepped down: {heard:?}");
        for side in 0..2 {
            assert!(call.rungs(side, 0..120).iter().all(|&rung| rung <= Rung::R4), "seed {seed}");
            assert_eq!(call.gave_up(side), None);
        }
    }
}

#[test]
fn a_stall_of_four_seconds_costs_little_more_than_four_seconds() {
    for (kbps, round_trip) in [(60, 200), (20, 600), (12, 600)] {
        let mut call = Conversation::new(&Schedule::steady(shape(kbps, round_trip, 0.0)), 3);
        call.stall = 30_000..34_000;
        call.run(72_000);
        let (around, after) = (call.worst(29..44), call.worst(37..70));
        println!("4 s stall at {kbps}k: {around:?}, then {after:?} {:?}", call.changes(0, 28..70));
        assert!(around.under_1s >= 0.60, "{kbps}k: {around:?}");
        assert!(after.under_1s >= 0.97, "{kbps}k: {after:?}");
    }
}

#[test]
fn jitter_is_neither_a_fall_nor_a_reason_to_be_silent() {
    for (kbps, round_trip, least) in [(12, 600, 0.96), (20, 600, 0.95), (60, 200, 0.97)] {
        let mut call = Conversation::new(&Schedule::steady(shape(kbps, round_trip, 0.0)), 4);
        call.jitter = 60;
        call.run(122_000);
        let heard = call.worst(2..120);
        println!("{kbps}k with 60 ms of jitter: {heard:?}, {:?}", call.changes(0, 0..120));
        assert!(heard.under_1s >= least, "{kbps}k: {heard:?}");
        assert_eq!([call.gave_up(0), call.gave_up(1)], [None, None]);
    }
}

#[test]
fn a_stranger_on_the_line_is_given_room() {
    // 3 kbit/s that are not ours beside the call.
    for (kbps, least) in [(14, 0.97), (16, 0.98), (20, 0.97)] {
        for seed in 0..6 {
            let mut call = Conversation::new(&Schedule::steady(shape(kbps, 600, 0.0)), seed);
            call.stranger = Some((122, 400 + seed % 3));
            call.run(122_000);
            let heard = call.worst(2..120);
            println!("{kbps}k beside a stranger: {heard:?}, {} changes", call.changes(0, 0..120).len());
            assert!(heard.under_1s >= least, "{kbps}k seed {seed}: {heard:?}");
        }
    }
}

#[test]
fn a_fall_to_any_rate_from_any_is_survived() {
    println!("from, to kbit/s | under 1 s % over 80 s | longest ms | changes");
    for good in [20, 25, 40, 60, 200] {
        for bad in [10, 12, 14, 16, 18] {
            let good_shape = shape(good, 200, 0.0);
            let parts = [(25, good_shape), (80, shape(bad, 600, 0.0)), (20, good_shape)];
            let mut call = Conversation::new(&stretches(&parts), 4);
            call.run(127_000);
            let heard = call.worst(25..105);
            let changes = call.changes(0, 25..105).len();
            println!(
                "{good}, {bad} | {} | {} | {changes}",
                percent(heard.under_1s),
                heard.longest.as_millis()
            );
            assert!(heard.under_1s >= 0.93, "{good} to {bad}: {heard:?}");
        }
    }
}
