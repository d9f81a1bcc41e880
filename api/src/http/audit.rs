//! The log, for auditors.

pub mod actions;
pub mod facts;
pub mod seat;
