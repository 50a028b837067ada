//! One visit, and one thing that goes wrong in every place in turn.

use std::time::Duration;

use nabz_world::faults::{Cut, Faults, Kill, Moment, Pipe, Place};
use nabz_world::seeds::play_all;
use nabz_world::{Plan, play};

/// The visit in which everything happens.
const SEED: u64 = 5;

fn assert_sound(plans: Vec<Plan>) {
    let numbers: Vec<u64> = (0..plans.len() as u64).collect();
    let report = play_all(&numbers, |number| plans[number as usize].clone());
    assert_eq!(report.played, plans.len());
    assert!(report.failed.is_empty(), "{:#?}", report.failed);
    let happened = report.tally.of("cut")
        + report.tally.of("kill before a turn")
        + report.tally.of("kill after a commit");
    assert!(happened as usize * 10 >= plans.len() * 8, "{happened} of {}", plans.len());
}

fn with(faults: Faults) -> Plan {
    Plan { faults, ..Plan::calm(SEED) }
}

#[test]
fn the_phone_is_killed_at_every_turn() {
    let turns = play(Plan::calm(SEED)).turns;
    let moments = [Moment::BeforeTurn, Moment::AfterCommit(0), Moment::AfterCommit(1)];
    let kills = (1..=turns)
        .flat_map(|turn| moments.map(|moment| Kill { turn, moment, down: Duration::from_millis(700) }));
    assert_sound(kills.map(|kill| with(Faults { kills: vec![kill], ..Faults::default() })).collect());
}

#[test]
fn the_pipes_to_the_broker_are_cut_all_over() {
    // The call's signalling takes 1.1 kB or more on each pipe; every 37th byte hits each packet of it.
    let places = (0..1_100).step_by(37).map(Place::AtByte);
    let pipes = [Pipe::PhoneUp, Pipe::PhoneDown, Pipe::DoctorUp, Pipe::DoctorDown];
    let cuts = places.flat_map(|place| {
        pipes.into_iter().flat_map(move |pipe| [true, false].map(|half_open| Cut { pipe, place, half_open }))
    });
    assert_sound(cuts.map(|cut| with(Faults { cuts: vec![cut], ..Faults::default() })).collect());
}

#[test]
fn the_offer_is_cut_in_its_middle() {
    let pipes = [Pipe::DoctorUp, Pipe::PhoneDown];
    let cuts = (0..1_000).step_by(125).flat_map(|permille| {
        let place = Place::InLetter { nth: 0, permille };
        pipes.into_iter().flat_map(move |pipe| [true, false].map(|half_open| Cut { pipe, place, half_open }))
    });
    assert_sound(cuts.map(|cut| with(Faults { cuts: vec![cut], ..Faults::default() })).collect());
}
