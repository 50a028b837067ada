//! What a host lends the core: a key store, a microphone and a loudspeaker, and everything else a phone can do.

use nabz_app::effect::{
    CounterName, EffectId, Guard, HostReply, HostRequest, Input, KeyError, KeyName, SigningKey,
};
use nabz_time::Mono;
use tokio::runtime::Handle;

use crate::inbox::{Inbox, Wake};

/// Samples of one frame: 20 ms at 16 kHz, mono.
pub const FRAME: usize = 320;

/// The phone's key store. Called on a thread of its own, never inside a turn; a call may take as long as the person
/// needs for a fingerprint. What the app does about each error: `nabz_vault::KeyError::step`.
pub trait KeyStore: Send + Sync {
    /// Seals a data key under this hardware key, making that key if there is none.
    fn wrap(&self, key: KeyName, plain: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// Opens what [`wrap`](Self::wrap) sealed under the same key.
    fn unwrap(&self, key: KeyName, wrapped: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// Signs: ECDSA P-256 with SHA-256, r‖s, 64 bytes (RFC 9053 §2.1). With `presence`, only after the person has shown
    /// to be there, for this very signature; a key that cannot ask for it answers [`KeyError::AuthRequired`].
    fn sign(&self, key: SigningKey, presence: bool, message: &[u8]) -> Result<Vec<u8>, KeyError>;

    /// Destroys a hardware key for good. No error where there is none.
    fn delete(&self, key: KeyName) -> Result<(), KeyError>;

    /// Where a counter stands; 0 if it was never raised.
    fn read_counter(&self, counter: CounterName) -> Result<u64, KeyError>;

    /// Raises a counter to `to` and returns where it stands. It only grows: a lower value changes nothing. Outlives
    /// [`delete`](Self::delete), backups and the vault's file.
    fn bump_counter(&self, counter: CounterName, to: u64) -> Result<u64, KeyError>;

    /// What stands between a stranger with this phone in hand and the clinical keys.
    fn protection(&self) -> Result<Guard, KeyError>;
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
