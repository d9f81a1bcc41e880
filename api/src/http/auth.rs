//! Proving who one is.

pub mod login;
pub mod logout;
pub mod refresh;
pub mod register;

mod answer;
mod cookie;
mod same_site;

pub use answer::LoginAnswer;
