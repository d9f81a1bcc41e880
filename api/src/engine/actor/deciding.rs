//! Deciding the commands that wait, ahead of what is committed.

use std::mem::take;

use tokio::task::yield_now;

use seatlog_domain::event::EventFact;

use super::{Actor, CommandError, Known};
use crate::engine::Standing;
use crate::engine::answer::Answer;
use crate::engine::ask::Ask;
use crate::event_store::Origin;

/// How often the actor lets others run before it closes a batch, so that those who were just
/// answered can come again.
const YIELDS: u32 = 3;

impl Actor {
    /// Decides the commands that wait. Where memory cannot be trusted the stream is read first,
    /// which is possible only when everything that was decided is committed.
    pub(super) async fn decide(&mut self, known: &mut Known) -> Result<(), CommandError> {
        let unguarded = |ask: &Ask| ask.standing == Standing::Unguarded;
        if self.waiting.iter().any(unguarded) {
            if self.in_flight.is_some() || !self.open.is_empty() {
                return Ok(());
            }
            known.catch_up(&self.parts.pool, self.id).await?;
        }
        for ask in take(&mut self.waiting) {
            if ask.is_older_than(self.parts.limits.patience) {
                let late = "it was not decided in time".to_owned();
                ask.answer(Err(CommandError::Unavailable(late)));
            } else {
                self.sweep.standing = Some(ask.standing);
                let answer = self.decide_one(known, &ask);
                self.open.push(ask, answer);
            }
        }
        Ok(())
    }

    /// Decides a command and takes in what it leads to; the answer is for when that is durable.
    fn decide_one(&mut self, known: &mut Known, ask: &Ask) -> Result<Answer, CommandError> {
        let mut last = known.recorded(ask.origin.command_id);
        if last.is_none() {
            let facts = known.event.decide(&ask.command)?;
            if !facts.is_empty() {
                self.record(known, &facts, &ask.origin)?;
                last = Some(known.sequence);
            }
        }
        Answer::new(self.id, &known.event, &ask.command, last)
    }

    /// Takes in what a command led to, and has it recorded with the open batch.
    pub(super) fn record(
        &mut self,
        known: &mut Known,
        facts: &[EventFact],
        origin: &Origin,
    ) -> Result<(), CommandError> {
        let rows = &mut self.open.rows;
        rows.push(&self.stream, known.sequence, facts, origin)
            .map_err(|error| CommandError::Unavailable(error.to_string()))?;
        known.decided(origin.command_id, facts);
        Ok(())
    }

    /// Lets others run for a moment, and decides what they ask. Not with an unguarded batch, which
    /// is decided on the stream as it was read before.
    pub(super) async fn gather(&mut self, known: &mut Known) -> Result<(), CommandError> {
        for _ in 0..YIELDS {
            yield_now().await;
            if self.open.standing == Standing::Unguarded || !self.takes_more(known) {
                break;
            }
            for _ in 0..self.room() {
                let Ok(ask) = self.mailbox.asks.try_recv() else {
                    break;
                };
                self.waiting.push(ask);
            }
            self.decide(known).await?;
        }
        Ok(())
    }
}
