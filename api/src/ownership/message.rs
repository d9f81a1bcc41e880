//! What nodes say to each other over NATS: lines of JSON, the first of which says what the others
//! are. A long message is compressed.
//!
//! A node that does not understand a message, because one of the two is newer, says so; the other
//! one then does by itself what it wanted.

use std::io::{Read, Write};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use seatlog_domain::event::EventCommand;
use seatlog_domain::ids::EventId;
use seatlog_projections::spans::Span;

use crate::command_bus::{CommandError, Executed};
use crate::event_store::Origin;

/// From so many bytes on, a message is compressed: a large plan of seats is mostly repetition.
const COMPRESSED_FROM: usize = 64 * 1024;
/// What gzip begins with; JSON never does.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// No message is unpacked beyond this.
const LONGEST: u64 = 256 * 1024 * 1024;

/// A reading of the clock of the node that answers: how long it has run. Only that node compares
/// it with anything.
pub(super) type Uptime = Duration;

/// The first line of a request. A request without any line only asks for a sign of life.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Asked {
    /// What the commands on the other lines are about.
    pub(super) event: EventId,
    /// Until when the node that is asked may begin, by its own clock. Later, the asking node may
    /// have done it by itself, or told its caller that it was not done.
    pub(super) begin_by: Uptime,
}

/// Another line of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Order {
    pub(super) command: EventCommand,
    pub(super) origin: Origin,
}

impl Order {
    /// The same, as part of a span.
    pub(super) fn inside(&self, span: &Span) -> Self {
        Self {
            command: self.command.clone(),
            origin: self.origin.inside(span),
        }
    }
}

/// The first line of a reply.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Reply {
    /// The clock of the node that replies.
    pub(super) uptime: Uptime,
    pub(super) said: Said,
}

/// What a node says to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// It is there; nothing else was asked.
    Here,
    /// It executed the commands; the other lines are their answers, in order.
    Done,
    /// It does not own the event. It did nothing.
    NotMine,
    /// The request came too late. It did nothing.
    TooLate,
    /// It has too much to do. It did nothing.
    Full,
    /// It cannot read the request. It did nothing.
    NotUnderstood,
    /// It executed the commands, but the answers do not fit into a message.
    TooLong,
}

/// Another line of a reply.
pub(super) type Answer = Result<Executed, CommandError>;

/// Puts a message together. Every line but the first is JSON already.
pub(super) fn pack<'a>(
    first: &impl Serialize,
    others: impl IntoIterator<Item = &'a [u8]>,
) -> std::io::Result<Vec<u8>> {
    let mut message = serde_json::to_vec(first)?;
    for line in others {
        message.push(b'\n');
        message.extend_from_slice(line);
    }
    if message.len() < COMPRESSED_FROM {
        return Ok(message);
    }
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&message)?;
    packed.finish()
}

/// Takes a message apart: its first line, and the others.
pub(super) fn unpack<F: DeserializeOwned, L: DeserializeOwned>(
    message: &[u8],
) -> std::io::Result<(F, Vec<L>)> {
    let mut unpacked = Vec::new();
    let text = if message.starts_with(&GZIP) {
        GzDecoder::new(message)
            .take(LONGEST)
            .read_to_end(&mut unpacked)?;
        &unpacked
    } else {
        message
    };
    let mut lines = text.split(|byte| *byte == b'\n');
    let first = serde_json::from_slice(lines.next().unwrap_or_default())?;
    let others = lines.map(serde_json::from_slice);
    Ok((first, others.collect::<Result<_, _>>()?))
}

#[cfg(test)]
mod tests;
