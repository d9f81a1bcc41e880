//! What tests of several crates need, and the program never.

pub mod live_seats;

mod faulty_wire;
mod otlp_sink;
mod seeds;
mod smtp_sink;

pub use faulty_wire::{Cut, FaultyWire};
pub use otlp_sink::{Mood, OtlpSink, ReceivedSpan};
pub use seeds::{Dice, for_each_seed, seeds};
pub use smtp_sink::{Fault, ReceivedMail, SmtpSink, Weather};
