//! The project's own commands: `cargo xtask …`.

#![expect(clippy::disallowed_methods, reason = "a tool measures what it runs, by the machine's clock")]

mod bench;
mod bindings;
mod command;
mod l10n;
mod peers;
mod phones;
mod proof;
mod suites;
mod test;
mod tools;
mod visit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's own commands.
#[derive(Parser)]
#[command(name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Kotlin and Swift sources, written from the built core into target/bindings
    Bindings,
    /// Benchmarks, each beside its rivals: prints a table and stores what was found.
    Bench(bench::Args),
    /// Words: typed message functions from `locales/en`, and the gates every language passes.
    L10n(l10n::Args),
    /// The reliability promises, proved by seed.
    Proof(proof::Args),
    /// The tests, suite by suite; brings what they need.
    Test(test::Args),
}

fn main() -> ExitCode {
    let done: Result<(), Box<dyn std::error::Error>> = match Cli::parse().command {
        Command::Bindings => bindings::generate(None),
        Command::Bench(args) => bench::run(&args),
        Command::L10n(args) => l10n::run(args).map_err(Into::into),
        Command::Proof(args) => proof::run(&args),
        Command::Test(args) => test::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("error: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// One line to whoever runs the command.
#[expect(clippy::print_stderr, reason = "a command-line tool speaks on stderr")]
fn say(line: &str) {
    eprintln!("{line}");
}
