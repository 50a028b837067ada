//! Views print their type and nothing else: what stands in them belongs to a patient.

/// Implements `Debug` for views as `Slot(…)`.
macro_rules! redacted {
    ($($view:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $view {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($view), "(…)"))
            }
        }
    )+};
}

pub(crate) use redacted;
