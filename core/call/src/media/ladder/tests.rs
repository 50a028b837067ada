//! What each source of news does to the ladder.

use super::*;

const PACKET: usize = 125;

fn ms(millis: u64) -> Mono {
    Mono::from_millis(millis)
}

/// A ladder that has sent a packet of R3 every 60 ms up to `until`.
fn talking(until: u64) -> Ladder {
    let mut ladder = Ladder::new(ms(0));
    (0..until / 60).for_each(|n| ladder.sent(Some(n as u16), PACKET, ms(n * 60)));
    ladder
}

fn report(heard: u16, queue: u64, capacity: u32) -> Report {
    Report {
        heard: Some(heard),
        queue: Duration::from_millis(queue),
        capacity: Some(capacity),
        ..Report::default()
    }
}

#[test]
fn a_fall_of_the_way_in_brakes_the_way_out_before_any_report() {
    let mut ladder = talking(3_000);
    ladder.handle_report(&report(33, 0, 60_000), Some(Duration::from_millis(200)), ms(2_200));
    assert!(ladder.admits(ms(3_000)));
    ladder.handle_fall(Fall { since: ms(2_100), capacity: 6_000 }, ms(3_000));
    assert_eq!(ladder.rung(), Rung::R4Floor);
    assert!(ladder.queue(ms(3_000)) > Duration::from_millis(900), "{:?}", ladder.queue(ms(3_000)));
    assert!(!ladder.admits(ms(3_000)) && !ladder.admits(ms(3_800)));
    assert!(ladder.admits(ms(4_800)), "the queue is drained by itself");
}

#[test]
fn a_report_of_what_was_sent_since_settles_a_supposed_fall() {
    let mut ladder = talking(6_000);
    ladder.handle_report(&report(66, 0, 60_000), None, ms(4_000));
    ladder.handle_fall(Fall { since: ms(4_200), capacity: 5_000 }, ms(6_000));
    assert!(!ladder.admits(ms(6_000)));
    ladder.handle_report(&report(95, 0, 60_000), None, ms(6_100));
    assert!(ladder.admits(ms(6_100)));
}

#[test]
fn a_reported_queue_steps_down_only_where_the_line_is_too_narrow() {
    let mut ladder = talking(3_000);
    ladder.handle_report(&report(40, 200, 40_000), None, ms(3_000));
    assert_eq!(ladder.rung(), Rung::R3, "a line of 40 kbit/s drains that by itself");
    ladder.handle_report(&report(45, 200, 16_000), None, ms(3_300));
    assert_eq!(ladder.rung(), Rung::R4Floor);
}

#[test]
fn a_queue_that_stays_is_made_room_for() {
    let mut ladder = talking(12_000);
    for second in 4..9 {
        ladder.handle_report(&report(second * 16, 200, 40_000), None, ms(u64::from(second) * 1_000));
        assert_eq!(ladder.rung(), Rung::R3);
    }
    ladder.handle_report(&report(150, 200, 40_000), None, ms(9_500));
    assert_eq!(ladder.rung(), Rung::R4);
}

#[test]
fn a_queue_that_creeps_shows_in_the_time_there_and_back() {
    let mut ladder = talking(60_000);
    let mut steps = Vec::new();
    for n in 1..30u64 {
        let round_trip = Duration::from_millis(700 + n * 20);
        ladder.handle_report(&report(n as u16 * 33, 0, 20_000), Some(round_trip), ms(n * 2_000));
        if steps.last() != Some(&ladder.rung()) {
            steps.push(ladder.rung());
        }
    }
    assert_eq!(steps, [Rung::R3, Rung::R4]);
}

#[test]
fn loss_is_not_congestion() {
    let mut ladder = talking(3_000);
    ladder.handle_report(&Report { concealed: 120, ..report(40, 20, 20_000) }, None, ms(3_000));
    assert_eq!(ladder.rung(), Rung::R3);
    assert!(ladder.admits(ms(3_000)));
}

#[test]
fn nothing_is_said_into_a_stall_and_what_was_is_waited_for() {
    let mut ladder = talking(3_000);
    ladder.handle_report(&report(40, 0, 12_000), None, ms(2_600));
    ladder.handle_timeout(Some(ms(2_600)), ms(3_400));
    assert!(ladder.stalled() && !ladder.admits(ms(3_400)));
    ladder.handle_arrival(ms(6_000));
    assert!(!ladder.admits(ms(6_000)));
    // Nine packets of 125 bytes leave at 12 kbit/s from then on: 750 ms.
    assert!(!ladder.admits(ms(6_600)));
    assert!(ladder.admits(ms(6_760)));
    assert_eq!(ladder.rung(), Rung::R3, "a stall says nothing of the rate");
}

#[test]
fn a_weak_way_in_makes_a_call_begin_on_its_floor_but_not_once_it_is_known() {
    let mut ladder = Ladder::new(ms(0));
    ladder.presume(12_000);
    assert_eq!(ladder.rung(), Rung::R4Floor);
    let mut ladder = talking(600);
    ladder.handle_report(&report(3, 0, 60_000), None, ms(600));
    ladder.presume(12_000);
    assert_eq!(ladder.rung(), START);
}

#[test]
fn a_lying_report_silences_for_seconds_at_most() {
    let mut ladder = talking(3_000);
    ladder.handle_report(&report(40, 65_535, 100), None, ms(3_000));
    assert!(!ladder.admits(ms(3_000)));
    assert!(ladder.admits(ms(10_000)));
}
