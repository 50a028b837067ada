//! The call's cost, alone in its process: memory of other tests would be counted along.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use nabz_bench::{Plan, call};

#[test]
fn one_side_of_a_call_runs_forty_times_faster_than_it_is_spoken() {
    let plan = Plan { plots: std::env::temp_dir(), target: std::env::temp_dir(), ..Plan::default() };
    for row in call::cpu::run(&plan).unwrap() {
        println!("{row:?}");
        assert!(row.met, "{row:?}");
    }
}
