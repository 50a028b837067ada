//! From a message and its arguments to words.

use icu_plurals::{PluralCategory, PluralRules};

use super::bundle::{Bundle, Inline, Key, Part, Pattern, Variant};
use crate::isolate;
use crate::person::Gender;

/// Most things set into one message, so that one that names itself comes to an end.
const INSERTS: u32 = 100;

/// An argument, ready to be set in or to choose by.
#[derive(Debug)]
pub(crate) enum Value {
    /// Words.
    Words(String),
    /// A whole number, and how it is written.
    Number(i64, String),
    /// A person's name and gender.
    Person(String, Gender),
}

/// Resolves messages of one language for one reader.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    /// The messages.
    pub(crate) bundle: &'a Bundle,
    /// How the language counts.
    pub(crate) plurals: &'a PluralRules,
    /// Who reads.
    pub(crate) addressee: Gender,
}

/// One message under way.
struct Resolving<'a, 'r> {
    reader: Reader<'r>,
    args: &'a [(&'a str, Value)],
    spoken: bool,
    inserts: u32,
    out: String,
}

impl Reader<'_> {
    /// The message in words: its `.speech` if `spoken` and it has one. `None` if it is not there or anything in it
    /// fails.
    pub(crate) fn resolve(self, id: &str, args: &[(&str, Value)], spoken: bool) -> Option<String> {
        let mut resolving = Resolving { reader: self, args, spoken, inserts: 0, out: String::new() };
        resolving.message(id, true)?;
        Some(resolving.out)
    }
}

impl Resolving<'_, '_> {
    fn message(&mut self, id: &str, alone: bool) -> Option<()> {
        let message = self.reader.bundle.message(id)?;
        let value = message.value.as_ref()?;
        let pattern = message.speech.as_ref().filter(|_| self.spoken).unwrap_or(value);
        self.pattern(pattern, alone)
    }

    /// `alone`: the pattern is the whole text, so that an argument that is all of it needs no isolation.
    fn pattern(&mut self, pattern: &Pattern, alone: bool) -> Option<()> {
        let alone = alone && pattern.len() == 1;
        pattern.iter().try_for_each(|part| self.part(part, alone))
    }

    fn part(&mut self, part: &Part, alone: bool) -> Option<()> {
        if !matches!(part, Part::Words(_)) {
            self.inserts += 1;
        }
        if self.inserts > INSERTS {
            return None;
        }
        match part {
            Part::Words(words) => self.out.push_str(words),
            Part::Insert(Inline::Variable(name)) => {
                let (_, value) = self.args.iter().find(|(known, _)| known == name)?;
                let (Value::Words(words) | Value::Number(_, words) | Value::Person(words, _)) = value;
                if alone {
                    self.out.push_str(words);
                } else {
                    self.out.push(isolate::FSI);
                    self.out.push_str(words);
                    self.out.push(isolate::PDI);
                }
            }
            Part::Insert(Inline::Message(id)) => self.message(id, alone)?,
            Part::Insert(Inline::Term(id)) => {
                let term = self.reader.bundle.term(id)?;
                self.pattern(term, alone)?;
            }
            Part::Choose { by, variants, default } => {
                let chosen = self.choose(by, variants)?.or_else(|| variants.get(*default))?;
                self.pattern(&chosen.pattern, alone)?;
            }
            Part::Unknown => return None,
        }
        Some(())
    }

    fn choose<'v>(&self, by: &str, variants: &'v [Variant]) -> Option<Option<&'v Variant>> {
        let word = |wanted: &str| {
            variants.iter().find(|variant| matches!(&variant.key, Key::Word(word) if word == wanted))
        };
        if by == "addressee" {
            return Some(word(self.reader.addressee.keyword()));
        }
        if let Some(gender) = self.gender(by) {
            return Some(word(gender.keyword()));
        }
        match self.argument(by)? {
            Value::Number(number, _) => {
                let exact =
                    variants.iter().find(|variant| matches!(&variant.key, Key::Number(n) if n == number));
                Some(exact.or_else(|| word(keyword(self.reader.plurals.category_for(*number)))))
            }
            Value::Words(_) | Value::Person(..) => None,
        }
    }

    /// `$doctor-gender` beside the person `$doctor`.
    fn gender(&self, name: &str) -> Option<Gender> {
        match self.argument(name.strip_suffix("-gender")?)? {
            Value::Person(_, gender) => Some(*gender),
            Value::Words(_) | Value::Number(..) => None,
        }
    }

    fn argument(&self, name: &str) -> Option<&Value> {
        self.args.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }
}

/// CLDR's name of a plural category.
pub(crate) const fn keyword(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
