//! One's own account.

pub mod edit;
pub mod show;
