//! `nabz clinic`: the sandbox clinic, served on this machine.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use nabz_clinic::http::no_faults;
use nabz_clinic::link_name::LinkName;
use nabz_clinic::sandbox::{Sandbox, SandboxSetup};
use nabz_clinic::speech::{Role, Speech};
use nabz_runtime::Clock;
use tokio::io::{AsyncBufReadExt, BufReader};

use crate::cli::ClinicArgs;
use crate::failure::Failure;
use crate::recording::Side;
use crate::seat;
use crate::stage::{network, sandbox_failure};

/// How long before its time a visit is skipped to.
pub const BEFORE: Duration = Duration::from_secs(10);

/// Serves until it is interrupted.
pub fn run(args: &ClinicArgs) -> Result<(), Failure> {
    let network = network()?;
    let _entered = network.enter();
    let speech = Speech::bundled("en", Role::Doctor).map_err(|error| Failure::Failed(error.to_string()))?;
    let clock = Arc::new(Clock::new());
    let sandbox = Sandbox::start(SandboxSetup {
        seed: 1,
        past_visits: args.visits,
        link: LinkName::Good.schedule(),
        port: args.port,
        mailbox_port: args.mailbox_port,
        clock: clock.clone(),
        faults: no_faults(),
        doctor_audio: Side::new(speech).audio(),
        doctor_observer: None,
    })
    .map_err(|error| sandbox_failure(&error))?;
    let addresses = sandbox.addresses();
    say(&format!("FHIR R4     {}", addresses.records));
    say(&format!("sign-in     {}token   code {}", addresses.sign_in, sandbox.seat().code));
    say(&format!("MQTT 5      {}   mailbox {}", addresses.broker, sandbox.seat().mailbox));
    say("Serving on this machine only. `w` goes on to the next visit's time, Ctrl-C ends it.");
    if let Some(file) = &args.seat {
        write_seat(file, &sandbox)?;
    }
    network.block_on(serve(&sandbox, &clock)).map_err(|error| Failure::Failed(error.to_string()))
}

/// Until Ctrl-C; meanwhile a line `w` skips to the next visit and says what the clinic's clock shows then.
async fn serve(sandbox: &Sandbox, clock: &Clock) -> io::Result<()> {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    let mut open = true;
    loop {
        tokio::select! {
            interrupted = tokio::signal::ctrl_c() => return interrupted,
            line = lines.next_line(), if open => match line? {
                Some(line) if line.trim() == "w" => skip(sandbox, clock),
                Some(_) => {}
                None => open = false,
            },
        }
    }
}

fn skip(sandbox: &Sandbox, clock: &Clock) {
    match sandbox.next_visit() {
        Some(start) => {
            clock.jump_to(start - BEFORE);
            say(&format!("clock {}", clock.now().wall.millis()));
        }
        None => say("no visit is booked"),
    }
}

/// Whole or not at all: whoever waits for the file finds all of it.
fn write_seat(file: &Path, sandbox: &Sandbox) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::Failed(format!("{}: {error}", file.display()));
    let unfinished = file.with_extension("part");
    std::fs::write(&unfinished, seat::json(sandbox)).map_err(failed)?;
    std::fs::rename(&unfinished, file).map_err(failed)
}

fn say(line: &str) {
    // Nobody reads along any more: the clinic serves on.
    let _ = writeln!(io::stdout(), "{line}");
}
