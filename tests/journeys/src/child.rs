//! A phone in a process of its own, which its parent may kill: what passes between the two.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use nabz_runtime::Clock;
use nabz_time::Wall;
use serde::{Deserialize, Serialize};

use crate::seat::Seat;

/// What the phone's process is given on its command line, as JSON.
#[derive(Serialize, Deserialize)]
pub struct Errand {
    /// Whose phone.
    pub seat: Seat,
    /// The file of its vault.
    pub vault: std::path::PathBuf,
    /// What its clock shows, in milliseconds since 1970.
    pub wall_ms: i64,
    /// How long its person talks before hanging up.
    pub talks: Duration,
}

/// A line the phone's process writes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// A screen stands there.
    Screen {
        /// Which one.
        id: String,
        /// Whether good news stands on it.
        good: bool,
        /// What it says.
        said: Vec<String>,
    },
    /// The person pressed something.
    Pressed(String),
    /// The person waits for the time of the visit.
    WaitsForVisit,
}

/// A line the parent writes: the clock goes on to this.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct JumpTo(pub i64);

/// A phone's process. Dropping it kills it.
pub struct Child {
    process: std::process::Child,
    told: Receiver<Told>,
    heard: Vec<Told>,
}

impl Child {
    /// Starts `program`, the phone, with its errand.
    pub fn start(program: &Path, seat: &Seat, vault: &Path, wall: Wall, talks: Duration) -> Self {
        let (seat, vault) = (seat.clone(), vault.to_owned());
        let errand = Errand { seat, vault, wall_ms: wall.millis(), talks };
        let mut process = Command::new(program)
            .arg(serde_json::to_string(&errand).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(process.stdout.take().unwrap());
        let (tell, told) = channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                // A line that was cut by a kill is none.
                let Ok(line) = serde_json::from_str(&line) else { continue };
                if tell.send(line).is_err() {
                    return;
                }
            }
        });
        Self { process, told, heard: Vec::new() }
    }

    /// Waits until the phone tells what is wanted; `None` if it does not in time, or is gone.
    pub fn tells(
        &mut self,
        clock: &Clock,
        patience: Duration,
        wanted: impl Fn(&Told) -> bool,
    ) -> Option<Told> {
        let until = clock.mono() + patience;
        while let Ok(told) = self.told.recv_timeout(until.since(clock.mono())) {
            self.heard.push(told.clone());
            if wanted(&told) {
                return Some(told);
            }
        }
        None
    }

    /// Sets the phone's clock ahead.
    pub fn jump_to(&mut self, wall: Wall) {
        let line = serde_json::to_string(&JumpTo(wall.millis())).unwrap();
        writeln!(self.process.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// What it told last, for a test that failed.
    pub fn story(&self) -> String {
        self.heard.iter().rev().take(8).rev().map(|told| format!("\n  {told:?}")).collect()
    }

    /// `kill -9`, and waits until it is gone.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.end();
    }
}
