//! What is going to be wished for, and when.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use chrono::{DateTime, Utc};
use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::UserId;

/// Something that somebody is going to want. Events are numbers here.
pub(super) enum Wish {
    /// Somebody new registers.
    Register,
    /// Somebody is to be forgotten.
    Forget,
    /// The buyer of this number comes to an event.
    Buy(usize, u32),
    /// A command to an event, by a buyer or by nobody in particular.
    Command(usize, Box<EventCommand>, Option<UserId>),
}

/// Wishes to come, the next one first; of the same time, the one that was noted first.
#[derive(Default)]
pub(super) struct Agenda {
    due: BinaryHeap<Reverse<Entry>>,
    noted: u64,
}

struct Entry {
    due: (DateTime<Utc>, u64),
    wish: Wish,
}

impl Agenda {
    pub(super) fn note(&mut self, at: DateTime<Utc>, wish: Wish) {
        self.noted += 1;
        let due = (at, self.noted);
        self.due.push(Reverse(Entry { due, wish }));
    }

    pub(super) fn next(&mut self) -> Option<(DateTime<Utc>, Wish)> {
        let Reverse(entry) = self.due.pop()?;
        Some((entry.due.0, entry.wish))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> Ordering {
        self.due.cmp(&other.due)
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.due == other.due
    }
}

impl Eq for Entry {}
