//! Bookings: seats that somebody bought.

pub mod cancel;
pub mod check;
pub mod list;
pub mod show;

pub mod filter;
pub mod input;
