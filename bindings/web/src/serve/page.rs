//! The two pages: the one that shows the screens, and the one that says that the link is spent.

use nabz_locale::Text;
use serde_json::Error;

use crate::document::{direction, worded};
use crate::escape;
use crate::serve::words::PageWords;

/// The page that shows the screens. What it says by itself travels in an attribute: nothing inline is ever run.
pub(super) fn screens(words: &PageWords) -> Result<String, Error> {
    let data = escape::html(&serde_json::to_string(words)?);
    let noscript = worded("p", &words.scripts);
    let body = format!(
        "<div id=\"says\" class=\"nabz-says\" hidden><div role=\"alert\"></div><button type=\"button\"></button></div>\n\
         <div id=\"screen\"></div>\n<noscript>{noscript}</noscript>"
    );
    let script = "<script type=\"module\" src=\"/app.js\"></script>\n";
    Ok(html(&words.app, script, &format!("<body data-words=\"{data}\">\n{body}\n</body>")))
}

/// The page for who has no session.
pub(super) fn no_session(words: &PageWords) -> String {
    let said = worded("p", &words.ended);
    html(&words.app, "", &format!("<body>\n<main class=\"nabz-says\">{said}</main>\n</body>"))
}

fn html(title: &Text, script: &str, body: &str) -> String {
    let (language, words) = (escape::html(&title.language), escape::html(&title.shown));
    let runs = direction(title.direction);
    format!(
        "<!doctype html>\n<html lang=\"{language}\" dir=\"{runs}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{words}</title>\n\
         <link rel=\"icon\" href=\"/icon.svg\">\n<link rel=\"stylesheet\" href=\"/painter.css\">\n\
         <link rel=\"stylesheet\" href=\"/app.css\">\n{script}</head>\n{body}\n</html>\n"
    )
}
