//! Words for people that stand in code instead of `locales`.
//!
//! A literal counts if it has two words in a row, or a letter that is not Latin, on a line that is not for developers:
//! errors, logs, assertions, annotations, comments.

use std::fs;
use std::path::Path;

use super::{Error, sorted_entries};

/// Where what people see is made.
const PLACES: [(&str, &str); 12] = [
    ("core/app/src", "rs"),
    ("core/care/src", "rs"),
    ("core/locale/src", "rs"),
    ("bindings/ffi/src", "rs"),
    ("android/app/src/main", "kt"),
    ("android/host/src/main", "kt"),
    ("android/painter/src/main", "kt"),
    ("bindings/kotlin/core/src/main", "kt"),
    ("ios/App", "swift"),
    ("ios/Sources", "swift"),
    ("bindings/web/app", "js"),
    ("bindings/web/painter", "js"),
];

/// Generated from `locales`.
const GENERATED: [&str; 4] = ["msg.rs", "embedded.rs", "reviews.rs", "number_words.rs"];

/// What marks a line as one for developers.
const FOR_DEVELOPERS: [&str; 19] = [
    "#[",
    "#![",
    "error",
    "Error",
    "log",
    "Misuse(",
    "require(",
    "check(",
    "assert",
    "expect(",
    "panic",
    "fatal",
    "precondition",
    "throw",
    "import ",
    "include_str",
    "http",
    "@",
    "const ACCEPTED",
];

/// Every literal for people: place and text.
pub(crate) fn found(root: &Path) -> Result<Vec<String>, Error> {
    let mut found = Vec::new();
    for (folder, extension) in PLACES {
        read(root, &root.join(folder), extension, &mut found)?;
    }
    Ok(found)
}

fn read(root: &Path, path: &Path, extension: &str, found: &mut Vec<String>) -> Result<(), Error> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if path.is_dir() {
        return sorted_entries(path)?.iter().try_for_each(|inner| read(root, inner, extension, found));
    }
    let is_test = name == "tests.rs" || path.components().any(|part| part.as_os_str() == "tests");
    if path.extension().is_none_or(|own| own != extension) || GENERATED.contains(&&*name) || is_test {
        return Ok(());
    }
    let code = fs::read_to_string(path).map_err(|source| Error::File { path: path.to_owned(), source })?;
    let place = path.strip_prefix(root).unwrap_or(path).display();
    for (line, literal) in in_code(&code) {
        found.push(format!("{place}:{line}: {literal:?} belongs to locales"));
    }
    Ok(())
}

/// The literals for people in a file, with their lines.
pub(crate) fn in_code(code: &str) -> Vec<(usize, String)> {
    let product = code.split("#[cfg(test)]").next().unwrap_or_default();
    let mut found = Vec::new();
    for (index, line) in product.lines().enumerate() {
        let trimmed = line.trim_start();
        let comment = ["//", "*", "/*"].iter().any(|mark| trimmed.starts_with(mark));
        if comment || FOR_DEVELOPERS.iter().any(|mark| line.contains(mark)) {
            continue;
        }
        let words = literals(line).into_iter().filter(|literal| is_for_people(literal));
        found.extend(words.map(|literal| (index + 1, literal)));
    }
    found
}

/// What stands between double quotes on a line.
fn literals(line: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Option<String> = None;
    let mut characters = line.chars().peekable();
    while let Some(c) = characters.next() {
        match (&mut open, c) {
            // A comment behind the code.
            (None, '/') if characters.peek() == Some(&'/') => break,
            (None, '"') => open = Some(String::new()),
            (None, _) => {}
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(_), '"') => found.extend(open.take()),
            (Some(text), c) => text.push(c),
        }
    }
    found
}

fn is_for_people(literal: &str) -> bool {
    let foreign = literal.chars().any(|c| c.is_alphabetic() && !c.is_ascii() && !c.is_numeric());
    let is_word = |word: &str| {
        let bare = word.trim_matches(|c: char| ".!?…:".contains(c));
        bare.len() > 1 && bare.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let words: Vec<bool> = literal.split(' ').map(is_word).collect();
    foreign || words.windows(2).any(|pair| pair == [true, true])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_people_are_found_in_every_language_of_the_code() {
        for (code, literal) in [
            ("    Text(\"Please wait\")", "Please wait"),
            ("label.text = \"لطفا\"", "لطفا"),
            ("element.textContent = \"Please try again\";", "Please try again"),
            ("let said = \"You called the clinic.\".to_owned();", "You called the clinic."),
        ] {
            assert_eq!(in_code(code), [(1, literal.to_owned())]);
        }
    }

    #[test]
    fn what_developers_read_and_tests_are_passed_over() {
        for code in [
            "// says \"Please wait\"",
            "#[error(\"the zone is unknown\")]",
            "log::warn!(\"a request failed\")",
            "require(ok) { \"bytes after the end\" }",
            "let x = \"home\"; // \"two words\"",
            "#[cfg(test)]\nmod tests { \"Please wait\" }",
            "let path = \"org.nabz.words\";",
        ] {
            assert_eq!(in_code(code), [], "{code}");
        }
    }
}
