//! Whether a twelve-year-old reads the English: grade by Flesch and Kincaid, and no sentence too long to hold in mind.

use super::wording::value_words;
use super::{Defect, Finding};
use crate::l10n::source::{Catalogue, File};

/// Flesch–Kincaid grade of a whole file.
const GRADE: f64 = 6.0;

/// Most words of a sentence. Plain-language guides ask for 15 to 20.
const WORDS: usize = 20;

/// Files that people who test and build read, and parts of sentences.
const NOT_READ: [&str; 3] = ["report.ftl", "speech.ftl", "units.ftl"];

/// Files too short for a grade: words that stand alone.
const LEAST_WORDS: usize = 60;

pub(super) fn english(source: &Catalogue) -> Vec<Finding> {
    let read = source.files.iter().filter(|file| !NOT_READ.contains(&file.name.as_str()));
    read.flat_map(|file| of_file(source, file)).collect()
}

fn of_file(source: &Catalogue, file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut text = String::new();
    for message in &file.messages {
        let words = value_words(message);
        let longest = sentences(&words).into_iter().map(|sentence| sentence.split_whitespace().count()).max();
        if let Some(long) = longest.filter(|long| *long > WORDS) {
            findings.push(super::at(source, &file.name, message, Defect::LongSentence(long)));
        }
        // Labels and buttons are no sentences.
        if words.contains(['.', '?', '!']) {
            text.push_str(&words);
            text.push(' ');
        }
    }
    let grade = grade(&text);
    if text.split_whitespace().count() >= LEAST_WORDS && grade > GRADE {
        let place = format!("locales/{}/{}", source.tag, file.name);
        findings.push(Finding::new(place, &source.tag, Defect::Grade(format!("{grade:.1}"))));
    }
    findings
}

fn sentences(text: &str) -> Vec<&str> {
    text.split(['.', '?', '!', ':', ';', '…']).filter(|sentence| !sentence.trim().is_empty()).collect()
}

/// Flesch–Kincaid grade (Kincaid et al. 1975).
pub(super) fn grade(text: &str) -> f64 {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_alphabetic() && c != '\'').filter(|word| !word.is_empty()).collect();
    let (sentences, count) = (sentences(text).len().max(1) as f64, words.len().max(1) as f64);
    let syllables: usize = words.iter().map(|word| syllables(word)).sum();
    0.39 * count / sentences + 11.8 * syllables as f64 / count - 15.59
}

/// Groups of vowels, without a silent e.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let vowel = |c: char| "aeiouy".contains(c);
    let mut groups = 0;
    let mut before = false;
    for c in word.chars() {
        groups += usize::from(vowel(c) && !before);
        before = vowel(c);
    }
    let silent = word.ends_with('e') && !word.ends_with("le") && groups > 1;
    (groups - usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_english_is_low_and_officialese_is_high() {
        assert!(grade("We send it as soon as there is a line. You can close the app.") < 4.0);
        assert!(
            grade(
                "Notification of appointment confirmation necessitates authentication of the participating individual."
            ) > 12.0
        );
        assert_eq!(["code", "table", "clinic", "emergency", "the"].map(syllables), [1, 2, 2, 4, 1]);
    }
}
