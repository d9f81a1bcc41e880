//! Deciding the commands that wait, ahead of what is committed.

use std::mem::take;

use tokio::task::yield_now;

use super::{Actor, CommandError};
use crate::engine::Standing;
use crate::engine::ask::Ask;

/// How often the actor lets others run before it closes a batch, so that those who were just
/// answered can come again.
const YIELDS: u32 = 3;

impl Actor {
    /// Decides the commands that wait. Where memory cannot be trusted the stream is read first,
    /// which is possible only when everything that was decided is committed.
    pub(super) async fn decide(&mut self) -> Result<(), CommandError> {
        let unguarded = |ask: &Ask| ask.standing == Standing::Unguarded;
        if self.waiting.iter().any(unguarded) {
            if self.in_flight.is_some() || !self.desk.open.is_empty() {
                return Ok(());
            }
            let known = &mut self.desk.known;
            known.catch_up(&*self.parts.log, self.id).await?;
        }
        for ask in take(&mut self.waiting) {
            if ask.is_older_than(self.parts.limits.patience) {
                let late = "it was not decided in time".to_owned();
                ask.answer(Err(CommandError::Unavailable(late)));
            } else {
                self.desk.decide(self.mailbox.door().name(), ask);
            }
        }
        Ok(())
    }

    /// Lets others run for a moment, and decides what they ask. Not with an unguarded batch, which
    /// is decided on the stream as it was read before.
    pub(super) async fn gather(&mut self) -> Result<(), CommandError> {
        for _ in 0..YIELDS {
            let away = self.leave_desk(false);
            yield_now().await;
            self.come_back(away)?;
            if self.desk.open.standing == Standing::Unguarded || !self.takes_more() {
                break;
            }
            self.take_from_mailbox();
            self.decide().await?;
        }
        Ok(())
    }

    /// Takes what is in the mailbox, as far as the open batch has room for it.
    pub(super) fn take_from_mailbox(&mut self) {
        let room = if self.takes_more() { self.room() } else { 0 };
        for _ in 0..room {
            let Ok(ask) = self.mailbox.asks.try_recv() else {
                break;
            };
            self.waiting.push(ask);
        }
    }
}
