//! Everybody's accounts.

pub mod edit;
pub mod list;
