//! What a browser says of how it hears us: the first report of a compound RTCP packet (RFC 3550 §6.4).

const SENDER_REPORT: u8 = 200;
const RECEIVER_REPORT: u8 = 201;
/// Header and SSRC; what a sender report says of its own media; a block about one source.
const HEAD: usize = 8;
const SENDER: usize = 20;
const BLOCK: usize = 24;

/// The share of the packets of `ours` that was lost since the last report, in 256ths, if it says so.
pub(super) fn lost(packet: &[u8], ours: u32) -> Option<u8> {
    let &[first, kind, ..] = packet else { return None };
    let blocks = usize::from(first & 0x1f);
    let begins = match (first >> 6, kind) {
        (2, SENDER_REPORT) => HEAD + SENDER,
        (2, RECEIVER_REPORT) => HEAD,
        _ => return None,
    };
    let of_ours = |block: &&[u8]| block.starts_with(&ours.to_be_bytes());
    packet.get(begins..)?.chunks_exact(BLOCK).take(blocks).find(of_ours)?.get(4).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn block(source: u32, fraction: u8) -> Vec<u8> {
        [&source.to_be_bytes()[..], &[fraction], &[0; 19]].concat()
    }

    #[test]
    fn the_block_about_us_is_read_from_either_report() {
        let receiver = [&[0x82, 201, 0, 13, 0, 0, 0, 1][..], &block(7, 3), &block(9, 51)].concat();
        assert_eq!(lost(&receiver, 9), Some(51));
        assert_eq!(lost(&receiver, 8), None);
        let sender = [&[0x81, 200, 0, 12, 0, 0, 0, 1][..], &[0; 20], &block(9, 26)].concat();
        assert_eq!(lost(&sender, 9), Some(26));
        // A count that promises less than there is counts.
        assert_eq!(lost(&[&[0x81][..], &receiver[1..]].concat(), 9), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let _ = lost(&bytes, 9);
        }
    }
}
