//! The plural categories of a language, from CLDR through ICU4X.

use std::collections::BTreeSet;

use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesOptions};

/// The cardinal categories a language distinguishes; `None` for a tag that is no language.
pub(crate) fn categories(tag: &str) -> Option<BTreeSet<&'static str>> {
    let locale: Locale = tag.parse().ok()?;
    let rules = PluralRules::try_new(locale.into(), PluralRulesOptions::default()).ok()?;
    Some(rules.categories().map(keyword).collect())
}

const fn keyword(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
