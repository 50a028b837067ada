//! `nabz`: one visit from end to end, the app by hand, or the sandbox clinic.

use std::io::{self, Write};
use std::process::ExitCode;

use nabz_terminal::cli::{self, Command, Parsed};
use nabz_terminal::failure::Failure;
use nabz_terminal::{by_hand, serve, visit};

fn main() -> ExitCode {
    match cli::parse(std::env::args_os()).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Nobody is left to tell if this fails too.
            let _ = writeln!(io::stderr(), "nabz: {failure}");
            failure.exit_code()
        }
    }
}

fn run(parsed: Parsed) -> Result<(), Failure> {
    match parsed {
        Parsed::Words(words) => {
            write!(io::stdout(), "{words}").map_err(|error| Failure::Failed(error.to_string()))
        }
        Parsed::Command(Command::Visit(args)) => visit::run(&args),
        Parsed::Command(Command::App(args)) => by_hand::run(&args),
        Parsed::Command(Command::Clinic(args)) => serve::run(&args),
    }
}
