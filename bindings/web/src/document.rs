//! A self-contained HTML file: no request leaves it, and no script but its own runs in it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nabz_locale::{Direction, Text};
use ring::digest::{SHA256, digest};

use crate::escape;

/// A document with its styles and scripts inside.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its title; sets the language and direction of the whole document.
    pub title: Text,
    /// CSS.
    pub style: String,
    /// HTML, already safe: see [`escape`].
    pub body: String,
    /// A JavaScript module, run when the document stands.
    pub script: String,
}

impl Document {
    /// The whole file.
    ///
    /// Its policy names the one style and the one script by their SHA-256 (Content Security Policy 3, §2.3.1) and lets
    /// in pictures of `data:` and sound beside the file; everything else is refused by the browser, also in data that
    /// was set in wrongly.
    pub fn render(&self) -> String {
        let Self { title, style, body, script } = self;
        let direction = direction(title.direction);
        let language = escape::html(&title.language);
        let title = escape::html(&title.shown);
        let policy = format!(
            "default-src 'none'; script-src {}; style-src {}; img-src data:; media-src 'self' file:; base-uri 'none'; \
             form-action 'none'",
            source(script),
            source(style)
        );
        format!(
            "<!doctype html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n{body}\n\
             <script type=\"module\">{script}</script>\n</body>\n</html>\n"
        )
    }
}

/// The `dir` attribute of a direction.
pub fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

/// A text as an element with its language and direction.
pub fn worded(tag: &str, text: &Text) -> String {
    let (language, words) = (escape::html(&text.language), escape::html(&text.shown));
    format!("<{tag} lang=\"{language}\" dir=\"{}\">{words}</{tag}>", direction(text.direction))
}

fn source(content: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(digest(&SHA256, content.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_its_script_and_style_by_hash_and_nothing_else() {
        let title = Text { shown: "A <b>".into(), language: "en".into(), ..Text::default() };
        let document =
            Document { title, style: String::new(), body: String::new(), script: "1".into() }.render();
        // SHA-256 of "1" and of nothing, as `printf 1 | openssl dgst -sha256 -binary | base64` gives them.
        assert!(document.contains("script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"));
        assert!(document.contains("style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"));
        assert!(document.contains("<title>A &lt;b&gt;</title>"));
    }

    #[test]
    fn a_word_carries_its_language_and_direction() {
        let text = Text {
            shown: "خانه".into(),
            spoken: "خانه".into(),
            language: "fa".into(),
            direction: Direction::Rtl,
        };
        assert_eq!(worded("p", &text), "<p lang=\"fa\" dir=\"rtl\">خانه</p>");
    }
}
