//! Who wants something, by which command, with which request: the metadata of every fact.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use seatlog_domain::ids::UserId;
use seatlog_projections::spans::{Span, TraceParent};

/// Who wants something, and by which command; as JSON, the metadata of every fact. Nothing in it
/// says who or where a person is: the log is never edited, so a person could not be forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The account that acts; nobody when somebody registers or the program itself acts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<UserId>,
    /// The command. A command that is tried again keeps its id.
    pub command_id: Uuid,
    /// The request that brought the command; a command that is tried again comes with another.
    /// A request that its sender named otherwise than by a UUID has none here: a name may say
    /// anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<Uuid>,
    /// The span that the command is executed in, for those who add to its trace later; nothing where
    /// no trace is recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub traceparent: Option<TraceParent>,
}

impl Origin {
    /// The program itself, by a new command.
    pub fn system() -> Self {
        Self {
            actor_id: None,
            command_id: Uuid::now_v7(),
            correlation_id: None,
            traceparent: None,
        }
    }

    /// The same in a span, if that is recorded.
    #[must_use]
    pub fn inside(&self, span: &Span) -> Self {
        Self {
            traceparent: span.context().or(self.traceparent),
            ..self.clone()
        }
    }
}
