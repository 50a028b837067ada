//! `nabz clinic`: the sandbox clinic, served on this machine.

use std::sync::Arc;

use nabz_clinic::http::no_faults;
use nabz_clinic::link_name::LinkName;
use nabz_clinic::sandbox::{Sandbox, SandboxSetup};
use nabz_clinic::speech::{Role, Speech};
use nabz_runtime::Clock;

use crate::cli::ClinicArgs;
use crate::failure::Failure;
use crate::recording::Side;
use crate::stage::{network, sandbox_failure};

/// Serves until it is interrupted.
pub fn run(args: &ClinicArgs) -> Result<(), Failure> {
    let network = network()?;
    let _entered = network.enter();
    let speech = Speech::bundled("en", Role::Doctor).map_err(|error| Failure::Failed(error.to_string()))?;
    let sandbox = Sandbox::start(SandboxSetup {
        seed: 1,
        link: LinkName::Good.schedule(),
        port: args.port,
        mailbox_port: args.mailbox_port,
        clock: Arc::new(Clock::new()),
        faults: no_faults(),
        doctor_audio: Side::new(speech).audio(),
        doctor_observer: None,
    })
    .map_err(|error| sandbox_failure(&error))?;
    let addresses = sandbox.addresses();
    say(&format!("FHIR R4     {}", addresses.records));
    say(&format!("sign-in     {}token   code {}", addresses.sign_in, sandbox.seat().code));
    say(&format!("MQTT 5      {}   mailbox {}", addresses.broker, sandbox.seat().mailbox));
    say("Serving on this machine only. Ctrl-C ends it.");
    network.block_on(tokio::signal::ctrl_c()).map_err(|error| Failure::Failed(error.to_string()))
}

#[expect(clippy::print_stdout, reason = "the addresses are what the command is asked for")]
fn say(line: &str) {
    println!("{line}");
}
