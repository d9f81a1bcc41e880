//! What auditors ask: the log itself, the story of one seat, and who did what.

pub mod actions;
pub mod facts;
pub mod story;
