//! Takes due mails, one after the other, until there is none.

use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::watch;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::delivery::Postman;
use crate::erasure::{self, ForgetError};
use crate::outbox::{self, Claimed, Clock, DatabaseClock, Verdict};
use crate::settings::Office;

/// The longest sleep: the net under a wake-up that was lost.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// The pause after the database has failed.
const PAUSE: Duration = Duration::from_secs(1);

/// Sends mails.
#[derive(Debug)]
pub(crate) struct Sender<'a> {
    pool: &'a PgPool,
    office: &'a Office,
    postman: Postman<'a>,
}

impl<'a> Sender<'a> {
    pub(crate) fn new(pool: &'a PgPool, office: &'a Office) -> Self {
        Self {
            pool,
            office,
            postman: Postman::new(&office.delivery, &office.from),
        }
    }

    /// Sends whatever is due, and returns how many mails were tried. Stops early, between two
    /// mails, when cancelled.
    pub(crate) async fn send_due(
        &mut self,
        clock: &impl Clock,
        cancelled: &CancellationToken,
    ) -> Result<u64, sqlx::Error> {
        let given_up = outbox::expire_leases(self.pool, clock.now().await?).await?;
        metrics::counter!("seatlog_mail_attempts_total", "outcome" => "ambiguous")
            .increment(given_up);
        let mut tried = 0;
        while !cancelled.is_cancelled()
            && let Some(mail) = outbox::claim(self.pool, clock.now().await?).await?
        {
            self.send(&mail, clock).await?;
            tried += 1;
        }
        self.postman.hang_up().await;
        Ok(tried)
    }

    async fn send(&mut self, mail: &Claimed, clock: &impl Clock) -> Result<(), sqlx::Error> {
        let mut span = mail.attempt();
        let outcome = self.postman.deliver(mail).await;
        let now = insist(mail, || clock.now()).await?;
        let verdict = Verdict::of(outcome, mail, now, rand::random());
        let label = verdict.label();
        metrics::counter!("seatlog_mail_attempts_total", "outcome" => label).increment(1);
        tracing::info!(
            mail.id = %mail.id,
            mail.outcome = label,
            mail.attempts = mail.attempts,
            request.id = mail.request_id().map(tracing::field::display),
            trace_id = span.context().map(|span| tracing::field::display(span.trace_id())),
            "mail"
        );
        span.note("seatlog.mail.outcome", || label);
        drop(span);
        if !insist(mail, || outbox::record(self.pool, mail, &verdict, now)).await? {
            tracing::warn!(mail.id = %mail.id, "the outcome came after the lease had ended, or the mail was erased");
            self.delete_if_erased().await?;
        }
        Ok(())
    }

    /// Whoever erased the mail while it was being written may have looked for its file too early.
    async fn delete_if_erased(&self) -> Result<(), sqlx::Error> {
        match erasure::delete_files(self.pool, &self.office.mail_dir).await {
            Ok(_) => Ok(()),
            Err(ForgetError::Database(error)) => Err(error),
            Err(error @ ForgetError::Folder(_)) => {
                tracing::error!(%error, "erased mails are still in the folder");
                Ok(())
            }
        }
    }

    /// Sends until cancelled. Sleeps while nothing is due; `woken` tells of new mails.
    pub(crate) async fn run(
        mut self,
        mut woken: watch::Receiver<()>,
        cancelled: &CancellationToken,
    ) {
        let clock = DatabaseClock(self.pool);
        while !cancelled.is_cancelled() {
            woken.mark_unchanged();
            let sleep = match self.send_due(&clock, cancelled).await {
                Ok(_) => self.idle_time(&clock).await.unwrap_or(PAUSE),
                Err(error) => {
                    tracing::error!(%error, "mails cannot be sent");
                    PAUSE
                }
            };
            tokio::select! {
                () = cancelled.cancelled() => {}
                _ = woken.changed() => {}
                () = tokio::time::sleep(sleep) => {}
            }
        }
    }

    async fn idle_time(&self, clock: &impl Clock) -> Result<Duration, sqlx::Error> {
        let Some(due) = outbox::next_due(self.pool).await? else {
            return Ok(LONGEST_SLEEP);
        };
        let wait = due - clock.now().await?;
        Ok(wait.to_std().unwrap_or(Duration::ZERO).min(LONGEST_SLEEP))
    }
}

/// What is known of a mail must not be lost to a database that is away for a moment, or the mail
/// would be sent twice; so this tries a step for as long as the lease lasts.
async fn insist<T, F>(mail: &Claimed, step: impl Fn() -> F) -> Result<T, sqlx::Error>
where
    F: Future<Output = Result<T, sqlx::Error>>,
{
    let deadline = Instant::now() + outbox::LEASE.to_std().unwrap_or_default();
    loop {
        match step().await {
            Err(error) if Instant::now() <= deadline => {
                tracing::warn!(mail.id = %mail.id, %error, "outcome not recorded yet");
            }
            done => return done,
        }
        tokio::time::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod simulation;
