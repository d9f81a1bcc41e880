//! Evidence that the log is what it was.

pub mod checker;
pub mod checkpoints;
pub mod proof;
pub mod verify;
