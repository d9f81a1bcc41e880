//! The promises of Seatlog, tried: two nodes and their servers, people who buy, everything that can
//! go wrong, and checkers of what is left then.
//!
//! The checkers share no code with the program. What they look at is plain data (`evidence`), so
//! each is shown by a test to see a fault that is planted there. The other modules make that data:
//! `ground` starts the processes, `schedule` says what goes wrong and when, `conductor` lets it,
//! `load` are the people, `rest` waits until everything has come to rest, `gather` reads.
//! `run` puts them together for a run in which everything goes wrong; `proof` for one thing that goes
//! wrong many times.

pub mod evidence;

pub mod check;

mod clock;
mod dice;

mod fault;
mod schedule;

mod ground;

mod conductor;
mod load;

mod gather;
mod rest;

mod plant;
mod report;
mod run;

pub mod proof;

pub use plant::Plant;
pub use report::Report;
pub use run::{Length, Outcome, Plan, run};
