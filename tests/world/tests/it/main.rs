//! The world.

mod randomness;
mod visits;
