//! The seats of the events that somebody looks at, in memory: what `GET /events/{id}/seats` and
//! its live stream answer from. No question costs a query; one reader follows the log for all.
//!
//! What never happens: an answer claims to know of a position that its seats do not; a listener
//! makes the server keep what it has not read; a fact of a viewed event is left out.

mod mark;

mod chart;
mod holds;

mod names;
mod news;
mod picture;
mod shapes;

mod listener;
mod view;

mod following;
mod houses;

use std::sync::Arc;
use std::time::Duration;

use seatlog_domain::ids::EventId;
use seatlog_projections::checkpoints::Behind;
use seatlog_projections::log::Position;
use seatlog_projections::log_feed;
use sqlx::PgPool;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::event_store::LoadError;
use chart::Stage;
use houses::Houses;

pub use listener::{Listener, retry};
pub use picture::Picture;
pub use shapes::{SeatChanges, SeatMap};
pub use view::{Newness, Unmade, View};

/// How far another node may be ahead: a listener that comes from there waits for so long.
const AHEAD: Duration = Duration::from_secs(1);
/// Why there are no seats to show.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// There is no such event, or not any more.
    #[error("there is no such event")]
    NotFound,
    /// The log holds what cannot be.
    #[error("the seats of the event cannot be followed: {0}")]
    Misfit(String),
    /// The log cannot be read.
    #[error(transparent)]
    Load(#[from] LoadError),
}

impl From<sqlx::Error> for ViewError {
    fn from(error: sqlx::Error) -> Self {
        Self::Load(error.into())
    }
}

/// All houses that are viewed on this node.
#[derive(Debug, Clone)]
pub struct SeatViews(Arc<Houses>);

impl SeatViews {
    /// No houses yet. Loading happens on the current tokio runtime, and [`Self::follow`] must run.
    pub fn new(pool: PgPool) -> Self {
        Self(Arc::new(Houses::new(pool)))
    }

    /// The seats of an event, which are loaded first if nobody looked at them lately.
    ///
    /// # Errors
    /// There is no such event, or it cannot be loaded.
    pub async fn view(&self, id: EventId) -> Result<Arc<View>, ViewError> {
        let house = {
            let mut viewed = self.0.viewed();
            let house = viewed.entry(id).or_default();
            if let Some(view) = house.get() {
                view.touch();
                return Ok(Arc::clone(view));
            }
            Arc::clone(house)
        };
        let load = || async {
            // On a runtime of many threads, and to the end, whoever hangs up meanwhile.
            let loading = self.0.runtime.spawn(Arc::clone(&self.0).load(id));
            let loaded = loading.await;
            loaded.unwrap_or_else(|panic| Err(ViewError::Misfit(panic.to_string())))
        };
        let loaded = house.get_or_try_init(load).await.map(Arc::clone);
        if loaded.is_err() {
            self.0.forget(id, &house);
        }
        loaded
    }

    /// Waits until every viewed house knows the log up to a position, at most so long.
    ///
    /// # Errors
    /// [`Behind::TimedOut`].
    pub async fn reached(&self, wanted: Position, at_most: Duration) -> Result<(), Behind> {
        let mut progress = self.0.progress.clone();
        let reached = progress.wait_for(|known| *known >= wanted);
        match timeout(at_most, reached).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Behind::TimedOut { wanted }),
        }
    }

    /// Somebody who watches an event's seats: from a position on, if that can be done.
    ///
    /// # Errors
    /// The seats cannot be written down.
    pub async fn listen(
        &self,
        view: Arc<View>,
        left_off: Option<Position>,
        newness: Newness,
    ) -> Result<Listener, Unmade> {
        let left_off = match left_off {
            // Another node may have been ahead of this one.
            Some(position) if self.reached(position, AHEAD).await.is_ok() => Some(position),
            Some(_) | None => None,
        };
        Listener::begin(view, left_off, newness).await
    }

    /// Keeps all houses up to date until told to stop; the listeners are let go when the node
    /// begins to drain.
    pub async fn follow(&self, draining: CancellationToken, stop: CancellationToken) {
        let (feed, bell) = log_feed::open(self.0.pool.clone());
        let drained = async {
            draining.cancelled().await;
            self.0.following.lock().await.end();
        };
        tokio::join!(
            bell.run(stop.clone()),
            stop.run_until_cancelled(drained),
            stop.run_until_cancelled(self.0.keep_up(feed)),
        );
    }
}

impl View {
    /// Whether the seats may be shown to somebody who may, or may not, see drafts.
    ///
    /// # Errors
    /// They may not, or the event is gone.
    pub fn admit(&self, sees_drafts: bool) -> Result<(), ViewError> {
        match self.stage() {
            Stage::Public => Ok(()),
            Stage::Draft if sees_drafts => Ok(()),
            Stage::Draft | Stage::Deleted => Err(ViewError::NotFound),
            Stage::Lost => Err(ViewError::Misfit("a fact does not fit".to_owned())),
        }
    }
}
