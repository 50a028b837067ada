//! The closed list of texts that show outside the unlocked app: on the lock screen, the ring screen, in the app switcher,
//! by SMS. Whoever looks over a shoulder learns a time and a neutral name, and nothing about health.

use fluent_syntax::ast::Message;

use super::Defect;
use crate::l10n::glossary::has_words;
use crate::l10n::signature::{Kind, Signature, Style};
use crate::l10n::source::{Catalogue, patterns, words};

/// English words of health, none of which such a text may have; neither may its translations have the terms.
const OF_HEALTH: [&str; 22] = [
    "doctor",
    "doctors",
    "nurse",
    "medicine",
    "medicines",
    "dose",
    "doses",
    "pill",
    "pills",
    "result",
    "results",
    "test",
    "tests",
    "diagnosis",
    "illness",
    "disease",
    "sick",
    "health",
    "blood",
    "sugar",
    "pressure",
    "pregnant",
];

/// Terms of the glossary that speak of health.
pub(super) const TERMS_OF_HEALTH: [&str; 2] = ["doctor", "medicine"];

/// Arguments by name that are no time: the clinic's neutral name, and a first name where it was chosen.
const NAMES: [&str; 2] = ["clinic", "first-name"];

/// Most segments of an SMS.
const SEGMENTS: usize = 2;

/// Longest a time, a day or a name is taken to be, in characters.
const ARGUMENT: usize = 24;

/// What is wrong with a message of the list in the source language: its arguments, its words.
pub(super) fn source_defects(message: &Message<String>, signature: &Signature) -> Vec<Defect> {
    if !signature.outside {
        return Vec::new();
    }
    let allowed = |name: &str, kind: Kind| match kind {
        Kind::When(Style::Time | Style::Day | Style::Date | Style::Appointment) => true,
        Kind::Text => NAMES.contains(&name),
        _ => false,
    };
    let told = signature.args.iter().filter(|(name, kind)| !allowed(name, *kind));
    let mut defects: Vec<Defect> = told.map(|(name, _)| Defect::OutsideArgument(name.clone())).collect();
    let text = text_of(message);
    let spoken_of = OF_HEALTH.iter().filter(|word| has_words(&text, word));
    defects.extend(spoken_of.map(|word| Defect::OutsideWord((*word).to_owned())));
    defects
}

/// What is wrong with such a message in any language: links, and the length of an SMS.
pub(super) fn defects(message: &Message<String>, signature: &Signature) -> Vec<Defect> {
    let mut defects = Vec::new();
    let text = text_of(message);
    if signature.outside && ["://", "www.", "http"].iter().any(|link| text.contains(link)) {
        defects.push(Defect::OutsideLink);
    }
    if signature.sms {
        let needed = segments(&text, signature.args.len());
        if needed > SEGMENTS {
            defects.push(Defect::SmsLength(needed));
        }
    }
    defects
}

/// Segments of an SMS of this text with so many arguments (3GPP TS 23.038: 160 characters of GSM 7 bit or 70 of UCS-2;
/// 153 or 67 where there are several).
pub(super) fn segments(text: &str, arguments: usize) -> usize {
    let units = text.encode_utf16().count() + arguments * ARGUMENT;
    let (alone, each) = if text.chars().all(is_gsm7) { (160, 153) } else { (70, 67) };
    if units <= alone { 1 } else { units.div_ceil(each) }
}

/// The letters of GSM 7 bit that every phone has; the rarer ones count as UCS-2, which only errs on the long side.
fn is_gsm7(c: char) -> bool {
    c.is_ascii_alphanumeric() || " .,:;!?'\"()/+-%&@$\n".contains(c)
}

/// Every text of the list that the code shows outside must be on it: the messages of a file that asks for a notification.
pub(crate) fn shown_outside<'a>(code: &'a str, source: &Catalogue) -> Vec<&'a str> {
    let product = code.split("#[cfg(test)]").next().unwrap_or_default();
    if !product.contains("HostRequest::Notify {") || product.contains("pub enum HostRequest") {
        return Vec::new();
    }
    let named = product.match_indices("msg::").map(|(at, _)| {
        let rest = &product[at + "msg::".len()..];
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    });
    let is_listed = |name: &str| {
        source.message(&name.replace('_', "-")).is_some_and(|message| Signature::of(message).outside)
    };
    named.filter(|name| !is_listed(name)).collect()
}

fn text_of(message: &Message<String>) -> String {
    let mut text = String::new();
    for (_, pattern) in patterns(message) {
        words(pattern, &|_| false, false, &mut |part, _| text.push_str(part));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_sms_is_counted_in_segments() {
        assert_eq!(segments(&"a".repeat(160), 0), 1);
        assert_eq!(segments(&"a".repeat(161), 0), 2);
        assert_eq!(segments(&"آ".repeat(70), 0), 1);
        assert_eq!(segments(&"آ".repeat(71), 0), 2);
        assert_eq!(segments(&"آ".repeat(67 * 2 + 1), 0), 3);
    }
}
