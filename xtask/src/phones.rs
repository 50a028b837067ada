//! The type check of the core for phones, on a machine without their SDKs.
//!
//! `rustup` brings the target's standard library. C code cannot be compiled against headers nobody has here: in CI a
//! stand-in makes empty objects, so the check is of Rust alone; with `--full` zig, from PyPI, compiles SQLite, ring and
//! Opus for the target's processor against musl's or Apple's public headers, which is as near as a machine without the
//! SDK comes. A library that loads on a phone needs the NDK or Xcode.

use std::error::Error;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::command::{cargo, target, wait};
use crate::say;

/// A phone: its Rust target, zig's name of it, and how CMake calls its system.
struct Phone {
    rust: &'static str,
    zig: &'static str,
    cmake: &'static str,
}

const ANDROID: Phone = Phone { rust: "aarch64-linux-android", zig: "aarch64-linux-musl", cmake: "Linux" };
const IOS: Phone = Phone { rust: "aarch64-apple-ios", zig: "aarch64-macos", cmake: "Darwin" };

/// The version of zig whose flags the wrapper knows.
const ZIG: &str = "ziglang==0.17.1";

/// Android in CI; with `full` both, C code included.
pub(crate) fn check(full: bool, deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    let home = target().join("tools").join("phones");
    fs::create_dir_all(&home)?;
    let zig = if full { Some(zig(&home, deadline)?) } else { None };
    let phones: &[Phone] = if full { &[ANDROID, IOS] } else { &[ANDROID] };
    for phone in phones {
        wait(Command::new("rustup").args(["target", "add", phone.rust]), deadline).map_err(|error| {
            format!("the standard library of {} is missing, and rustup cannot bring it: {error}", phone.rust)
        })?;
        let c = match &zig {
            Some(zig) => Compiler::zig(&home, zig, phone)?,
            None => Compiler::stand_in(&home)?,
        };
        say(&format!("   {}: {}", phone.rust, c.about));
        let mut check = cargo(&["check", "--package", "nabz-ffi", "--target", phone.rust]);
        c.lend(&mut check, phone);
        // Build scripts for iOS ask Xcode where its SDK lies; there is none, and nothing is read from it.
        let bin = home.join("bin");
        fs::create_dir_all(&bin)?;
        script(&bin, "xcrun", "#!/bin/sh\necho /\n")?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        check.env("PATH", std::env::join_paths([bin].into_iter().chain(std::env::split_paths(&path)))?);
        // Beside the workspace's own folder: two checks at once do not wait for each other.
        wait(check.env("CARGO_TARGET_DIR", home.join("target")), deadline)?;
    }
    Ok(())
}

/// What compiles C for a phone.
struct Compiler {
    about: &'static str,
    cc: PathBuf,
    ar: PathBuf,
    cmake: Cmake,
}

enum Cmake {
    Program(PathBuf),
    Toolchain(PathBuf),
}

impl Compiler {
    /// Objects are empty; what is preprocessed, to ask what a compiler is, goes to the machine's own.
    fn stand_in(home: &Path) -> Result<Self, Box<dyn Error>> {
        let cc = script(home, "cc-stand-in", STAND_IN)?;
        let cmake = script(home, "cmake-stand-in", "#!/bin/sh\nexit 0\n")?;
        Ok(Self {
            about: "Rust is checked; C is stood in for by empty objects",
            cc,
            ar: "ar".into(),
            cmake: Cmake::Program(cmake),
        })
    }

    fn zig(home: &Path, zig: &Path, phone: &Phone) -> Result<Self, Box<dyn Error>> {
        let zig = zig.display();
        let cc = script(
            home,
            &format!("cc-{}", phone.rust),
            &WITH_ZIG.replace("ZIG", &zig.to_string()).replace("TARGET", phone.zig),
        )?;
        let ar = script(home, "ar", &format!("#!/bin/sh\nexec {zig} ar \"$@\"\n"))?;
        let toolchain = home.join(format!("{}.cmake", phone.rust));
        let (system, c, archiver) = (phone.cmake, cc.display(), ar.display());
        fs::write(
            &toolchain,
            format!(
                "set(CMAKE_SYSTEM_NAME {system})\nset(CMAKE_SYSTEM_PROCESSOR aarch64)\nset(CMAKE_C_COMPILER {c})\n\
                 set(CMAKE_AR {archiver})\nset(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)\n"
            ),
        )?;
        Ok(Self { about: "Rust is checked, C compiled by zig", cc, ar, cmake: Cmake::Toolchain(toolchain) })
    }

    fn lend(&self, cargo: &mut Command, phone: &Phone) {
        let target = phone.rust.replace('-', "_");
        cargo.env(format!("CC_{target}"), &self.cc).env(format!("AR_{target}"), &self.ar);
        match &self.cmake {
            Cmake::Program(program) => cargo.env(format!("CMAKE_{target}"), program),
            Cmake::Toolchain(file) => cargo.env(format!("CMAKE_TOOLCHAIN_FILE_{target}"), file),
        };
    }
}

const STAND_IN: &str = r#"#!/bin/sh
out= compile= previous=
for argument do
  case $previous in -o) out=$argument ;; esac
  case $argument in -c) compile=1 ;; esac
  previous=$argument
done
if [ -n "$compile" ] && [ -n "$out" ]; then
  exec cc -x c -c /dev/null -o "$out"
fi
exec cc -E "$@"
"#;

/// Flags that name an SDK or a target of another compiler are left out; checks of undefined behaviour, too, which zig
/// adds and nothing links.
const WITH_ZIG: &str = r#"#!/bin/sh
skip=
for argument do
  shift
  if [ -n "$skip" ]; then skip=; continue; fi
  case $argument in
    -isysroot|-arch) skip=1 ;;
    --target=*|-m*-version-min=*) ;;
    *) set -- "$@" "$argument" ;;
  esac
done
exec ZIG cc -target TARGET -fno-sanitize=all "$@"
"#;

fn script(home: &Path, name: &str, text: &str) -> Result<PathBuf, Box<dyn Error>> {
    let file = home.join(name);
    fs::write(&file, text)?;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755))?;
    Ok(fs::canonicalize(file)?)
}

/// zig in a virtual environment below the target folder.
fn zig(home: &Path, deadline: Option<Instant>) -> Result<PathBuf, Box<dyn Error>> {
    let python = home.join("python");
    let ready = python.join("ready");
    if !ready.exists() {
        say("   installing zig below the target folder (once)");
        wait(Command::new("python3").args(["-m", "venv"]).arg(&python), deadline)?;
        let mut install = Command::new(python.join("bin/python"));
        wait(install.args(["-m", "pip", "install", "--quiet", ZIG]), deadline)?;
        fs::write(&ready, "")?;
    }
    let mut asked = Command::new(python.join("bin/python"));
    let said = asked.args(["-c", "import ziglang, os; print(os.path.dirname(ziglang.__file__))"]).output()?;
    Ok(PathBuf::from(String::from_utf8(said.stdout)?.trim()).join("zig"))
}
