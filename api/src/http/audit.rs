//! The log, for auditors: what it says, and evidence that it is what it was.

pub mod actions;
pub mod facts;
pub mod refusals;
pub mod seat;

pub mod checker;
pub mod checkpoints;
pub mod proof;
pub mod verify;
