//! Names of a call.

/// The identity of one consultation. It outlives every transport the consultation uses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub [u8; 16]);

impl std::fmt::Debug for CallId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CallId({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}
