//! Who wants something, by which command, with which request: the metadata of every fact.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use seatlog_domain::ids::UserId;

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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<CorrelationId>,
}

impl Origin {
    /// The program itself, by a new command.
    pub fn system() -> Self {
        Self {
            actor_id: None,
            command_id: Uuid::now_v7(),
            correlation_id: None,
        }
    }
}

/// The id of a request, as answers, log lines and facts have it. Its clones share one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrelationId(Arc<str>);

impl CorrelationId {
    /// Takes the id of a request.
    pub fn new(id: &str) -> Self {
        Self(id.into())
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for CorrelationId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CorrelationId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|id| Self(id.into()))
    }
}
