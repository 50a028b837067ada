//! SRTP with AES128_CM_HMAC_SHA1_80 (RFC 3711): ten bytes of tag on a packet, six fewer than AES-GCM.

use std::sync::Arc;

use bytes::Bytes;
use rtc::crypto::RTCCryptoProvider;
use rtc::dtls::state::State;
use rtc::rtp;
use rtc::shared::marshal::{Marshal, Unmarshal};
use rtc::srtp::config::{Config, LABEL_EXTRACTOR_DTLS_SRTP};
use rtc::srtp::context::Context;
use rtc::srtp::option::{srtcp_replay_protection, srtp_replay_protection};
use rtc::srtp::protection_profile::ProtectionProfile;

use super::feedback::{self, Feedback};
use super::{RtpPacket, TransportError, reception};

/// Packets a late one may lie behind the newest: 15 s at 120 ms, 5 s at 40 ms, more than a full queue.
const REPLAY_WINDOW: usize = 128;

/// What a protected packet turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Opened {
    /// Media.
    Rtp(RtpPacket),
    /// A report of ours.
    Feedback(Feedback),
    /// A browser's receiver report about us: the share lost of late, in 256ths.
    Lost(u8),
    /// Authentic, but nothing we use.
    Other,
}

/// The keys of one call, both ways.
pub(super) struct Protection {
    outbound: Context,
    inbound: Context,
    local_ssrc: u32,
    /// A browser draws its own, and its first authentic packet names it.
    remote_ssrc: Option<u32>,
    keys: Keys,
}

/// What the inbound context is made of.
struct Keys {
    key: Vec<u8>,
    salt: Vec<u8>,
    provider: Arc<dyn RTCCryptoProvider>,
}

impl Keys {
    fn inbound(&self) -> Result<Context, TransportError> {
        Context::new(
            &self.key,
            &self.salt,
            ProtectionProfile::Aes128CmHmacSha1_80,
            Some(srtp_replay_protection(REPLAY_WINDOW)),
            Some(srtcp_replay_protection(REPLAY_WINDOW)),
            self.provider.crypto(),
        )
        .map_err(|_| TransportError::Library("srtp keys"))
    }
}

impl Protection {
    /// Derives the keys from a finished handshake (RFC 5764 §4.2).
    pub(super) fn derive(
        state: &State,
        provider: &Arc<dyn RTCCryptoProvider>,
        (local_ssrc, remote_ssrc): (u32, Option<u32>),
    ) -> Result<Self, TransportError> {
        let refused = |_| TransportError::Library("srtp keys");
        let profile = ProtectionProfile::Aes128CmHmacSha1_80;
        let mut config = Config { profile, ..Config::default() };
        let material = state
            .export_keying_material(LABEL_EXTRACTOR_DTLS_SRTP, &[], config.keying_material_len())
            .map_err(refused)?;
        config
            .set_session_keys_from_keying_material(material.as_ref(), state.is_client())
            .map_err(refused)?;
        let keys = &config.keys;
        let crypto = provider.crypto();
        let (key, salt) = (keys.remote_master_key.clone(), keys.remote_master_salt.clone());
        let inbound = Keys { key, salt, provider: Arc::clone(provider) };
        Ok(Self {
            outbound: Context::new(
                &keys.local_master_key,
                &keys.local_master_salt,
                profile,
                None,
                None,
                crypto,
            )
            .map_err(refused)?,
            inbound: inbound.inbound()?,
            local_ssrc,
            remote_ssrc,
            keys: inbound,
        })
    }

    /// A media packet for the wire.
    pub(super) fn seal_rtp(&mut self, packet: &RtpPacket) -> Result<Vec<u8>, TransportError> {
        let refused = |_| TransportError::Library("srtp");
        let header = rtp::Header {
            version: 2,
            marker: packet.marker,
            payload_type: packet.payload_type & 0x7f,
            sequence_number: packet.sequence,
            timestamp: packet.timestamp,
            ssrc: self.local_ssrc,
            ..rtp::Header::default()
        };
        let plain = rtp::Packet { header, payload: Bytes::copy_from_slice(&packet.payload) };
        let plain = plain.marshal().map_err(refused)?;
        Ok(self.outbound.encrypt_rtp(&plain).map_err(refused)?.to_vec())
    }

    /// A report for the wire.
    pub(super) fn seal_feedback(&mut self, feedback: &Feedback) -> Result<Vec<u8>, TransportError> {
        let plain = feedback::write(feedback, self.local_ssrc);
        let sealed = self.outbound.encrypt_rtcp(&plain).map_err(|_| TransportError::Library("srtcp"))?;
        Ok(sealed.to_vec())
    }

    /// Opens a media packet. `None` if it is not the peer's, a replay, or malformed.
    pub(super) fn open_rtp(&mut self, datagram: &[u8]) -> Option<Opened> {
        let plain = self.open(ssrc_at(datagram, 8)?, |context| context.decrypt_rtp(datagram).ok())?;
        Some(read_rtp(plain))
    }

    /// Opens a report. `None` if it is not the peer's or a replay.
    pub(super) fn open_rtcp(&mut self, datagram: &[u8]) -> Option<Opened> {
        let plain = self.open(ssrc_at(datagram, 4)?, |context| context.decrypt_rtcp(datagram).ok())?;
        let lost = || reception::lost(&plain, self.local_ssrc).map_or(Opened::Other, Opened::Lost);
        Some(feedback::read(&plain).map_or_else(lost, Opened::Feedback))
    }

    /// Opens what is of the peer's source. Until that is known each packet is tried on a context of its own: rtc makes
    /// room for a source before it knows whether the packet is authentic.
    fn open<T>(&mut self, ssrc: u32, decrypt: impl FnOnce(&mut Context) -> Option<T>) -> Option<T> {
        if let Some(known) = self.remote_ssrc {
            return if known == ssrc { decrypt(&mut self.inbound) } else { None };
        }
        let mut context = self.keys.inbound().ok()?;
        let plain = decrypt(&mut context)?;
        self.remote_ssrc = Some(ssrc);
        self.inbound = context;
        Some(plain)
    }
}

/// Reads a media packet that was opened: authentic, but of any content.
pub(super) fn read_rtp(plain: impl Into<Bytes>) -> Opened {
    let Ok(packet) = rtp::Packet::unmarshal(&mut plain.into()) else { return Opened::Other };
    Opened::Rtp(RtpPacket {
        payload_type: packet.header.payload_type,
        marker: packet.header.marker,
        sequence: packet.header.sequence_number,
        timestamp: packet.header.timestamp,
        payload: packet.payload.to_vec(),
    })
}

fn ssrc_at(datagram: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(datagram.get(at..at + 4)?.try_into().ok()?))
}

/// Bytes of a report on the wire, with IPv4 and UDP headers.
pub const FEEDBACK_ON_THE_WIRE: usize = feedback::LENGTH + 4 + 10 + 28;
