//! What has to be done all the time: following changes of roles, and forgetting what is over.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use super::{Accounts, attempts};

/// How often what is over is swept out.
const SWEEP_EVERY: Duration = Duration::from_secs(10 * 60);
/// A session that is over is kept a while, so that a stolen token that turns up is still noticed
/// in the log of the program.
const KEEP_SESSIONS: TimeDelta = TimeDelta::days(1);

impl Accounts {
    /// Follows the changes that other nodes make and sweeps out what is over, until cancelled.
    pub async fn keep_up(&self, stop: CancellationToken) {
        tokio::join!(
            self.revocations.follow(&self.pool, &stop),
            self.sweep_again_and_again(&stop)
        );
    }

    async fn sweep_again_and_again(&self, stop: &CancellationToken) {
        let mut ticks = interval(SWEEP_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while stop.run_until_cancelled(ticks.tick()).await.is_some() {
            if let Err(error) = self.sweep(Utc::now()).await {
                tracing::warn!(%error, "old logins and sessions were not swept out");
            }
        }
    }

    /// Forgets failed logins that no longer count, sessions that are over, and links that ran out.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM login_failures WHERE failed_at <= $1")
            .bind(now - attempts::WINDOW)
            .execute(&self.pool)
            .await?;
        sqlx::query("DELETE FROM sessions WHERE least(expires_at, ended_at) <= $1")
            .bind(now - KEEP_SESSIONS)
            .execute(&self.pool)
            .await?;
        sqlx::query("DELETE FROM mailed_tokens WHERE expires_at <= $1")
            .bind(now)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
