//! Telling the listeners of one house what changes: one text for all of them.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use actix_web::web::Bytes;
use chrono::Utc;
use tokio::sync::watch;

use super::View;
use crate::seat_views::mark::Mark;
use crate::seat_views::news::{self, KEEP_ALIVE, News};
use seatlog_projections::log::Position;

/// Changes that come one after the other are told together after a pause, which is longer the more
/// listen: at 5,000 listeners a message costs some 50 ms of computing, whatever it says.
const PAUSE: Duration = Duration::from_millis(50);
const PAUSE_EACH: Duration = Duration::from_micros(100);

/// A listener that has missed so many changes is shown the whole house, which all share.
const LONG: usize = 2_000;

/// What was told, and when something may be told again.
#[derive(Debug)]
pub(super) struct Telling {
    not_before: Instant,
    told_at: Instant,
    /// Up to here there is nothing to tell, or it was told.
    looked: Mark,
}

impl Telling {
    pub(super) fn new(now: Instant) -> Self {
        Self {
            not_before: now,
            told_at: now,
            looked: Mark::default(),
        }
    }
}

/// How a listener catches up.
#[derive(Debug)]
pub(in crate::seat_views) enum CatchUp {
    /// By these changes.
    Changes(Bytes),
    /// By looking at the whole house.
    Anew,
}

impl View {
    /// Ends what the clock ends, and tells the listeners what changed, if it is time to. Returns
    /// when to come again.
    pub(in crate::seat_views) fn tell(&self, now: Instant) -> Option<Instant> {
        let mut chart = self.chart();
        let clock = Utc::now();
        chart.lapse(clock, *self.progress.borrow());
        let next_end = chart.next_end().map(|end| {
            // Also when it is long past by now: the sum must not overflow.
            now + (end - clock).to_std().unwrap_or_default()
        });
        let mark = chart.mark();
        let mut telling = self.telling.lock().unwrap_or_else(PoisonError::into_inner);
        let listeners = self.news.receiver_count() as u32;
        if listeners == 0 {
            self.news.send_if_modified(|last| {
                let ended = last.ended;
                *last = News {
                    ended,
                    ..News::none(mark)
                };
                false
            });
            return next_end;
        }
        let soonest = |other: Instant| next_end.into_iter().chain([other]).min();
        if mark == telling.looked {
            return soonest(self.sign_of_life(&mut telling, now));
        }
        if now < telling.not_before {
            return soonest(telling.not_before);
        }
        telling.looked = mark;
        let from = self.news.borrow().to;
        let text = match chart.remembers(from) {
            true => {
                let changes = chart.changes(from, mark);
                if changes.is_empty() {
                    return soonest(self.sign_of_life(&mut telling, now));
                }
                news::changes(mark, &changes).ok()
            }
            false => None,
        };
        telling.told_at = now;
        telling.not_before = now + PAUSE + PAUSE_EACH * listeners;
        self.spread(News {
            from,
            to: mark,
            text,
            ended: false,
        });
        soonest(now + KEEP_ALIVE)
    }

    /// Lets the listeners hear something if they have not for long. Returns when to do so next.
    fn sign_of_life(&self, telling: &mut Telling, now: Instant) -> Instant {
        if telling.told_at + KEEP_ALIVE <= now {
            telling.told_at = now;
            let at = self.news.borrow().to;
            self.spread(News::keep_alive(at));
        }
        telling.told_at + KEEP_ALIVE
    }

    fn spread(&self, news: News) {
        self.news.send_if_modified(|last| {
            let goes_on = !last.ended;
            if goes_on {
                *last = news;
            }
            goes_on
        });
    }

    /// Lets every listener go.
    pub(in crate::seat_views) fn end(&self) {
        self.news.send_modify(|last| last.ended = true);
    }

    /// What a listener hears from now on.
    pub(in crate::seat_views) fn listen(&self) -> watch::Receiver<News> {
        let mut news = self.news.subscribe();
        // The latest news may be news to this one.
        news.mark_changed();
        news
    }

    /// The mark of a listener that has seen all up to a position, if it can go on from there. What
    /// the clock did at that position it may have seen or not, so it is told again.
    pub(in crate::seat_views) fn resumed_at(&self, position: Position) -> Option<Mark> {
        let mark = Mark::at(position);
        self.chart().remembers(mark).then_some(mark)
    }

    /// What a listener has to be told that was told others up to `upto`.
    pub(in crate::seat_views) fn since(&self, seen: Mark, upto: Mark) -> CatchUp {
        let chart = self.chart();
        if !chart.remembers(seen) {
            return CatchUp::Anew;
        }
        let changes = chart.changes(seen, upto);
        if changes.is_empty() {
            return CatchUp::Changes(Bytes::new());
        }
        match news::changes(upto, &changes) {
            Ok(text) if changes.len() <= LONG => CatchUp::Changes(text),
            Ok(_) | Err(_) => CatchUp::Anew,
        }
    }
}
