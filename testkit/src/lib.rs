//! What tests of several crates need, and the program never.

pub mod live_seats;

mod faulty_wire;
mod smtp_sink;

pub use faulty_wire::{Cut, FaultyWire};
pub use smtp_sink::{Fault, ReceivedMail, SmtpSink, Weather};
