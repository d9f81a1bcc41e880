//! What tests of several crates need, and the program never.

pub mod live_seats;
mod smtp_sink;

pub use smtp_sink::{Fault, ReceivedMail, SmtpSink};
