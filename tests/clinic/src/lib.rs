//! nabz-clinic
