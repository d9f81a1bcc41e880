//! What somebody remembers of a wish: for the checkers the command and its answers, for the report
//! every single try.

use serde_json::Value;
use uuid::Uuid;

use super::door::{Call, Heard};
use crate::clock::Clock;
use crate::evidence::{Command, Micros, Position, Reply, Wish};

/// A wish, and how it went.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) command: Command,
    pub(crate) tries: Vec<Try>,
    pub(crate) call: Call,
}

/// A request, and whether its answer came.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Try {
    pub(crate) sent: Micros,
    pub(crate) ended: Micros,
    /// The status, unless the answer was lost.
    pub(crate) status: Option<u16>,
}

impl Try {
    /// Whether whoever asked knows what became of it. A 408 is no answer: the node stood still until
    /// it was too late to read the request.
    pub(crate) fn is_answered(&self) -> bool {
        self.status
            .is_some_and(|status| status < 500 && status != 408)
    }
}

impl Asked {
    /// What somebody is about to ask for.
    pub(crate) fn new(
        (user, event): (Uuid, Uuid),
        (wish, key): (Wish, String),
        clock: Clock,
    ) -> Self {
        let (call, keyed) = super::wishes::call(&wish, event);
        let key = keyed.then_some(key);
        Self {
            call: Call {
                key: key.clone(),
                ..call
            },
            command: Command {
                key,
                user,
                event,
                wish,
                asked: clock.now(),
                attempts: 0,
                replies: Vec::new(),
            },
            tries: Vec::new(),
        }
    }

    /// Takes down what was heard; returns the answer if it is one.
    pub(crate) fn take(&mut self, heard: Heard, (sent, ended): (Micros, Micros)) -> Option<Reply> {
        let (status, position, body): (Option<u16>, Option<Position>, Value) = match heard {
            Heard::Answer {
                status,
                position,
                body,
            } => (Some(status), position, body),
            Heard::Nothing => (None, None, Value::Null),
        };
        let made = Try {
            sent,
            ended,
            status,
        };
        self.tries.push(made);
        if !made.is_answered() {
            return None;
        }
        let reply = Reply {
            heard: ended,
            status: status?,
            position,
            body,
        };
        self.command.replies.push(reply.clone());
        Some(reply)
    }
}
