//! The world.

mod defects;
mod randomness;
mod replay;
mod visits;
mod walker;
