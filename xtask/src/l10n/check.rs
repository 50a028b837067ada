//! The gates: what must hold before a word reaches a person. Each names language, file and message.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{InlineExpression, Message, Variant, VariantKey};

use super::generate::SOURCE_TAG;
use super::letters;
use super::numbers;
use super::plural;
use super::reviews;
use super::signature::{Kind, Signature, is_gender};
use super::source::{Catalogue, Part, inserted, patterns, variables, walk};

mod defect;
mod outside;
mod plain;
mod wording;

use self::defect::Defect;
pub(crate) use self::defect::Finding;

/// Languages every message needs.
const REQUIRED: [&str; 6] = ["en", "fa", "ar", "am", "hi", "ckb"];

/// Each language says the clock in its own way, with what it needs of the arguments.
const CLOCK: &str = "speech-clock";

/// Every gate over every language.
pub(crate) fn all(catalogues: &[Catalogue]) -> Vec<Finding> {
    let mut findings = english(catalogues);
    let Some(source) = find_source(catalogues) else { return findings };
    for tag in REQUIRED.iter().filter(|tag| catalogues.iter().all(|catalogue| catalogue.tag != **tag)) {
        findings.push(Finding::new(format!("locales/{tag}"), tag, Defect::Missing));
    }
    let others = catalogues.iter().filter(|other| other.tag != SOURCE_TAG);
    findings.extend(others.flat_map(|other| beside(source, other)));
    findings
}

/// The gates of a language beside the source.
fn beside(source: &Catalogue, other: &Catalogue) -> Vec<Finding> {
    let mut findings = alone(other);
    findings.extend(against(source, other));
    findings.extend(wording::glossary(source, other));
    findings
}

/// The gates of the source language, which the generator needs to hold.
pub(crate) fn english(catalogues: &[Catalogue]) -> Vec<Finding> {
    let Some(source) = find_source(catalogues) else {
        return vec![Finding::new("locales".to_owned(), SOURCE_TAG, Defect::NoSource)];
    };
    let mut findings = alone(source);
    for (file, message) in source.messages() {
        let signature = Signature::of(message);
        let defects = declarations(message)
            .into_iter()
            .chain(selectors(message, &signature))
            .chain(outside::source_defects(message, &signature))
            .chain(outside::defects(message, &signature));
        findings.extend(defects.map(|defect| at(source, file, message, defect)));
    }
    findings.extend(plain::english(source));
    findings
}

/// Code that shows words it may not: outside the unlocked app what is not on the closed list, or literals anywhere.
pub(crate) fn code(
    catalogues: &[Catalogue],
    files: &[(String, String)],
    literals: Vec<String>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = literals
        .into_iter()
        .map(|place| Finding::new("code".to_owned(), SOURCE_TAG, Defect::Code(place)))
        .collect();
    let Some(source) = find_source(catalogues) else { return findings };
    for (path, code) in files {
        for name in outside::shown_outside(code, source) {
            let said =
                format!("{name} shows outside the unlocked app and is not on the closed list (`# @outside`)");
            findings.push(Finding::new(path.clone(), SOURCE_TAG, Defect::Code(said)));
        }
    }
    findings
}

/// Whether a generated file is what the generator writes now.
pub(crate) fn current(path: &str, written: &str, generated: &str) -> Option<Finding> {
    (written != generated).then(|| Finding::new(path.to_owned(), SOURCE_TAG, Defect::Stale))
}

fn find_source(catalogues: &[Catalogue]) -> Option<&Catalogue> {
    catalogues.iter().find(|catalogue| catalogue.tag == SOURCE_TAG)
}

fn at(catalogue: &Catalogue, file: &str, message: &Message<String>, defect: Defect) -> Finding {
    Finding::new(format!("locales/{}/{file}: {}", catalogue.tag, message.id.name), &catalogue.tag, defect)
}

/// What can be wrong with a language by itself.
fn alone(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = words_alone(catalogue);
    findings.extend(reviewed(catalogue));
    findings.extend(counted(catalogue));
    findings
}

fn words_alone(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &catalogue.files {
        for (line, reason) in &file.junk {
            let defect = Defect::Parse { line: *line, reason: reason.clone() };
            let place = format!("locales/{}/{}", catalogue.tag, file.name);
            findings.push(Finding::new(place, &catalogue.tag, defect));
        }
    }
    let categories = plural::categories(&catalogue.tag);
    if categories.is_none() {
        let place = format!("locales/{}", catalogue.tag);
        findings.push(Finding::new(place, &catalogue.tag, Defect::UnknownLanguage));
    }
    let categories = categories.unwrap_or_default();
    let mut seen = BTreeSet::new();
    for (file, message) in catalogue.messages() {
        let mut defects = Vec::new();
        if !seen.insert(message.id.name.as_str()) {
            defects.push(Defect::Duplicate);
        }
        if message.value.is_none() {
            defects.push(Defect::NoValue);
        }
        for (attribute, pattern) in patterns(message) {
            if !attribute.is_empty() && attribute != "speech" {
                defects.push(Defect::UnknownAttribute(attribute.to_owned()));
            }
            walk(pattern, &mut |part| defects.extend(part_defect(part, catalogue, &categories)));
        }
        findings.extend(defects.into_iter().map(|defect| at(catalogue, file, message, defect)));
    }
    findings
}

/// What is wrong with the number words. Every language says numbers.
fn counted(catalogue: &Catalogue) -> Vec<Finding> {
    let flaws = match numbers::read(catalogue) {
        Err(reason) => vec![reason],
        Ok(numbers) => numbers.flaws(&catalogue.tag),
    };
    let place = format!("locales/{}/numbers.toml", catalogue.tag);
    flaws.into_iter().map(|flaw| Finding::new(place.clone(), &catalogue.tag, Defect::Numbers(flaw))).collect()
}

/// The gates of the overlays of CLDR's dates.
pub(crate) fn dates(overlays: &[Catalogue]) -> Vec<Finding> {
    overlays.iter().flat_map(words_alone).collect()
}

/// What is wrong with the reviews. One of an earlier text is nothing wrong: it counts no more.
fn reviewed(catalogue: &Catalogue) -> Vec<Finding> {
    let at = |message: &str, defect| {
        Finding::new(format!("locales/{}/reviews.toml: {message}", catalogue.tag), &catalogue.tag, defect)
    };
    match reviews::read(catalogue) {
        Err(reason) => vec![at("", Defect::Reviews(reason))],
        Ok(reviews) => reviews
            .iter()
            .flat_map(|review| {
                let known = catalogue.message(&review.message).is_some();
                let lost = (!known).then_some(Defect::ReviewOfNothing);
                let flaw = review.flaw().map(Defect::Review);
                lost.into_iter().chain(flaw).map(|defect| at(&review.message, defect)).collect::<Vec<_>>()
            })
            .collect(),
    }
}

fn part_defect(part: Part<'_>, catalogue: &Catalogue, categories: &BTreeSet<&str>) -> Option<Defect> {
    match part {
        Part::Inline(InlineExpression::FunctionReference { id, .. }) => {
            Some(Defect::UnknownFunction(id.name.clone()))
        }
        Part::Inline(
            InlineExpression::MessageReference { attribute: Some(_), .. }
            | InlineExpression::TermReference { attribute: Some(_), .. },
        ) => Some(Defect::UnknownExpression("an attribute of another message")),
        Part::Inline(InlineExpression::TermReference { arguments: Some(_), .. }) => {
            Some(Defect::UnknownExpression("arguments of a term"))
        }
        Part::Inline(InlineExpression::MessageReference { id, .. }) => {
            catalogue.message(&id.name).is_none().then(|| Defect::UnknownReference(id.name.clone()))
        }
        Part::Inline(InlineExpression::TermReference { id, .. }) => {
            (!catalogue.has_term(&id.name)).then(|| Defect::UnknownReference(format!("-{}", id.name)))
        }
        Part::Inline(InlineExpression::NumberLiteral { .. }) => {
            Some(Defect::UnknownExpression("a number written out"))
        }
        Part::Select(InlineExpression::VariableReference { id }, variants) if is_gender(&id.name) => {
            genders_defect(variants)
        }
        Part::Select(_, variants) => variants_defect(variants, categories),
        Part::Words(words) => letters::direction_mark(words)
            .map(Defect::DirectionMark)
            .or_else(|| letters::foreign(words, &catalogue.tag).map(Defect::ForeignLetter)),
        Part::Inline(_) => None,
    }
}

/// A choice by gender has exactly its three variants, `unspecified` being the default.
fn genders_defect(variants: &[Variant<String>]) -> Option<Defect> {
    let named = names(variants);
    let numbers = variants.iter().any(|variant| matches!(variant.key, VariantKey::NumberLiteral { .. }));
    (named != ["*unspecified", "female", "male"] || numbers)
        .then(|| Defect::Genders { found: named.join(", ") })
}

/// The named variants in alphabetical order, the default with a star.
fn names(variants: &[Variant<String>]) -> Vec<String> {
    let mut named: Vec<String> = variants
        .iter()
        .filter_map(|variant| match &variant.key {
            VariantKey::Identifier { name } if variant.default => Some(format!("*{name}")),
            VariantKey::Identifier { name } => Some(name.clone()),
            VariantKey::NumberLiteral { .. } => None,
        })
        .collect();
    named.sort();
    named
}

/// Variants are CLDR's categories, each once, `other` being the default; exact numbers may stand beside them.
fn variants_defect(variants: &[Variant<String>], categories: &BTreeSet<&str>) -> Option<Defect> {
    let named = names(variants);
    let mut expected: Vec<String> = categories
        .iter()
        .map(|category| if *category == "other" { "*other".to_owned() } else { (*category).to_owned() })
        .collect();
    expected.sort();
    (named != expected).then(|| Defect::Variants { found: named.join(", "), expected: expected.join(", ") })
}

/// Every variable is declared once and used; every declaration is well formed.
fn declarations(message: &Message<String>) -> Vec<Defect> {
    let signature = Signature::of(message);
    let mut used = BTreeSet::new();
    for (_, pattern) in patterns(message) {
        used.extend(variables(pattern));
    }
    let mut defects: Vec<Defect> = signature.malformed.iter().cloned().map(Defect::Declaration).collect();
    let undeclared = used.iter().filter(|name| signature.kind(name).is_none() && !signature.implies(name));
    defects.extend(undeclared.map(|name| Defect::Undeclared((*name).to_owned())));
    let unused = signature
        .args
        .iter()
        .filter(|(name, _)| !used.contains(name.as_str()) && !message.id.name.starts_with(CLOCK));
    defects.extend(unused.map(|(name, _)| Defect::Unused(name.clone())));
    defects
}

/// Only a Number or a gender chooses between variants, and a gender does nothing else.
fn selectors(message: &Message<String>, signature: &Signature) -> Vec<Defect> {
    let mut defects = Vec::new();
    for (_, pattern) in patterns(message) {
        walk(pattern, &mut |part| match part {
            Part::Select(InlineExpression::VariableReference { id }, _) => {
                if signature.kind(&id.name) != Some(Kind::Number) && !signature.implies(&id.name) {
                    defects.push(Defect::Selector(format!("${}", id.name)));
                }
            }
            Part::Select(..) => defects.push(Defect::Selector("an expression".to_owned())),
            Part::Inline(_) | Part::Words(_) => {}
        });
        let shown = inserted(pattern).into_iter().filter(|name| signature.implies(name));
        defects.extend(shown.map(|name| Defect::GenderShown(name.to_owned())));
    }
    defects
}

/// The variables by which a message's value chooses.
fn chosen_by(message: &Message<String>) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    if let Some(pattern) = &message.value {
        walk(pattern, &mut |part| {
            if let Part::Select(InlineExpression::VariableReference { id }, _) = part {
                found.insert(id.name.as_str());
            }
        });
    }
    found
}

/// What can be wrong with a language beside the source.
fn against(source: &Catalogue, other: &Catalogue) -> Vec<Finding> {
    let translated: BTreeMap<&str, (&str, &Message<String>)> =
        other.messages().map(|(file, message)| (message.id.name.as_str(), (file, message))).collect();
    let mut findings = Vec::new();
    for (file, message) in source.messages() {
        match translated.get(message.id.name.as_str()) {
            None => findings.push(at(other, file, message, Defect::Missing)),
            Some((file, translation)) => {
                let defects = same_variables(message, translation)
                    .into_iter()
                    .chain(selectors(translation, &Signature::of(message)))
                    .chain(lost_selectors(message, translation, &other.tag))
                    .chain(outside::defects(translation, &Signature::of(message)));
                findings.extend(defects.map(|defect| at(other, file, translation, defect)));
            }
        }
    }
    let obsolete = other.messages().filter(|(_, message)| source.message(&message.id.name).is_none());
    findings.extend(obsolete.map(|(file, message)| at(other, file, message, Defect::Obsolete)));
    findings
}

/// Where the source counts, a language that has plurals counts too.
fn lost_selectors(message: &Message<String>, translation: &Message<String>, tag: &str) -> Vec<Defect> {
    let counts = plural::categories(tag).is_some_and(|categories| categories.len() > 1);
    if !counts || message.id.name.starts_with(CLOCK) {
        return Vec::new();
    }
    let kept = chosen_by(translation);
    let lost = chosen_by(message).into_iter().filter(|name| !is_gender(name) && !kept.contains(name));
    lost.map(|name| Defect::LostSelector(name.to_owned())).collect()
}

/// A translation's text uses exactly the source's variables; its spoken form, none but those.
fn same_variables(message: &Message<String>, translation: &Message<String>) -> Vec<Defect> {
    let signature = Signature::of(message);
    let declared = |name: &&str| !signature.implies(name);
    let wanted: BTreeSet<&str> = message.value.iter().flat_map(variables).filter(declared).collect();
    let mut defects = Vec::new();
    for (attribute, pattern) in patterns(translation) {
        let found: BTreeSet<&str> = variables(pattern).into_iter().filter(declared).collect();
        let extra = found.iter().filter(|name| !wanted.contains(**name) && signature.kind(name).is_none());
        defects.extend(extra.map(|name| Defect::ExtraVariable((*name).to_owned())));
        if attribute.is_empty() && !message.id.name.starts_with(CLOCK) {
            let lost = wanted.difference(&found);
            defects.extend(lost.map(|name| Defect::LostVariable((*name).to_owned())));
        }
    }
    defects
}

#[cfg(test)]
mod tests;
