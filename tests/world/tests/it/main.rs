//! The world.

mod randomness;
mod replay;
mod visits;
