//! Keeping the viewed houses: loading them, following the log for them, forgetting them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use seatlog_domain::event::Event;
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;
use seatlog_projections::log_feed::LogFeed;
use sqlx::PgPool;
use tokio::runtime::Handle;
use tokio::sync::{Mutex as AsyncMutex, Notify, OnceCell, Semaphore, watch};
use tokio::time::{sleep, sleep_until};

use super::ViewError;
use super::chart::Chart;
use super::following::Following;
use super::view::View;
use crate::event_store::load_event;

/// How many houses are loaded at once; a large one costs a good part of a second.
const LOADS: usize = 4;
/// The log is read at most every so often, however often it grows.
const BREATH: Duration = Duration::from_millis(10);
/// After a failure the log is read again so much later.
const AFTER_FAILURE: Duration = Duration::from_millis(500);
/// How often idle houses are looked for.
const SWEEP: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Houses {
    pub(super) pool: PgPool,
    pub(super) runtime: Handle,
    viewed: Mutex<HashMap<EventId, House>>,
    loads: Semaphore,
    pub(super) following: AsyncMutex<Following>,
    joined: Notify,
    pub(super) progress: watch::Receiver<Position>,
}

/// A house that is loaded, or is being loaded for whoever asked first.
pub(super) type House = Arc<OnceCell<Arc<View>>>;

impl Houses {
    pub(super) fn new(pool: PgPool) -> Self {
        let (moved, progress) = watch::channel(0);
        Self {
            pool,
            runtime: Handle::current(),
            viewed: Mutex::default(),
            loads: Semaphore::new(LOADS),
            following: AsyncMutex::new(Following::new(moved)),
            joined: Notify::new(),
            progress,
        }
    }

    pub(super) fn viewed(&self) -> MutexGuard<'_, HashMap<EventId, House>> {
        self.viewed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) async fn load(self: Arc<Self>, id: EventId) -> Result<Arc<View>, ViewError> {
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

    pub(super) fn forget(&self, id: EventId, house: &House) {
        let mut viewed = self.viewed();
        if viewed
            .get(&id)
            .is_some_and(|known| Arc::ptr_eq(known, house))
            && house.get().is_none()
        {
            viewed.remove(&id);
        }
    }

    pub(super) async fn keep_up(&self, mut feed: LogFeed) {
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
        let mut viewed = self.viewed();
        let mut gone = Vec::new();
        following.drop_idle(&mut gone);
        viewed.retain(|_, house| match house.get() {
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
        self.viewed().retain(|_, house| !is_gone(house));
    }
}
