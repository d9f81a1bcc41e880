//! One listener: a stream of bytes that is made as fast as the other side reads.
//!
//! What never happens: a listener that is slow makes the server keep anything for it. It remembers
//! a mark; when it reads on, it is told what changed since, as one message.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use actix_web::web::Bytes;
use futures_util::Stream;
use futures_util::stream::unfold;
use rand::Rng;
use seatlog_projections::log::Position;
use tokio::sync::watch;

use super::mark::Mark;
use super::news::{self, News};
use super::view::{CatchUp, Newness, Unmade, View};

/// The longest piece that is handed to a connection, which copies it: a house of 100,000 seats
/// does not become that large in each of 5,000 connections.
const PIECE: usize = 16 * 1024;

/// After a node has stopped, its listeners come again one by one, not all at once.
const RETRY_MS: std::ops::Range<u64> = 1_000..4_000;

/// Somebody who watches the seats of one event.
#[derive(Debug)]
pub struct Listener {
    view: Arc<View>,
    news: watch::Receiver<News>,
    seen: Mark,
    out: VecDeque<Bytes>,
    _counted: Counted,
}

/// A listener in the metrics.
#[derive(Debug)]
struct Counted;

impl Counted {
    const GAUGE: &str = "seatlog_live_listeners";

    fn one() -> Self {
        metrics::gauge!(Self::GAUGE).increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!(Self::GAUGE).decrement(1.0);
    }
}

impl Listener {
    /// Begins to listen: where it left off, if that is known and possible, else with the whole
    /// house in a picture of the given newness.
    pub(super) async fn begin(
        view: Arc<View>,
        left_off: Option<Position>,
        newness: Newness,
    ) -> Result<Self, Unmade> {
        let mut listener = Self {
            news: view.listen(),
            seen: Mark::default(),
            out: VecDeque::from([retry()]),
            view,
            _counted: Counted::one(),
        };
        match left_off.and_then(|position| listener.view.resumed_at(position)) {
            Some(mark) => listener.seen = mark,
            None => listener.look(newness).await?,
        }
        Ok(listener)
    }

    /// What is sent. It ends when the server stops, or the event is gone.
    pub fn into_stream(self) -> impl Stream<Item = Result<Bytes, Infallible>> {
        unfold(self, |mut listener| async {
            let piece = listener.next().await?;
            Some((Ok(piece), listener))
        })
    }

    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(piece) = self.next_piece() {
                return Some(piece);
            }
            self.news.changed().await.ok()?;
            let news = self.news.borrow_and_update().clone();
            if news.ended {
                return None;
            }
            if let Err(error) = self.take(news).await {
                tracing::warn!(event.id = %self.view.id, %error, "a listener is let go");
                return None;
            }
        }
    }

    async fn take(&mut self, news: News) -> Result<(), Unmade> {
        match news.text {
            Some(text) if news.from == self.seen => {
                self.seen = news.to;
                self.out.push_back(text);
            }
            Some(_) | None if news.to <= self.seen => {}
            Some(_) | None => match self.view.since(self.seen, news.to) {
                CatchUp::Changes(text) => {
                    self.seen = news.to;
                    self.out.push_back(text);
                }
                CatchUp::Anew => self.look(Newness::Mark(news.to)).await?,
            },
        }
        Ok(())
    }

    async fn look(&mut self, newness: Newness) -> Result<(), Unmade> {
        let picture = self.view.picture(newness).await?;
        self.seen = picture.mark;
        self.out.extend(news::snapshot(&picture));
        Ok(())
    }

    fn next_piece(&mut self) -> Option<Bytes> {
        loop {
            let first = self.out.front_mut()?;
            let piece = first.split_to(first.len().min(PIECE));
            if first.is_empty() {
                self.out.pop_front();
            }
            if !piece.is_empty() {
                return Some(piece);
            }
        }
    }
}

/// When to come again after the connection has ended.
pub fn retry() -> Bytes {
    news::retry(Duration::from_millis(rand::rng().random_range(RETRY_MS)))
}
