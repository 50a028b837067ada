//! What a host lends the core: a key store, a microphone and a loudspeaker, and everything else a phone can do.

use nabz_app::effect::{EffectId, HostReply, HostRequest, Input, KeyAlias, KeyError};
use nabz_time::Mono;
use tokio::runtime::Handle;

use crate::inbox::{Inbox, Wake};

/// Samples of one frame: 20 ms at 16 kHz, mono.
pub const FRAME: usize = 320;

/// The phone's key store. Called on a thread of its own, never inside a turn; a call may take as long as the person
/// needs for a fingerprint.
pub trait KeyStore: Send + Sync {
    /// Seals a data key under the hardware key `alias`, making that key if there is none.
    fn wrap(&self, alias: KeyAlias, plain: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// Opens what [`wrap`](Self::wrap) sealed.
    fn unwrap(&self, alias: KeyAlias, wrapped: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// Signs with the device key: ECDSA P-256 with SHA-256, r‖s, 64 bytes (RFC 9053 §2.1).
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError>;
}

/// Microphone and loudspeaker of one call. Called by the media thread once every 20 ms, so an implementation only
/// copies.
pub trait Audio: Send {
    /// A call begins. What is always open needs nothing.
    fn begin(&mut self) {}

    /// The call has ended.
    fn end(&mut self) {}

    /// The next frame of the microphone.
    fn capture(&mut self, at: Mono, frame: &mut [i16; FRAME]);

    /// A frame for the loudspeaker.
    fn playback(&mut self, at: Mono, frame: &[i16; FRAME]);
}

/// Everything else a phone can do: notify, dial, and what will come. A host that lacks an ability answers
/// [`HostReply::Unsupported`].
pub trait Host: Send + Sync {
    /// Does it, or says that it cannot: at once or later, through `answer`.
    fn perform(&self, request: HostRequest, answer: HostAnswer);
}

/// Through which a host says what came of one request. Dropped unused, it says [`HostReply::Failed`].
#[derive(Debug)]
pub struct HostAnswer {
    id: EffectId,
    reply: HostReply,
    inbox: Inbox,
    network: Handle,
}

impl HostAnswer {
    pub(crate) fn new(id: EffectId, inbox: Inbox, network: Handle) -> Self {
        Self { id, reply: HostReply::Failed, inbox, network }
    }

    /// Says it, from any thread, without waiting.
    pub fn give(mut self, reply: HostReply) {
        self.reply = reply;
    }
}

impl Drop for HostAnswer {
    fn drop(&mut self) {
        let input = Input::Host(self.id, self.reply.clone());
        let inbox = self.inbox.clone();
        self.network.spawn(async move { inbox.send(Wake::Input(input)).await });
    }
}
