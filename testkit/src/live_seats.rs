//! Listening to the live seats of an event, as a browser does, but cheaply enough for thousands of
//! listeners in one process.

mod crowd;
mod wire;

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;

use serde::Deserialize;
use serde_json::Value;

pub use crowd::Crowd;
use wire::Wire;

/// What a listener was told.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    /// The log position that it goes up to.
    pub id: i64,
    /// `snapshot` or `seats`.
    pub event: String,
    /// What it says.
    pub data: Value,
}

/// A listener, and what it makes of all that it was told.
#[derive(Debug)]
pub struct LiveSeats {
    wire: Wire,
    /// The position of the last message; 0 before the first.
    pub position: i64,
    /// The seats that are not free: `booked`, `held` or `blocked`.
    pub taken: BTreeMap<String, &'static str>,
}

#[derive(Deserialize)]
struct Lists {
    booked: Vec<String>,
    held: Vec<String>,
    blocked: Vec<String>,
    #[serde(default)]
    freed: Vec<String>,
}

impl LiveSeats {
    /// Begins to listen; goes on after a position, if one is given.
    ///
    /// # Errors
    /// There is no connection, or the answer is not a stream of events.
    pub async fn open(server: SocketAddr, event: &str, after: Option<i64>) -> io::Result<Self> {
        let path = format!("/api/v1/events/{event}/seats/live");
        Ok(Self {
            wire: Wire::open(server, &path, after).await?,
            position: after.unwrap_or_default(),
            taken: BTreeMap::new(),
        })
    }

    /// The next message, taken in; nothing when the server ends the stream.
    ///
    /// # Errors
    /// The connection broke, or what came is not what was agreed.
    pub async fn hear(&mut self) -> io::Result<Option<Message>> {
        let Some(message) = self.wire.message().await? else {
            return Ok(None);
        };
        let lists = Lists::deserialize(&message.data).map_err(wire::unexpected)?;
        if message.event == "snapshot" {
            self.taken.clear();
        }
        for seat in lists.freed {
            self.taken.remove(&seat);
        }
        for (seats, state) in [
            (lists.booked, "booked"),
            (lists.held, "held"),
            (lists.blocked, "blocked"),
        ] {
            self.taken
                .extend(seats.into_iter().map(|seat| (seat, state)));
        }
        if message.id < self.position {
            return Err(wire::unexpected(format!(
                "position {} after {}",
                message.id, self.position
            )));
        }
        self.position = message.id;
        Ok(Some(message))
    }

    /// Listens until a position was reached.
    ///
    /// # Errors
    /// The stream ended before.
    pub async fn reach(&mut self, position: i64) -> io::Result<()> {
        while self.position < position {
            if self.hear().await?.is_none() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(())
    }

    /// How many bytes came so far.
    pub fn received(&self) -> u64 {
        self.wire.received
    }
}

/// The seats that are not free in an answer of `GET /events/{id}/seats`.
///
/// # Errors
/// It is no such answer.
pub fn taken_in(seat_map: &Value) -> io::Result<BTreeMap<String, &'static str>> {
    let lists = Lists::deserialize(seat_map).map_err(wire::unexpected)?;
    let all = [
        (lists.booked, "booked"),
        (lists.held, "held"),
        (lists.blocked, "blocked"),
    ];
    let each = |(seats, state): (Vec<String>, &'static str)| {
        seats.into_iter().map(move |seat| (seat, state))
    };
    Ok(all.into_iter().flat_map(each).collect())
}
