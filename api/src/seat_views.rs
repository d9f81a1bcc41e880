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

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use seatlog_domain::event::Event;
use seatlog_domain::ids::EventId;
use seatlog_projections::checkpoints::Behind;
use seatlog_projections::log::Position;
use seatlog_projections::log_feed::{self, LogFeed};
use sqlx::PgPool;
use tokio::runtime::Handle;
use tokio::sync::{Mutex as AsyncMutex, Notify, OnceCell, Semaphore, watch};
use tokio::time::{sleep, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

use crate::event_store::{LoadError, load_event};
use chart::{Chart, Stage};
use following::Following;

pub use listener::{Listener, retry};
pub use picture::Picture;
pub use shapes::{SeatChanges, SeatMap};
pub use view::{Newness, Unmade, View};

/// How many houses are loaded at once; a large one costs a good part of a second.
const LOADS: usize = 4;
/// The log is read at most every so often, however often it grows.
const BREATH: Duration = Duration::from_millis(10);
/// After a failure the log is read again so much later.
const AFTER_FAILURE: Duration = Duration::from_millis(500);
/// How far another node may be ahead: a listener that comes from there waits for so long.
const AHEAD: Duration = Duration::from_secs(1);
/// How often idle houses are looked for.
const SWEEP: Duration = Duration::from_secs(5);

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
pub struct SeatViews(Arc<Views>);

#[derive(Debug)]
struct Views {
    pool: PgPool,
    runtime: Handle,
    houses: Mutex<HashMap<EventId, House>>,
    loads: Semaphore,
    following: AsyncMutex<Following>,
    joined: Notify,
    progress: watch::Receiver<Position>,
}

/// A house that is loaded, or is being loaded for whoever asked first.
type House = Arc<OnceCell<Arc<View>>>;

impl SeatViews {
    /// No houses yet. Loading happens on the current tokio runtime, and [`Self::follow`] must run.
    pub fn new(pool: PgPool) -> Self {
        let (moved, progress) = watch::channel(0);
        Self(Arc::new(Views {
            pool,
            runtime: Handle::current(),
            houses: Mutex::default(),
            loads: Semaphore::new(LOADS),
            following: AsyncMutex::new(Following::new(moved)),
            joined: Notify::new(),
            progress,
        }))
    }

    /// The seats of an event, which are loaded first if nobody looked at them lately.
    ///
    /// # Errors
    /// There is no such event, or it cannot be loaded.
    pub async fn view(&self, id: EventId) -> Result<Arc<View>, ViewError> {
        let house = {
            let mut houses = self.0.houses();
            let house = houses.entry(id).or_default();
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

impl Views {
    fn houses(&self) -> MutexGuard<'_, HashMap<EventId, House>> {
        self.houses.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn load(self: Arc<Self>, id: EventId) -> Result<Arc<View>, ViewError> {
        let _turn = self.loads.acquire().await;
        let loaded = load_event(&self.pool, id).await?;
        let Event::Live(live) = &loaded.event else {
            return Err(ViewError::NotFound);
        };
        let chart = Chart::of(live, loaded.sequence, loaded.position);
        let view = Arc::new(View::new(id, chart, self.progress.clone()));
        let mut following = self.following.lock().await;
        following.join(&self.pool, Arc::clone(&view)).await?;
        // It may have to be told when its next hold runs out.
        self.joined.notify_one();
        Ok(view)
    }

    fn forget(&self, id: EventId, house: &House) {
        let mut houses = self.houses();
        if houses
            .get(&id)
            .is_some_and(|known| Arc::ptr_eq(known, house))
            && house.get().is_none()
        {
            houses.remove(&id);
        }
    }

    async fn keep_up(&self, mut feed: LogFeed) {
        let mut swept = Instant::now();
        loop {
            feed.mark_read();
            let began = Instant::now();
            let (mut following, mut gone) = (self.following.lock().await, Vec::new());
            let read = following.advance(&self.pool, &mut gone).await;
            let again = following.tell();
            if swept.elapsed() >= SWEEP {
                swept = Instant::now();
                self.sweep(&mut following);
            }
            drop(following);
            self.remove(&gone);
            match read {
                Ok(0) => {
                    let again = again.unwrap_or(began + SWEEP).min(began + SWEEP);
                    tokio::select! {
                        () = feed.grown() => {}
                        () = sleep_until(again.into()) => {}
                        () = self.joined.notified() => {}
                    }
                }
                Ok(_) => sleep_until((began + BREATH).into()).await,
                Err(error) => {
                    tracing::warn!(%error, "the seat views cannot read the log");
                    sleep(AFTER_FAILURE).await;
                }
            }
        }
    }

    /// Drops the houses that nobody looks at. Nobody can look at one meanwhile.
    fn sweep(&self, following: &mut Following) {
        let mut houses = self.houses();
        let mut gone = Vec::new();
        following.drop_idle(&mut gone);
        houses.retain(|_, house| match house.get() {
            Some(view) => !gone.iter().any(|gone| Arc::ptr_eq(gone, view)),
            None => Arc::strong_count(house) > 1,
        });
    }

    fn remove(&self, gone: &[Arc<View>]) {
        if gone.is_empty() {
            return;
        }
        let is_gone = |house: &House| {
            let view = house.get();
            view.is_some_and(|view| gone.iter().any(|gone| Arc::ptr_eq(gone, view)))
        };
        self.houses().retain(|_, house| !is_gone(house));
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
