//! Keeping what buyers were refused, for auditors, without holding up the sale.
//!
//! What never happens: an answer waits for this. A refusal is noted in memory and written a moment
//! later with others; while more come than are written, the rest is counted and left out, and so is
//! whatever would take up much room.

use std::mem::take;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use seatlog_domain::event::what_if::{Reason, RefusedWish, Wanted};
use seatlog_domain::ids::{EventId, UserId};
use seatlog_projections::audit::refusals::{self, Refused};

use crate::command_bus::{CommandError, Executed};

/// How often refusals are written, and how many of them: 1,000 a second at most.
const WRITE_EVERY: Duration = Duration::from_millis(500);
const ROOM: usize = 500;
/// Who names more seats than this asks for no evening out: their wishes are left out.
const SEATS: usize = 100;
/// How often those are forgotten that have been kept long enough.
const SWEEP_EVERY: Duration = Duration::from_secs(60 * 60);

/// What a buyer asked for.
#[derive(Debug)]
pub struct Asked {
    /// Of which event.
    pub event_id: EventId,
    /// Who.
    pub user_id: UserId,
    /// What.
    pub wanted: Wanted,
    /// When.
    pub at: DateTime<Utc>,
}

/// Refusals on their way into the database.
#[derive(Debug, Clone, Default)]
pub struct Refusals {
    noted: Arc<Mutex<Noted>>,
}

#[derive(Debug, Default)]
struct Noted {
    refused: Vec<Refused>,
    left_out: u64,
}

impl Refusals {
    /// Notes what was asked for, if it was refused for a reason that says something about demand.
    pub fn note(&self, asked: Asked, answer: &Result<Executed, CommandError>) {
        let Err(CommandError::Refused(refusal)) = answer else {
            return;
        };
        let Some(reason) = Reason::of(refusal) else {
            return;
        };
        let mut noted = self.lock();
        if noted.refused.len() >= ROOM || asked.wanted.seats_named() > SEATS {
            noted.left_out += 1;
            return;
        }
        noted.refused.push(Refused {
            event_id: asked.event_id,
            wish: RefusedWish {
                user_id: asked.user_id,
                at: asked.at,
                wanted: asked.wanted,
                reason,
            },
        });
    }

    /// Writes what was noted, again and again, until cancelled.
    pub async fn keep_up(&self, pool: &PgPool, stop: &CancellationToken) {
        let write = async {
            let mut ticks = interval(WRITE_EVERY);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            while stop.run_until_cancelled(ticks.tick()).await.is_some() {
                self.flush(pool).await;
            }
        };
        let sweep = async {
            let mut ticks = interval(SWEEP_EVERY);
            while stop.run_until_cancelled(ticks.tick()).await.is_some() {
                if let Err(error) = refusals::sweep(pool, Utc::now()).await {
                    tracing::warn!(%error, "old refusals were not swept out");
                }
            }
        };
        tokio::join!(write, sweep);
    }

    /// Writes what was noted so far. What cannot be written is left out, and counted with the next.
    pub async fn flush(&self, pool: &PgPool) {
        let noted = take(&mut *self.lock());
        if noted.refused.is_empty() && noted.left_out == 0 {
            return;
        }
        if noted.left_out > 0 {
            tracing::info!(
                count = noted.left_out,
                "refusals were not kept: too many, or too long"
            );
        }
        if let Err(error) = refusals::keep(pool, &noted.refused, noted.left_out).await {
            tracing::warn!(%error, "refusals were not kept");
            self.lock().left_out += noted.left_out + noted.refused.len() as u64;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
