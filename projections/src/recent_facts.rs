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

#[cfg(test)]
mod tests {
    use seatlog_domain::ids::UserId;
    use sqlx::PgPool;
    use uuid::Uuid;

    use super::*;
    use crate::log::Fact;

    fn registered(position: Position) -> RecordedFact {
        let fact = r#"{"UserRegistered":{"role":"user","registered_at":"2027-01-01T00:00:00Z"}}"#;
        RecordedFact {
            position,
            sequence: 1,
            recorded_at: "2027-01-01T00:00:00Z".parse().unwrap(),
            metadata: std::collections::HashMap::new(),
            fact: Fact::Account(
                UserId::new(Uuid::nil()),
                serde_json::from_str(fact).unwrap(),
            ),
        }
    }

    fn positions(stretch: &[RecordedFact]) -> Vec<Position> {
        stretch.iter().map(|fact| fact.position).collect()
    }

    #[test]
    fn a_stretch_begins_behind_its_position_and_is_no_longer_than_asked() {
        let read: Arc<[_]> = (5..=9).map(registered).collect();
        let of = |after, limit| Stretch::of(&read, after, limit).map(|it| positions(&it));
        assert_eq!(of(4, 10), Some(vec![5, 6, 7, 8, 9]));
        assert_eq!(of(6, 2), Some(vec![7, 8]));
        assert_eq!(of(8, usize::MAX), Some(vec![9]));
        assert_eq!((of(9, 1), of(3, 1)), (None, None));
    }

    #[sqlx::test(migrations = false)]
    async fn what_was_read_is_not_read_again_until_it_is_forgotten(pool: PgPool) {
        let recent = RecentFacts::default();
        let read = (5..=9).map(registered).collect();
        recent.0.lock().await.push_front(read);
        // There is no log here: reading it fails.
        let mut db = pool.acquire().await.unwrap();
        let known = recent.after(&mut db, 7, 10).await.unwrap();
        assert_eq!(positions(&known), [8, 9]);
        assert!(recent.after(&mut db, 9, 10).await.is_err());
        recent.forget().await;
        assert!(recent.after(&mut db, 7, 10).await.is_err());
    }
}
