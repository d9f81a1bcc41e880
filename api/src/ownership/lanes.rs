//! Commands on their way to other nodes. Those for the same event travel together: whatever came
//! while the carriers were under way goes with the next one that is free. Nothing waits for a
//! timer, and an event that is slow holds up no other.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use seatlog_domain::ids::EventId;

use super::NodeId;

/// How many requests for one event are under way at a time. More would be smaller ones.
const CARRIERS: usize = 4;
/// How many commands travel together.
const TOGETHER: usize = 256;
/// How many bytes travel together, unless one command alone is larger. Answers are several times
/// as long, and a message of NATS holds 1 MiB.
const BYTES_TOGETHER: usize = 128 * 1024;
/// How many commands for one event wait here before new ones are turned away.
const WAITING: usize = 4_096;

/// Where commands go, and what about.
pub(super) type Lane = (NodeId, EventId);

/// A command as it travels, and who waits for the answer.
pub(super) struct Parcel<A> {
    pub(super) line: Vec<u8>,
    pub(super) answer: oneshot::Sender<A>,
}

/// What became of a parcel.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// A carrier comes by for it.
    Waits,
    /// The caller has to send a carrier out.
    NeedsCarrier,
    /// Too many wait already.
    TurnedAway,
}

/// All lanes of a node.
pub(super) struct Lanes<A>(Mutex<HashMap<Lane, Queue<A>>>);

struct Queue<A> {
    waiting: VecDeque<Parcel<A>>,
    carriers: usize,
}

impl<A> Lanes<A> {
    pub(super) fn new() -> Self {
        Self(Mutex::default())
    }

    pub(super) fn add(&self, lane: Lane, parcel: Parcel<A>) -> Added {
        let mut lanes = self.lanes();
        let queue = lanes.entry(lane).or_insert_with(|| Queue {
            waiting: VecDeque::new(),
            carriers: 0,
        });
        if queue.waiting.len() >= WAITING {
            return Added::TurnedAway;
        }
        queue.waiting.push_back(parcel);
        if queue.carriers == CARRIERS {
            return Added::Waits;
        }
        queue.carriers += 1;
        Added::NeedsCarrier
    }

    /// What a carrier takes along. Nothing: its way has ended, it must not ask again.
    pub(super) fn take(&self, lane: Lane) -> Vec<Parcel<A>> {
        let mut lanes = self.lanes();
        let Some(queue) = lanes.get_mut(&lane) else {
            return vec![];
        };
        let (mut load, mut bytes) = (vec![], 0);
        while let Some(next) = queue.waiting.front() {
            bytes += next.line.len();
            let full = load.len() == TOGETHER || bytes > BYTES_TOGETHER;
            if full && !load.is_empty() {
                break;
            }
            load.extend(queue.waiting.pop_front());
        }
        if load.is_empty() {
            queue.carriers -= 1;
            if queue.carriers == 0 {
                lanes.remove(&lane);
            }
        }
        load
    }

    fn lanes(&self) -> MutexGuard<'_, HashMap<Lane, Queue<A>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
