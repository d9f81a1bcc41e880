//! Seating plans that are kept for the next events.

pub mod create;
pub mod delete;
pub mod list;
pub mod show;
