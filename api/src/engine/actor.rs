//! The actor of one event: takes commands, decides them, has the writer append what they led to,
//! answers.
//!
//! While one batch is being committed the actor decides the next one, on facts that are not
//! committed yet. It hands the next batch over only when the one before is committed, so a stream
//! never gets a gap. If a batch is not committed, everything decided since is thrown away with
//! the state, the event is read again, and the commands are decided again, in the same order.

mod deciding;
mod expiry;
mod settling;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

use seatlog_domain::event::Event;
use seatlog_domain::ids::EventId;

use expiry::Sweep;

use super::ask::Ask;
use super::batch::Batch;
use super::known::Known;
use super::mailboxes::Mailbox;
use super::metrics::Awake;
use super::snapshots::Snapshots;
use super::writer::{NotAppended, Outcome};
use super::{CommandError, Parts};

/// After so long without anything to do, an event counts as quiet.
const QUIET: Duration = Duration::from_secs(1);

/// Where the commands of one event are decided.
pub(super) struct Actor {
    id: EventId,
    stream: String,
    parts: Arc<Parts>,
    mailbox: Mailbox,
    closed: bool,
    /// Taken from the mailbox, not decided yet.
    waiting: Vec<Ask>,
    /// Decided, not handed to the writer yet.
    open: Batch,
    in_flight: Option<InFlight>,
    sweep: Sweep,
    snapshots: Snapshots,
    _awake: Awake,
}

/// A batch that the writer has.
struct InFlight {
    batch: Batch,
    facts: i64,
    /// The sequence of its last fact.
    sequence: i64,
    outcome: oneshot::Receiver<Outcome>,
}

/// What an actor that waits is woken by.
enum Woken {
    Asked,
    NobodyAsksAnyMore,
    Settled(Outcome),
    HoldsRunOut,
    Quiet,
    Idle,
}

impl Actor {
    pub(super) fn new(id: EventId, parts: Arc<Parts>, mailbox: Mailbox) -> Self {
        Self {
            id,
            stream: id.to_string(),
            mailbox,
            closed: false,
            waiting: Vec::new(),
            open: Batch::default(),
            in_flight: None,
            sweep: Sweep::default(),
            snapshots: Snapshots::default(),
            parts,
            _awake: Awake::new(),
        }
    }

    /// Lives until the event falls asleep, is forgotten, or cannot be read.
    pub(super) async fn run(mut self) {
        let ended = match Known::load(&self.parts.pool, self.id, None).await {
            Ok(known) => self.work(known).await,
            Err(error) => Err(error.into()),
        };
        if let Err(error) = ended {
            self.fail(&error);
        }
    }

    async fn work(&mut self, mut known: Known) -> Result<(), CommandError> {
        while !self.is_done() {
            match self.woken(&known).await {
                Woken::Asked => {}
                Woken::NobodyAsksAnyMore => self.closed = true,
                Woken::Settled(outcome) => self.settle(&mut known, outcome).await?,
                Woken::HoldsRunOut => {}
                Woken::Quiet => self.snapshots.take(&self.parts, self.id, &mut known),
                Woken::Idle => self.closed = self.mailbox.remove_if_empty(),
            }
            self.proceed(&mut known).await?;
        }
        let snapshots = std::mem::take(&mut self.snapshots);
        snapshots.last(&self.parts.pool, self.id, known).await;
        Ok(())
    }

    /// Waits for whatever comes next.
    async fn woken(&mut self, known: &Known) -> Woken {
        let (takes_more, room) = (self.takes_more(known), self.room());
        let (rest, at_rest) = self.rest(known);
        tokio::select! {
            biased;
            outcome = outcome_of(&mut self.in_flight), if self.in_flight.is_some() => {
                Woken::Settled(outcome)
            }
            taken = self.mailbox.asks.recv_many(&mut self.waiting, room), if takes_more => {
                if taken > 0 { Woken::Asked } else { Woken::NobodyAsksAnyMore }
            }
            () = sleep_until(rest), if self.in_flight.is_none() => at_rest,
        }
    }

    /// What there is to do when nobody asks, and when. An event with open holds stays awake; one
    /// that does not exist is not worth remembering.
    fn rest(&self, known: &Known) -> (Instant, Woken) {
        let (now, limits) = (Instant::now(), &self.parts.limits);
        let idle = match &known.event {
            Event::Live(_) => limits.idle,
            Event::Unknown | Event::Deleted => Duration::ZERO,
        };
        let rest = match self.sweep.next(&known.event) {
            Some(at) => (at, Woken::HoldsRunOut),
            None => (now + idle, Woken::Idle),
        };
        let quiet = now + QUIET;
        match self.snapshots.are_due_when_quiet(known, limits) && quiet < rest.0 {
            true => (quiet, Woken::Quiet),
            false => rest,
        }
    }

    /// Decides what waits and hands it to the writer, as far as that is possible now.
    async fn proceed(&mut self, known: &mut Known) -> Result<(), CommandError> {
        self.expire_holds(known)?;
        loop {
            self.decide(known).await?;
            if self.in_flight.is_some() || self.open.is_empty() {
                break;
            }
            self.gather(known).await?;
            self.hand_over(known).await?;
        }
        if known.is_durable() && self.snapshots.are_due(known, &self.parts.limits) {
            self.snapshots.take(&self.parts, self.id, known);
        }
        Ok(())
    }

    /// How many more commands the open batch takes.
    fn room(&self) -> usize {
        self.parts.limits.batch.saturating_sub(self.open.len())
    }

    /// Whether commands are taken from the mailbox. Not while a snapshot is due: it can only be
    /// taken of what is committed, so everything decided must be committed first.
    fn takes_more(&self, known: &Known) -> bool {
        let snapshot = !known.is_durable() && self.snapshots.are_due(known, &self.parts.limits);
        !self.closed && self.waiting.is_empty() && self.room() > 0 && !snapshot
    }

    fn is_done(&self) -> bool {
        self.closed && self.in_flight.is_none() && self.open.is_empty() && self.waiting.is_empty()
    }

    /// Ends without a state to decide on; the next command of the event wakes another actor.
    fn fail(&mut self, error: &CommandError) {
        tracing::error!(event.id = %self.id, %error, "an event's actor ends");
        self.put_back();
        for ask in self.waiting.drain(..).chain(self.mailbox.remove()) {
            ask.answer(Err(CommandError::Unavailable(error.to_string())));
        }
    }
}

/// What became of the batch that the writer has. A writer that is gone wrote nothing more.
async fn outcome_of(in_flight: &mut Option<InFlight>) -> Outcome {
    match in_flight {
        Some(batch) => (&mut batch.outcome)
            .await
            .unwrap_or_else(|_| Err(NotAppended::Refused("the writer has ended".to_owned()))),
        None => std::future::pending().await,
    }
}
