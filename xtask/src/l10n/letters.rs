//! Letters that do not belong: Latin ones in a language of another script, look-alikes of a neighbour's spelling.

use icu_locale::{LanguageIdentifier, LocaleExpander, subtags::script};

/// Letters and digits a keyboard of another language gives, which look right and are found by no search.
const LOOK_ALIKES: &[(&str, &str)] =
    &[("fa", "يىكة٠١٢٣٤٥٦٧٨٩"), ("ar", "یکھہۆەێ۰۱۲۳۴۵۶۷۸۹"), ("ckb", "يىكةھ۰۱۲۳۴۵۶۷۸۹")];

/// The first letter of these words that does not belong to the language.
pub(crate) fn foreign(words: &str, tag: &str) -> Option<char> {
    let look_alikes = LOOK_ALIKES.iter().find(|(known, _)| *known == tag).map_or("", |(_, letters)| letters);
    let latin = is_latin(tag);
    words.chars().find(|c| look_alikes.contains(*c) || (c.is_ascii_alphabetic() && !latin))
}

/// The first mark that turns the direction of a text.
pub(crate) fn direction_mark(words: &str) -> Option<char> {
    words.chars().find(|c| matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
}

fn is_latin(tag: &str) -> bool {
    let Ok(id) = tag.parse::<LanguageIdentifier>() else { return false };
    id.script.or_else(|| LocaleExpander::new_extended().get_likely_script(&id)) == Some(script!("Latn"))
}
