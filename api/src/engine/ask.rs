//! A command on its way to the actor of its event, and the way back for the answer.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::Instant;

use seatlog_domain::event::EventCommand;

use super::answer::Answer;
use super::{CommandError, Standing};
use crate::event_store::Origin;

/// A command, who wants it, and where the answer goes.
pub(super) struct Ask {
    pub(super) command: EventCommand,
    pub(super) origin: Origin,
    pub(super) standing: Standing,
    asked_at: Instant,
    reply: oneshot::Sender<Result<Answer, CommandError>>,
}

impl Ask {
    pub(super) fn new(
        command: EventCommand,
        origin: Origin,
        standing: Standing,
        reply: oneshot::Sender<Result<Answer, CommandError>>,
    ) -> Self {
        Self {
            command,
            origin,
            standing,
            asked_at: Instant::now(),
            reply,
        }
    }

    /// Whether its caller has stopped waiting by now.
    pub(super) fn is_older_than(&self, patience: Duration) -> bool {
        self.asked_at.elapsed() > patience
    }

    /// Answers the caller, who may be gone.
    pub(super) fn answer(self, answer: Result<Answer, CommandError>) {
        // Nothing is lost with a caller who hung up: the command was executed all the same.
        drop(self.reply.send(answer));
    }
}
