//! People in sentences: their name as they write it, and how the language bends around them.

use serde::{Deserialize, Serialize};

/// How a language that bends its words for people bends them. `Unspecified` reads naturally for everyone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// A woman.
    Female,
    /// A man.
    Male,
    /// Not known, or neither.
    #[default]
    Unspecified,
}

impl Gender {
    /// The variants a message may have, in this order.
    pub const ALL: [Self; 3] = [Self::Female, Self::Male, Self::Unspecified];

    /// The name of its variant in a message.
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
            Self::Unspecified => "unspecified",
        }
    }

    /// From FHIR's `AdministrativeGender`. What is neither `female` nor `male` is unspecified.
    pub fn from_fhir(code: &str) -> Self {
        match code {
            "female" => Self::Female,
            "male" => Self::Male,
            _ => Self::Unspecified,
        }
    }
}

/// Somebody a message speaks of. The name stands as its owner writes it: never split, re-ordered or cut.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// The name.
    pub name: String,
    /// How words bend around it.
    pub gender: Gender,
}

/// A name alone.
impl From<&str> for Person {
    fn from(name: &str) -> Self {
        Self { name: name.to_owned(), gender: Gender::Unspecified }
    }
}

/// A name alone.
impl From<String> for Person {
    fn from(name: String) -> Self {
        Self { name, gender: Gender::Unspecified }
    }
}
