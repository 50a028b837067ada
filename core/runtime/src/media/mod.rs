//! The media thread: drives one call's engine on a UDP socket and an audio port, by the clock of 20 ms.
//!
//! `way.rs` is a call's way out: its socket, and its place at a relay; `carried.rs` is what goes that way, a call or a
//! practice call; `thread.rs` is the loop.

mod carried;
mod thread;
mod way;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use nabz_call::media::engine::{Levels, TraceEvent};
use nabz_call::media::{MediaCommand, MediaEvent};

use self::thread::{Thread, Wake};
pub use self::way::Bind;
use crate::RuntimeError;
use crate::clock::Clock;
use crate::ports::Audio;

/// Commands waiting for the thread; a call has a handful in its life.
const QUEUE: usize = 32;

/// Is told what happened frame by frame. Only the sandbox asks.
pub type Observer = Box<dyn FnMut(Vec<TraceEvent>) + Send>;

/// How a call reaches the network and the ear.
pub struct MediaSetup {
    /// Where the call's socket is bound.
    pub bind: Bind,
    /// The address the peer is told instead, where something stands in between.
    pub advertise: Option<SocketAddr>,
    /// Microphone and loudspeaker.
    pub audio: Box<dyn Audio>,
    /// Who watches, if anybody.
    pub observer: Option<Observer>,
}

/// The thread that carries the media of one call at a time.
pub struct MediaThread {
    commands: SyncSender<Wake>,
    levels: Arc<[AtomicU8; 2]>,
}

impl MediaThread {
    /// Starts the thread. `hear` is told what happens in a call.
    pub fn start(
        setup: MediaSetup,
        clock: Arc<Clock>,
        hear: impl FnMut(MediaEvent) + Send + 'static,
    ) -> Result<Self, RuntimeError> {
        let (commands, waiting) = sync_channel(QUEUE);
        let levels = Arc::new([AtomicU8::new(0), AtomicU8::new(0)]);
        let thread = Thread { setup, clock, hear, waiting, levels: levels.clone(), relay: None };
        std::thread::Builder::new()
            .name("nabz-media".into())
            .spawn(move || thread.run())
            .map_err(|_| RuntimeError::Threads)?;
        Ok(Self { commands, levels })
    }

    /// Hands over a command.
    pub fn command(&self, command: MediaCommand) {
        let _ = self.commands.send(Wake::Command(command));
    }

    /// The phone has another network: the call's socket is bound anew, and the call goes on from there. Never waits: a
    /// queue full of commands belongs to a call that is only beginning, which binds where it is.
    pub fn network_changed(&self) {
        let _ = self.commands.try_send(Wake::NetworkChanged);
    }

    /// How loud the call is at the moment.
    pub fn levels(&self) -> Levels {
        let [microphone, loudspeaker] = &*self.levels;
        Levels {
            microphone: microphone.load(Ordering::Relaxed),
            loudspeaker: loudspeaker.load(Ordering::Relaxed),
        }
    }

    /// Ends the thread and the call it carries.
    pub fn stop(&self) {
        let _ = self.commands.try_send(Wake::Close);
    }
}

#[cfg(test)]
mod tests;
