//! `locales/<tag>/numbers.toml`: the number words of a language.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Deserialize;

use super::letters;
use super::source::Catalogue;

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Numbers {
    units: Vec<String>,
    hundreds: Vec<String>,
    thousands: Vec<String>,
    join: String,
    point: String,
    minus: String,
}

/// Reads a language's file.
pub(crate) fn read(catalogue: &Catalogue) -> Result<Numbers, String> {
    toml::from_str(&catalogue.numbers).map_err(|error| error.message().to_owned())
}

impl Numbers {
    /// What is wrong with the words.
    pub(crate) fn flaws(&self, tag: &str) -> Vec<String> {
        let mut flaws = Vec::new();
        let counts = [
            ("units", self.units.len(), 100),
            ("hundreds", self.hundreds.len(), 9),
            ("thousands", self.thousands.len(), 9),
        ];
        for (name, found, wanted) in counts {
            if found != wanted {
                flaws.push(format!("{name} has {found} words, not {wanted}"));
            }
        }
        let all: Vec<&str> = [&self.units, &self.hundreds, &self.thousands]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let mut seen = BTreeSet::new();
        flaws.extend(
            all.iter().filter(|word| !seen.insert(**word)).map(|word| format!("{word:?} stands twice")),
        );
        let rest = [self.join.as_str(), &self.point, &self.minus];
        for word in all.into_iter().chain(rest) {
            if let Some(letter) = letters::foreign(word, tag) {
                flaws.push(format!("{letter:?} of {word:?} is of another script or spelling"));
            }
            if word.is_empty() || word.contains(char::is_numeric) {
                flaws.push(format!("{word:?} is no word"));
            }
        }
        flaws
    }
}

/// `core/locale/src/number_words.rs`.
pub(crate) fn generated(catalogues: &[Catalogue]) -> String {
    let mut code = String::from(
        "//! The number words of `locales`.\n\
         //!\n\
         //! Written by `cargo xtask l10n generate`.\n\n\
         use crate::spelling::NumberWords;\n\n\
         /// Every language that says numbers in words.\n\
         #[rustfmt::skip]\n\
         pub(crate) static NUMBERS: &[(&str, NumberWords)] = &[\n",
    );
    for catalogue in catalogues {
        let Ok(Numbers { units, hundreds, thousands, join, point, minus }) = read(catalogue) else {
            continue;
        };
        let _ = writeln!(code, "    ({:?}, NumberWords {{", catalogue.tag);
        for (name, words) in [("units", units), ("hundreds", hundreds), ("thousands", thousands)] {
            let _ = writeln!(code, "        {name}: {words:?},");
        }
        let _ = writeln!(code, "        join: {join:?}, point: {point:?}, minus: {minus:?},\n    }}),");
    }
    code.push_str("];\n");
    code
}
