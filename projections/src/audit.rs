//! What auditors ask: the log itself, the story of one seat, who did what, what an event was at any
//! moment, and whether the read models are what the log says.

pub mod actions;
pub mod compare;
pub mod facts;
pub mod refusals;
pub mod replay;
pub mod story;
