//! Recording that holds ran out. Nobody is kept out by a hold whose time is over, recorded or not;
//! this is for those who only read.

use std::time::Duration;

use tokio::time::Instant;

use seatlog_domain::event::{Event, EventCommand};

use super::{Actor, CommandError};
use crate::engine::desk::Desk;
use crate::engine::{Clock, Standing};
use crate::event_store::Origin;

/// Holds that run out within this time of one another are recorded together.
const EVERY: Duration = Duration::from_secs(1);

/// When an actor looks for holds that ran out.
#[derive(Default)]
pub(super) struct Sweep {
    last: Option<Instant>,
}

impl Sweep {
    /// When the next look is due. Never where another node may own the event: it is for that node.
    pub(super) fn next(&self, desk: &Desk, clock: &Clock) -> Option<Instant> {
        let Event::Live(live) = &desk.known.event else {
            return None;
        };
        let left = live.next_expiry()? - clock();
        let next = Instant::now() + left.to_std().unwrap_or_default();
        let next = self.last.map_or(next, |last| next.max(last + EVERY));
        match desk.standing? {
            Standing::Sole | Standing::Leased => Some(next),
            Standing::Unguarded => None,
        }
    }
}

impl Actor {
    /// Decides that holds ran out, if some did.
    pub(super) fn expire_holds(&mut self) -> Result<(), CommandError> {
        let due = self.sweep.next(&self.desk, &self.parts.clock);
        if due.is_none_or(|due| Instant::now() < due) {
            return Ok(());
        }
        self.sweep.last = Some(Instant::now());
        let expire = EventCommand::ExpireHolds {
            now: (self.parts.clock)(),
        };
        match self.desk.known.event.decide(&expire) {
            Ok(facts) if !facts.is_empty() => {
                let name = self.mailbox.door().name();
                self.desk.record(name, &facts, &Origin::system())
            }
            Ok(_) | Err(_) => Ok(()),
        }
    }
}
