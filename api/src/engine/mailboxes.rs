//! Where the commands of each event wait for its actor.
//!
//! A command is put into a mailbox, and a mailbox is taken away, under one lock. So an actor that
//! falls asleep leaves no command behind, and never works beside the next actor of its event.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio_util::sync::{CancellationToken, DropGuard};

use seatlog_domain::ids::EventId;

use super::ask::Ask;
use super::desk::Door;

/// The mailboxes of all events that are awake.
#[derive(Default)]
pub(super) struct Mailboxes(RwLock<Open>);

#[derive(Default)]
struct Open {
    closed: bool,
    opened: u64,
    mailboxes: HashMap<EventId, Sender>,
}

struct Sender {
    number: u64,
    door: Arc<Door>,
    asks: mpsc::Sender<Ask>,
    ended: CancellationToken,
}

/// An actor's side of its mailbox.
pub(super) struct Mailbox {
    pub(super) asks: mpsc::Receiver<Ask>,
    door: Arc<Door>,
    /// Tells it from a later one of the same event.
    number: u64,
    /// Not an `Arc`: an actor does not keep an engine alive that everybody else has dropped.
    all: Weak<Mailboxes>,
    _ended: DropGuard,
}

/// Why a command is not in a mailbox.
pub(super) enum NotSent {
    /// Too many wait already.
    Full,
    /// The event sleeps, or the engine has stopped.
    NoActor(Box<Ask>),
}

impl From<TrySendError<Ask>> for NotSent {
    fn from(error: TrySendError<Ask>) -> Self {
        match error {
            TrySendError::Full(_) => Self::Full,
            TrySendError::Closed(ask) => Self::NoActor(Box::new(ask)),
        }
    }
}

impl Mailboxes {
    /// Decides a command of an event that is awake, or puts it into the mailbox.
    pub(super) fn send(&self, event: EventId, ask: Ask) -> Result<(), NotSent> {
        match self.read().mailboxes.get(&event) {
            Some(sender) => sender.send(ask),
            None => Err(NotSent::NoActor(Box::new(ask))),
        }
    }

    /// Puts a command into the mailbox of an event, which `wake` gets an actor for if it sleeps.
    pub(super) fn open(
        self: &Arc<Self>,
        event: EventId,
        ask: Ask,
        queue: usize,
        wake: impl FnOnce(Mailbox),
    ) -> Result<(), NotSent> {
        let mut open = self.write();
        if open.closed {
            return Err(NotSent::NoActor(Box::new(ask)));
        }
        let ask = match open.mailboxes.get(&event) {
            None => ask,
            Some(sender) => match sender.send(ask) {
                // Somebody else was first to wake it.
                Ok(()) => return Ok(()),
                Err(NotSent::Full) => return Err(NotSent::Full),
                // Its actor ended without a word: it panicked.
                Err(NotSent::NoActor(ask)) => *ask,
            },
        };
        let (sender, asks) = mpsc::channel(queue);
        let ended = CancellationToken::new();
        sender.try_send(ask)?;
        open.opened += 1;
        let number = open.opened;
        let door = Arc::new(Door::new(event));
        wake(Mailbox {
            asks,
            door: Arc::clone(&door),
            number,
            all: Arc::downgrade(self),
            _ended: ended.clone().drop_guard(),
        });
        let sender = Sender {
            number,
            door,
            asks: sender,
            ended,
        };
        open.mailboxes.insert(event, sender);
        Ok(())
    }

    /// Takes an event's mailbox away; its actor finishes what is in it. The token is cancelled
    /// when it has.
    pub(super) fn remove(&self, event: EventId) -> Option<CancellationToken> {
        let removed = self.write().mailboxes.remove(&event);
        removed.map(|sender| sender.ended)
    }

    /// How many events are awake.
    pub(super) fn len(&self) -> usize {
        self.read().mailboxes.len()
    }

    /// Takes all mailboxes away, for good.
    pub(super) fn close(&self) {
        let mut open = self.write();
        open.closed = true;
        open.mailboxes.clear();
    }

    fn read(&self) -> RwLockReadGuard<'_, Open> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Open> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sender {
    fn send(&self, ask: Ask) -> Result<(), NotSent> {
        let nothing_queues = self.asks.capacity() == self.asks.max_capacity();
        let ask = match nothing_queues {
            true => match self.door.decide(ask) {
                Ok(()) => return Ok(()),
                Err(ask) => ask,
            },
            false => ask,
        };
        Ok(self.asks.try_send(ask)?)
    }
}

impl Mailbox {
    /// The door to the desk of the event.
    pub(super) fn door(&self) -> &Arc<Door> {
        &self.door
    }

    /// Takes the mailbox away if nothing is in it.
    pub(super) fn remove_if_empty(&self) -> bool {
        let Some(all) = self.all.upgrade() else {
            return self.asks.is_empty();
        };
        let mut open = all.write();
        let empty = self.asks.is_empty();
        if empty {
            self.remove_from(&mut open);
        }
        empty
    }

    /// Takes the mailbox away, with all that is still in it.
    pub(super) fn remove(&mut self) -> Vec<Ask> {
        if let Some(all) = self.all.upgrade() {
            self.remove_from(&mut all.write());
        }
        self.asks.close();
        std::iter::from_fn(|| self.asks.try_recv().ok()).collect()
    }

    fn remove_from(&self, open: &mut Open) {
        let mine = |sender: &Sender| sender.number == self.number;
        if open.mailboxes.get(&self.door.name().id).is_some_and(mine) {
            open.mailboxes.remove(&self.door.name().id);
        }
    }
}
