//! Following the log for the houses that are viewed: one reader for all of them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cqrs_es::Aggregate;
use seatlog_domain::event::{Event, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::{self, EventFactRow, Position};
use sqlx::PgPool;
use tokio::sync::watch;

use super::ViewError;
use super::chart::Stage;
use super::view::View;
use crate::event_store::{StoredFact, load_after};

/// The greatest number of facts that are read at once.
const STRETCH: i64 = 5_000;
/// A house that nobody looked at for so long is dropped …
const IDLE: Duration = Duration::from_secs(60);
/// … and after so long while there are many: about 100 MB. Longer than an answer can take that was
/// begun with a look at the house.
const IDLE_AMONG_MANY: Duration = Duration::from_secs(5);
const MANY_SEATS: usize = 4_000_000;

/// The houses that are viewed, and how far the log was read for them.
#[derive(Debug)]
pub(super) struct Following {
    cursor: Position,
    views: HashMap<EventId, Arc<View>>,
    progress: watch::Sender<Position>,
}

impl Following {
    pub(super) fn new(progress: watch::Sender<Position>) -> Self {
        Self {
            cursor: 0,
            views: HashMap::new(),
            progress,
        }
    }

    /// Takes in a house, and brings it to where the others are: nothing is missed between its own
    /// loading and the next stretch of the log, and what is read twice is known by its sequence.
    pub(super) async fn join(&mut self, pool: &PgPool, view: Arc<View>) -> Result<(), ViewError> {
        if self.views.is_empty() {
            self.cursor = log::head(pool).await?;
        }
        let (stream, mut misfit) = ((Event::TYPE, view.id.uuid()), None);
        let take = |stored: StoredFact<EventFact>| {
            let place = (stored.sequence, stored.position);
            if misfit.is_none() {
                misfit = view.apply(place, &stored.fact).err();
            }
        };
        load_after(pool, stream, view.sequence(), take).await?;
        if let Some(misfit) = misfit {
            return Err(ViewError::Misfit(misfit.to_string()));
        }
        if view.stage() == Stage::Deleted {
            return Err(ViewError::NotFound);
        }
        if let Some(forgotten) = self.views.insert(view.id, view) {
            forgotten.end();
        }
        self.moved();
        Ok(())
    }

    /// Reads the next stretch of the log. Returns how many facts it held; `gone` are the houses
    /// that are not followed any more.
    pub(super) async fn advance(
        &mut self,
        pool: &PgPool,
        gone: &mut Vec<Arc<View>>,
    ) -> Result<i64, sqlx::Error> {
        if self.views.is_empty() {
            return Ok(0);
        }
        let viewed: Vec<EventId> = self.views.keys().copied().collect();
        let stretch = log::read_events_after(pool, self.cursor, STRETCH, &viewed).await?;
        for row in stretch.facts {
            self.take(row, gone);
        }
        let read = stretch.upto - self.cursor;
        self.cursor = stretch.upto;
        self.moved();
        Ok(read)
    }

    fn take(&mut self, row: EventFactRow, gone: &mut Vec<Arc<View>>) {
        let Some(view) = self.views.get(&row.event) else {
            return;
        };
        let taken = match &row.fact {
            Ok(fact) => view
                .apply((row.sequence, row.position), fact)
                .map_err(|misfit| misfit.to_string()),
            Err(unreadable) => Err(unreadable.clone()),
        };
        if let Err(reason) = &taken {
            tracing::error!(
                event.id = %row.event,
                fact.position = row.position,
                reason,
                "the seats of an event cannot be followed"
            );
            view.lose();
        }
        if matches!(view.stage(), Stage::Deleted | Stage::Lost) {
            view.end();
            gone.extend(self.views.remove(&row.event));
        }
    }

    /// Tells everyone what changed. Returns when to do so again.
    pub(super) fn tell(&self) -> Option<Instant> {
        let now = Instant::now();
        self.views.values().filter_map(|view| view.tell(now)).min()
    }

    /// Drops the houses that nobody looks at.
    pub(super) fn drop_idle(&mut self, gone: &mut Vec<Arc<View>>) {
        let seats: usize = self.views.values().map(|view| view.capacity()).sum();
        let at_most = match seats > MANY_SEATS {
            true => IDLE_AMONG_MANY,
            false => IDLE,
        };
        let idle = |view: &View| {
            view.idle_since()
                .is_some_and(|since| since.elapsed() > at_most)
        };
        let dropped = self.views.extract_if(|_, view| idle(view));
        gone.extend(dropped.map(|(_, view)| view));
        metrics::gauge!("seatlog_seat_views").set(self.views.len() as f64);
    }

    /// Lets all listeners go.
    pub(super) fn end(&self) {
        for view in self.views.values() {
            view.end();
        }
    }

    fn moved(&self) {
        self.progress.send_if_modified(|known| {
            let moved = *known < self.cursor;
            *known = self.cursor.max(*known);
            moved
        });
    }
}
