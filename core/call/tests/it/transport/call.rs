//! A call that stands: what travels, what it costs, and what happens when the line goes dark.

use std::time::Duration;

use nabz_call::media::MediaEnd;
use nabz_call::media::transport::{
    FEEDBACK_ON_THE_WIRE, Feedback, MAX_PAYLOAD, RtpPacket, TransportError, TransportEvent,
};
use nabz_link::HEADERS;
use nabz_time::Mono;

use super::{CALLED, CALLER, Pair, good, packet};

#[test]
fn media_and_reports_travel_both_ways() {
    let mut pair = Pair::new(&good(), 2);
    pair.connect();
    let report: Feedback = [9; 16];
    for from in [CALLER, CALLED] {
        assert!(!pair.sides[1 - from].transport.media_heard());
        for sequence in [0, 1, u16::MAX] {
            pair.sides[from].transport.send_rtp(&packet(sequence)).unwrap();
        }
        pair.sides[from].transport.send_feedback(&report).unwrap();
        pair.run_for(Duration::from_secs(1));
        let heard = &pair.sides[1 - from];
        for sequence in [0, 1, u16::MAX] {
            let expected = TransportEvent::Rtp(packet(sequence));
            assert!(heard.saw(|event| *event == expected).is_some());
        }
        assert!(heard.saw(|event| *event == TransportEvent::Feedback(report)).is_some());
        assert!(heard.transport.media_heard());
    }
}

#[test]
fn a_media_packet_costs_fifty_bytes_and_a_report_seventy() {
    let mut pair = Pair::new(&good(), 2);
    pair.connect();
    let transport = &mut pair.sides[CALLER].transport;
    transport.send_rtp(&packet(1)).unwrap();
    assert_eq!(transport.poll_transmit().unwrap().bytes.len() + HEADERS, packet(1).payload.len() + 50);
    transport.send_feedback(&[0; 16]).unwrap();
    assert_eq!(transport.poll_transmit().unwrap().bytes.len() + HEADERS, FEEDBACK_ON_THE_WIRE);
    assert_eq!(FEEDBACK_ON_THE_WIRE, 70);
    let large = RtpPacket { payload: vec![0; MAX_PAYLOAD + 1], ..packet(1) };
    assert_eq!(transport.send_rtp(&large), Err(TransportError::TooLarge));
}

#[test]
fn control_traffic_of_a_silent_call_stays_below_half_a_kilobit() {
    let mut pair = Pair::new(&good(), 3);
    pair.connect();
    pair.run_for(Duration::from_secs(20));
    let before = pair.sides.each_ref().map(|side| side.link.counts().offered_bytes);
    for _ in 0..100 {
        for side in &mut pair.sides {
            side.transport.send_feedback(&[0; 16]).unwrap();
        }
        pair.run_for(Duration::from_secs(2));
    }
    for (side, before) in pair.sides.iter().zip(before) {
        let kbps = (side.link.counts().offered_bytes - before) as f64 * 8.0 / 200.0 / 1_000.0;
        println!("{kbps:.3} kbit/s with a report every 2 s");
        assert!((0.30..0.55).contains(&kbps), "{kbps}");
        assert!(side.saw(|event| *event == TransportEvent::Disconnected).is_none());
    }
}

#[test]
fn a_blackout_interrupts_and_heals() {
    let mut pair = Pair::new(&good(), 10);
    pair.blackout = Mono::from_millis(30_000)..Mono::from_millis(50_000);
    pair.connect();
    for sequence in 0..600 {
        for side in &mut pair.sides {
            side.transport.send_rtp(&packet(sequence)).unwrap();
        }
        pair.run_for(Duration::from_millis(120));
    }
    for side in &pair.sides {
        let dark = side.saw(|event| *event == TransportEvent::Disconnected).unwrap();
        let light = side.saw(|event| *event == TransportEvent::Restored).unwrap();
        assert!((41.9..42.3).contains(&dark.seconds()), "{dark:?}");
        assert!((50.0..50.5).contains(&light.seconds()), "{light:?}");
    }
}

#[test]
fn a_line_that_stays_dark_is_lost_after_a_minute() {
    let mut pair = Pair::new(&good(), 11);
    pair.blackout = Mono::from_millis(10_000)..Mono::from_millis(600_000);
    pair.connect();
    pair.run_for(Duration::from_secs(120));
    for side in &pair.sides {
        let lost = side.saw(|event| *event == TransportEvent::Failed(MediaEnd::Lost)).unwrap();
        assert!((60.0..71.0).contains(&lost.seconds()), "{lost:?}");
        assert!(side.transport_is_over());
    }
}

#[test]
fn a_peer_nobody_hears_is_unreachable_after_a_minute() {
    let mut pair = Pair::new(&good(), 12);
    pair.blackout = Mono::ZERO..Mono::from_millis(600_000);
    pair.run_for(Duration::from_secs(120));
    for side in &pair.sides {
        let failed = side.saw(|event| *event == TransportEvent::Failed(MediaEnd::Unreachable)).unwrap();
        assert_eq!(failed, Mono::from_millis(60_000));
        assert!(side.transport_is_over());
    }
}
