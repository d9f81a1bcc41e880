//! One house in memory: its chart, the answer that is made of it, and what its listeners hear.

mod telling;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use actix_web::web::Bytes;
use chrono::Utc;
use seatlog_domain::event::{Entrance, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;
use tokio::sync::{Mutex as AsyncMutex, watch};
use tokio::task::spawn_blocking;

use super::chart::{Chart, Misfit, Stage};
use super::mark::Mark;
use super::news::News;
use super::picture::Picture;
use telling::Telling;

pub(super) use telling::CatchUp;

/// A picture is made, and compressed, during at most one part in so many of the time, however many
/// ask and however fast seats change. Who needs a newer one waits for the next; others get the last.
const SHARE: u32 = 10;

/// How new a picture has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newness {
    /// As new as can be had without waiting.
    Any,
    /// It must show the seats as they are.
    Now,
    /// It must know the log up to there.
    Position(Position),
    /// It must know the house as of then.
    Mark(Mark),
}

/// The seats of one event, kept up to date by the follower.
#[derive(Debug)]
pub struct View {
    pub(super) id: EventId,
    chart: Mutex<Chart>,
    kept: Mutex<Kept>,
    /// Whoever makes a picture holds this.
    making: AsyncMutex<()>,
    telling: Mutex<Telling>,
    news: watch::Sender<News>,
    /// How far the follower has read the log.
    progress: watch::Receiver<Position>,
}

#[derive(Debug)]
struct Kept {
    latest: Option<Arc<Picture>>,
    /// When the next one may be made.
    not_before: Instant,
    /// When somebody last looked.
    read_at: Instant,
}

/// The picture could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the seat map cannot be made: {0}")]
pub struct Unmade(String);

impl View {
    pub(super) fn new(id: EventId, chart: Chart, progress: watch::Receiver<Position>) -> Self {
        let now = Instant::now();
        Self {
            id,
            kept: Mutex::new(Kept {
                latest: None,
                not_before: now,
                read_at: now,
            }),
            making: AsyncMutex::default(),
            telling: Mutex::new(Telling::new(now)),
            news: watch::Sender::new(News::none(chart.mark())),
            chart: Mutex::new(chart),
            progress,
        }
    }

    fn chart(&self) -> MutexGuard<'_, Chart> {
        self.chart.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who may look.
    pub(super) fn stage(&self) -> Stage {
        self.chart().stage()
    }

    /// Who is let in.
    pub fn entrance(&self) -> Entrance {
        self.chart().entrance().clone()
    }

    /// From now on nobody is shown this house.
    pub(super) fn lose(&self) {
        self.chart().lose();
    }

    /// The number of seats.
    pub(super) fn capacity(&self) -> usize {
        self.chart().capacity()
    }

    /// The place in the event's stream.
    pub(super) fn sequence(&self) -> i64 {
        self.chart().sequence()
    }

    pub(super) fn apply(&self, place: (i64, Position), fact: &EventFact) -> Result<(), Misfit> {
        self.chart().apply(place, fact)
    }

    /// Notes that somebody looks.
    pub(super) fn touch(&self) {
        self.kept().read_at = Instant::now();
    }

    /// Since when nobody looks; nothing while somebody listens.
    pub(super) fn idle_since(&self) -> Option<Instant> {
        (self.news.receiver_count() == 0).then(|| self.kept().read_at)
    }

    /// The house as JSON.
    pub async fn picture(self: &Arc<Self>, newness: Newness) -> Result<Arc<Picture>, Unmade> {
        let newness = match newness {
            Newness::Now => Newness::Mark(self.chart().mark()),
            Newness::Any | Newness::Position(_) | Newness::Mark(_) => newness,
        };
        if let Some(picture) = self.good_enough(newness) {
            return Ok(picture);
        }
        let _turn = match self.making.try_lock() {
            Ok(turn) => turn,
            Err(_) => {
                let latest = self.kept().latest.clone();
                match latest.filter(|_| newness == Newness::Any) {
                    Some(latest) => return Ok(latest),
                    None => self.making.lock().await,
                }
            }
        };
        // Whoever had the turn before may have made what is needed.
        if let Some(picture) = self.good_enough(newness) {
            return Ok(picture);
        }
        let not_before = self.kept().not_before;
        tokio::time::sleep_until(not_before.into()).await;
        let view = Arc::clone(self);
        let made = spawn_blocking(move || view.make()).await;
        made.map_err(|error| Unmade(error.to_string()))?
    }

    /// A picture's JSON with gzip around it.
    pub async fn packed(self: &Arc<Self>, picture: &Arc<Picture>) -> Result<Bytes, Unmade> {
        if let Some(packed) = picture.packed() {
            return Ok(packed);
        }
        let _turn = self.making.lock().await;
        let (view, picture) = (Arc::clone(self), Arc::clone(picture));
        let packed = spawn_blocking(move || {
            let began = Instant::now();
            let packed = picture.pack();
            view.pause_after(began);
            packed.map_err(|error| Unmade(error.to_string()))
        });
        let packed = packed.await;
        packed.map_err(|error| Unmade(error.to_string()))?
    }

    /// The last picture, if it is as new as it has to be, and either nothing happened since or it
    /// is too early for another.
    fn good_enough(&self, newness: Newness) -> Option<Arc<Picture>> {
        let now = {
            let mut chart = self.chart();
            chart.lapse(Utc::now(), *self.progress.borrow());
            chart.mark()
        };
        let kept = self.kept();
        let latest = kept.latest.as_ref()?;
        let suffices = match newness {
            Newness::Any | Newness::Now => true,
            Newness::Position(position) => latest.position >= position,
            Newness::Mark(mark) => latest.mark >= mark,
        };
        let last_word = latest.mark == now || Instant::now() < kept.not_before;
        (suffices && last_word).then(|| Arc::clone(latest))
    }

    fn make(&self) -> Result<Arc<Picture>, Unmade> {
        let began = Instant::now();
        // Read first: the chart knows at least so much of the log.
        let known = *self.progress.borrow();
        let picture = {
            let chart = self.chart();
            let position = known.max(chart.mark().position());
            Picture::of(&chart.map(position), chart.mark())
        };
        let picture = Arc::new(picture.map_err(|error| Unmade(error.to_string()))?);
        self.kept().latest = Some(Arc::clone(&picture));
        self.pause_after(began);
        Ok(picture)
    }

    fn pause_after(&self, began: Instant) {
        let now = Instant::now();
        let mut kept = self.kept();
        kept.not_before = kept.not_before.max(now) + (now - began) * (SHARE - 1);
    }
}
