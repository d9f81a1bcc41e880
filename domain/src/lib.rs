//! The rules of Seatlog.
//!
//! Everything here is pure: no clock, no randomness, no network, no SQL. Time, ids and prices
//! arrive inside the command; what comes out is a list of facts or a refusal. The same facts
//! always fold to the same state, so the log can be replayed on any machine at any time.
//!
//! Modules stand in reading order: the parsed types first, then the two aggregates.

pub mod fields;
pub mod ids;
pub mod money;
pub mod text;

pub mod plan;
pub mod seat;
pub mod seating;

pub mod upcasting;

pub mod event;

pub mod account;

#[cfg(test)]
mod golden;
