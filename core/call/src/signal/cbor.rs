//! Reading and writing maps with small integers as keys.

use ciborium::Value;

use super::message::MessageError;

/// A map from its pairs; the caller lists the keys in ascending order.
pub(super) fn map(pairs: Vec<(u64, Value)>) -> Value {
    Value::Map(pairs.into_iter().map(|(key, value)| (key.into(), value)).collect())
}

/// A byte string.
pub(super) fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

/// The bytes of a value. Writing into memory cannot fail.
pub(super) fn write(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    let written = ciborium::into_writer(value, &mut out);
    debug_assert!(written.is_ok());
    out
}

/// The fields of one map, each taken once.
pub(super) struct Fields(Vec<(u64, Value)>);

impl Fields {
    /// Reads one map and nothing after it. The caller bounds the length of `bytes`: what is read is no longer.
    pub(super) fn read(mut bytes: &[u8]) -> Result<Self, MessageError> {
        /// A message is three deep; what is deeper is an attack on the stack.
        const DEPTH: usize = 8;
        let value = ciborium::de::from_reader_with_recursion_limit(&mut bytes, DEPTH)
            .map_err(|_| MessageError::Malformed)?;
        if bytes.is_empty() { Self::from_value(value) } else { Err(MessageError::Malformed) }
    }

    /// The fields of a map that was read; a key that stands twice is refused.
    pub(super) fn from_value(value: Value) -> Result<Self, MessageError> {
        let Value::Map(pairs) = value else { return Err(MessageError::Malformed) };
        let mut fields: Vec<(u64, Value)> = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let key = uint(&key)?;
            if fields.iter().any(|(known, _)| *known == key) {
                return Err(MessageError::Malformed);
            }
            fields.push((key, value));
        }
        Ok(Self(fields))
    }

    /// The field, or an error if it is not there.
    pub(super) fn take(&mut self, key: u64) -> Result<Value, MessageError> {
        let at = self.0.iter().position(|(known, _)| *known == key).ok_or(MessageError::Malformed)?;
        Ok(self.0.swap_remove(at).1)
    }

    /// The field as an unsigned integer.
    pub(super) fn uint(&mut self, key: u64) -> Result<u64, MessageError> {
        uint(&self.take(key)?)
    }

    /// The field as an unsigned integer, where it may be left out.
    pub(super) fn optional_uint(&mut self, key: u64) -> Result<Option<u64>, MessageError> {
        if self.0.iter().any(|(known, _)| *known == key) { self.uint(key).map(Some) } else { Ok(None) }
    }

    /// The field as text.
    pub(super) fn text(&mut self, key: u64) -> Result<String, MessageError> {
        self.take(key)?.into_text().map_err(|_| MessageError::Malformed)
    }

    /// The field as exactly `N` bytes.
    pub(super) fn array<const N: usize>(&mut self, key: u64) -> Result<[u8; N], MessageError> {
        let bytes = self.take(key)?.into_bytes().map_err(|_| MessageError::Malformed)?;
        bytes.try_into().map_err(|_| MessageError::Malformed)
    }

    /// What is left, to build a changed map in a test.
    #[cfg(test)]
    pub(super) fn into_pairs(self) -> Vec<(u64, Value)> {
        self.0
    }
}

fn uint(value: &Value) -> Result<u64, MessageError> {
    let number = value.as_integer().ok_or(MessageError::Malformed)?;
    u64::try_from(number).map_err(|_| MessageError::Malformed)
}
