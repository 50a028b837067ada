//! The same sentence by others: fluent-bundle, and what people write by hand.

use std::collections::HashMap;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

/// A plural as fluent-bundle says it.
pub(crate) struct Fluent(FluentBundle<FluentResource>);

impl Fluent {
    /// The bundle of a language.
    pub(crate) fn of(tag: &str, ftl: &str) -> Option<Self> {
        let language: LanguageIdentifier = tag.parse().ok()?;
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        bundle.add_resource(FluentResource::try_new(ftl.to_owned()).ok()?).ok()?;
        Some(Self(bundle))
    }

    /// The message `id` with `$minutes`.
    pub(crate) fn plural(&self, id: &str, minutes: i64) -> Option<String> {
        let mut args = FluentArgs::new();
        args.set("minutes", minutes);
        let mut errors = Vec::new();
        let pattern = self.0.get_message(id)?.value()?;
        Some(self.0.format_pattern(pattern, Some(&args), &mut errors).into_owned())
    }
}

/// A plural as a program without a library says it: look up, choose, replace.
pub(crate) struct ByHand(HashMap<String, [String; 2]>);

impl ByHand {
    /// A catalogue of so many messages, `id` among them.
    pub(crate) fn new(id: &str, one: &str, other: &str, messages: usize) -> Self {
        let filler = (0..messages).map(|n| (format!("message-{n}"), [String::new(), String::new()]));
        Self(filler.chain([(id.to_owned(), [one.to_owned(), other.to_owned()])]).collect())
    }

    /// The message with its number.
    pub(crate) fn plural(&self, id: &str, number: i64) -> Option<String> {
        let [one, other] = self.0.get(id)?;
        let text = if number == 1 { one } else { other };
        Some(text.replace("{n}", &number.to_string()))
    }
}
