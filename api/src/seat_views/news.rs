//! What listeners are told, in the form of server-sent events.
//! Source: <https://html.spec.whatwg.org/multipage/server-sent-events.html>

use std::time::Duration;

use actix_web::web::Bytes;
use seatlog_projections::log::Position;

use super::mark::Mark;
use super::picture::Picture;
use super::shapes::SeatChanges;

/// After so long without news a listener is sent a comment, so that neither side nor a proxy in
/// between takes the connection for dead.
pub(super) const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The latest news of a house; one value for all its listeners.
#[derive(Debug, Clone)]
pub(super) struct News {
    /// Who has seen everything up to here …
    pub(super) from: Mark,
    /// … knows with `text` everything up to here.
    pub(super) to: Mark,
    /// Nothing where each listener has to find out by itself.
    pub(super) text: Option<Bytes>,
    /// There will be no more.
    pub(super) ended: bool,
}

impl News {
    /// What a listener that comes now finds.
    pub(super) fn none(at: Mark) -> Self {
        Self {
            from: at,
            to: at,
            text: Some(Bytes::new()),
            ended: false,
        }
    }

    /// Nothing new, said aloud.
    pub(super) fn keep_alive(at: Mark) -> Self {
        Self {
            text: Some(Bytes::from_static(b":\n\n")),
            ..Self::none(at)
        }
    }
}

/// Seats that changed.
pub(super) fn changes(upto: Mark, changes: &SeatChanges<'_>) -> serde_json::Result<Bytes> {
    let mut text = head("seats", upto.position());
    serde_json::to_writer(&mut text, changes)?;
    text.extend_from_slice(END);
    Ok(text.into())
}

/// The whole house, in three parts: the middle one belongs to all listeners together.
pub(super) fn snapshot(picture: &Picture) -> [Bytes; 3] {
    let head = head("snapshot", picture.position);
    [head.into(), picture.json(), Bytes::from_static(END)]
}

/// How long to wait before connecting again.
pub(super) fn retry(after: Duration) -> Bytes {
    format!("retry: {}\n\n", after.as_millis()).into()
}

const END: &[u8] = b"\n\n";

fn head(event: &str, id: Position) -> Vec<u8> {
    format!("id: {id}\nevent: {event}\ndata: ").into_bytes()
}
