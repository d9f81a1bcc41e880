//! Who owns which event, as far as this node was told. No clock and no Redis of its own: what time
//! it is and what Redis said arrive with each call.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::Instant;

use seatlog_domain::ids::EventId;

use super::lease_store::Holder;
use super::{NodeId, Place};

/// After so many renewals without a command, a lease is left to end.
const IDLE_RENEWALS: u32 = 30;
/// How long what has run out is remembered, for times when Redis is away.
const REMEMBERED: Duration = Duration::from_secs(60);

/// What one node knows.
pub(super) struct Table {
    node: NodeId,
    /// How long leases live.
    life: Duration,
    events: HashMap<EventId, Known>,
    leaving: bool,
}

/// The owner of an event; until when, by this node's own clock.
struct Known {
    owner: Owner,
    until: Instant,
}

enum Owner {
    Me {
        /// Whether a command came since the last renewal.
        used: AtomicBool,
        idle_renewals: u32,
    },
    Other {
        node: NodeId,
        /// Whether it did not answer.
        silent: bool,
    },
}

impl Table {
    pub(super) fn new(node: NodeId, life: Duration) -> Self {
        Self {
            node,
            life,
            events: HashMap::new(),
            leaving: false,
        }
    }

    /// Where an event is decided, if that is known. While Redis is away, what was true last is
    /// the best guess whom to ask, but it makes no lease.
    pub(super) fn known(&self, event: EventId, now: Instant, redis_away: bool) -> Option<Place> {
        match self.events.get(&event) {
            Some(known) if now < known.until => Some(known.owner.place()),
            Some(known) if redis_away => Some(match known.owner {
                Owner::Me { .. } => Place::Unknown,
                Owner::Other { .. } => known.owner.place(),
            }),
            Some(_) | None => redis_away.then_some(Place::Unknown),
        }
    }

    /// Takes in what Redis said to a question that was asked at `asked`. Tells whether the event
    /// was this node's until now, and is another's.
    pub(super) fn learn(&mut self, event: EventId, told: Option<Holder>, asked: Instant) -> bool {
        let was_mine = self.has(event);
        let Some(holder) = told else {
            self.events.remove(&event);
            return was_mine;
        };
        let mine = holder.node == self.node && !self.leaving;
        let left = holder.left.min(self.life);
        let until = match mine {
            // Counted from before the question, and a little less, so that the lease ends here
            // before it ends there, also where one clock runs faster than the other.
            true => asked + left.saturating_sub(self.life / 10),
            false => asked + left,
        };
        if mine != was_mine {
            tracing::debug!(event.id = %event, lease.node = %holder.node, lease.fence = holder.fence,
                "an event has another owner");
        }
        match self.events.get_mut(&event) {
            Some(known) if mine && was_mine => known.until = until,
            _ => {
                let owner = Owner::of(holder.node, self.node, mine);
                self.events.insert(event, Known { owner, until });
            }
        }
        was_mine && !mine
    }

    /// Whether an event is, or was last, this node's.
    pub(super) fn has(&self, event: EventId) -> bool {
        let known = self.events.get(&event);
        known.is_some_and(|known| matches!(known.owner, Owner::Me { .. }))
    }

    /// Whether this node may decide about an event. To look is not to use it.
    #[cfg(test)]
    pub(super) fn is_mine(&self, event: EventId, now: Instant) -> bool {
        self.has(event) && now < self.events[&event].until
    }

    /// The events whose leases are worth renewing; counts one more renewal for each.
    pub(super) fn in_use(&mut self) -> Vec<EventId> {
        let mut worth = vec![];
        for (event, known) in &mut self.events {
            let Owner::Me {
                used,
                idle_renewals,
            } = &mut known.owner
            else {
                continue;
            };
            let idle = !std::mem::take(used.get_mut());
            *idle_renewals = if idle { *idle_renewals + 1 } else { 0 };
            if *idle_renewals < IDLE_RENEWALS {
                worth.push(*event);
            }
        }
        worth
    }

    /// Forgets what ran out long ago; tells how many leases this node has.
    pub(super) fn tidy(&mut self, now: Instant) -> usize {
        self.events
            .retain(|_, known| now < known.until + REMEMBERED);
        let mine = |known: &&Known| now < known.until && matches!(known.owner, Owner::Me { .. });
        self.events.values().filter(mine).count()
    }

    /// From now on this node owns nothing, whatever Redis says. Returns what it owned.
    pub(super) fn leave(&mut self) -> Vec<EventId> {
        self.leaving = true;
        let mine = |known: &mut Known| matches!(known.owner, Owner::Me { .. });
        let mine = self.events.extract_if(|_, known| mine(known));
        mine.map(|(event, _)| event).collect()
    }

    /// Whether this node owns nothing any more.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving
    }

    /// A node turned out not to own an event.
    pub(super) fn mistaken(&mut self, event: EventId, node: NodeId) {
        if self.other(event, node).is_some_and(|silent| !*silent) {
            self.events.remove(&event);
        }
    }

    /// A node does not answer: it is not asked again before its lease has ended.
    pub(super) fn silent(&mut self, event: EventId, node: NodeId) {
        if let Some(silent) = self.other(event, node) {
            *silent = true;
        }
    }

    fn other(&mut self, event: EventId, wanted: NodeId) -> Option<&mut bool> {
        match &mut self.events.get_mut(&event)?.owner {
            Owner::Other { node, silent } if *node == wanted => Some(silent),
            Owner::Other { .. } | Owner::Me { .. } => None,
        }
    }
}

impl Owner {
    fn of(node: NodeId, this: NodeId, mine: bool) -> Self {
        match mine {
            true => Self::Me {
                used: AtomicBool::new(true),
                idle_renewals: 0,
            },
            // What Redis still holds for a node that leaves is nobody's.
            false => Self::Other {
                node,
                silent: node == this,
            },
        }
    }

    fn place(&self) -> Place {
        match self {
            Self::Me { used, .. } => {
                used.store(true, Relaxed);
                Place::Here
            }
            Self::Other { silent: true, .. } => Place::Unknown,
            Self::Other {
                node,
                silent: false,
            } => Place::There(*node),
        }
    }
}

#[cfg(test)]
mod tests;
