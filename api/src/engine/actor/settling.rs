//! Handing a batch over, and what follows from its outcome.

use std::mem::take;

use tokio::time::Instant;

use super::{Actor, CommandError, InFlight, Known, NotAppended, Outcome, Settled};
use crate::engine::ask::Ask;
use crate::engine::{Standing, metrics};
use crate::event_store::LoadError;

impl Actor {
    /// Hands the open batch to the writer, or answers it if there is nothing to write.
    pub(super) async fn hand_over(&mut self) -> Result<(), CommandError> {
        metrics::queue(self.mailbox.asks.len());
        let rows = take(&mut self.desk.open.rows);
        if rows.is_empty() {
            return self.answer_without_facts().await;
        }
        self.in_flight = Some(InFlight {
            facts: rows.len() as i64,
            sequence: self.desk.known.sequence,
            since: Instant::now(),
            batch: take(&mut self.desk.open),
            outcome: self.parts.writer.append(rows).await,
        });
        Ok(())
    }

    /// Answers a batch that led to no facts. There is no append to prove that it was decided on
    /// the latest facts, so the head of the stream is compared where somebody else may append.
    /// (An unguarded batch read the stream after the last of its commands had come.)
    async fn answer_without_facts(&mut self) -> Result<(), CommandError> {
        let to_be_checked = match self.desk.open.standing {
            Standing::Sole => !self.desk.known.proven,
            Standing::Leased => true,
            Standing::Unguarded => false,
        };
        if to_be_checked {
            let head = self.parts.log.head(self.id).await;
            if head.map_err(LoadError::Database)? != self.desk.known.sequence {
                metrics::decided_again("stale");
                self.put_back();
                self.desk.known.catch_up(&*self.parts.log, self.id).await?;
                return Ok(());
            }
        }
        take(&mut self.desk.open).answer(0, self.desk.known.committed);
        Ok(())
    }

    /// Takes in that the batch that the writer had is committed, or has it decided again.
    pub(super) async fn settle(&mut self, outcome: Outcome) -> Result<(), CommandError> {
        let why = match outcome {
            Ok(position) => {
                if let Some(sent) = self.in_flight.take() {
                    self.pace.took(sent.facts as usize, sent.since.elapsed());
                    let last = (sent.sequence, position);
                    self.desk.known.committed = last;
                    self.desk.known.proven = true;
                    self.settled = Some(Settled {
                        batch: sent.batch,
                        facts: sent.facts,
                        last,
                    });
                }
                // First the next one, so that the database has work while callers are answered.
                if !self.desk.open.rows.is_empty() {
                    self.hand_over().await?;
                } else {
                    self.answer_settled();
                }
                return Ok(());
            }
            Err(NotAppended::Refused(why)) => {
                tracing::error!(event.id = %self.id, why, "the database refused an append");
                for ask in self
                    .in_flight
                    .take()
                    .into_iter()
                    .flat_map(InFlight::into_asks)
                {
                    ask.answer(Err(CommandError::Unavailable(why.clone())));
                }
                "refused"
            }
            Err(NotAppended::Conflict) => "conflict",
            Err(NotAppended::Unknown) => "unknown",
        };
        metrics::decided_again(why);
        self.put_back();
        let committed = self.desk.known.committed.0;
        self.desk.known = Known::load(&*self.parts.log, self.id, Some(committed)).await?;
        Ok(())
    }

    /// Answers the batch that was committed.
    pub(super) fn answer_settled(&mut self) {
        if let Some(Settled { batch, facts, last }) = self.settled.take() {
            batch.answer(facts, last);
        }
    }

    /// Everything that was decided but is not committed waits again, in the order in which it came.
    pub(super) fn put_back(&mut self) {
        let in_flight = self.in_flight.take().into_iter();
        let mut asks: Vec<_> = in_flight.flat_map(InFlight::into_asks).collect();
        asks.extend(take(&mut self.desk.open).into_asks());
        asks.append(&mut self.waiting);
        self.waiting = asks;
    }
}

impl InFlight {
    fn into_asks(self) -> impl Iterator<Item = Ask> {
        self.batch.into_asks()
    }
}
