//! The queue in front of the turn thread.

use std::time::Duration;

use nabz_app::effect::Input;
use nabz_app::screen::Window;
use nabz_vault::ErrorKind;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::oneshot;

/// Inputs waiting for a turn. A full queue makes the sender wait, so a flood slows its source and not the memory.
const QUEUE: usize = 256;

/// What reaches the turn thread.
#[derive(Debug)]
pub(crate) enum Wake {
    /// An input for the next turn.
    Input(Input),
    /// Rows of a list: a question, not an input.
    Window { key: String, first: u32, count: u32, rows: oneshot::Sender<Option<Window>> },
    /// Close every file, within this time.
    Suspend { room: Duration, done: oneshot::Sender<Result<(), ErrorKind>> },
    /// Open them again.
    Resume(oneshot::Sender<Result<(), ErrorKind>>),
    /// End.
    Close,
}

/// How the parts of the runtime hand inputs to the turn thread.
#[derive(Clone, Debug)]
pub(crate) struct Inbox(Sender<Wake>);

/// Where the turn thread takes them out.
pub(crate) struct Waiting {
    inputs: Receiver<Wake>,
    network: tokio::runtime::Handle,
}

/// A queue and its two ends.
pub(crate) fn inbox(network: &tokio::runtime::Handle) -> (Inbox, Waiting) {
    let (sender, inputs) = channel(QUEUE);
    (Inbox(sender), Waiting { inputs, network: network.clone() })
}

impl Inbox {
    /// Hands over an input from a thread that may wait; dropped if the core has ended.
    pub(crate) fn put(&self, input: Input) {
        let _ = self.0.blocking_send(Wake::Input(input));
    }

    /// Hands over from a task.
    pub(crate) async fn send(&self, wake: Wake) {
        let _ = self.0.send(wake).await;
    }

    /// Hands over from any thread without waiting. False if too much waits already, or the core has ended.
    pub(crate) fn offer(&self, wake: Wake) -> bool {
        self.0.try_send(wake).is_ok()
    }
}

impl Waiting {
    /// The next one, after at most `nap`.
    pub(crate) fn next(&mut self, nap: Duration) -> Next {
        let next = self.network.block_on(async { tokio::time::timeout(nap, self.inputs.recv()).await });
        match next {
            Ok(Some(Wake::Close) | None) => Next::Closed,
            Ok(Some(wake)) => Next::Wake(wake),
            Err(_) => Next::Nothing,
        }
    }

    /// The next one if it waits already.
    pub(crate) fn ready(&mut self) -> Option<Wake> {
        self.inputs.try_recv().ok()
    }
}

/// What came while the turn thread waited.
pub(crate) enum Next {
    /// Something.
    Wake(Wake),
    /// Nothing in time.
    Nothing,
    /// The core ends.
    Closed,
}
