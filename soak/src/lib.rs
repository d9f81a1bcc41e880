//! The promises of Seatlog, tried: checkers of everything that a run under faults has left.
//!
//! The checkers share no code with the program. What they look at is plain data (`evidence`), so
//! each is shown by a test to see a fault that is planted there.

pub mod evidence;

pub mod check;
