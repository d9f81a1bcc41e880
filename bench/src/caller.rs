//! Who asks, and what was answered.

use uuid::Uuid;

/// A booking that somebody was told to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Acknowledged {
    /// The booking.
    pub(crate) booking: Uuid,
    /// Its one seat.
    pub(crate) seat: String,
    /// Where the log has it.
    pub(crate) position: i64,
}

/// What an answer was, after it was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reply {
    /// A booking was made, as it was asked for.
    Booked(Acknowledged),
    /// What was asked for was done, and nothing is kept.
    Done,
    /// No answer came, or one that says to try again; only loads that break things expect it.
    Failed,
}

/// One of many that ask at the same time, each for one thing after the other.
pub(crate) trait Caller: Send + 'static {
    /// Asks for the `job`-th thing of the load, and checks the answer.
    ///
    /// # Errors
    /// An answer that this load must never get; it ends the run.
    fn call(&mut self, job: usize) -> impl Future<Output = anyhow::Result<Reply>> + Send;
}
