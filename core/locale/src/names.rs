//! Names of people: found however somebody types them, sorted as the reader's language sorts.
//!
//! A name is shown as its owner writes it, never split, re-ordered or cut. Only for search it is folded: the same name is
//! typed with ي or ی, ك or ک, ة or ه, with or without vowel marks, hamza, a joiner, in digits of any script.

use std::cmp::Ordering;
use std::fmt;

use icu_collator::CollatorBorrowed;
use icu_collator::options::{AlternateHandling, CollatorOptions};
use icu_locale::Locale;
use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::digits::digit_value;

/// A name in the form in which names are compared: lower case, one spelling for each letter, no marks, no joiners.
///
/// ```
/// use nabz_locale::fold_name;
/// assert_eq!(fold_name("سَارَا كريمي"), fold_name("سارا کریمی"));
/// assert_eq!(fold_name("José Ñáñez"), "jose nanez");
/// ```
pub fn fold_name(name: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(name);
    let mut folded = String::with_capacity(decomposed.len());
    for c in decomposed.chars().flat_map(char::to_lowercase) {
        match c {
            // Vowel marks, hamza and madda above and below, accents; a nukta, which Hindi keyboards leave out.
            '\u{0300}'..='\u{036F}'
            | '\u{0610}'..='\u{061A}'
            | '\u{064B}'..='\u{065F}'
            | '\u{0670}'
            | '\u{06D6}'..='\u{06ED}'
            | '\u{093C}'
            | '\u{09BC}' => {}
            // Stretching, joiners, direction marks.
            '\u{0640}'
            | '\u{00AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{061C}'
            | '\u{FEFF}' => {}
            'ي' | 'ى' | 'ې' | 'ۍ' | 'ے' | 'ێ' => folded.push('ی'),
            'ك' | 'ڪ' => folded.push('ک'),
            'ة' | 'ۀ' | 'ە' | 'ھ' | 'ہ' | 'ۃ' => folded.push('ه'),
            'ڕ' => folded.push('ر'),
            'ڵ' => folded.push('ل'),
            'ۆ' => folded.push('و'),
            'ٱ' => folded.push('ا'),
            'ı' => folded.push('i'),
            c if c.is_whitespace() => {
                if !folded.ends_with(' ') && !folded.is_empty() {
                    folded.push(' ');
                }
            }
            c => match digit_value(c).and_then(|digit| char::from_digit(digit, 10)) {
                Some(digit) => folded.push(digit),
                None => folded.push(c),
            },
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Whether a name answers what somebody typed: each word of it begins a word of the name, or the whole stands in the name
/// written without spaces (علی‌رضا, علی رضا and علیرضا are one name). Nothing typed is answered by every name.
pub fn name_matches(name: &str, typed: &str) -> bool {
    let (name, typed) = (fold_name(name), fold_name(typed));
    let begins = |part: &str| name.split(' ').any(|word| word.starts_with(part));
    let joined = |text: &str| text.replace(' ', "");
    typed.split(' ').all(begins) || joined(&name).contains(&joined(&typed))
}

/// Sorts as a language does (UTS #10 with CLDR's tailoring).
pub struct NameOrder(CollatorBorrowed<'static>);

impl fmt::Debug for NameOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NameOrder")
    }
}

impl NameOrder {
    /// The order of a locale; `None` if the build has no data for it.
    pub(crate) fn of(locale: &Locale) -> Option<Self> {
        let mut options = CollatorOptions::default();
        // A space or a joiner does not part one name from itself.
        options.alternate_handling = Some(AlternateHandling::Shifted);
        CollatorBorrowed::try_new(locale.into(), options).ok().map(Self)
    }

    /// Which of two names comes first.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.0.compare(one, other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        let table = [
            ("دکتر سارا کریمی", "كريمي"),
            ("دکتر سارا کریمی", "سارا کر"),
            ("فاطمة الزهراء", "فاطمه"),
            ("علی‌رضا", "علی رضا"),
            ("علی رضا", "علیرضا"),
            ("مُحَمَّد", "محمد"),
            ("أحمد", "احمد"),
            ("آرش", "ارش"),
            ("رؤیا", "رویا"),
            ("ھێرۆ", "هێرو"),
            ("José Ñáñez", "nan"),
            ("İnci Işık", "isik"),
            ("फ़ातिमा", "फातिमा"),
            ("አበበ ቢቂላ", "ቢቂ"),
            ("Clinic ۱۲", "12"),
            ("ʻAbd al-Raḥmān", "ʻabd al-rah"),
            ("Sara", ""),
        ];
        for (name, typed) in table {
            assert!(
                name_matches(name, typed),
                "{name} by {typed}: {:?} {:?}",
                fold_name(name),
                fold_name(typed)
            );
        }
    }

    #[test]
    fn another_name_is_not_found_and_matras_are_letters() {
        for (name, typed) in [("Sara", "Sarah"), ("मीना", "मना"), ("کریم", "کریمی"), ("አበበ", "አበባ")]
        {
            assert!(!name_matches(name, typed), "{name} by {typed}");
        }
    }

    #[test]
    fn folding_twice_is_folding_once_and_hostile_names_do_no_harm() {
        for name in ["", " ", "\u{202E}\u{2066}", "سارا  كريمي ", &"ا\u{064B}".repeat(10_000), "e\u{301}👩🏽‍⚕️\0"]
        {
            let folded = fold_name(name);
            assert_eq!(fold_name(&folded), folded);
        }
    }

    #[test]
    fn names_are_sorted_as_the_language_sorts() {
        let sorted = |tag: &str, names: &[&'static str]| {
            let order = NameOrder::of(&tag.parse().unwrap()).unwrap();
            let mut names = names.to_vec();
            names.sort_by(|one, other| order.compare(one, other));
            names
        };
        assert_eq!(
            sorted("fa", &["یاسر", "پریا", "آرش", "کاوه", "گلی", "بهار"]),
            ["آرش", "بهار", "پریا", "کاوه", "گلی", "یاسر"]
        );
        assert_eq!(sorted("tr", &["Işık", "İnci", "Hale", "Jale"]), ["Hale", "Işık", "İnci", "Jale"]);
        assert_eq!(sorted("es", &["Núñez", "Ñáñez", "Nadal", "Ochoa"]), ["Nadal", "Núñez", "Ñáñez", "Ochoa"]);
        assert_eq!(sorted("en", &["Zoe", "Émile", "Eve", "adam"]), ["adam", "Émile", "Eve", "Zoe"]);
    }
}
