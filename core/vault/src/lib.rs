//! nabz-vault
