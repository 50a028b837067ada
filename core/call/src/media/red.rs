//! Speech that carries copies of the packets before it (RFC 2198), towards a peer that loses some: payload type 63 as
//! browsers number it, at most [`MAX_COPIES`] copies.
//!
//! ```text
//! copy:    1 | type 7 | how much earlier 14 | bytes 10      primary:   0 | type 7      then the bytes of each in turn
//! ```

/// Copies in a packet at most. More than two of 120 ms would come too late for a conversation.
pub const MAX_COPIES: usize = 2;

/// Bytes that the headers of a packet with so many copies take.
pub const fn headers(copies: usize) -> usize {
    COPY_HEADER * copies + PRIMARY_HEADER
}

const COPY_HEADER: usize = 4;
const PRIMARY_HEADER: usize = 1;
const MORE: u8 = 0x80;
/// Fourteen bits, in ticks of the RTP clock: 341 ms.
const LATEST: u32 = (1 << 14) - 1;
/// Ten bits.
const LARGEST: usize = (1 << 10) - 1;
/// Copies read at most; a browser may send more, of which the latest count. RFC 2198 sets no limit.
const MOST_READ: usize = 8;

/// Something that was coded earlier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copy<'a> {
    /// How much earlier its first sample was spoken than the primary's, in ticks of the RTP clock.
    pub earlier: u32,
    /// Coded speech.
    pub payload: &'a [u8],
}

/// What a packet holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Red<'a> {
    /// Earlier speech, as the packet has it: oldest first.
    pub copies: Vec<Copy<'a>>,
    /// The packet's own speech.
    pub primary: &'a [u8],
}

/// Why a packet was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RedError {
    /// It ends within its headers or before what they announce.
    #[error("cut short")]
    Short,
    /// More copies than anybody sends.
    #[error("too many copies")]
    Many,
    /// Something else than the speech that was agreed on.
    #[error("another payload type")]
    Type,
    /// No speech of its own.
    #[error("empty")]
    Empty,
    /// A copy too old or too large for the header.
    #[error("does not fit")]
    Unfit,
}

/// Reads a packet whose blocks are all of payload type `opus`. Copies without bytes are left out: browsers send them
/// where they have nothing to repeat.
pub fn read(packet: &[u8], opus: u8) -> Result<Red<'_>, RedError> {
    let mut announced = Vec::new();
    let mut rest = packet;
    loop {
        let (&first, after) = rest.split_first().ok_or(RedError::Short)?;
        if first & !MORE != opus {
            return Err(RedError::Type);
        }
        if first & MORE == 0 {
            rest = after;
            break;
        }
        let (&[a, b, c], after) = after.split_first_chunk().ok_or(RedError::Short)?;
        let bits = u32::from_be_bytes([0, a, b, c]);
        announced.push((bits >> 10, (bits & LARGEST as u32) as usize));
        if announced.len() > MOST_READ {
            return Err(RedError::Many);
        }
        rest = after;
    }
    let mut copies = Vec::with_capacity(announced.len());
    for (earlier, length) in announced {
        let (payload, after) = rest.split_at_checked(length).ok_or(RedError::Short)?;
        rest = after;
        if length > 0 {
            copies.push(Copy { earlier, payload });
        }
    }
    if rest.is_empty() { Err(RedError::Empty) } else { Ok(Red { copies, primary: rest }) }
}

/// Writes a packet.
pub fn write(red: &Red<'_>, opus: u8) -> Result<Vec<u8>, RedError> {
    if red.primary.is_empty() {
        return Err(RedError::Empty);
    }
    let bytes: usize = red.copies.iter().map(|copy| copy.payload.len()).sum();
    let mut packet = Vec::with_capacity(headers(red.copies.len()) + bytes + red.primary.len());
    for copy in &red.copies {
        if copy.earlier > LATEST || copy.payload.len() > LARGEST {
            return Err(RedError::Unfit);
        }
        let bits = copy.earlier << 10 | copy.payload.len() as u32;
        let [_, a, b, c] = bits.to_be_bytes();
        packet.extend([MORE | opus, a, b, c]);
    }
    packet.push(opus & !MORE);
    red.copies.iter().for_each(|copy| packet.extend(copy.payload));
    packet.extend(red.primary);
    Ok(packet)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPUS: u8 = 111;

    #[test]
    fn a_packet_as_a_browser_writes_it() {
        // Chromium, 60 ms: a copy of 3 bytes that began 2,880 ticks earlier (0xb40), then 2 bytes.
        let packet = [0xef, 0x2d, 0x00, 0x03, 0x6f, 1, 2, 3, 4, 5];
        let red = read(&packet, OPUS).unwrap();
        assert_eq!(red.copies, [Copy { earlier: 2_880, payload: &[1, 2, 3] }]);
        assert_eq!(red.primary, [4, 5]);
        assert_eq!(write(&red, OPUS).unwrap(), packet);
        assert_eq!(packet.len(), headers(1) + 5);
    }

    #[test]
    fn what_is_cut_or_foreign_is_refused() {
        let packet = [0xef, 0x2d, 0x00, 0x03, 0x6f, 1, 2, 3, 4, 5];
        for end in 0..8 {
            assert_eq!(read(&packet[..end], OPUS), Err(RedError::Short), "{end}");
        }
        assert_eq!(read(&packet[..8], OPUS), Err(RedError::Empty));
        assert_eq!(read(&[0x60, 1], OPUS), Err(RedError::Type));
        assert_eq!(read(&[0xef, 0, 0, 0].repeat(400), OPUS), Err(RedError::Many));
        assert_eq!(read(&[0xef, 0, 0, 0, 0x6f, 9], OPUS).unwrap().copies, []);
        let old = Red { copies: vec![Copy { earlier: 1 << 14, payload: &[1] }], primary: &[1] };
        assert_eq!(write(&old, OPUS), Err(RedError::Unfit));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(
            copies in prop::collection::vec((0..=LATEST, prop::collection::vec(any::<u8>(), 1..200)), 0..=MOST_READ),
            primary in prop::collection::vec(any::<u8>(), 1..200),
        ) {
            let copies = copies.iter().map(|(earlier, payload)| Copy { earlier: *earlier, payload }).collect();
            let red = Red { copies, primary: &primary };
            let packet = write(&red, OPUS).unwrap();
            prop_assert_eq!(read(&packet, OPUS), Ok(red));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..1_500)) {
            if let Ok(red) = read(&bytes, OPUS) {
                let held: usize = red.copies.iter().map(|copy| copy.payload.len()).sum();
                prop_assert!(held + red.primary.len() < bytes.len() && red.copies.len() <= MOST_READ);
            }
        }
    }
}
