//! The ladder on links that never rest, and on those that carry no call.

use super::*;
use nabz_call::media::Rung;

#[test]
fn a_sawtooth_does_not_make_the_ladder_dance() {
    let (low, high) = (shape(12, 600, 0.0), shape(40, 600, 0.0));
    for period in [5u64, 8, 15, 25] {
        let teeth: Vec<_> = (0..12).flat_map(|_| [(period, high), (period, low)]).collect();
        let mut call = Conversation::new(&stretches(&teeth), 1);
        call.run(182_000);
        for side in 0..2 {
            let busiest = (0..120).map(|from| call.changes(side, from..from + 60).len()).max().unwrap();
            println!(
                "sawtooth {period} s: {busiest} changes in the busiest minute {:?}",
                call.heard(side, 0..180)
            );
            assert!(busiest <= 6, "period {period}: {:?}", call.changes(side, 0..180));
        }
    }
}

#[test]
fn a_hopeless_line_is_given_up_in_bounded_time() {
    for seed in 0..8 {
        let worst = stretches(&[(30, shape(20, 600, 0.1)), (60, shape(8, 2_000, 0.3))]);
        let mut call = Conversation::new(&worst, seed);
        call.run(90_000);
        let given_up = [0, 1].map(|side| call.gave_up(side).map(|at| at.seconds()));
        println!("hopeless seed {seed}: {given_up:?}");
        assert!(given_up.iter().flatten().all(|&at| at > 40.0), "seed {seed}: {given_up:?}");
        assert!(given_up.iter().any(|at| at.is_some_and(|at| at < 75.0)), "seed {seed}: {given_up:?}");
    }
}

#[test]
fn a_step_up_is_followed_within_the_climbing_rule() {
    // From 12 to 60 kbit/s: ten clean seconds, R3 proved with copies of the floor's packets within five more, and R1 with
    // copies of R3's six seconds later.
    let mut call = Conversation::new(&stretches(&[(40, shape(12, 600, 0.0)), (60, shape(60, 600, 0.0))]), 2);
    call.run(90_000);
    for side in 0..2 {
        let changes = call.changes(side, 40..90);
        assert_eq!(call.rungs(side, 40..90), [Rung::R4Floor, Rung::R3, Rung::R1]);
        assert!(changes[0].0 < 40.0 + 10.0 + 5.0, "{changes:?}");
        assert!(changes[1].0 < 40.0 + 10.0 + 5.0 + 6.0 + 5.0, "{changes:?}");
    }
}
