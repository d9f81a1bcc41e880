//! Where the commands of one event are decided.
//!
//! While its actor waits for the database or for somebody to ask, the desk is open: whoever asks
//! decides right there, on a thread that is awake anyway, and waits with the others of the batch.
//! While the actor is at the desk itself, commands queue in its mailbox.
//!
//! What never happens: two at one desk; a command decided here before one that still queues.

use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use seatlog_domain::event::EventFact;
use seatlog_domain::ids::EventId;

use super::answer::Answer;
use super::ask::Ask;
use super::batch::Batch;
use super::known::Known;
use super::{CommandError, Standing};
use crate::event_store::Origin;

/// What lies on the desk of an event.
#[derive(Default)]
pub(super) struct Desk {
    pub(super) known: Known,
    /// Decided, not handed to the writer yet.
    pub(super) open: Batch,
    /// How the last command came.
    pub(super) standing: Option<Standing>,
}

/// Whose desk it is: the event and its stream.
pub(super) struct Name {
    pub(super) id: EventId,
    stream: String,
}

impl Name {
    pub(super) fn new(id: EventId) -> Self {
        Self {
            id,
            stream: id.to_string(),
        }
    }
}

impl Desk {
    /// Decides a command, and takes in what it leads to; it is answered when that is durable.
    pub(super) fn decide(&mut self, name: &Name, ask: Ask) {
        self.standing = Some(ask.standing);
        let answer = self.answer(name, &ask);
        self.open.push(ask, answer);
    }

    fn answer(&mut self, name: &Name, ask: &Ask) -> Result<Answer, CommandError> {
        let mut last = self.known.recorded(ask.origin.command_id);
        let again = last.is_some();
        if !again {
            let facts = self.known.event.decide(&ask.command)?;
            if !facts.is_empty() {
                self.record(name, &facts, &ask.origin)?;
                last = Some(self.known.sequence);
            }
        }
        Answer::new(name.id, &self.known.event, (&ask.command, again), last)
    }

    /// Takes in what a command led to, and has it recorded with the open batch.
    pub(super) fn record(
        &mut self,
        name: &Name,
        facts: &[EventFact],
        origin: &Origin,
    ) -> Result<(), CommandError> {
        let rows = &mut self.open.rows;
        rows.push(&name.stream, self.known.sequence, facts, origin)
            .map_err(|error| CommandError::Unavailable(error.to_string()))?;
        self.known.decided(origin.command_id, facts);
        Ok(())
    }
}

/// The door to a desk, which its actor opens while it is away.
pub(super) struct Door {
    name: Name,
    opened: Mutex<Option<Opened>>,
    /// Tells an actor with nothing to do that something was decided.
    pub(super) decided: Notify,
}

struct Opened {
    desk: Desk,
    terms: Terms,
}

/// How far others may go at an open desk.
pub(super) struct Terms {
    /// How many commands the open batch may have.
    pub(super) commands: usize,
    /// The sequence from which on the actor is needed.
    pub(super) sequence: i64,
    /// Whether the actor waits to be told.
    pub(super) tell: bool,
}

impl Door {
    pub(super) fn new(id: EventId) -> Self {
        Self {
            name: Name::new(id),
            opened: Mutex::default(),
            decided: Notify::new(),
        }
    }

    /// Whose desk is behind it.
    pub(super) fn name(&self) -> &Name {
        &self.name
    }

    /// Decides a command, or gives it back if that is not possible now.
    #[expect(clippy::result_large_err, reason = "what comes back goes elsewhere")]
    pub(super) fn decide(&self, ask: Ask) -> Result<(), Ask> {
        // Somebody who panicked here left the desk in disorder: its actor finds out.
        let Ok(mut opened) = self.opened.lock() else {
            return Err(ask);
        };
        let Some(Opened { desk, terms }) = opened.as_mut().filter(|it| it.takes(&ask)) else {
            return Err(ask);
        };
        let tell = terms.tell && desk.open.is_empty();
        desk.decide(&self.name, ask);
        drop(opened);
        if tell {
            self.decided.notify_one();
        }
        Ok(())
    }

    /// Lets others decide until the desk is taken back.
    pub(super) fn open(self: &Arc<Self>, desk: Desk, terms: Terms) -> Away {
        if let Ok(mut opened) = self.opened.lock() {
            *opened = Some(Opened { desk, terms });
        }
        Away(Arc::clone(self))
    }
}

impl Opened {
    /// Not what has to be decided on the stream as it is now.
    fn takes(&self, ask: &Ask) -> bool {
        let Self { desk, terms } = self;
        let guarded = ask.standing.max(desk.open.standing) != Standing::Unguarded;
        guarded && desk.open.len() < terms.commands && desk.known.sequence < terms.sequence
    }
}

/// An actor that is away from its desk. When it is gone for good, so is the desk.
pub(super) struct Away(Arc<Door>);

impl Away {
    /// The desk, as others left it; nothing if one of them panicked.
    pub(super) fn back(self) -> Option<Desk> {
        self.desk()
    }

    fn desk(&self) -> Option<Desk> {
        Some(self.0.opened.lock().ok()?.take()?.desk)
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        drop(self.desk());
    }
}
