//! What an actor knows about its event.

use std::collections::VecDeque;

use hashbrown::HashMap;
use uuid::Uuid;

use seatlog_domain::event::{Event, EventFact};
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use crate::event_store::{EventLog, LoadError, LoadedEvent, StoredFact};

/// How many commands an actor remembers, so that one that comes twice finds its outcome.
const REMEMBERED: usize = 4_096;
/// How many facts back a cold load looks for commands: those of the batch that a node died with are
/// asked for again at another one, while the sale goes on.
const LOOK_BACK: i64 = REMEMBERED as i64;

/// An event in memory, up to facts that are decided but perhaps not yet committed.
#[derive(Default)]
pub(super) struct Known {
    /// The event after all facts that were decided.
    pub(super) event: Event,
    /// The sequence of the last fact that was decided.
    pub(super) sequence: i64,
    /// The sequence and the position of the last fact that is committed.
    pub(super) committed: (i64, Position),
    /// The sequence up to which there is a snapshot.
    pub(super) kept: i64,
    /// Whether this actor has appended to what it read. If not, the facts of an actor before it
    /// that ended without a word may still be on their way.
    pub(super) proven: bool,
    recorded: Recorded,
}

impl Known {
    /// Reads an event. The commands of facts after a sequence are remembered, if one is given, and
    /// those of the latest facts in any case.
    pub(super) async fn load(
        log: &dyn EventLog,
        id: EventId,
        after_sequence: Option<i64>,
    ) -> Result<Self, LoadError> {
        let loaded = LoadedEvent::load(log, id).await?;
        let latest = loaded.sequence - LOOK_BACK;
        let after = after_sequence.map_or(latest, |sequence| sequence.min(latest));
        // Of just the facts that are in the event: no more, and no less.
        let mut recorded = Recorded::default();
        for (command, sequence) in log.commands(id, after + 1..=loaded.sequence).await? {
            recorded.insert(command, sequence);
        }
        Ok(Self {
            event: loaded.event,
            sequence: loaded.sequence,
            committed: (loaded.sequence, loaded.position),
            kept: loaded.kept,
            proven: false,
            recorded,
        })
    }

    /// Reads what others appended. Everything that was decided must be committed.
    pub(super) async fn catch_up(
        &mut self,
        log: &dyn EventLog,
        id: EventId,
    ) -> Result<(), LoadError> {
        let after = self.sequence;
        self.recorded.forget_oldest();
        let mut take = |stored: StoredFact<EventFact>| {
            self.event.evolve(&stored.fact);
            self.sequence = stored.sequence;
            self.committed = (stored.sequence, stored.position);
            if let Some(command) = stored.command_id {
                self.recorded.insert(command, stored.sequence);
            }
        };
        log.facts_after(id, after, &mut take).await
    }

    /// Takes in what a command led to.
    pub(super) fn decided(&mut self, command: Uuid, facts: &[EventFact]) {
        for fact in facts {
            self.event.evolve(fact);
            self.sequence += 1;
        }
        self.recorded.insert(command, self.sequence);
        self.recorded.forget_oldest();
    }

    /// The sequence of the last fact of a command that came before, if it led to facts.
    pub(super) fn recorded(&self, command: Uuid) -> Option<i64> {
        self.recorded.sequences.get(&command).copied()
    }

    /// Whether everything that was decided is committed.
    pub(super) fn is_durable(&self) -> bool {
        self.sequence == self.committed.0
    }
}

/// The latest commands that led to facts, each with the sequence of its last one.
#[derive(Default)]
struct Recorded {
    sequences: HashMap<Uuid, i64>,
    order: VecDeque<Uuid>,
}

impl Recorded {
    fn insert(&mut self, command: Uuid, sequence: i64) {
        if self.sequences.insert(command, sequence).is_none() {
            self.order.push_back(command);
        }
    }

    /// Never while the log is read: those who wait may be looked for at any distance.
    fn forget_oldest(&mut self) {
        while self.order.len() > REMEMBERED {
            if let Some(oldest) = self.order.pop_front() {
                self.sequences.remove(&oldest);
            }
        }
    }
}
