//! Peers that lie, jump and send nonsense: no panic, and a call that goes on when they stop.

use nabz_call::media::codec::{Opus, StandIn, mark};
use nabz_call::media::engine::{Begin, MediaPacket, Packet, Pipeline};
use nabz_call::media::ladder::{Report, Stamp};
use nabz_time::Mono;
use proptest::prelude::*;

use super::*;

/// Speaks and listens for `ticks` of 20 ms; returns how many packets of speech left.
fn talk(pipeline: &mut Pipeline, from: u64, ticks: u64) -> usize {
    let mut sent = 0;
    for tick in 0..ticks {
        let now = Mono::from_millis(from + tick * 20);
        pipeline.capture(&mark(tick as u32, 3_000), now);
        pipeline.playout(now);
        pipeline.handle_timeout(now);
        while let Some(packet) = pipeline.poll_transmit() {
            sent += usize::from(matches!(packet, Packet::Media(_)));
        }
    }
    sent
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Sequence numbers, timestamps and payloads of any kind.
    #[test]
    fn any_media_is_borne(
        packets in prop::collection::vec((any::<u16>(), any::<u32>(), 0usize..1_400, any::<u8>()), 1..120),
        opus in any::<bool>(),
    ) {
        let begin = Begin::default();
        let mut pipeline = match opus {
            true => Pipeline::new(&Opus::default(), begin, Mono::ZERO),
            false => Pipeline::new(&StandIn, begin, Mono::ZERO),
        }
        .unwrap();
        pipeline.open(Mono::ZERO);
        for (n, (sequence, timestamp, length, first)) in packets.into_iter().enumerate() {
            let at = n as u64 * 40;
            let mut payload = vec![0x5a; length];
            payload.iter_mut().take(2).for_each(|byte| *byte = first);
            let packet = MediaPacket { sequence, timestamp, marker: false, red: first % 3 == 0, payload };
            pipeline.handle_media(&packet, Mono::from_millis(at));
            talk(&mut pipeline, at, 2);
        }
    }

    /// Reports of any content: at worst this side is silent for a while.
    #[test]
    fn lying_reports_silence_a_call_only_while_they_last(
        reports in prop::collection::vec(prop::collection::vec(any::<u8>(), 16), 1..60)
    ) {
        let mut pipeline = Pipeline::new(&StandIn, Begin::default(), Mono::ZERO).unwrap();
        pipeline.open(Mono::ZERO);
        let mut at = 0;
        for mut report in reports {
            report[0] = 0b0100_0000 | (report[0] & 7);
            pipeline.handle_report(&report, Mono::from_millis(at));
            talk(&mut pipeline, at, 10);
            at += 200;
        }
        let mut sent = 0;
        for _ in 0..20 {
            let stamp = Stamp::of((at * 48) as u32);
            let honest = Report { capacity: Some(60_000), sent: stamp, ..Report::default() };
            pipeline.handle_report(&honest.write(), Mono::from_millis(at));
            sent = talk(&mut pipeline, at, 25);
            at += 500;
        }
        prop_assert!(sent >= 4, "{sent}");
    }
}

#[test]
fn speech_is_held_back_until_the_peer_is_heard() {
    let mut pipeline = Pipeline::new(&StandIn, Begin::default(), Mono::ZERO).unwrap();
    assert_eq!(talk(&mut pipeline, 0, 50), 0);
    pipeline.open(Mono::from_millis(1_000));
    assert_eq!(talk(&mut pipeline, 1_000, 50), 0);
    pipeline.handle_report(&Report::default().write(), Mono::from_millis(2_000));
    // 600 ms of 60 ms packets: what was spoken before is not sent.
    assert_eq!(talk(&mut pipeline, 2_000, 30), 10);
    // Then the peer is not heard any more, and the radio is believed to stall.
    assert_eq!(talk(&mut pipeline, 3_000, 50), 0);
}

#[test]
fn a_phone_that_slept_goes_on() {
    let mut call = Conversation::new(&Schedule::steady(shape(40, 200, 0.0)), 1);
    call.run(10_000);
    // Both clocks stand still for a minute, then everything that was under way arrives.
    call.sleep(60_000);
    call.run(90_000);
    assert!(call.worst(75..88).under_1s > 0.98, "{:?}", call.worst(75..88));
}
