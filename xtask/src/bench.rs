//! `cargo xtask bench`: builds the benches and runs those that are named, each beside its rivals.
//!
//! Every bench leaves `target/bench/NAME.json`; `--json` collects those that ran.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::command::{cargo, root, target, wait};
use crate::{bindings, peers, say, tools};

/// Benches of the calls, all in one binary; the others are programs of their own.
const CALLS: [&str; 7] =
    ["call-delivery", "call-bytes", "call-setup", "call-recovery", "call-ladder", "call-quality", "call-cpu"];

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Which benches; all when none is named: call-delivery, call-bytes, call-setup, call-recovery, call-ladder,
    /// call-quality, call-cpu, call-browser, sync-bytes, vault, locale, ffi.
    names: Vec<String>,
    /// Where to store what was found: an object for one bench, a list of them for several.
    #[arg(long)]
    json: Option<PathBuf>,
    /// With the numbers of the promises (a thousand set-ups), however long it takes.
    #[arg(long)]
    full: bool,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let all = CALLS.iter().copied().chain(["call-browser", "sync-bytes", "vault", "locale", "ffi"]);
    let names: Vec<&str> =
        if args.names.is_empty() { all.collect() } else { args.names.iter().map(String::as_str).collect() };
    let folder = std::path::absolute(target())?.join("bench");
    std::fs::create_dir_all(&folder)?;
    let mut found = Vec::new();
    let mut missed = Vec::new();
    for name in names {
        if let Err(error) = one(name, &folder, args.full) {
            say(&format!("   {name}: {error}"));
            missed.push(name);
        }
        found.extend(results(name, &folder)?);
    }
    match (&args.json, found.as_slice()) {
        (None, _) => {}
        (Some(file), [one]) => std::fs::write(file, serde_json::to_vec_pretty(one)?)?,
        (Some(file), several) => std::fs::write(file, serde_json::to_vec_pretty(several)?)?,
    }
    if missed.is_empty() { Ok(()) } else { Err(format!("not met, or not run: {}", missed.join(", ")).into()) }
}

fn one(name: &str, folder: &Path, full: bool) -> Result<(), Box<dyn Error>> {
    match name {
        // A ratio to C code that is always optimised: only the release profile says what a phone will see.
        "vault" => {
            let mut command =
                cargo(&["run", "--quiet", "--release", "--package", "nabz-bench-vault", "--", "--target"]);
            command.arg(std::path::absolute(target())?).args(["--commit", &commit()]);
            wait(command.arg("--json").arg(folder.join("vault.json")), None)
        }
        "locale" => {
            let mut command = cargo(&["run", "--quiet", "--release", "--package", "nabz-bench-locale", "--"]);
            command.args(["--commit", &commit()]);
            wait(command.arg("--json").arg(folder.join("locale.json")), None)
        }
        "call-browser" => peers::bench(&folder.join("call-browser.json"), &commit(), full),
        "sync-bytes" => {
            let mut command = cargo(&["run", "--quiet", "--package", "nabz-bench-sync", "--"]);
            command.args(["--commit", &commit()]);
            wait(command.arg("--json").arg(folder.join("sync-bytes.json")), None)
        }
        "ffi" => ffi(folder),
        call if CALLS.contains(&call) => {
            let mut command = cargo(&["run", "--quiet", "--package", "nabz-bench", "--", call, "--target"]);
            command.arg(std::path::absolute(target())?);
            if call == "call-quality" {
                let (python, speech) = (tools::scorers(None)?, tools::speech(None)?);
                command.arg("--python").arg(python).arg("--speech").arg(speech);
            }
            if full {
                command.arg("--full");
            }
            wait(&mut command, None)
        }
        _ => Err("there is no such bench; --help names them".into()),
    }
}

/// What crossing to a shell costs, on the JVM and in Swift.
fn ffi(folder: &Path) -> Result<(), Box<dyn Error>> {
    bindings::generate(None)?;
    let mut jvm = Command::new(tools::maven(None)?);
    jvm.args(["-B", "-ntp", "-f", "bindings/kotlin/pom.xml", "-pl", "core,sandbox,tests", "test"]);
    jvm.args(["-Dtest=FfiBench", "-Dsurefire.failIfNoSpecifiedTests=false"]).current_dir(root());
    wait(&mut jvm, None)?;
    let mut swift = Command::new("bindings/swift/toolchain.sh");
    swift.args(["swift", "run", "--package-path", "bindings/swift", "--scratch-path"]);
    swift.arg(target().join("swift")).arg("bench-ffi").current_dir(root()).env("NABZ_COMMIT", commit());
    let printed = swift.stderr(std::process::Stdio::inherit()).output()?;
    if !printed.status.success() {
        return Err("the Swift half failed".into());
    }
    Ok(std::fs::write(folder.join("ffi-swift.json"), printed.stdout)?)
}

/// What a bench left: one file, or one for each half.
fn results(name: &str, folder: &Path) -> Result<Vec<Value>, Box<dyn Error>> {
    let files = match name {
        "ffi" => vec!["ffi-jvm.json".to_owned(), "ffi-swift.json".to_owned()],
        other => vec![format!("{other}.json")],
    };
    let there = files.iter().map(|file| folder.join(file)).filter(|file| file.exists());
    there.map(|file| Ok(serde_json::from_slice(&std::fs::read(file)?)?)).collect()
}

fn commit() -> String {
    let said = Command::new("git").args(["rev-parse", "HEAD"]).current_dir(root()).output();
    said.map_or_else(|_| "unknown".into(), |said| String::from_utf8_lossy(&said.stdout).trim().to_owned())
}
