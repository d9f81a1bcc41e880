//! Until when another node may begin with what it is asked for.
//!
//! Clocks of two machines are never compared. A node tells with each reply how long it has run; to
//! that the asking node adds the time that has passed since then by its own clock. The sum is never
//! ahead of the other node's clock, as long as both run at about the same speed.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::NodeId;
use super::message::Uptime;

/// A node that said nothing for so long is forgotten; it is asked anew.
const REMEMBERED: Duration = Duration::from_secs(600);

/// The last that was heard of other nodes' clocks.
#[derive(Default)]
pub(super) struct Clocks(Mutex<HashMap<NodeId, (Uptime, Instant)>>);

impl Clocks {
    /// What the clock of a node shows at least, if it was ever heard of.
    pub(super) fn at_least(&self, node: NodeId, now: Instant) -> Option<Uptime> {
        let heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (uptime, at) = heard.get(&node)?;
        Some(*uptime + now.duration_since(*at))
    }

    /// Takes in what a reply said that arrived at `now`.
    pub(super) fn heard(&self, node: NodeId, uptime: Uptime, now: Instant) {
        let mut heard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !heard.contains_key(&node) {
            heard.retain(|_, (_, at)| now.duration_since(*at) < REMEMBERED);
        }
        heard.insert(node, (uptime, now));
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn another_clock_is_never_thought_to_be_further_than_it_is() {
        let (clocks, node) = (Clocks::default(), NodeId(Uuid::now_v7()));
        let secs = Duration::from_secs;
        let now = Instant::now();
        assert_eq!(clocks.at_least(node, now), None);

        // The node said 100 s; until that arrived, its clock went on to 103 s.
        clocks.heard(node, secs(100), now);
        assert_eq!(clocks.at_least(node, now + secs(5)), Some(secs(105)));
        clocks.heard(node, secs(120), now + secs(20));
        assert_eq!(clocks.at_least(node, now + secs(20)), Some(secs(120)));
    }

    #[test]
    fn a_node_that_said_nothing_for_long_is_forgotten() {
        let (clocks, now) = (Clocks::default(), Instant::now());
        let (gone, new) = (NodeId(Uuid::now_v7()), NodeId(Uuid::now_v7()));
        clocks.heard(gone, Duration::ZERO, now);
        clocks.heard(new, Duration::ZERO, now + REMEMBERED);
        assert_eq!(clocks.at_least(gone, now), None);
    }
}
