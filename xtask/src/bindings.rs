//! `cargo xtask bindings`: Kotlin and Swift sources from the built library.

use std::error::Error;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::command::{cargo, root, target, wait};

/// The generator: a workspace of its own, so that its features never unify with the product's.
const GENERATOR: &str = "bindings/ffi/bindgen/Cargo.toml";

/// Builds the core as a shared library, the sandbox clinic its tests run against, and writes `target/bindings/kotlin`
/// and `…/swift`.
pub(crate) fn generate(deadline: Option<Instant>) -> Result<(), Box<dyn Error>> {
    wait(&mut cargo(&["build", "--quiet", "--package", "nabz-ffi", "--package", "nabz"]), deadline)?;
    let home = target().join("bindgen");
    let manifest = root().join(GENERATOR);
    let mut build = cargo(&["build", "--quiet", "--locked", "--manifest-path"]);
    wait(build.arg(manifest).env("CARGO_TARGET_DIR", &home), deadline)?;
    let tool = home.join("debug").join("nabz-bindgen");
    let library = target().join("debug").join(library());
    for language in ["kotlin", "swift"] {
        let folder = target().join("bindings").join(language);
        wait(&mut write(&tool, language, &folder, &library), deadline)?;
    }
    Ok(())
}

fn write(tool: &Path, language: &str, folder: &Path, library: &Path) -> Command {
    let mut command = Command::new(tool);
    command.args(["generate", "--no-format", "--language", language, "--out-dir"]).arg(folder).arg(library);
    // The generator asks cargo where the crate's own uniffi.toml lies.
    command.current_dir(root());
    command
}

const fn library() -> &'static str {
    if cfg!(target_os = "macos") { "libnabz_ffi.dylib" } else { "libnabz_ffi.so" }
}
