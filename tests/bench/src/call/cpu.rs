//! What one side of a call costs a processor and how much memory it takes, with real Opus, beside the weights.
//!
//! Time is the thread's own on a processor, so that a busy machine changes little. Linux only: it reads `/proc`.

use std::fs;
use std::time::Duration;

use nabz_call::media::Rung;
use nabz_call::media::codec::Opus;
use nabz_call::media::engine::{Begin, Packet, Pipeline};
use nabz_clinic::speech::{Role, Speech};
use nabz_time::Mono;

use super::quality::rival::{Rival, RivalDecoder};
use crate::Plan;
use crate::outcome::{BenchError, Goal, Row};

/// Seconds of conversation.
const SECONDS: (u64, u64) = (60, 600);
/// One packet in so many is lost.
const LOST: u64 = 10;
/// How long a packet is under way, milliseconds; a report close behind one takes 10 more, which measures 60 kbit/s.
const UNDER_WAY: u64 = 100;
const BEHIND: u64 = 10;

/// What a conversation cost.
struct Cost {
    /// How many times faster than it was spoken.
    times: f64,
    /// Megabytes.
    memory: f64,
}

/// A conversation at full quality with repair, and the codec alone as it is usually set.
pub fn run(plan: &Plan) -> Result<Vec<Row>, BenchError> {
    let seconds = if plan.full { SECONDS.1 } else { SECONDS.0 };
    let speech = Speech::bundled("en", Role::Doctor).map_err(|_| BenchError::Nothing("no speech"))?;
    // The rival second: what we leave in the allocator is free for it.
    let ours = ours(&speech, seconds)?;
    let stock = stock(&speech, seconds)?;
    let name = "stock Opus 24k/20 ms, codec alone";
    let row = |case, unit, ours, rival, goal| Row::new(case, unit, ours, &[(name, rival)], goal);
    Ok(vec![
        row(
            "encode, decode, buffer and repair of one call",
            "× real time",
            ours.times,
            stock.times,
            Goal::AtLeast(40.0),
        ),
        row("its memory beside the weights", "MB", ours.memory, stock.memory, Goal::AtMost(12.0)),
    ])
}

fn ours(speech: &Speech, seconds: u64) -> Result<Cost, BenchError> {
    let before = held()?;
    let mut sides = [side()?, side()?];
    let mut flying: [Vec<(u64, Packet)>; 2] = [Vec::new(), Vec::new()];
    let (began, mut sent) = (spent()?, 0u64);
    for now in (0..seconds * 1_000).step_by(5) {
        let at = Mono::from_millis(now);
        for from in 0..2 {
            while flying[from].first().is_some_and(|(lands, _)| *lands <= now) {
                match flying[from].remove(0).1 {
                    Packet::Media(packet) => sides[1 - from].handle_media(&packet, at),
                    Packet::Report(bytes) => sides[1 - from].handle_report(&bytes, at),
                }
            }
        }
        for (side, flying) in sides.iter_mut().zip(&mut flying) {
            if now % 20 == 0 {
                side.capture(&speech.frame(now / 20), at);
                side.playout(at);
            }
            side.handle_timeout(at);
            while let Some(packet) = side.poll_transmit() {
                sent += 1;
                let behind = if matches!(packet, Packet::Media(_)) { 0 } else { BEHIND };
                if !sent.is_multiple_of(LOST) {
                    flying.push((now + UNDER_WAY + behind, packet));
                }
            }
        }
    }
    let cost = (spent()? - began) / 2;
    let memory = held()?.saturating_sub(before) / 2;
    if sides[0].counters().repaired_ms == 0 || sides[0].rung() > Rung::R2 {
        return Err(BenchError::Nothing("a conversation without repair"));
    }
    Ok(Cost { times: seconds as f64 / cost.as_secs_f64(), memory: memory as f64 / 1e6 })
}

fn side() -> Result<Pipeline, BenchError> {
    let pipeline = Pipeline::new(&Opus::default(), Begin::default(), Mono::ZERO);
    let mut pipeline = pipeline.map_err(|_| BenchError::Nothing("no codec"))?;
    pipeline.open(Mono::ZERO);
    Ok(pipeline)
}

/// One encoder and one decoder, nothing around them.
fn stock(speech: &Speech, seconds: u64) -> Result<Cost, BenchError> {
    let before = held()?;
    let (mut encoder, mut decoder) = (Rival::stock()?, RivalDecoder::new()?);
    let began = spent()?;
    for n in 0..seconds * 50 {
        let packet = encoder.encode(&[speech.frame(n)])?;
        let lost = n % LOST == LOST - 1;
        decoder.decode((!lost).then_some(packet.as_slice()))?;
    }
    let cost = spent()? - began;
    let memory = held()?.saturating_sub(before);
    Ok(Cost { times: seconds as f64 / cost.as_secs_f64(), memory: memory as f64 / 1e6 })
}

/// Time this thread has spent on a processor.
fn spent() -> Result<Duration, BenchError> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse().ok());
    Ok(Duration::from_nanos(nanos.ok_or(BenchError::Nothing("no time in schedstat"))?))
}

/// Bytes of memory that this process alone holds: neither code nor weights.
fn held() -> Result<u64, BenchError> {
    // What was freed before would else be used again, unseen.
    // SAFETY: takes a number and has no other effect than to give free pages back.
    unsafe { libc::malloc_trim(0) };
    let smaps = fs::read_to_string("/proc/self/smaps_rollup")?;
    let line = smaps.lines().find(|line| line.starts_with("Anonymous:"));
    let kib = line.and_then(|line| line.split_whitespace().nth(1)).and_then(|kib| kib.parse::<u64>().ok());
    Ok(kib.ok_or(BenchError::Nothing("no Anonymous in smaps_rollup"))? * 1_024)
}
