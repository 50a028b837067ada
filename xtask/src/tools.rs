//! Tools the suites need, brought where they are missing.

use std::error::Error;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::command::{cargo, root, target, wait};
use crate::say;

/// The version of cargo-deny that the gate is written for.
const DENY: &str = "0.20.2";

/// cargo-deny from where it is installed, or installed below the target folder: a few minutes, once.
pub(crate) fn deny(deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
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
pub(crate) fn chromium(deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let known = ["chromium", "chromium-browser", "google-chrome"];
    if let Some(found) = known.iter().find_map(|name| on_path(name)) {
        return Ok(found);
    }
    say("   no Chromium here; asking apt-get for one (once)");
    apt(&["chromium", "fonts-noto-core"], deadline)
        .map_err(|_| "no Chromium: install one, or name it in CHROMIUM")?;
    on_path("chromium").ok_or_else(|| "apt-get brought no chromium".into())
}

/// Where a program lies: whoever starts it without a shell needs the whole path.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// coturn: the one named in `COTURN`, one on the path, or Debian's, installed where that is possible.
pub(crate) fn coturn(deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    if std::env::var_os("COTURN").is_some() || Command::new("turnserver").arg("--version").output().is_ok() {
        return Ok(());
    }
    say("   no coturn here; asking apt-get for it (once)");
    apt(&["coturn"], deadline).map_err(|_| "no coturn: install it, or name its turnserver in COTURN".into())
}

/// A Python below the target folder with the packages of a list below the root, made where it is missing or they have
/// changed.
pub(crate) fn python(requirements: &str, deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    let wanted = root().join(requirements);
    let name = Path::new(requirements).with_extension("").to_string_lossy().replace(['/', '\\'], "-");
    let home = std::path::absolute(target().join("tools").join("python").join(name))?;
    let (python, ready, list) = (home.join("bin/python"), home.join("ready"), std::fs::read(&wanted)?);
    if std::fs::read(&ready).is_ok_and(|installed| installed == list) {
        return Ok(python);
    }
    say(&format!("   installing {requirements} below the target folder (once)"));
    let _ = std::fs::remove_dir_all(&home);
    wait(Command::new("python3").args(["-m", "venv"]).arg(&home), deadline)?;
    let mut install = Command::new(&python);
    wait(install.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(wanted), deadline)?;
    std::fs::write(ready, list)?;
    Ok(python)
}

/// A Python with aiortc.
pub(crate) fn aiortc(deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    python("tests/peers/requirements.txt", deadline)
}

/// What scores speech.
pub(crate) fn scorers(deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    python("tests/quality/requirements.txt", deadline)
}

/// Recordings to score: of people and of a synthesiser, from Debian's packages, made below the target folder.
pub(crate) fn speech(deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    let folder = std::path::absolute(target().join("tools").join("speech"))?;
    let script = root().join("tests/quality/speech.py");
    let (ready, recipe) = (folder.join("ready"), std::fs::read(&script)?);
    if std::fs::read(&ready).is_ok_and(|made| made == recipe) {
        return Ok(folder);
    }
    let packages = ["pocketsphinx-testdata", "codec2-examples", "espeak-ng"];
    if !installed(&packages) {
        say("   asking apt-get for recordings and a synthesiser (once)");
        apt(&packages, deadline).map_err(|_| format!("recordings are missing: {}", packages.join(", ")))?;
    }
    let _ = std::fs::remove_dir_all(&folder);
    let mut make = Command::new(scorers(deadline)?);
    make.arg(script).arg(&folder).arg("/usr/share/codec2/raw/speech_orig_16k.wav");
    wait(&mut make, deadline)?;
    std::fs::write(ready, recipe)?;
    Ok(folder)
}

/// npm with a Node that has a test runner.
pub(crate) fn npm(deadline: Option<Instant>) -> Result<OsString, Box<dyn Error>> {
    if !answers("npm", "--version") {
        say("   no npm here; asking apt-get for it (once)");
        apt(&["nodejs", "npm"], deadline).map_err(|_| "no npm: install Node.js 20 or newer")?;
    }
    Ok("npm".into())
}

/// Maven with a JDK, and what a desktop painter draws with.
pub(crate) fn maven(deadline: Option<Instant>) -> Result<OsString, Box<dyn Error>> {
    if !answers("mvn", "--version") {
        say("   no Maven here; asking apt-get for it (once)");
        apt(&["maven", "openjdk-17-jdk-headless"], deadline)
            .map_err(|_| "no Maven: install it with a JDK 17")?;
    }
    let drawing = ["libgl1", "libx11-6", "libfontconfig1", "fonts-noto-core"];
    if answers("dpkg-query", "--version") && !installed(&drawing) {
        say("   asking apt-get for what a desktop painter draws with (once)");
        apt(&drawing, deadline)?;
    }
    Ok("mvn".into())
}

fn answers(program: &str, flag: &str) -> bool {
    let mut command = Command::new(program);
    command.arg(flag).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn installed(packages: &[&str]) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat=${db:Status-Abbrev}\n"]).args(packages).stderr(Stdio::null());
    query.output().is_ok_and(|said| {
        let said = String::from_utf8_lossy(&said.stdout);
        said.lines().filter(|line| line.starts_with("ii")).count() == packages.len()
    })
}

fn apt(packages: &[&str], deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    let apt = |args: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(args).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    wait(&mut apt(&["update", "-qq"]), deadline)?;
    wait(apt(&["install", "-y", "-qq", "--no-install-recommends"]).args(packages), deadline)
}
