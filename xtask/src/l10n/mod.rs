//! `cargo xtask l10n`: from `locales/<tag>/*.ftl` to typed functions, and the gates every language passes.
//!
//! `locales/en` is the source of ids and argument types. A type stands in the comment of its message,
//! `# $doctor (Text)`, never in the variable's name.

mod check;
mod generate;
mod glossary;
mod letters;
mod literals;
mod numbers;
mod phone_words;
mod plural;
mod reviews;
mod signature;
mod source;
mod unused;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use self::check::Finding;
use self::source::Catalogue;

/// Where the generated code stands, below the repository's root.
const MSG_RS: &str = "core/locale/src/msg.rs";
const NUMBERS_RS: &str = "core/locale/src/number_words.rs";
const REVIEWS_RS: &str = "core/locale/src/reviews.rs";
const EMBEDDED_RS: &str = "core/locale/src/embedded.rs";

/// The folder of `locales` that is no language: names and patterns of dates where CLDR's are thin.
const DATES: &str = "dates";

/// Arguments of `cargo xtask l10n`.
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write the typed message functions of `core/locale` from `locales/en`.
    Generate,
    /// Check every language against `locales/en`, and that the generated code is current.
    Check,
    /// Print the hash by which `reviews.toml` names a text.
    Hash {
        /// The language's folder.
        language: String,
        /// The message's id.
        message: String,
    },
    /// Name the messages that no room uses any more.
    Unused,
}

/// Why a command did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The words have defects; each stands on a line of its own.
    #[error("{} in the words\n{}", count(.0.len(), "defect"), lines(.0))]
    Findings(Vec<Finding>),
    /// A message that is not there.
    #[error("{0} has no message {1}")]
    NoMessage(String, String),
    /// Messages no room uses.
    #[error("{} no room uses\n{}", count(.0.len(), "message"), lines(.0))]
    Unused(Vec<String>),
}

/// Runs a subcommand on this repository.
pub(crate) fn run(args: Args) -> Result<(), Error> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let catalogues = read_catalogues(&root)?;
    let dates = read_dates(&root)?;
    match args.command {
        Command::Generate => {
            refuse(check::english(&catalogues))?;
            for (path, code) in generate::all(&catalogues, &dates) {
                let path = root.join(path);
                if let Some(folder) = path.parent() {
                    fs::create_dir_all(folder)
                        .map_err(|source| Error::File { path: folder.to_owned(), source })?;
                }
                fs::write(&path, code).map_err(|source| Error::File { path, source })?;
            }
            Ok(())
        }
        Command::Check => {
            let (pending, mut findings): (Vec<_>, Vec<_>) = check::all(&catalogues)
                .into_iter()
                .chain(check::dates(&dates))
                .partition(Finding::is_pending);
            say_pending(&pending);
            for (path, code) in generate::all(&catalogues, &dates) {
                let written = fs::read_to_string(root.join(&path)).unwrap_or_default();
                findings.extend(check::current(&path, &written, &code));
            }
            let app = read_code(&root.join("core/app/src"))?;
            findings.extend(check::code(&catalogues, &app, literals::found(&root)?));
            refuse(findings)
        }
        Command::Hash { language, message } => {
            let found = catalogues.iter().find(|catalogue| catalogue.tag == language);
            let found = found.and_then(|catalogue| catalogue.message(&message));
            say_hash(&reviews::hash([found.ok_or(Error::NoMessage(language, message))?]));
            Ok(())
        }
        Command::Unused => {
            let unused = unused::messages(&root, &catalogues)?;
            if unused.is_empty() { Ok(()) } else { Err(Error::Unused(unused)) }
        }
    }
}

/// Names what the translators still owe, without failing.
#[expect(clippy::print_stderr, reason = "a notice of a command")]
fn say_pending(pending: &[Finding]) {
    for finding in pending {
        eprintln!("not yet translated: {finding}");
    }
}

#[expect(clippy::print_stdout, reason = "the answer of a command")]
fn say_hash(hash: &str) {
    println!("{hash}");
}

fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn lines(items: &[impl ToString]) -> String {
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn refuse(findings: Vec<Finding>) -> Result<(), Error> {
    if findings.is_empty() { Ok(()) } else { Err(Error::Findings(findings)) }
}

/// Every folder of `locales`, in the order of their tags.
fn read_catalogues(root: &Path) -> Result<Vec<Catalogue>, Error> {
    let locales = root.join("locales");
    let mut catalogues = Vec::new();
    for folder in sorted_entries(&locales)? {
        if !folder.is_dir() || file_name(&folder) == DATES {
            continue;
        }
        let files = read_ftl(&folder)?;
        let mut catalogue = Catalogue::parse(&file_name(&folder), &files);
        catalogue.glossary = fs::read_to_string(folder.join("glossary.toml")).unwrap_or_default();
        catalogue.numbers = fs::read_to_string(folder.join("numbers.toml")).unwrap_or_default();
        catalogue.reviews = fs::read_to_string(folder.join("reviews.toml")).unwrap_or_default();
        catalogues.push(catalogue);
    }
    Ok(catalogues)
}

/// The `.ftl` files of a folder: names and texts.
fn read_ftl(folder: &Path) -> Result<Vec<(String, String)>, Error> {
    let mut files = Vec::new();
    for path in sorted_entries(folder)? {
        if path.extension().is_some_and(|ext| ext == "ftl") {
            let text =
                fs::read_to_string(&path).map_err(|source| Error::File { path: path.clone(), source })?;
            files.push((file_name(&path), text));
        }
    }
    Ok(files)
}

/// The overlays of CLDR's dates, each as a catalogue of its own under the name of its language.
fn read_dates(root: &Path) -> Result<Vec<Catalogue>, Error> {
    let files = read_ftl(&root.join("locales").join(DATES))?;
    let of = |(name, text): (String, String)| {
        let tag = name.trim_end_matches(".ftl").to_owned();
        Catalogue::parse(&tag, &[(name, text)])
    };
    Ok(files.into_iter().map(of).collect())
}

/// The Rust files below a folder: paths and texts.
fn read_code(path: &Path) -> Result<Vec<(String, String)>, Error> {
    if path.is_dir() {
        let inner = sorted_entries(path)?;
        let files = inner.iter().map(|path| read_code(path)).collect::<Result<Vec<_>, _>>()?;
        return Ok(files.concat());
    }
    let text = fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
    Ok(vec![(path.display().to_string(), text)])
}

fn sorted_entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let file_error = |source| Error::File { path: folder.to_owned(), source };
    let mut paths = fs::read_dir(folder)
        .map_err(file_error)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()
        .map_err(file_error)?;
    paths.sort();
    Ok(paths)
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
