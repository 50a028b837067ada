//! The buffer against lines that lose, repeat, reorder and stall.

use proptest::prelude::*;

use super::*;
use crate::media::Rung;
use crate::media::codec::{Codec, StandIn, mark};

const LOUD: i16 = 3_000;

fn buffer() -> JitterBuffer {
    JitterBuffer::new(StandIn.decoder().unwrap())
}

/// Packet `n` of a stream of `frames` frames each, `level` loud.
fn packet(n: u32, rung: Rung, level: i16) -> (u32, Vec<u8>) {
    let setting = rung.setting();
    let first = n * setting.frames as u32;
    let frames: Vec<Frame> = (0..setting.frames as u32).map(|f| mark(first + f, level)).collect();
    (first * FRAME_TICKS, StandIn.encoder().unwrap().encode(&frames, setting).unwrap())
}

/// Plays until `until`, each packet of `arrivals` (milliseconds, number) inserted at its time.
fn run(buffer: &mut JitterBuffer, rung: Rung, arrivals: &[(u64, u32)], until: u64) -> Vec<(u64, Source)> {
    let mut played = Vec::new();
    let mut pending = arrivals.iter().peekable();
    for at in (0..until).step_by(20) {
        while let Some(&&(arrives, n)) = pending.peek()
            && arrives <= at
        {
            let (timestamp, payload) = packet(n, rung, LOUD);
            buffer.insert(timestamp, &payload, Mono::from_millis(arrives));
            pending.next();
        }
        played.push((at, buffer.playout(Mono::from_millis(at)).1));
    }
    played
}

/// Milliseconds from the clock's zero to the playing of each frame heard, with its media time.
fn heard(played: &[(u64, Source)]) -> Vec<(i64, i64)> {
    let decoded = played.iter().filter_map(|&(at, source)| match source {
        Source::Decoded { timestamp } => Some((at as i64, i64::from(timestamp) / MS)),
        _ => None,
    });
    decoded.collect()
}

#[test]
fn a_steady_line_plays_every_frame_once() {
    let mut buffer = buffer();
    let arrivals: Vec<_> = (0..50).map(|n| (160 + u64::from(n) * 60, n)).collect();
    let heard = heard(&run(&mut buffer, Rung::R3, &arrivals, 3_400));
    assert_eq!(heard.len(), 150);
    assert!(heard.iter().all(|(at, spoken)| at - spoken == 200));
    assert_eq!(buffer.counters().skipped_ms, 0);
    assert_eq!(buffer.counters().late, 0);
}

#[test]
fn a_lost_packet_is_concealed_in_its_place() {
    let mut buffer = buffer();
    let arrivals: Vec<_> = (0..50).filter(|n| n % 10 != 7).map(|n| (160 + u64::from(n) * 60, n)).collect();
    let played = run(&mut buffer, Rung::R3, &arrivals, 3_100);
    assert!(heard(&played).iter().all(|(at, spoken)| at - spoken == 200));
    assert_eq!(buffer.counters().concealed_ms, 5 * 60);
}

#[test]
fn reordered_and_doubled_packets_are_put_right() {
    let mut buffer = buffer();
    let arrivals: Vec<_> =
        (0..40u64).flat_map(|n| [(160 + n * 60, (n ^ 1) as u32), (161 + n * 60, (n ^ 1) as u32)]).collect();
    let played = run(&mut buffer, Rung::R3, &arrivals, 2_700);
    let heard = heard(&played);
    // The buffer cannot know of the swaps before it has seen some.
    assert!(heard.len() >= 111, "{}", heard.len());
    assert!(heard[9..].windows(2).all(|pair| pair[1].1 - pair[0].1 == 20));
    assert_eq!(buffer.counters().late, 43);
}

#[test]
fn what_comes_late_is_still_heard_and_the_delay_is_won_back() {
    let mut buffer = buffer();
    // From the tenth packet on everything takes 300 ms longer, for five packets; then the queue is gone.
    let arrivals: Vec<_> =
        (0..300u64).map(|n| (160 + n * 60 + if (10..15).contains(&n) { 300 } else { 0 }, n as u32)).collect();
    let mut sorted = arrivals;
    sorted.sort_unstable();
    let heard = heard(&run(&mut buffer, Rung::R3, &sorted, 18_000));
    assert!(heard.len() > 870, "{}", heard.len());
    let last = heard.last().unwrap();
    assert!(last.0 - last.1 <= 300, "{last:?}");
}

#[test]
fn after_a_stall_the_delay_returns_below_a_second_at_once() {
    let mut buffer = buffer();
    let arrivals: Vec<_> = (0..300u64)
        .map(|n| {
            let arrives = 160 + n * 60;
            (if (5_000..9_000).contains(&arrives) { 9_000 + (n % 7) } else { arrives }, n as u32)
        })
        .collect();
    let played = run(&mut buffer, Rung::R3, &arrivals, 18_000);
    let after = heard(&played).into_iter().filter(|&(at, _)| at > 9_100);
    assert!(after.into_iter().all(|(at, spoken)| at - spoken < 1_000));
}

#[test]
fn pauses_give_the_delay_back_before_speech_does() {
    let mut buffer = buffer();
    let mut skipped = Vec::new();
    for tick in 0..400u64 {
        let now = Mono::from_millis(tick * 20);
        if tick % 3 == 0 {
            // 200 ms of extra delay for one second, then none; every other second is a pause.
            let n = (tick / 3) as u32;
            let level = if (tick / 50) % 2 == 0 { LOUD } else { 0 };
            let (timestamp, payload) = packet(n, Rung::R3, level);
            let extra = if (60..110).contains(&tick) { 200 } else { 0 };
            buffer.insert(timestamp, &payload, now + Duration::from_millis(extra));
        }
        let before = buffer.counters().skipped_ms;
        let (frame, _) = buffer.playout(now);
        if buffer.counters().skipped_ms > before {
            skipped.push(loudness(&frame));
        }
    }
    assert!(skipped.iter().all(|&loudness| loudness < 2_900), "{skipped:?}");
}

#[test]
fn a_clock_that_jumps_begins_a_new_stream() {
    let mut buffer = buffer();
    let mut decoded = 0;
    for n in 0..200u32 {
        let now = Mono::from_millis(u64::from(n) * 60);
        let (timestamp, payload) = packet(n, Rung::R3, LOUD);
        let jump = if n >= 100 { 0x5000_0000 } else { 0 };
        buffer.insert(timestamp.wrapping_add(jump), &payload, now);
        for _ in 0..3 {
            decoded += u32::from(matches!(buffer.playout(now).1, Source::Decoded { .. }));
        }
    }
    assert!(decoded > 550, "{decoded}");
}

#[test]
fn a_long_silence_is_comfort_not_noise() {
    let mut buffer = buffer();
    let played = run(&mut buffer, Rung::R3, &[(100, 0), (160, 1)], 2_000);
    assert_eq!(played.last().unwrap().1, Source::Comfort);
    assert_eq!(buffer.counters().underruns, 1);
}

/// Packets of one rung in the order they were made, each with its RTP time.
fn stream(rung: Rung, packets: u32) -> Vec<(u32, Vec<u8>)> {
    let setting = rung.setting();
    let mut encoder = StandIn.encoder().unwrap();
    let frames = setting.frames as u32;
    let one = |n: u32| {
        let speech: Vec<Frame> = (0..frames).map(|f| mark(n * frames + f, LOUD)).collect();
        (n * frames * FRAME_TICKS, encoder.encode(&speech, setting).unwrap())
    };
    (0..packets).map(one).collect()
}

/// Plays a stream of 60 ms packets of which `lost` do not arrive; the one before each comes along if `copies`.
fn play(rung: Rung, lost: impl Fn(usize) -> bool, copies: bool) -> (JitterBuffer, Vec<(u64, Source)>) {
    let mut buffer = buffer();
    let packets = stream(rung, 300);
    let mut played = Vec::new();
    for (n, (timestamp, payload)) in packets.iter().enumerate() {
        let now = Mono::from_millis(160 + n as u64 * 60);
        if !lost(n) {
            buffer.insert(*timestamp, payload, now);
            if copies && n > 0 {
                buffer.insert_copy(packets[n - 1].0, &packets[n - 1].1, now);
            }
        }
        for tick in 0..3 {
            let at = 160 + n as u64 * 60 + tick * 20;
            played.push((at, buffer.playout(Mono::from_millis(at)).1));
        }
    }
    (buffer, played)
}

#[test]
fn a_hole_is_mended_from_the_next_packet_in_its_place() {
    // After the first holes the buffer knows how long to wait for the packet behind one.
    let (buffer, played) = play(Rung::R2, |n| n % 10 == 7, false);
    let counters = buffer.counters();
    assert!(counters.repaired_ms >= 27 * 60, "{counters:?}");
    assert!(counters.concealed_ms <= 2 * 60 + 40, "{counters:?}");
    assert_eq!((counters.copied_ms, counters.corrected_ms), (0, 0));
    let order: Vec<u32> = played
        .iter()
        .filter_map(|&(_, source)| match source {
            Source::Decoded { timestamp } | Source::Repaired { timestamp } => Some(timestamp),
            _ => None,
        })
        .collect();
    assert!(order.windows(2).all(|pair| pair[0] <= pair[1]));
}

#[test]
fn a_burst_is_mended_as_far_as_the_packet_tells() {
    let (buffer, _) = play(Rung::R2, |n| n % 20 > 15, false);
    let counters = buffer.counters();
    assert!(counters.repaired_ms > counters.concealed_ms * 4, "{counters:?}");
}

#[test]
fn a_copy_comes_before_repair_and_is_not_needed_twice() {
    let (with, _) = play(Rung::R2, |n| n % 10 == 7, true);
    let counters = with.counters();
    assert!(counters.copied_ms >= 27 * 60, "{counters:?}");
    assert_eq!((counters.repaired_ms, counters.late), (0, 0), "{counters:?}");
    let (clean, played) = play(Rung::R3, |_| false, true);
    assert_eq!(clean.counters().copied_ms, 0);
    assert!(clean.target() <= Duration::from_millis(60), "copies that are not needed are not waited for");
    assert!(heard(&played).len() >= 890);
}

#[test]
fn a_peer_of_thousands_of_packets_does_not_keep_the_decoder_busy() {
    let mut buffer = buffer();
    let packets = stream(Rung::R2, 4_000);
    // Every other packet is missing, so each is worth reading; all come between two frames.
    let now = Mono::from_millis(160);
    let mut longest = 0;
    for (timestamp, payload) in packets.iter().step_by(2) {
        buffer.insert(*timestamp % 240_000, payload, now);
        longest = longest.max(buffer.mend.spent());
    }
    assert_eq!(longest, 4);
    buffer.playout(now);
    assert!(buffer.mend.spent() <= 4);
}

#[test]
fn without_anything_told_a_hole_is_concealed() {
    let (buffer, _) = play(Rung::R3, |n| n % 10 == 7, false);
    let counters = buffer.counters();
    assert_eq!((counters.repaired_ms, counters.copied_ms), (0, 0));
    assert!(counters.concealed_ms >= 29 * 60, "{counters:?}");
}

#[test]
fn a_rougher_line_is_met_by_stretching_before_it_runs_dry() {
    let mut buffer = buffer();
    let mut arrivals: Vec<(u64, u32)> =
        (0..400u64).map(|n| (160 + n * 60 + if n >= 100 { n * 37 % 140 } else { 0 }, n as u32)).collect();
    arrivals.sort_unstable();
    run(&mut buffer, Rung::R3, &arrivals, 23_000);
    let counters = buffer.counters();
    assert!(counters.stretched_ms > 40, "{counters:?}");
    assert!(buffer.target() >= Duration::from_millis(120), "{:?}", buffer.target());
    assert!(counters.concealed_ms < 700, "{counters:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Any order, any loss, any repetition, any size: what is heard moves forward, memory stays bounded.
    #[test]
    fn any_arrivals_play_forward_in_bounded_memory(
        arrivals in prop::collection::vec((0u32..80, 0u64..40, 0usize..4), 1..400)
    ) {
        let mut buffer = buffer();
        let mut at = 0;
        let mut last = None;
        for (n, wait, rung) in arrivals {
            for _ in 0..wait {
                at += 5;
                if at % 20 != 0 {
                    continue;
                }
                if let (_, Source::Decoded { timestamp }) = buffer.playout(Mono::from_millis(at)) {
                    prop_assert!(last.is_none_or(|last| timestamp >= last), "{last:?} {timestamp}");
                    last = Some(timestamp);
                }
            }
            let (timestamp, payload) = packet(n, Rung::ALL[rung], LOUD);
            buffer.insert(timestamp, &payload, Mono::from_millis(at));
            prop_assert!(buffer.store.len() <= store::MAX_PACKETS && buffer.decoded.len() <= 6);
        }
    }

    /// Any bytes at any RTP time: no panic, bounded memory.
    #[test]
    fn any_bytes_are_borne(
        packets in prop::collection::vec((any::<u32>(), prop::collection::vec(any::<u8>(), 0..64)), 0..300)
    ) {
        let mut buffer = buffer();
        for (n, (timestamp, mut payload)) in packets.into_iter().enumerate() {
            if n % 2 == 0 {
                payload.splice(..0, [0x5e, (n % 6 + 1) as u8]);
                payload.resize(64, 7);
            }
            buffer.insert(timestamp, &payload, Mono::from_millis(n as u64 * 7));
            buffer.playout(Mono::from_millis(n as u64 * 7));
            prop_assert!(buffer.store.len() <= store::MAX_PACKETS && buffer.decoded.len() <= 6);
        }
    }
}
