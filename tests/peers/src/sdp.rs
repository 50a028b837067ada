//! A browser's offer in, our answer out: what of SDP (RFC 8866, RFC 8829) a call needs. Our answer shapes what the browser
//! sends (RFC 7587): Chromium obeys rate, packet length and RED.

use std::fmt::Write as _;
use std::net::SocketAddr;

use nabz_call::media::{Description, Setup, Stack};

/// What the browser is to send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shaping {
    /// Bits a second of the codec.
    pub bitrate: u32,
    /// Milliseconds a packet.
    pub packet_ms: u32,
    /// Whether each packet takes the one before along (RED, RFC 2198).
    pub copies: bool,
}

impl Shaping {
    /// The floor: 10.1 kbit/s on the wire with everything.
    pub const FLOOR: Self = Self { bitrate: 6_000, packet_ms: 120, copies: false };
    /// The same with a copy: 16.5 kbit/s.
    pub const WITH_COPY: Self = Self { copies: true, ..Self::FLOOR };
}

/// Reads an offer. Its candidates are not used: the browser is reached through a line at `reached`.
pub fn read(offer: &str, reached: SocketAddr) -> Option<Description> {
    let value = |name: &str| offer.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let mut fingerprint = [0; 32];
    let written = value("a=fingerprint:sha-256 ")?;
    for (byte, hex) in fingerprint.iter_mut().zip(written.split(':')) {
        *byte = u8::from_str_radix(hex, 16).ok()?;
    }
    Some(Description {
        ufrag: value("a=ice-ufrag:")?.to_owned(),
        pwd: value("a=ice-pwd:")?.to_owned(),
        fingerprint,
        setup: Setup::ActPass,
        stack: Stack::Browser,
        candidates: vec![reached],
    })
}

/// Writes the answer to `offer`, which has one audio section, as ours is reached through a line at `reached`.
pub fn write(ours: &Description, offer: &str, reached: SocketAddr, shaping: Shaping) -> String {
    let mid = offer.lines().find_map(|line| line.strip_prefix("a=mid:")).unwrap_or("0").trim();
    let fingerprint: Vec<String> = ours.fingerprint.iter().map(|byte| format!("{byte:02X}")).collect();
    let (host, port) = (reached.ip(), reached.port());
    let order = if shaping.copies { "63 111" } else { "111 63" };
    let Shaping { bitrate, packet_ms, .. } = shaping;
    let mut sdp = String::new();
    for line in [
        "v=0".to_owned(),
        "o=- 1 1 IN IP4 127.0.0.1".to_owned(),
        "s=-".to_owned(),
        "t=0 0".to_owned(),
        format!("a=group:BUNDLE {mid}"),
        format!("m=audio 9 UDP/TLS/RTP/SAVPF {order}"),
        "c=IN IP4 0.0.0.0".to_owned(),
        format!("a=mid:{mid}"),
        "a=sendrecv".to_owned(),
        format!("a=ice-ufrag:{}", ours.ufrag),
        format!("a=ice-pwd:{}", ours.pwd),
        format!("a=fingerprint:sha-256 {}", fingerprint.join(":")),
        "a=setup:active".to_owned(),
        format!("a=candidate:1 1 udp 2122260223 {host} {port} typ host"),
        "a=end-of-candidates".to_owned(),
        "a=rtpmap:111 opus/48000/2".to_owned(),
        format!("a=ptime:{packet_ms}"),
        format!(
            "a=fmtp:111 minptime=10;useinbandfec=0;usedtx=0;cbr=1;stereo=0;maxaveragebitrate={bitrate};maxplaybackrate=8000"
        ),
        "a=rtpmap:63 red/48000/2".to_owned(),
        "a=fmtp:63 111/111".to_owned(),
        "a=rtcp-mux".to_owned(),
        "a=rtcp-rsize".to_owned(),
    ] {
        let _ = write!(sdp, "{line}\r\n");
    }
    sdp
}
