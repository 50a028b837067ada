//! What a person entered into a field.

use nabz_app::effect::Typed;
use nabz_app::screen::Key;
use zeroize::Zeroizing;

use crate::error::Problem;

/// Most fields of one screen, and most bytes of what stands in one.
const FIELDS: usize = 64;
const BYTES: usize = 16_384;

/// What stands in one field.
#[derive(Clone, uniffi::Record)]
pub struct Entered {
    /// The field's block key.
    pub key: String,
    /// What stands in it.
    pub value: Value,
}

/// Text, or a secret as bytes, which both sides can wipe.
#[expect(missing_docs, reason = "each case says what its fields hold")]
#[derive(Clone, uniffi::Enum)]
pub enum Value {
    /// As typed, in any script.
    Plain { text: String },
    /// UTF-8. The core wipes its copy; so should the shell.
    Secret { utf8: Vec<u8> },
}

/// Bounded and checked, for the app.
pub(crate) fn typed(entered: Vec<Entered>) -> Result<Vec<(Key, Typed)>, Problem> {
    if entered.len() > FIELDS {
        return Err(Problem::TooLarge);
    }
    entered.into_iter().map(|Entered { key, value }| Ok((Key(key), value.typed()?))).collect()
}

impl Value {
    fn typed(self) -> Result<Typed, Problem> {
        let text = match self {
            Self::Plain { text } => text,
            Self::Secret { utf8 } => {
                let utf8 = Zeroizing::new(utf8);
                str::from_utf8(&utf8).map_err(|_| Problem::Unknown)?.to_owned()
            }
        };
        if text.len() > BYTES { Err(Problem::TooLarge) } else { Ok(Typed::new(text)) }
    }
}
