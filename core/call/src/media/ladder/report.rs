//! What a receiver tells the sender about the line: 16 bytes, 70 on the wire as an SRTCP APP packet, 0.28 kbit/s at one
//! in two seconds.
//!
//! ```text
//! 0        1         2      4      6         8      10     12    14
//! flags    concealed seq    queue  capacity  sent   echo   held  received      all big-endian
//! ```
//!
//! A report is itself a timed packet: it carries the sender's media clock and leaves right behind a media packet, so
//! that the time between the two arrivals is what the narrowest link needs for a report. That measures the link's
//! capacity without a byte of extra traffic.

use std::time::Duration;

/// Bytes of a report.
pub const REPORT: usize = 16;

/// Bytes of a report on the wire: IPv4 and UDP 28, RTCP APP header 12, SRTCP index and tag 14 (RFC 3550, RFC 3711).
pub const REPORT_ON_WIRE: usize = 28 + 12 + REPORT + 14;

const VERSION: u8 = 1 << 6;
const VERSION_BITS: u8 = 0b1100_0000;
const SILENT: u8 = 1;
const HEARD: u8 = 2;
const ECHOED: u8 = 4;
const REPAIRS: u8 = 8;
const PROBING: u8 = 16;
/// The capacity is the most that it can be.
const AT_MOST: u8 = 32;

/// A moment of the reporting side's media clock: RTP ticks (48 kHz) divided by 32, 0.67 ms a step, wrapping after
/// 43.7 s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp(pub u16);

impl Stamp {
    const SHIFT: u32 = 5;
    /// Bits of an RTP timestamp that a stamp decides.
    pub(super) const BITS: u32 = 16 + Self::SHIFT;

    /// The stamp of an RTP timestamp.
    pub const fn of(timestamp: u32) -> Self {
        Self((timestamp >> Self::SHIFT) as u16)
    }

    /// The RTP timestamp, as far as a stamp knows it.
    pub const fn timestamp(self) -> u32 {
        (self.0 as u32) << Self::SHIFT
    }

    /// Time from `earlier` to here, at most 43.7 s.
    pub fn since(self, earlier: Self) -> Duration {
        let steps = u64::from(self.0.wrapping_sub(earlier.0));
        Duration::from_micros((steps << Self::SHIFT) * 1_000 / 48)
    }
}

/// How a direction of a call arrives, told to the one who sends it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The reporting side is silent until its own queue is drained.
    pub silent: bool,
    /// The reporting side can read what a packet tells of those before it (DRED).
    pub repairs: bool,
    /// The reporting side tries whether its line bears more, and wants to hear of it soon.
    pub probing: bool,
    /// Share of what was played lately that had to be concealed, in 255ths.
    pub concealed: u8,
    /// Highest sequence number heard; none before the first packet.
    pub heard: Option<u16>,
    /// How much longer that packet was under way than the line needs: the queue.
    pub queue: Duration,
    /// Bits a second the narrowest link carries, if measured. Steps of 100.
    pub capacity: Option<u32>,
    /// Where it could not be measured: what the link carries at most. Told in place of the capacity.
    pub at_most: Option<u32>,
    /// The reporting side's clock when the report left.
    pub sent: Stamp,
    /// The last report heard: its `sent`, and for how long this side has had it.
    pub echo: Option<(Stamp, Duration)>,
    /// Packets received since the beginning, wrapping.
    pub received: u16,
}

impl Report {
    /// The bytes of a report.
    pub fn write(&self) -> [u8; REPORT] {
        let (echo, held) = self.echo.unwrap_or_default();
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        let flags = VERSION
            | flag(self.silent, SILENT)
            | flag(self.heard.is_some(), HEARD)
            | flag(self.echo.is_some(), ECHOED)
            | flag(self.repairs, REPAIRS)
            | flag(self.probing, PROBING)
            | flag(self.capacity.is_none() && self.at_most.is_some(), AT_MOST);
        let capacity = self.capacity.or(self.at_most).unwrap_or(0);
        let capacity = u16::try_from(capacity / 100).unwrap_or(u16::MAX);
        let words = [
            u16::from_be_bytes([flags, self.concealed]),
            self.heard.unwrap_or(0),
            millis(self.queue),
            capacity,
            self.sent.0,
            echo.0,
            millis(held),
            self.received,
        ];
        let mut bytes = [0; REPORT];
        bytes.as_chunks_mut().0.iter_mut().zip(words).for_each(|(pair, word)| *pair = word.to_be_bytes());
        bytes
    }

    /// Reads what [`Report::write`] wrote; `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; REPORT] = bytes.try_into().ok()?;
        let mut words = [0; REPORT / 2];
        words.iter_mut().zip(bytes.as_chunks().0).for_each(|(word, &pair)| *word = u16::from_be_bytes(pair));
        let [head, heard, queue, capacity, sent, echo, held, received] = words;
        let [flags, concealed] = head.to_be_bytes();
        if flags & VERSION_BITS != VERSION {
            return None;
        }
        let capacity = (capacity > 0).then_some(u32::from(capacity) * 100);
        let (capacity, at_most) = if flags & AT_MOST == 0 { (capacity, None) } else { (None, capacity) };
        Some(Self {
            silent: flags & SILENT != 0,
            repairs: flags & REPAIRS != 0,
            probing: flags & PROBING != 0,
            concealed,
            heard: (flags & HEARD != 0).then_some(heard),
            queue: Duration::from_millis(queue.into()),
            capacity,
            at_most,
            sent: Stamp(sent),
            echo: (flags & ECHOED != 0).then_some((Stamp(echo), Duration::from_millis(held.into()))),
            received,
        })
    }
}

fn millis(duration: Duration) -> u16 {
    u16::try_from(duration.as_millis()).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let report = Report {
            silent: true,
            repairs: true,
            probing: true,
            concealed: 12,
            heard: Some(65_535),
            queue: Duration::from_millis(4_321),
            capacity: Some(12_300),
            at_most: None,
            sent: Stamp(9),
            echo: Some((Stamp(65_000), Duration::from_millis(1_999))),
            received: 77,
        };
        assert_eq!(Report::read(&report.write()), Some(report));
        assert_eq!(Report::read(&Report::default().write()), Some(Report::default()));
        let noisy = Report { at_most: Some(14_000), ..Report::default() };
        assert_eq!(Report::read(&noisy.write()), Some(noisy));
    }

    #[test]
    fn stamps_wrap() {
        assert_eq!(Stamp::of(48_000).since(Stamp::of(0)), Duration::from_secs(1));
        let before = Stamp::of(u32::MAX - 47_999);
        assert_eq!(Stamp::of(0).since(before), Duration::from_secs(1));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            if let Some(report) = Report::read(&bytes) {
                prop_assert_eq!(Report::read(&report.write()), Some(report));
            }
        }
    }
}
