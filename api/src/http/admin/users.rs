//! Everybody's accounts.

pub mod edit;
pub mod end_sessions;
pub mod erase;
pub mod list;
