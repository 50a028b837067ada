//! The same screens painted for a browser.
//!
//! The painter is plain JavaScript and CSS without a build step: `painter/painter.js` exports
//! `paint(screen, root, onAction)` with one function per block kind, `painter/*.css` says how they look. A served page
//! links [`PAINTER_JS`] as a module; a [`Document`] carries both inside itself, so a report stays one file.
//!
//! - [`document`]: a self-contained HTML file and the content security policy that lets nothing else in
//! - [`sheet`]: screens as a contact sheet of phones, or one screen as a page
//! - [`escape`]: data set into HTML
//! - [`serve`](mod@serve): the screens of a running core for one browser, over a WebSocket

pub mod document;
pub mod escape;
pub mod serve;
pub mod sheet;

pub use document::Document;
pub use sheet::{Phones, SeenScreen, contact_sheet, page, phones};

/// The painter, an ES module: `export function paint(screen, root, onAction, page)` and `paintLive(live, root)`.
pub const PAINTER_JS: &str = include_str!("../painter/painter.js");

/// What the painter's elements look like.
pub const PAINTER_CSS: &str =
    concat!(include_str!("../painter/frame.css"), "\n", include_str!("../painter/blocks.css"));
