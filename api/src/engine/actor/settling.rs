//! Handing a batch over, and what follows from its outcome.

use std::mem::take;

use super::{Actor, CommandError, InFlight, Known, NotAppended, Outcome};
use crate::engine::ask::Ask;
use crate::engine::{Standing, metrics};
use crate::event_store::{LoadError, head_of};

impl Actor {
    /// Hands the open batch to the writer, or answers it if there is nothing to write.
    pub(super) async fn hand_over(&mut self, known: &mut Known) -> Result<(), CommandError> {
        metrics::queue(self.mailbox.asks.len());
        let rows = take(&mut self.open.rows);
        if rows.is_empty() {
            return self.answer_without_facts(known).await;
        }
        self.in_flight = Some(InFlight {
            facts: rows.len() as i64,
            sequence: known.sequence,
            batch: take(&mut self.open),
            outcome: self.parts.writer.append(rows).await,
        });
        Ok(())
    }

    /// Answers a batch that led to no facts. There is no append to prove that it was decided on
    /// the latest facts, so the head of the stream is compared where somebody else may append.
    /// (An unguarded batch read the stream after the last of its commands had come.)
    async fn answer_without_facts(&mut self, known: &mut Known) -> Result<(), CommandError> {
        let to_be_checked = match self.open.standing {
            Standing::Sole => !known.proven,
            Standing::Leased => true,
            Standing::Unguarded => false,
        };
        if to_be_checked {
            let head = head_of(&self.parts.pool, self.id).await;
            if head.map_err(LoadError::Database)? != known.sequence {
                metrics::decided_again("stale");
                self.put_back();
                known.catch_up(&self.parts.pool, self.id).await?;
                return Ok(());
            }
        }
        take(&mut self.open).answer(0, known.committed);
        Ok(())
    }

    /// Answers the batch that the writer had, or has it decided again.
    pub(super) async fn settle(
        &mut self,
        known: &mut Known,
        outcome: Outcome,
    ) -> Result<(), CommandError> {
        let why = match outcome {
            Ok(position) => {
                if let Some(in_flight) = self.in_flight.take() {
                    known.committed = (in_flight.sequence, position);
                    known.proven = true;
                    in_flight.batch.answer(in_flight.facts, known.committed);
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
        let committed = known.committed.0;
        *known = Known::load(&self.parts.pool, self.id, Some(committed)).await?;
        Ok(())
    }

    /// Everything that was decided but not answered waits again, in the order in which it came.
    pub(super) fn put_back(&mut self) {
        let in_flight = self.in_flight.take().into_iter();
        let mut asks: Vec<_> = in_flight.flat_map(InFlight::into_asks).collect();
        asks.extend(take(&mut self.open).into_asks());
        asks.append(&mut self.waiting);
        self.waiting = asks;
    }
}

impl InFlight {
    fn into_asks(self) -> impl Iterator<Item = Ask> {
        self.batch.into_asks()
    }
}
