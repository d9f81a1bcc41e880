//! When an actor keeps a snapshot of its event.

use std::sync::Arc;

use tokio::task::JoinHandle;

use seatlog_domain::ids::EventId;

use super::known::Known;
use super::{Limits, Parts};
use crate::event_store::{EventLog, Snapshot};

/// A snapshot is due when the stream has grown by a quarter since the last one: what all
/// snapshots of a stream cost together is then in proportion to its length, and a cold load reads
/// at most a fifth of it.
const GROWTH: i64 = 4;
/// When there is time for it, a sixteenth is enough.
const GROWTH_WHEN_QUIET: i64 = 16;
/// Fewer facts than this are read as fast as a snapshot.
const WORTH_IT: i64 = 64;

/// The snapshots of one event.
#[derive(Default)]
pub(super) struct Snapshots {
    saving: Option<JoinHandle<()>>,
}

impl Snapshots {
    pub(super) fn are_due(&self, known: &Known, limits: &Limits) -> bool {
        known.sequence >= self.due_at(known, limits)
    }

    /// The sequence at which the next one is due, as far as that can be said now.
    pub(super) fn due_at(&self, known: &Known, limits: &Limits) -> i64 {
        match self.is_saving() {
            true => i64::MAX,
            false => known.kept + limits.snapshot_facts.max(known.sequence / GROWTH),
        }
    }

    fn is_saving(&self) -> bool {
        self.saving.as_ref().is_some_and(|task| !task.is_finished())
    }

    /// The same, when nothing else is to be done.
    pub(super) fn are_due_when_quiet(&self, known: &Known, limits: &Limits) -> bool {
        let facts = limits
            .snapshot_facts
            .max(known.sequence / GROWTH_WHEN_QUIET);
        known.is_durable() && known.sequence - known.kept >= facts && !self.is_saving()
    }

    /// Saves a snapshot in the background. Everything that was decided must be committed.
    pub(super) fn take(&mut self, parts: &Parts, id: EventId, known: &mut Known) {
        let snapshot = snapshot_of(known);
        known.kept = known.sequence;
        let log = Arc::clone(&parts.log);
        let save = async move { save(&*log, id, snapshot).await };
        self.saving = Some(parts.actors.spawn(save));
    }

    /// Saves what an actor knows that ends.
    pub(super) async fn last(self, log: &dyn EventLog, id: EventId, known: Known) {
        if let Some(saving) = self.saving {
            drop(saving.await);
        }
        if known.sequence - known.kept >= WORTH_IT {
            save(log, id, snapshot_of(&known)).await;
        }
    }
}

fn snapshot_of(known: &Known) -> Snapshot {
    let (sequence, position) = known.committed;
    Snapshot::new(known.event.clone(), sequence, position)
}

async fn save(log: &dyn EventLog, id: EventId, snapshot: Snapshot) {
    if let Err(error) = log.keep(id, snapshot).await {
        tracing::warn!(event.id = %id, %error, "a snapshot was not kept");
    }
}
