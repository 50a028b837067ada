//! The report of a visit: `visit.json` for scripts, `visit.html` for people, and the lines a terminal ends with.
//!
//! - [`trace`]: what happened in the call, as the media thread noted it
//! - [`measure`]: from a trace to figures; [`series`]: from a trace to curves
//! - [`model`]: `visit.json`; [`summary`]: the last lines in the terminal
//! - [`plots`]: curves as SVG; [`page`]: `visit.html`

pub mod measure;
pub mod model;
pub mod page;
pub mod plots;
pub mod series;
pub mod summary;
pub mod trace;

use std::fs;
use std::io;
use std::path::Path;

use nabz_locale::Formatter;

pub use self::model::Visit;
pub use self::trace::CallTrace;

use crate::link::Stretches;

/// Why a report could not be left.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file could not be written.
    #[error("the report cannot be written: {0}")]
    File(#[from] io::Error),
    /// A screen or a figure could not be written as JSON.
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A plot could not be drawn.
    #[error("a plot cannot be drawn: {0}")]
    Plot(String),
}

/// What kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// Another folder may work.
    Folder,
    /// The report itself is wrong.
    Content,
}

impl ReportError {
    /// What kind of error it is.
    pub const fn kind(&self) -> ErrorKind {
        match self {
            Self::File(_) => ErrorKind::Folder,
            Self::Json(_) | Self::Plot(_) => ErrorKind::Content,
        }
    }
}

/// Leaves `visit.json` and `visit.html` in a folder, which is made if it is not there.
pub fn leave(
    folder: &Path,
    visit: &Visit,
    trace: &CallTrace,
    link: &Stretches,
    words: &Formatter,
) -> Result<(), ReportError> {
    fs::create_dir_all(folder)?;
    let mut json = serde_json::to_string_pretty(visit)?;
    json.push('\n');
    fs::write(folder.join("visit.json"), json)?;
    fs::write(folder.join("visit.html"), page::render(visit, trace, link, words)?)?;
    Ok(())
}
