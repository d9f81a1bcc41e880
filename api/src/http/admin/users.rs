//! Everybody's accounts.

pub mod edit;
pub mod erase;
pub mod list;
