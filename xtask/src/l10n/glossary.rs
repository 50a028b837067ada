//! `locales/<tag>/glossary.toml`: one term for one thing, one polite register, and the words that bend for people.

use std::collections::BTreeMap;

use serde::Deserialize;

/// The English glossary: which words make a term.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Source {
    pub(crate) terms: BTreeMap<String, SourceTerm>,
}

/// An English term.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceTerm {
    /// Whole words (or phrases) that mean it, any case.
    pub(crate) words: Vec<String>,
    /// Messages in which these words mean something else.
    #[serde(default)]
    pub(crate) except: Vec<String>,
}

/// The glossary of another language.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Glossary {
    pub(crate) register: Register,
    pub(crate) gender: Gender,
    pub(crate) terms: BTreeMap<String, Term>,
}

/// How people are spoken to.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Register {
    /// One sentence in English.
    #[serde(rename = "note")]
    _note: String,
    /// Whole words that break it.
    pub(crate) avoid: Vec<String>,
}

/// How the language bends for people.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Gender {
    /// One sentence in English.
    #[serde(rename = "note")]
    _note: String,
    /// Whole words that may stand only inside a choice by gender.
    pub(crate) marked: Vec<String>,
}

/// A term in another language.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Term {
    /// Stems, one of which stands wherever the English has the term.
    #[serde(rename = "use")]
    pub(crate) stems: Vec<String>,
    /// Whole words not used for it.
    #[serde(default)]
    pub(crate) avoid: Vec<String>,
    /// Messages that say it without naming it, as people do.
    #[serde(default)]
    pub(crate) except: Vec<String>,
}

/// Whether a phrase stands in a text as whole words, in any case.
pub(crate) fn has_words(text: &str, phrase: &str) -> bool {
    let (text, phrase) = (split(text), split(phrase));
    !phrase.is_empty() && text.windows(phrase.len()).any(|window| window == phrase)
}

/// Whether a stem stands anywhere in a text, in any case.
pub(crate) fn has_stem(text: &str, stem: &str) -> bool {
    !stem.is_empty() && text.to_lowercase().contains(&stem.to_lowercase())
}

fn split(text: &str) -> Vec<String> {
    let words = text.split(|c| !is_of_a_word(c)).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Letters and digits, the marks that sit on them, and the joiners inside a word.
pub(crate) fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric()
        || matches!(c, '\u{200C}' | '\u{200D}' | '\'' | '’')
        || matches!(c, '\u{0300}'..='\u{036F}' | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}')
        || matches!(c, '\u{093C}' | '\u{094D}' | '\u{09BC}' | '\u{09CD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_whole_and_of_any_case() {
        assert!(has_words("Call the Doctor.", "doctor"));
        assert!(!has_words("Doctors call", "doctor"));
        assert!(has_words("the waiting room opens", "waiting room"));
        assert!(!has_words("waiting for a room", "waiting room"));
        assert!(!has_words("anything", ""));
        assert!(has_words("तू, फ़ोन", "तू") && !has_words("किन्तू", "तू"));
    }

    #[test]
    fn a_stem_is_found_inside_a_word() {
        assert!(has_stem("والطبيبة", "طبيب"));
        assert!(!has_stem("", "طبيب") && !has_stem("x", ""));
    }
}
