//! What was just read of the log, for all projectors of this node: they follow it at the same
//! pace, so reading and decoding it once is enough.

use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::Arc;

use sqlx::PgConnection;
use tokio::sync::Mutex;

use crate::log::{self, LogError, Position, RecordedFact};

/// How many reads are remembered.
const READS: usize = 4;

/// The latest stretches of the log that were read.
#[derive(Debug, Default)]
pub(crate) struct RecentFacts(Mutex<VecDeque<Arc<[RecordedFact]>>>);

/// Neighbouring facts.
#[derive(Debug)]
pub(crate) struct Stretch {
    read: Arc<[RecordedFact]>,
    from: usize,
    to: usize,
}

impl Deref for Stretch {
    type Target = [RecordedFact];

    fn deref(&self) -> &[RecordedFact] {
        &self.read[self.from..self.to]
    }
}

impl Stretch {
    fn of(read: &Arc<[RecordedFact]>, after: Position, limit: usize) -> Option<Self> {
        let from = read.iter().position(|fact| fact.position == after + 1)?;
        let to = read.len().min(from.saturating_add(limit));
        let read = read.clone();
        Some(Self { read, from, to })
    }
}

impl RecentFacts {
    /// At most `limit` facts after a position, in order; none at the end of the log.
    pub(crate) async fn after(
        &self,
        db: &mut PgConnection,
        after: Position,
        limit: usize,
    ) -> Result<Stretch, LogError> {
        // Whoever comes while somebody reads waits, and finds what was read.
        let mut reads = self.0.lock().await;
        let known = reads
            .iter()
            .find_map(|read| Stretch::of(read, after, limit));
        if let Some(known) = known {
            return Ok(known);
        }
        let rows = i64::try_from(limit).unwrap_or(i64::MAX);
        let read: Arc<[_]> = log::read_after(db, after, rows).await?.into();
        if !read.is_empty() {
            reads.truncate(READS - 1);
            reads.push_front(read.clone());
        }
        let to = read.len();
        Ok(Stretch { read, from: 0, to })
    }

    /// Forgets everything: the database may have lost what it had not yet written to disk.
    pub(crate) async fn forget(&self) {
        self.0.lock().await.clear();
    }
}
