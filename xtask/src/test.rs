//! `cargo xtask test`: runs suites, each under its ceiling, and says in a sentence how it went.

use std::error::Error;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::command::{cargo, root, wait};
use crate::suites::{SUITES, Step, Suite};
use crate::{bindings, peers, phones, say, tools, visit};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which suites; all when none is named: rust, world, visit, ui, peers, kotlin, swift, phones, gates.
    suites: Vec<String>,
    /// Everything, not only the share that CI runs.
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let chosen = choose(&args.suites)?;
    let began = Instant::now();
    let mut failed = Vec::new();
    for suite in &chosen {
        say(&format!("── {}: {}", suite.name, suite.shows));
        let began = Instant::now();
        let outcome = run_suite(suite, args.full);
        let took = began.elapsed();
        match outcome {
            Ok(()) => say(&format!("── {}: passed in {}", suite.name, minutes(took))),
            Err(error) => {
                say(&format!("── {}: FAILED after {}: {error}", suite.name, minutes(took)));
                failed.push(suite.name);
            }
        }
    }
    let took = minutes(began.elapsed());
    if failed.is_empty() {
        println(&format!("All suites passed in {took}."));
    } else {
        println(&format!("Failed in {took}: {}.", failed.join(", ")));
    }
    println(&format!("{} passed, {} failed", chosen.len() - failed.len(), failed.len()));
    if failed.is_empty() { Ok(()) } else { Err("a suite failed".into()) }
}

fn choose(names: &[String]) -> Result<Vec<&'static Suite>, Box<dyn Error>> {
    if names.is_empty() {
        return Ok(SUITES.iter().collect());
    }
    let known: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
    names
        .iter()
        .map(|name| {
            let found = SUITES.iter().find(|suite| suite.name == name);
            found.ok_or_else(|| format!("there is no suite {name}; there are {}", known.join(", ")).into())
        })
        .collect()
}

fn run_suite(suite: &Suite, full: bool) -> Result<(), Box<dyn Error>> {
    // The ceiling guards CI's time; with --full a suite may take as long as it needs.
    let deadline = (!full).then(|| Instant::now() + Duration::from_secs(suite.ceiling_min * 60));
    for step in suite.steps {
        match step {
            Step::Cargo(args) => wait(&mut cargo(args), deadline)?,
            Step::Deny(args) => {
                let tool = tools::deny(deadline)?;
                wait(Command::new(tool).args(*args).current_dir(root()), deadline)?;
            }
            Step::World { seeds, full: all } => {
                let seeds = if full { all } else { seeds };
                let mut command = cargo(&["test", "--package", "nabz-world"]);
                wait(command.env("NABZ_SEEDS", seeds.to_string()), deadline)?;
            }
            Step::Browser(args) => {
                let browser = tools::chromium(deadline)?;
                wait(cargo(args).env("CHROMIUM", browser), deadline)?;
            }
            Step::Npm { folder } => {
                let (npm, browser) = (tools::npm(deadline)?, tools::chromium(deadline)?);
                let run = |args: &[&str]| {
                    let mut command = Command::new(&npm);
                    command.args(args).current_dir(root().join(folder)).env("CHROMIUM", &browser);
                    command
                };
                wait(&mut run(&["ci", "--no-audit", "--no-fund"]), deadline)?;
                wait(&mut run(&["test"]), deadline)?;
            }
            Step::Fetch { folder } => {
                let mut npm = Command::new(tools::npm(deadline)?);
                npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(root().join(folder));
                wait(&mut npm, deadline)?;
            }
            Step::Maven { pom, goal } => {
                bindings::generate(deadline)?;
                let mut maven = Command::new(tools::maven(deadline)?);
                wait(maven.args(["-B", "-ntp", "-f", pom, goal]).current_dir(root()), deadline)?;
            }
            Step::Script(script) => {
                bindings::generate(deadline)?;
                wait(Command::new("bash").arg(script).current_dir(root()).env("NABZ_BUILT", "1"), deadline)?;
            }
            Step::Phones => phones::check(full, deadline)?,
            Step::Peers => peers::run(deadline)?,
            Step::Visit { link } => visit::play(link, deadline)?,
        }
    }
    Ok(())
}

fn minutes(took: Duration) -> String {
    format!("{} min {:02} s", took.as_secs() / 60, took.as_secs() % 60)
}

#[expect(clippy::print_stdout, reason = "the closing lines of a test runner belong on stdout")]
fn println(line: &str) {
    println!("{line}");
}
