//! The gates of the glossary: one term for one thing, one register, and no word bent for a man or a woman outside a
//! choice.

use fluent_syntax::ast::{InlineExpression, Message};

use super::outside::TERMS_OF_HEALTH;
use super::{Defect, Finding, at};
use crate::l10n::glossary::{Glossary, Source, has_stem, has_words};
use crate::l10n::signature::{Signature, is_gender};
use crate::l10n::source::{Catalogue, patterns, words};

/// What `other` makes of the terms of `source`.
pub(super) fn glossary(source: &Catalogue, other: &Catalogue) -> Vec<Finding> {
    let here = |tag: &str, defect| Finding::new(format!("locales/{tag}/glossary.toml"), tag, defect);
    let english: Source = match toml::from_str(&source.glossary) {
        Ok(english) => english,
        Err(error) => return vec![here(&source.tag, Defect::Glossary(error.message().to_owned()))],
    };
    if other.glossary.is_empty() {
        return vec![here(&other.tag, Defect::Missing)];
    }
    let own: Glossary = match toml::from_str(&other.glossary) {
        Ok(own) => own,
        Err(error) => return vec![here(&other.tag, Defect::Glossary(error.message().to_owned()))],
    };
    let lost = english.terms.keys().filter(|term| !own.terms.contains_key(*term));
    let mut findings: Vec<Finding> =
        lost.map(|term| here(&other.tag, Defect::TermMissing(term.clone()))).collect();
    let unknown = own.terms.keys().filter(|term| !english.terms.contains_key(*term));
    findings.extend(unknown.map(|term| here(&other.tag, Defect::TermUnknown(term.clone()))));
    for (file, message) in other.messages() {
        let mut defects = register(message, &own);
        defects.extend(gender(message, &own));
        if let Some(english_message) = source.message(&message.id.name) {
            defects.extend(terms(english_message, message, &english, &own));
            if Signature::of(english_message).outside {
                defects.extend(of_health(message, &own));
            }
        }
        findings.extend(defects.into_iter().map(|defect| at(other, file, message, defect)));
    }
    findings
}

fn register(message: &Message<String>, own: &Glossary) -> Vec<Defect> {
    let text = all_words(message);
    let broken = own.register.avoid.iter().filter(|word| has_words(&text, word));
    broken.map(|word| Defect::Register(word.clone())).collect()
}

fn gender(message: &Message<String>, own: &Glossary) -> Vec<Defect> {
    let by_gender = |selector: &InlineExpression<String>| matches!(selector, InlineExpression::VariableReference { id } if is_gender(&id.name));
    let mut outside = String::new();
    for (_, pattern) in patterns(message) {
        words(pattern, &by_gender, false, &mut |text, within| {
            outside.push_str(if within { " " } else { text });
        });
        outside.push('.');
    }
    let bent = own.gender.marked.iter().filter(|word| has_words(&outside, word));
    bent.map(|word| Defect::Gendered(word.clone())).collect()
}

fn terms(
    english: &Message<String>,
    message: &Message<String>,
    source: &Source,
    own: &Glossary,
) -> Vec<Defect> {
    let (english_text, text) = (value_words(english), value_words(message));
    let mut defects = Vec::new();
    for (name, term) in &source.terms {
        let Some(translation) = own.terms.get(name) else { continue };
        let excepted =
            [&term.except, &translation.except].into_iter().flatten().any(|id| *id == message.id.name);
        if excepted || !term.words.iter().any(|word| has_words(&english_text, word)) {
            continue;
        }
        if !translation.stems.iter().any(|stem| has_stem(&text, stem)) {
            defects.push(Defect::Term { term: name.clone(), stems: translation.stems.join(", ") });
        }
        let avoided = translation.avoid.iter().filter(|word| has_words(&text, word));
        defects.extend(avoided.map(|word| Defect::TermAvoided { term: name.clone(), word: word.clone() }));
    }
    defects
}

/// A term of health in a text that shows outside the unlocked app.
fn of_health(message: &Message<String>, own: &Glossary) -> Vec<Defect> {
    let text = all_words(message);
    let terms = TERMS_OF_HEALTH.iter().filter_map(|term| own.terms.get(*term));
    let said = terms.flat_map(|term| &term.stems).filter(|stem| has_stem(&text, stem));
    said.map(|stem| Defect::OutsideWord(stem.clone())).collect()
}

/// The words of a message's value, every variant of it.
pub(super) fn value_words(message: &Message<String>) -> String {
    let mut text = String::new();
    if let Some(value) = &message.value {
        words(value, &|_| false, false, &mut |part, _| text.push_str(part));
    }
    text
}

/// The words of a message, its spoken form included.
fn all_words(message: &Message<String>) -> String {
    let mut text = String::new();
    for (_, pattern) in patterns(message) {
        words(pattern, &|_| false, false, &mut |part, _| text.push_str(part));
        text.push('.');
    }
    text
}
