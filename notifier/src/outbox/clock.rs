//! The time that an outbox goes by.

use chrono::{DateTime, Utc};
use sqlx::PgPool;

/// Tells the time of an outbox. One node says until when a mail is its own, and others judge
/// whether that is over: all must go by one clock, and theirs may be minutes apart.
pub(crate) trait Clock: Sync {
    fn now(&self) -> impl Future<Output = Result<DateTime<Utc>, sqlx::Error>> + Send;
}

/// The clock of the database, which all nodes share. Only a step of that one is still seen. By
/// what is left of a lease, or more, ahead: the mail that is being sent counts as one whose outcome
/// nobody can know, and a second copy is sent, never a third. Back: what is due, and mails of
/// senders that died, wait for as much longer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DatabaseClock<'a>(pub(crate) &'a PgPool);

impl Clock for DatabaseClock<'_> {
    async fn now(&self) -> Result<DateTime<Utc>, sqlx::Error> {
        let sql = "SELECT clock_timestamp()";
        sqlx::query_scalar(sql).fetch_one(self.0).await
    }
}

/// A clock that stands still.
impl Clock for DateTime<Utc> {
    async fn now(&self) -> Result<DateTime<Utc>, sqlx::Error> {
        Ok(*self)
    }
}
