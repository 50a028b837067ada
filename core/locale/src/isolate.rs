//! Marks that keep texts of both directions in their order (Unicode Bidirectional Algorithm, UAX #9 §2).
//!
//! What is inserted is wrapped in FSI…PDI. A text from outside could break out of that with marks of its own, so
//! those are taken away; a code is wrapped in LRI…PDI because its digits run left to right everywhere.

const LRI: char = '\u{2066}';
/// Begins the isolate of an argument.
pub(crate) const FSI: char = '\u{2068}';
/// Ends an isolate.
pub(crate) const PDI: char = '\u{2069}';

/// A name or a text somebody wrote, made safe to set into a sentence: on one line, and unable to turn its
/// neighbours round.
pub(crate) fn tame(text: &str) -> String {
    text.chars().filter(|c| !is_embedding(*c)).map(|c| if is_break(c) { ' ' } else { c }).collect()
}

/// A telephone number or a code: left to right and on one line, since one that is broken in two is read wrong.
pub(crate) fn left_to_right(code: &str) -> String {
    format!("{LRI}{}{PDI}", tame(code).replace(' ', "\u{A0}"))
}

/// What is spoken: no direction marks of any kind. The joiners of Persian spelling stay.
pub(crate) fn strip(text: &str) -> String {
    let spoken =
        text.chars().filter(|c| !is_embedding(*c) && !matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}'));
    spoken.map(|c| if c == '\u{A0}' { ' ' } else { c }).collect()
}

/// Embeddings, overrides and isolates with their ends.
const fn is_embedding(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Control characters and what ends a paragraph, and with it every open isolate.
fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_break_out() {
        assert_eq!(tame("Sara\u{2069}\u{202E}\nKarimi\u{200F}"), "Sara Karimi\u{200F}");
        assert_eq!(left_to_right("021-\u{2069}11"), "\u{2066}021-11\u{2069}");
        assert_eq!(left_to_right("021 11"), "\u{2066}021\u{A0}11\u{2069}");
    }

    #[test]
    fn speech_keeps_joiners_and_loses_marks() {
        assert_eq!(strip("می\u{200C}شود \u{2068}\u{2066}115\u{2069}\u{2069}\u{200E}"), "می\u{200C}شود 115");
    }
}
