//! nabz-runtime
