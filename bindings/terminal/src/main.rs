//! nabz
fn main() {}
