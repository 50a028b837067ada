//! Letting go of the file, so that the system may stop the app, and taking it up again.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use rusqlite::Connection;

use crate::header::Header;
use crate::schema::{STEPS, State};
use crate::unlocked::Compared;
use crate::{Place, Tampering, Vault, VaultError, database};

/// How often a checkpoint past its time is told to stop: the first call may come before SQLite has begun.
const AGAIN: Duration = Duration::from_millis(5);

/// How far [`Vault::suspend`] came in its time. Either way no descriptor is open and nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspended {
    /// The log is moved into the file and emptied.
    Whole,
    /// Time was up: part of the log is still to be moved, which the next suspension or a full log does.
    LogLeft,
}

impl Vault {
    /// Moves the log into the file and closes every descriptor, within `room`. Keys and index stay; [`lock`](Self::lock)
    /// forgets them.
    ///
    /// When `room` is over, moving stops and the file is closed as it is; only a flush that the system has already
    /// begun is waited for. Should the disk refuse, the file is closed all the same and the error says why: what was
    /// committed lies safe in the log.
    pub fn suspend(&mut self, room: Duration) -> Result<Suspended, VaultError> {
        if let Some(before) = self.suspended {
            return Ok(before);
        }
        let moved = match self.place {
            Place::Memory => Ok(Suspended::Whole),
            Place::File(_) => move_log(self.connection()?, room),
        };
        self.suspended = Some(moved.unwrap_or(Suspended::LogLeft));
        match (&self.place, self.connection.take()) {
            (Place::Memory, connection) => self.connection = connection,
            (Place::File(_), Some(connection)) => database::close(connection)?,
            (Place::File(_), None) => {}
        }
        moved
    }

    /// Opens the file again. It must be the one that was suspended: if another generation lies there, the vault locks
    /// and says so. If it cannot be opened the vault stays suspended, and may be asked again.
    ///
    /// [`Locked`](VaultError::Locked) means that a commit which the disk had refused is there after all: unlock, to
    /// see what holds.
    pub fn resume(&mut self) -> Result<(), VaultError> {
        if self.suspended.is_none() {
            return Ok(());
        }
        if self.connection.is_none() {
            let (connection, state) = database::open(&self.place, STEPS)?;
            self.connection = Some(connection);
            self.state = state;
        }
        self.suspended = None;
        let compared = self.compare();
        if compared != Ok(Compared::Same) {
            self.lock();
        }
        match compared? {
            Compared::Same => Ok(()),
            Compared::InDoubt => Err(VaultError::Locked),
            Compared::Other => Err(VaultError::Tampered(Tampering::Manifest)),
        }
    }

    fn compare(&self) -> Result<Compared, VaultError> {
        match &self.unlocked {
            None => Ok(Compared::Same),
            Some(_) if self.state == State::Fresh => Ok(Compared::Other),
            Some(unlocked) => Ok(unlocked.compare(&Header::read(self.connection()?)?)),
        }
    }
}

/// A checkpoint that is interrupted after `room`.
fn move_log(connection: &Connection, room: Duration) -> Result<Suspended, VaultError> {
    if room.is_zero() {
        return Ok(Suspended::LogLeft);
    }
    let stop = connection.get_interrupt_handle();
    let (done, waiting) = channel::<()>();
    thread::scope(|scope| {
        let watch = move || {
            let mut wait = room;
            while waiting.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                stop.interrupt();
                wait = AGAIN;
            }
        };
        // Without a watch nothing would end the checkpoint in time.
        if thread::Builder::new().spawn_scoped(scope, watch).is_err() {
            return Ok(Suspended::LogLeft);
        }
        let moved = database::checkpoint(connection);
        drop(done);
        moved.map(|whole| if whole { Suspended::Whole } else { Suspended::LogLeft })
    })
}
