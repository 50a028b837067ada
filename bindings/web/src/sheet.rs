//! Screens that were seen, painted side by side by the web painter.

use std::sync::Arc;

use nabz_app::screen::Screen;
use nabz_locale::Text;

use crate::document::{Document, worded};
use crate::{PAINTER_CSS, PAINTER_JS, escape};

/// A screen and the line that stands above it on a contact sheet.
#[derive(Clone, Debug)]
pub struct SeenScreen {
    /// When and where it was seen, in words.
    pub caption: Text,
    /// What was seen.
    pub screen: Arc<Screen>,
}

/// What a document needs so that embedded screens are painted.
#[derive(Clone, Debug)]
pub struct Phones {
    /// CSS of the painter and the frames.
    pub style: String,
    /// The frames and the screens as data.
    pub body: String,
    /// The painter and what sets it going.
    pub script: String,
}

/// Screens in frames of phones, to be set into a document of one's own.
pub fn phones(screens: &[SeenScreen]) -> Result<Phones, serde_json::Error> {
    let figures =
        screens.iter().enumerate().map(|(index, seen)| figure(index, seen)).collect::<Result<String, _>>()?;
    Ok(Phones {
        style: [PAINTER_CSS, include_str!("../pages/sheet.css")].join("\n"),
        body: format!("<div class=\"sheet\">\n{figures}</div>"),
        script: script(),
    })
}

/// A self-contained document of nothing but screens.
pub fn contact_sheet(title: &Text, screens: &[SeenScreen]) -> Result<String, serde_json::Error> {
    let Phones { style, body, script } = phones(screens)?;
    Ok(Document { title: title.clone(), style, body, script }.render())
}

/// A self-contained document of one screen over the whole window, to be looked at.
pub fn page(screen: &Screen) -> Result<String, serde_json::Error> {
    let document = Document {
        title: screen.title.clone(),
        style: [PAINTER_CSS, include_str!("../pages/page.css")].join("\n"),
        body: place("whole", 0, screen)?,
        script: script(),
    };
    Ok(document.render())
}

fn figure(index: usize, seen: &SeenScreen) -> Result<String, serde_json::Error> {
    let caption = worded("span", &seen.caption);
    let phone = place("phone", index, &seen.screen)?;
    Ok(format!("<figure>\n<figcaption>{caption}</figcaption>\n{phone}\n</figure>\n"))
}

fn place(class: &str, index: usize, screen: &Screen) -> Result<String, serde_json::Error> {
    let data = escape::json(screen)?;
    Ok(format!(
        "<div class=\"{class}\" data-shows=\"screen-{index}\"></div>\n\
         <script type=\"application/json\" id=\"screen-{index}\">{data}</script>"
    ))
}

fn script() -> String {
    [PAINTER_JS, include_str!("../pages/show.js")].join("\n")
}
