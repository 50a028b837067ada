//! nabz-care
