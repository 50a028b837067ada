//! Words nobody reads: messages whose function no room calls.

use std::fs;
use std::path::{Path, PathBuf};

use super::generate::SOURCE_TAG;
use super::source::Catalogue;
use super::{Error, sorted_entries};

/// Where rooms live. The generated functions themselves do not count as a use.
const ROOMS: [&str; 3] = ["core", "bindings", "tests"];
const GENERATED: &str = "core/locale";

/// Written by the formatter itself: amounts, under a name made from the currency's code, and what the voice says. Units wait for
/// the screens of readings and doses; SMS are sent by the clinic.
const LOOKED_UP_BY_NAME: [&str; 4] = ["currency-", "sms-", "speech-", "unit-"];

/// Used by the formatter itself.
const OF_THE_FORMATTER: [&str; 2] = ["language-name", "common-text-missing"];

/// The ids of messages no room uses.
pub(crate) fn messages(root: &Path, catalogues: &[Catalogue]) -> Result<Vec<String>, Error> {
    let mut code = String::new();
    for room in ROOMS {
        read_rust(&root.join(room), &root.join(GENERATED), &mut code)?;
    }
    let english = catalogues.iter().filter(|catalogue| catalogue.tag == SOURCE_TAG);
    let ids = english.flat_map(Catalogue::messages).map(|(_, message)| message.id.name.clone());
    let is_used = |id: &String| {
        LOOKED_UP_BY_NAME.iter().any(|prefix| id.starts_with(prefix))
            || OF_THE_FORMATTER.contains(&id.as_str())
            || is_named(&code, &id.replace('-', "_"))
    };
    Ok(ids.filter(|id| !is_used(id)).collect())
}

fn read_rust(path: &Path, except: &Path, code: &mut String) -> Result<(), Error> {
    if path == except {
        return Ok(());
    }
    if path.is_dir() {
        return sorted_entries(path)?.iter().try_for_each(|inner| read_rust(inner, except, code));
    }
    if path.extension().is_some_and(|ext| ext == "rs") {
        let text =
            fs::read_to_string(path).map_err(|source| Error::File { path: PathBuf::from(path), source })?;
        code.push_str(&text);
    }
    Ok(())
}

/// Whether the code names this function: `msg::name`, and not only a longer one.
fn is_named(code: &str, function: &str) -> bool {
    let path = format!("msg::{function}");
    code.match_indices(&path)
        .any(|(at, _)| !code[at + path.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_name_is_no_use_of_a_shorter_one() {
        assert!(is_named("text(msg::home_book())", "home_book"));
        assert!(is_named("map(msg::home_book)", "home_book"));
        assert!(!is_named("text(msg::home_booked())", "home_book"));
        assert!(!is_named("home_book()", "home_book"));
    }
}
