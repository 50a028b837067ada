//! Words a phone shows before any core runs, from `locales` into Android's resources. iOS has `ios/words.sh`.

use fluent_syntax::ast::{Message, PatternElement};

use super::source::Catalogue;

/// Where Android keeps its resources.
const RES: &str = "android/app/src/main/res";

/// Android's name of a word, and the message that says it.
const WORDS: [(&str, &str); 2] =
    [("app_name", "shell-app-name"), ("microphone_reason", "shell-microphone-reason")];

/// `res/values-<language>/strings.xml` of each language, English standing in for all others.
pub(crate) fn android(catalogues: &[Catalogue]) -> Vec<(String, String)> {
    catalogues.iter().map(|catalogue| (path(&catalogue.tag), strings(catalogue))).collect()
}

/// Android writes `values-fa`, `values-b+ckb`, `values-b+az+Arab`.
fn path(tag: &str) -> String {
    let folder = match tag {
        "en" => "values".to_owned(),
        short if short.len() == 2 => format!("values-{short}"),
        long => format!("values-b+{}", long.replace('-', "+")),
    };
    format!("{RES}/{folder}/strings.xml")
}

fn strings(catalogue: &Catalogue) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<resources>\n    \
         <!-- Written by `cargo xtask l10n generate` from locales: what the system shows before any core runs. -->\n",
    );
    for (name, id) in WORDS {
        if let Some(text) = catalogue.message(id).and_then(plain) {
            xml.push_str(&format!("    <string name=\"{name}\">{}</string>\n", escaped(&text)));
        }
    }
    xml.push_str("</resources>\n");
    xml
}

/// A message that is one text without arguments.
fn plain(message: &Message<String>) -> Option<String> {
    match message.value.as_ref()?.elements.as_slice() {
        [PatternElement::TextElement { value }] => Some(value.clone()),
        _ => None,
    }
}

/// As a string resource writes it.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('\\', "\\\\")
        .replace('\'', "\\'")
        .replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_folder_and_quotes_survive() {
        assert_eq!(
            ["en", "fa", "ckb", "az-Arab"].map(path),
            [
                "android/app/src/main/res/values/strings.xml",
                "android/app/src/main/res/values-fa/strings.xml",
                "android/app/src/main/res/values-b+ckb/strings.xml",
                "android/app/src/main/res/values-b+az+Arab/strings.xml",
            ]
        );
        assert_eq!(escaped("It's <a> & \"b\""), "It\\'s &lt;a> &amp; \\\"b\\\"");
    }
}
