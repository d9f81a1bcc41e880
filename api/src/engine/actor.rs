//! The actor of one event: takes commands, decides them, has the writer append what they led to,
//! answers. While it waits, whoever asks decides at its desk.
//!
//! While one batch is being committed the actor decides the next one, on facts that are not
//! committed yet. It hands the next batch over only when the one before is committed, so a stream
//! never gets a gap. If a batch is not committed, everything decided since is thrown away with
//! the state, the event is read again, and the commands are decided again, in the same order.

mod deciding;
mod expiry;
mod settling;

use std::mem::take;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::{Instant, sleep_until};

use seatlog_domain::event::Event;
use seatlog_domain::ids::EventId;
use seatlog_projections::log::Position;

use expiry::Sweep;

use super::ask::Ask;
use super::batch::Batch;
use super::desk::{Away, Desk, Terms};
use super::known::Known;
use super::mailboxes::Mailbox;
use super::metrics::Awake;
use super::pace::Pace;
use super::snapshots::Snapshots;
use super::writer::{NotAppended, Outcome};
use super::{CommandError, Parts};

/// After so long without anything to do, an event counts as quiet.
const QUIET: Duration = Duration::from_secs(1);

/// Where the commands of one event are decided.
pub(super) struct Actor {
    id: EventId,
    parts: Arc<Parts>,
    mailbox: Mailbox,
    closed: bool,
    desk: Desk,
    /// Taken from the mailbox, not decided yet.
    waiting: Vec<Ask>,
    in_flight: Option<InFlight>,
    /// Committed, not answered yet.
    settled: Option<Settled>,
    pace: Pace,
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
    since: Instant,
    outcome: oneshot::Receiver<Outcome>,
}

/// A batch that is committed.
struct Settled {
    batch: Batch,
    facts: i64,
    /// The sequence and the position of its last fact.
    last: (i64, Position),
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
            mailbox,
            closed: false,
            desk: Desk::default(),
            waiting: Vec::new(),
            in_flight: None,
            settled: None,
            pace: Pace::default(),
            sweep: Sweep::default(),
            snapshots: Snapshots::default(),
            parts,
            _awake: Awake::new(),
        }
    }

    /// Lives until the event falls asleep, is forgotten, or cannot be read.
    pub(super) async fn run(mut self) {
        let ended = match Known::load(&*self.parts.log, self.id, None).await {
            Ok(known) => {
                self.desk.known = known;
                self.work().await
            }
            Err(error) => Err(error.into()),
        };
        match ended {
            Ok(()) => {
                self.snapshots
                    .last(&*self.parts.log, self.id, self.desk.known)
                    .await
            }
            Err(error) => self.fail(&error),
        }
    }

    async fn work(&mut self) -> Result<(), CommandError> {
        while !self.is_done() {
            match self.woken().await? {
                Woken::Asked => {}
                Woken::NobodyAsksAnyMore => self.closed = true,
                Woken::Settled(outcome) => self.settle(outcome).await?,
                Woken::HoldsRunOut => {}
                Woken::Quiet => self
                    .snapshots
                    .take(&self.parts, self.id, &mut self.desk.known),
                Woken::Idle if self.desk.open.is_empty() => {
                    self.closed = self.mailbox.remove_if_empty();
                }
                Woken::Idle => {}
            }
            self.proceed().await?;
        }
        Ok(())
    }

    /// Waits for whatever comes next, away from the desk.
    async fn woken(&mut self) -> Result<Woken, CommandError> {
        let (takes_more, room) = (self.takes_more(), self.room());
        let (rest, at_rest) = self.rest();
        let away = self.leave_desk(self.in_flight.is_none());
        // Whoever is answered finds the desk open when asking for the next thing.
        self.answer_settled();
        let door = Arc::clone(self.mailbox.door());
        // What is too much for the open batch now can wait until the last one is settled.
        let takes_more = takes_more && (self.in_flight.is_none() || !self.mailbox.asks.is_empty());
        let woken = tokio::select! {
            biased;
            outcome = outcome_of(&mut self.in_flight), if self.in_flight.is_some() => {
                Woken::Settled(outcome)
            }
            () = door.decided.notified(), if self.in_flight.is_none() => Woken::Asked,
            taken = self.mailbox.asks.recv_many(&mut self.waiting, room), if takes_more => {
                if taken > 0 { Woken::Asked } else { Woken::NobodyAsksAnyMore }
            }
            () = sleep_until(rest), if self.in_flight.is_none() => at_rest,
        };
        self.come_back(away)?;
        Ok(woken)
    }

    /// Lets others decide; those who want to be told tell this actor.
    fn leave_desk(&mut self, tell: bool) -> Away {
        let commands = match self.takes_more() {
            true => self.desk.open.len() + self.room(),
            false => 0,
        };
        let terms = Terms {
            commands,
            sequence: self.snapshots.due_at(&self.desk.known, &self.parts.limits),
            tell,
        };
        self.mailbox.door().open(take(&mut self.desk), terms)
    }

    fn come_back(&mut self, away: Away) -> Result<(), CommandError> {
        let broken = || CommandError::Unavailable("deciding broke off".to_owned());
        self.desk = away.back().ok_or_else(broken)?;
        Ok(())
    }

    /// What there is to do when nobody asks, and when. An event with open holds stays awake; one
    /// that does not exist is not worth remembering.
    fn rest(&self) -> (Instant, Woken) {
        let (now, limits) = (Instant::now(), &self.parts.limits);
        let idle = match &self.desk.known.event {
            Event::Live(_) => limits.idle,
            Event::Unknown | Event::Deleted => Duration::ZERO,
        };
        let rest = match self.sweep.next(&self.desk, &self.parts.clock) {
            Some(at) => (at, Woken::HoldsRunOut),
            None => (now + idle, Woken::Idle),
        };
        let quiet = now + QUIET;
        match self.snapshots.are_due_when_quiet(&self.desk.known, limits) && quiet < rest.0 {
            true => (quiet, Woken::Quiet),
            false => rest,
        }
    }

    /// Decides what waits and hands it to the writer, as far as that is possible now.
    async fn proceed(&mut self) -> Result<(), CommandError> {
        // First of all: in a crowd, what is decided next is not committed for as long as it lasts.
        if self.desk.known.is_durable()
            && self.snapshots.are_due(&self.desk.known, &self.parts.limits)
        {
            self.snapshots
                .take(&self.parts, self.id, &mut self.desk.known);
        }
        self.expire_holds()?;
        loop {
            self.take_from_mailbox();
            self.decide().await?;
            if self.in_flight.is_some() || self.desk.open.is_empty() {
                break;
            }
            self.gather().await?;
            self.hand_over().await?;
        }
        Ok(())
    }

    /// How many more commands the open batch takes: in a crowd, half of those that are here, so that
    /// one half is decided and answered while the other half is committed.
    fn room(&self) -> usize {
        let in_flight = self.in_flight.as_ref().map_or(0, |sent| sent.batch.len());
        let open = self.desk.open.len();
        let here = in_flight + open + self.waiting.len() + self.mailbox.asks.len();
        let most = self
            .pace
            .share(here, in_flight)
            .min(self.parts.limits.batch);
        most.saturating_sub(open)
    }

    /// Whether commands are taken from the mailbox. Not while a snapshot is due: it can only be
    /// taken of what is committed, so everything decided must be committed first.
    fn takes_more(&self) -> bool {
        let known = &self.desk.known;
        let snapshot = !known.is_durable() && self.snapshots.are_due(known, &self.parts.limits);
        !self.closed && self.waiting.is_empty() && self.room() > 0 && !snapshot
    }

    fn is_done(&self) -> bool {
        let decided = self.in_flight.is_none() && self.desk.open.is_empty();
        self.closed && decided && self.waiting.is_empty()
    }

    /// Ends without a state to decide on; the next command of the event wakes another actor.
    fn fail(mut self, error: &CommandError) {
        tracing::error!(event.id = %self.id, %error, "an event's actor ends");
        self.answer_settled();
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
