//! Events: what people attend.

pub mod availability;
pub mod book;
pub mod cancel;
pub mod create;
pub mod delete;
pub mod edit;
pub mod list;
pub mod live;
pub mod publish;
pub mod show;

mod input;
mod patch;
mod visible;
