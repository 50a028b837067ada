//! `cargo xtask test`: runs suites, each under its ceiling, and says in a sentence how it went.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::say;
use crate::suites::{SUITES, Step, Suite};
use crate::visit;

/// The version of cargo-deny that the gate is written for.
const DENY: &str = "0.20.2";

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which suites; all when none is named: rust, world, visit, ui, gates.
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
                let tool = deny_tool(deadline)?;
                wait(Command::new(tool).args(*args), deadline)?;
            }
            Step::World { seeds, full: all } => {
                let seeds = if full { all } else { seeds };
                let mut command = cargo(&["test", "--package", "nabz-world"]);
                wait(command.env("NABZ_SEEDS", seeds.to_string()), deadline)?;
            }
            Step::Browser(args) => {
                let browser = chromium(deadline)?;
                wait(cargo(args).env("CHROMIUM", browser), deadline)?;
            }
            Step::Visit { link } => visit::play(link, deadline)?,
        }
    }
    Ok(())
}

/// A cargo command in the workspace.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(args).current_dir(root());
    command
}

/// The workspace's root.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The target folder, wherever it was put.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs a command to its end, or ends it at the deadline.
pub(crate) fn wait(command: &mut Command, deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    say(&format!("   {}", shown(command)));
    let mut child = command.spawn()?;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(end(&mut child, command).into());
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    if status.success() { Ok(()) } else { Err(format!("{} ended with {status}", shown(command)).into()) }
}

fn end(child: &mut Child, command: &Command) -> String {
    let _ = child.kill();
    let _ = child.wait();
    format!("{} went over the suite's ceiling", shown(command))
}

fn shown(command: &Command) -> String {
    let program =
        Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let args = command.get_args().map(|arg| arg.to_string_lossy().into_owned());
    std::iter::once(program).chain(args).collect::<Vec<_>>().join(" ")
}

/// cargo-deny from where it is installed, or installed below the target folder: a few minutes, once.
fn deny_tool(deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    let ours = target().join("tools");
    let tool = ours.join("bin").join("cargo-deny");
    if tool.exists() {
        return Ok(tool);
    }
    let found = Command::new("cargo-deny").arg("--version").output();
    if found.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(DENY)) {
        return Ok("cargo-deny".into());
    }
    say("   cargo-deny is not here; building it once (a few minutes)");
    let root = ours.to_string_lossy().into_owned();
    let mut install =
        cargo(&["install", "cargo-deny", "--locked", "--debug", "--version", DENY, "--root", &root]);
    // Its own target folder: another lock file and other features must not disturb the workspace's builds.
    wait(install.env("CARGO_TARGET_DIR", ours.join("build")), deadline)?;
    let _ = std::fs::remove_dir_all(ours.join("build"));
    Ok(tool)
}

/// A Chromium: the one named in `CHROMIUM`, one on the path, or Debian's, installed where that is possible.
fn chromium(deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let answers =
        |name: &&str| Command::new(name).arg("--version").output().is_ok_and(|said| said.status.success());
    let known = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(found) = known.iter().find(|name| answers(name)) {
        return Ok(found.into());
    }
    say("   no Chromium here; asking apt-get for one (once)");
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    wait(&mut apt(&["update", "-qq"]), deadline)?;
    wait(
        &mut apt(&["install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"]),
        deadline,
    )
    .map_err(|_| "no Chromium: install one, or name it in CHROMIUM")?;
    Ok("chromium".into())
}

fn minutes(took: Duration) -> String {
    format!("{} min {:02} s", took.as_secs() / 60, took.as_secs() % 60)
}

#[expect(clippy::print_stdout, reason = "the closing lines of a test runner belong on stdout")]
fn println(line: &str) {
    println!("{line}");
}
