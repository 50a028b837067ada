//! Senders with one setting that do not adapt: what a call with stock settings is on a weak line.
//!
//! They talk all the time, and are given every advantage: no set-up, nothing held back by a jitter buffer. Stock Chromium behaves like this
//! on lines of 10 to 40 kbit/s: it pauses when ICE gives up, it does not adapt.

use nabz_link::HEADERS;
use nabz_terminal::report::measure::{IN_TIME, Window};
use nabz_time::Mono;

use super::meeting::Road;
use crate::outcome::BenchError;

/// RTP header and SRTP tag.
const FRAMING: usize = 12 + 10;

/// A sender of one setting.
#[derive(Clone, Copy, Debug)]
pub struct Fixed {
    /// What it is called in a table.
    pub name: &'static str,
    /// Bits a second, without headers.
    bitrate: usize,
    /// Frames of 20 ms in a packet.
    frames: u64,
    /// Packets beside speech: bytes on the wire, and every how many milliseconds one leaves.
    control: [(usize, u64); 2],
}

/// WebRTC as it comes: Opus at 24 kbit/s in packets of 20 ms, checks every 2 s (measured 1.30 kbit/s) and reports
/// (1.25 kbit/s).
pub const STOCK: Fixed =
    Fixed { name: "stock 24k/20ms", bitrate: 24_000, frames: 1, control: [(325, 2_000), (156, 1_000)] };

/// As a well-kept messenger sets it for weak lines: 32 kbit/s constant, 60 ms, reports every 5 s (0.25 kbit/s).
pub const MESSENGER: Fixed =
    Fixed { name: "32k CBR/60ms", bitrate: 32_000, frames: 3, control: [(325, 2_000), (156, 5_000)] };

impl Fixed {
    /// What it sends, kbit/s on the wire, headers included.
    pub fn kbps(&self) -> f64 {
        let speech =
            self.bitrate as f64 / 1_000.0 + (FRAMING + HEADERS) as f64 * 8.0 / (self.frames * 20) as f64;
        self.control.iter().fold(speech, |sum, &(bytes, every)| sum + bytes as f64 * 8.0 / every as f64)
    }

    /// The share of speech in a window that arrives within a second, each way.
    pub fn under_1s(&self, road: &Road, seed: u64, window: Window) -> Result<[f64; 2], BenchError> {
        Ok([self.one_way(road, seed, window, 0)?, self.one_way(road, seed, window, 1)?])
    }

    fn one_way(&self, road: &Road, seed: u64, window: Window, way: usize) -> Result<f64, BenchError> {
        let mut link = road.link::<Option<u64>>(seed, way)?;
        let packet = self.frames * 20;
        let payload = self.bitrate * packet as usize / 8_000 + FRAMING;
        let stranger = road.stranger.map(|stranger| (stranger.bytes, stranger.every));
        let (mut spoken, mut heard) = (0u32, 0u32);
        let mut held = Vec::new();
        for millis in 1..=window.to.millis() + 10_000 {
            let now = Mono::from_millis(millis);
            if millis.is_multiple_of(packet) {
                held.push((Some(millis / packet - 1), payload));
            }
            for (bytes, _) in
                self.control.into_iter().chain(stranger).filter(|(_, every)| millis % every == 77)
            {
                held.push((None, bytes.saturating_sub(HEADERS)));
            }
            if road.stands_still(millis) {
                continue;
            }
            held.drain(..).for_each(|(packet, length)| link.send(packet, length, now));
            while let Some(at) = link.poll_timeout()
                && let Some(arrived) = link.receive(now)
            {
                // The first frame of a packet is played at once, the next 20 ms later.
                let Some(number) = arrived else { continue };
                let begins = Mono::from_millis(number * packet);
                heard += (0..self.frames)
                    .filter(|n| counts(number * self.frames + n, window))
                    .filter(|_| at.since(begins) < IN_TIME)
                    .count() as u32;
            }
        }
        for number in 0..window.to.millis() / 20 {
            spoken += u32::from(counts(number, window));
        }
        if spoken == 0 {
            Err(BenchError::Nothing("nobody spoke"))
        } else {
            Ok(f64::from(heard) / f64::from(spoken))
        }
    }
}

fn counts(number: u64, window: Window) -> bool {
    window.holds(Mono::from_millis(number * 20))
}

#[cfg(test)]
mod tests {
    use super::super::shape;
    use super::*;

    #[test]
    fn a_sender_is_heard_where_the_line_carries_it_and_not_where_it_does_not() {
        let window = Window { from: Mono::from_millis(5_000), to: Mono::from_millis(40_000) };
        let share = |sender: Fixed, kbps| {
            let [up, down] = sender.under_1s(&Road::steady(shape(kbps, 300, 0.0)), 1, window).unwrap();
            up.min(down)
        };
        assert!(share(STOCK, 60) > 0.999 && share(MESSENGER, 60) > 0.999);
        assert!(share(STOCK, 30) < 0.1 && share(MESSENGER, 30) < 0.1);
        let lossy = STOCK.under_1s(&Road::steady(shape(60, 300, 0.2)), 1, window).unwrap();
        assert!(lossy.iter().all(|share| (0.7..0.9).contains(share)), "{lossy:?}");
    }
}
