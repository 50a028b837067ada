//! Which languages a person is served, from their wish list and the languages there are.
//!
//! Canonicalise → maximise (UTS #35 likely subtags) → match language *and* script → nearest region along CLDR's parents
//! → alias → next wish → English. A script is never changed silently: a reader of Persian-Arabic letters is not served
//! Latin ones.

use icu_locale::fallback::LocaleFallbacker;
use icu_locale::{LanguageIdentifier, Locale, LocaleCanonicalizer, LocaleExpander};

/// Served when no wish can be, and behind every wish for a message it lacks.
const LAST_RESORT: &str = "en";

/// Read by the same people though CLDR does not join them: a wish, and the language and script that answer it.
const ALIASES: &[(&str, &str)] = &[
    // South Azerbaijani, written in Arabic letters.
    ("azb", "az-Arab"),
    // Written Cantonese.
    ("yue", "zh-Hant"),
    // Hazaragi: spoken in Afghanistan, read as Dari.
    ("haz", "fa-AF"),
    // Kurdish asked for in Arabic letters.
    ("ku-Arab", "ckb"),
];

/// A language to serve.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// Its tag among the available ones.
    pub(crate) tag: &'static str,
    /// The wish it answers, with likely script and region: how numbers and dates are written.
    pub(crate) locale: Locale,
}

/// Negotiates between wishes and what there is.
pub(crate) struct Negotiation {
    canonicalizer: LocaleCanonicalizer,
    expander: LocaleExpander,
    /// Tags with their maximised form.
    available: Vec<(&'static str, LanguageIdentifier)>,
}

impl Negotiation {
    /// Among these tags. A malformed one is never chosen.
    pub(crate) fn new(tags: impl IntoIterator<Item = &'static str>) -> Self {
        let expander = LocaleExpander::new_extended();
        let available = tags
            .into_iter()
            .filter_map(|tag| {
                let mut id: LanguageIdentifier = tag.parse().ok()?;
                expander.maximize(&mut id);
                Some((tag, id))
            })
            .collect();
        Self { canonicalizer: LocaleCanonicalizer::new_extended(), expander, available }
    }

    /// The languages to serve, best first, each once, English last. A wish that is no tag is passed over.
    pub(crate) fn choose(&self, wishes: &[String]) -> Vec<Choice> {
        let mut choices: Vec<Choice> = Vec::new();
        let last_resort = self.answer(LAST_RESORT);
        for choice in wishes.iter().filter_map(|wish| self.answer(wish)).chain(last_resort) {
            if choices.iter().all(|earlier| earlier.tag != choice.tag) {
                choices.push(choice);
            }
        }
        choices
    }

    /// The language that answers one wish.
    pub(crate) fn answer(&self, wish: &str) -> Option<Choice> {
        // Java and POSIX write `fa_IR`.
        let mut locale: Locale = wish.replace('_', "-").parse().ok()?;
        self.canonicalizer.canonicalize(&mut locale);
        self.expander.maximize(&mut locale.id);
        if let Some(tag) = self.find(&locale.id) {
            return Some(Choice { tag, locale });
        }
        let script = locale.id.script.map(|script| format!("{}-{script}", locale.id.language));
        let asks = |wish: &str| wish == locale.id.language.as_str() || Some(wish) == script.as_deref();
        let (_, alias) = ALIASES.iter().find(|(wish, _)| asks(wish))?;
        let mut id: LanguageIdentifier = alias.parse().ok()?;
        if id.region.is_none() {
            id.region = locale.id.region;
        }
        self.expander.maximize(&mut id);
        let tag = self.find(&id)?;
        Some(Choice { tag, locale: Locale { id, extensions: locale.extensions } })
    }

    /// Same language and script; of several, the nearest region, else the first.
    fn find(&self, wish: &LanguageIdentifier) -> Option<&'static str> {
        let same = |id: &LanguageIdentifier| id.language == wish.language && id.script == wish.script;
        let candidates: Vec<_> = self.available.iter().filter(|(_, id)| same(id)).collect();
        let nearest = || {
            let mut parents =
                LocaleFallbacker::new().for_config(Default::default()).fallback_for(wish.into());
            while !parents.get().is_unknown() {
                let mut parent = parents.get().into_locale().id;
                self.expander.maximize(&mut parent);
                if let Some(found) = candidates.iter().find(|(_, id)| *id == parent) {
                    return Some(*found);
                }
                parents.step();
            }
            None
        };
        let chosen = if candidates.len() > 1 { nearest() } else { None };
        chosen.or_else(|| candidates.first().copied()).map(|(tag, _)| *tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The languages that will have words, and neighbours that share a language but not a script or region.
    const TAGS: [&str; 26] = [
        "fa", "fa-AF", "ps", "ckb", "az-Arab", "ar", "ur", "tr", "hi", "bn", "es", "fr", "pt-BR", "am", "sw",
        "id", "zh-Hans", "en", "az-Latn", "pa-Arab", "pa-Guru", "pt-PT", "sr-Cyrl", "sr-Latn", "uz-Latn",
        "zh-Hant",
    ];

    fn tags(wishes: &[&str]) -> Vec<&'static str> {
        let wishes: Vec<String> = wishes.iter().map(|wish| (*wish).to_owned()).collect();
        Negotiation::new(TAGS).choose(&wishes).into_iter().map(|choice| choice.tag).collect()
    }

    #[test]
    fn language_and_script_decide() {
        let table = [
            ("fa", "fa"),
            ("fa-IR", "fa"),
            ("fa_IR", "fa"),
            ("FA-ir", "fa"),
            ("per", "fa"),
            ("fa-Arab-IR", "fa"),
            ("fa-AF", "fa-AF"),
            ("prs", "fa-AF"),
            ("prs-AF", "fa-AF"),
            ("haz-AF", "fa-AF"),
            ("haz", "fa-AF"),
            ("fa-TJ-x-home", "fa"),
            ("ps", "ps"),
            ("ps-AF", "ps"),
            ("ps-PK", "ps"),
            ("pus", "ps"),
            ("ckb", "ckb"),
            ("ckb-IQ", "ckb"),
            ("ckb-IR", "ckb"),
            ("ku-Arab-IQ", "ckb"),
            ("az-Arab", "az-Arab"),
            ("az-IR", "az-Arab"),
            ("az-Arab-IR", "az-Arab"),
            ("azb-IR", "az-Arab"),
            ("azb", "az-Arab"),
            ("az", "az-Latn"),
            ("az-AZ", "az-Latn"),
            ("aze", "az-Latn"),
            ("ar", "ar"),
            ("ar-MA", "ar"),
            ("ar-IQ-u-nu-latn", "ar"),
            ("arb", "ar"),
            ("ur-IN", "ur"),
            ("ur-PK", "ur"),
            ("tr-TR", "tr"),
            ("hi-IN", "hi"),
            ("hi-Deva", "hi"),
            ("bn-IN", "bn"),
            ("bn-BD", "bn"),
            ("es-MX", "es"),
            ("es-419", "es"),
            ("fr-CI", "fr"),
            ("fr-CA", "fr"),
            ("pt", "pt-BR"),
            ("pt-BR", "pt-BR"),
            ("pt-PT", "pt-PT"),
            ("pt-AO", "pt-PT"),
            ("am-ET-u-ca-ethiopic", "am"),
            ("sw-TZ", "sw"),
            ("swh", "sw"),
            ("id-ID", "id"),
            ("in", "id"),
            ("zh", "zh-Hans"),
            ("zh-CN", "zh-Hans"),
            ("zh-SG", "zh-Hans"),
            ("cmn", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh-HK", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"),
            ("yue-HK", "zh-Hant"),
            ("en-KE", "en"),
            ("en-Latn", "en"),
            ("sr", "sr-Cyrl"),
            ("sr-Latn-RS", "sr-Latn"),
            ("sh", "sr-Latn"),
            ("pa", "pa-Guru"),
            ("pa-PK", "pa-Arab"),
            ("pa-Arab-PK", "pa-Arab"),
            ("uz", "uz-Latn"),
        ];
        assert!(table.len() >= 60);
        for (wish, tag) in table {
            assert_eq!(tags(&[wish]).first(), Some(&tag), "{wish}");
        }
    }

    #[test]
    fn a_script_is_never_changed_silently() {
        for wish in [
            "fa-Latn", "fa-Cyrl", "az-Cyrl", "uz-AF", "ur-Latn", "ur-Deva", "hi-Latn", "ks-Deva", "ku",
            "tr-Arab",
        ] {
            assert_eq!(tags(&[wish]), ["en"], "{wish}");
        }
    }

    #[test]
    fn what_is_no_language_here_is_passed_over() {
        let endless = "a-".repeat(150);
        for wish in
            ["de", "tlh", "xx-Zzzz-QQ", "und", "", "-", "x", "not a tag", "fa--IR", "\u{0}", "ф", &endless]
        {
            assert_eq!(tags(&[wish]), ["en"], "{wish}");
            assert_eq!(tags(&[wish, "ckb"]), ["ckb", "en"], "{wish}");
        }
    }

    #[test]
    fn wishes_keep_their_order_each_once_and_english_is_last() {
        assert_eq!(tags(&["ckb-IQ", "fa-IR", "fa-AF", "ar"]), ["ckb", "fa", "fa-AF", "ar", "en"]);
        assert_eq!(tags(&["en-GB", "fa"]), ["en", "fa"]);
        assert_eq!(tags(&[]), ["en"]);
    }

    #[test]
    fn dates_follow_the_region_and_extensions_of_the_wish() {
        let locale = |wish: &str| Negotiation::new(TAGS).answer(wish).unwrap().locale.to_string();
        assert_eq!(locale("fa"), "fa-Arab-IR");
        assert_eq!(locale("prs"), "fa-Arab-AF");
        assert_eq!(locale("haz"), "fa-Arab-AF");
        assert_eq!(locale("azb"), "az-Arab-IR");
        assert_eq!(locale("am-ET-u-ca-ethiopic"), "am-Ethi-ET-u-ca-ethiopic");
    }
}
