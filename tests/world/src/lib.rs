//! nabz-world
