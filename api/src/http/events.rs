//! Events: what people attend.

pub mod availability;
pub mod block;
pub mod book;
pub mod cancel;
pub mod create;
pub mod delete;
pub mod edit;
pub mod hold;
pub mod list;
pub mod live;
pub mod publish;
pub mod queue;
pub mod seat_list;
pub mod show;
pub mod unblock;

mod input;
mod patch;
mod visible;
