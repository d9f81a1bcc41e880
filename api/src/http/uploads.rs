//! Pictures of events: taking them in, and giving them out.

pub mod form;
pub mod image;
pub mod picture;
