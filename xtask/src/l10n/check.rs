//! The gates: what must hold before a word reaches a person. Each names language, file and message.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use fluent_syntax::ast::{InlineExpression, Message, Variant, VariantKey};

use super::generate::SOURCE_TAG;
use super::letters;
use super::plural;
use super::signature::{Kind, Signature};
use super::source::{Catalogue, Part, patterns, variables, walk};

/// A defect, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    place: String,
    defect: Defect,
}

/// What can be wrong.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Defect {
    #[error("line {line}: {reason}")]
    Parse { line: usize, reason: String },
    #[error("there is no `{SOURCE_TAG}` to check against")]
    NoSource,
    #[error("no language has this tag")]
    UnknownLanguage,
    #[error("defined twice")]
    Duplicate,
    #[error("has no text of its own")]
    NoValue,
    #[error("this comment declares no argument: {0}")]
    Declaration(String),
    #[error("${0} is used but its comment line `# ${0} (Type)` is missing")]
    Undeclared(String),
    #[error("${0} is declared but not used")]
    Unused(String),
    #[error("missing")]
    Missing,
    #[error("obsolete: `{SOURCE_TAG}` has no such message")]
    Obsolete,
    #[error("uses ${0}, which `{SOURCE_TAG}` does not")]
    ExtraVariable(String),
    #[error("does not use ${0}, which `{SOURCE_TAG}` does")]
    LostVariable(String),
    #[error("unknown function {0}()")]
    UnknownFunction(String),
    #[error("refers to {0}, which does not exist")]
    UnknownReference(String),
    #[error("chooses by {0}, which is no Number")]
    Selector(String),
    #[error("variants are {found}, CLDR's categories are {expected}")]
    Variants { found: String, expected: String },
    #[error("{0:?} is a letter of another script or spelling")]
    ForeignLetter(char),
    #[error("unknown attribute .{0}: only .speech exists")]
    UnknownAttribute(String),
    #[error("not current: run `cargo xtask l10n generate`")]
    Stale,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.defect)
    }
}

/// Every gate over every language.
pub(crate) fn all(catalogues: &[Catalogue]) -> Vec<Finding> {
    let mut findings = english(catalogues);
    let Some(source) = find_source(catalogues) else { return findings };
    for other in catalogues.iter().filter(|other| other.tag != SOURCE_TAG) {
        findings.extend(alone(other));
        findings.extend(against(source, other));
    }
    findings
}

/// The gates of the source language, which the generator needs to hold.
pub(crate) fn english(catalogues: &[Catalogue]) -> Vec<Finding> {
    let Some(source) = find_source(catalogues) else {
        return vec![Finding { place: "locales".to_owned(), defect: Defect::NoSource }];
    };
    let mut findings = alone(source);
    for (file, message) in source.messages() {
        let defects = declarations(message).into_iter().chain(selectors(message, &Signature::of(message)));
        findings.extend(defects.map(|defect| at(source, file, message, defect)));
    }
    findings
}

/// Whether a generated file is what the generator writes now.
pub(crate) fn current(path: &str, written: &str, generated: &str) -> Option<Finding> {
    (written != generated).then(|| Finding { place: path.to_owned(), defect: Defect::Stale })
}

fn find_source(catalogues: &[Catalogue]) -> Option<&Catalogue> {
    catalogues.iter().find(|catalogue| catalogue.tag == SOURCE_TAG)
}

fn at(catalogue: &Catalogue, file: &str, message: &Message<String>, defect: Defect) -> Finding {
    Finding { place: format!("locales/{}/{file}: {}", catalogue.tag, message.id.name), defect }
}

/// What can be wrong with a language by itself.
fn alone(catalogue: &Catalogue) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in &catalogue.files {
        for (line, reason) in &file.junk {
            let defect = Defect::Parse { line: *line, reason: reason.clone() };
            findings.push(Finding { place: format!("locales/{}/{}", catalogue.tag, file.name), defect });
        }
    }
    let categories = plural::categories(&catalogue.tag);
    if categories.is_none() {
        let place = format!("locales/{}", catalogue.tag);
        findings.push(Finding { place, defect: Defect::UnknownLanguage });
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

fn part_defect(part: Part<'_>, catalogue: &Catalogue, categories: &BTreeSet<&str>) -> Option<Defect> {
    match part {
        Part::Inline(InlineExpression::FunctionReference { id, .. }) => {
            Some(Defect::UnknownFunction(id.name.clone()))
        }
        Part::Inline(InlineExpression::MessageReference { id, .. }) => {
            catalogue.message(&id.name).is_none().then(|| Defect::UnknownReference(id.name.clone()))
        }
        Part::Inline(InlineExpression::TermReference { id, .. }) => {
            (!catalogue.has_term(&id.name)).then(|| Defect::UnknownReference(format!("-{}", id.name)))
        }
        Part::Select(_, variants) => variants_defect(variants, categories),
        Part::Words(words) => letters::foreign(words, &catalogue.tag).map(Defect::ForeignLetter),
        Part::Inline(_) => None,
    }
}

/// Variants are CLDR's categories, each once, `other` being the default; exact numbers may stand beside them.
fn variants_defect(variants: &[Variant<String>], categories: &BTreeSet<&str>) -> Option<Defect> {
    let mut named: Vec<String> = variants
        .iter()
        .filter_map(|variant| match &variant.key {
            VariantKey::Identifier { name } if variant.default => Some(format!("*{name}")),
            VariantKey::Identifier { name } => Some(name.clone()),
            VariantKey::NumberLiteral { .. } => None,
        })
        .collect();
    named.sort();
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
    let undeclared = used.iter().filter(|name| signature.kind(name).is_none());
    defects.extend(undeclared.map(|name| Defect::Undeclared((*name).to_owned())));
    let unused = signature.args.iter().filter(|(name, _)| !used.contains(name.as_str()));
    defects.extend(unused.map(|(name, _)| Defect::Unused(name.clone())));
    defects
}

/// Only a Number chooses between variants.
fn selectors(message: &Message<String>, signature: &Signature) -> Vec<Defect> {
    let mut defects = Vec::new();
    for (_, pattern) in patterns(message) {
        walk(pattern, &mut |part| {
            let Part::Select(selector, _) = part else { return };
            match selector {
                InlineExpression::VariableReference { id } => {
                    if signature.kind(&id.name) != Some(Kind::Number) {
                        defects.push(Defect::Selector(format!("${}", id.name)));
                    }
                }
                _ => defects.push(Defect::Selector("an expression".to_owned())),
            }
        });
    }
    defects
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
                    .chain(selectors(translation, &Signature::of(message)));
                findings.extend(defects.map(|defect| at(other, file, translation, defect)));
            }
        }
    }
    let obsolete = other.messages().filter(|(_, message)| source.message(&message.id.name).is_none());
    findings.extend(obsolete.map(|(file, message)| at(other, file, message, Defect::Obsolete)));
    findings
}

/// A translation's text uses exactly the source's variables; its spoken form, none but those.
fn same_variables(message: &Message<String>, translation: &Message<String>) -> Vec<Defect> {
    let wanted = message.value.as_ref().map(variables).unwrap_or_default();
    let mut defects = Vec::new();
    for (attribute, pattern) in patterns(translation) {
        let found = variables(pattern);
        let extra = found.difference(&wanted);
        defects.extend(extra.map(|name| Defect::ExtraVariable((*name).to_owned())));
        if attribute.is_empty() {
            let lost = wanted.difference(&found);
            defects.extend(lost.map(|name| Defect::LostVariable((*name).to_owned())));
        }
    }
    defects
}

#[cfg(test)]
mod tests;
