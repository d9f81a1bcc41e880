//! Those who watch an event: each on a connection of its own. A few of them note when they heard of
//! which seat; all note how far they have come.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::{Result, ensure};
use seatlog_domain::ids::EventId;
use serde::Deserialize;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

use crate::wire::{Connection, head};

/// One of so many notes when it hears of each seat.
const NOTING: usize = 100;
/// Connections that are opened at the same time.
const AT_ONCE: usize = 64;

/// When which seat was asked for.
pub(super) struct Board {
    seats: HashMap<String, usize>,
    asked: Vec<OnceLock<Instant>>,
}

impl Board {
    /// For seats in the order in which they will be asked for.
    pub(super) fn new<'a>(seats: impl Iterator<Item = &'a str>) -> Self {
        let seats: HashMap<_, _> = seats.map(str::to_owned).zip(0..).collect();
        Self {
            asked: std::iter::repeat_with(OnceLock::new)
                .take(seats.len())
                .collect(),
            seats,
        }
    }

    /// The `job`-th seat is asked for now.
    pub(super) fn asked(&self, job: usize, now: Instant) {
        let _ = self.asked[job].set(now);
    }

    /// How long ago a seat was asked for, in milliseconds.
    fn ago_ms(&self, seat: &str, now: Instant) -> Option<f64> {
        let asked = self.asked.get(*self.seats.get(seat)?)?.get()?;
        Some(now.duration_since(*asked).as_secs_f64() * 1_000.0)
    }
}

/// Which seat was heard of, and when.
type Notes = Mutex<Vec<(String, Instant)>>;

/// All who watch.
pub(super) struct Audience {
    come_to: Arc<[AtomicI64]>,
    heard: Arc<Notes>,
    _tasks: JoinSet<()>,
}

impl Audience {
    /// Connects so many, and waits until each has its first picture.
    pub(super) async fn gather(node: SocketAddr, event: EventId, count: usize) -> Result<Self> {
        let come_to: Arc<[AtomicI64]> = (0..count).map(|_| AtomicI64::new(-1)).collect();
        let heard: Arc<Notes> = Arc::default();
        let mut tasks = JoinSet::new();
        let mut opening: JoinSet<Result<(usize, TcpStream, Vec<u8>)>> = JoinSet::new();
        let request = head("GET", &format!("/events/{event}/seats/live"), "").replace(
            "authorization: Bearer \r\n",
            "accept: text/event-stream\r\n",
        );
        let mut next = 0..count;
        loop {
            while opening.len() < AT_ONCE {
                let Some(n) = next.next() else { break };
                let request = request.clone();
                opening.spawn(async move {
                    let connection = Connection::open(node).await?;
                    let (stream, begun) = connection.follow(&request).await?;
                    Ok((n, stream, begun))
                });
            }
            let Some(opened) = opening.join_next().await else {
                break;
            };
            let (n, stream, begun) = opened??;
            let listener = Listener {
                n,
                come_to: come_to.clone(),
                heard: n.is_multiple_of(NOTING).then(|| Arc::clone(&heard)),
            };
            tasks.spawn(listener.listen(stream, begun));
        }
        let audience = Self {
            come_to,
            heard,
            _tasks: tasks,
        };
        audience.all_have_heard(0, super::PATIENCE).await?;
        Ok(audience)
    }

    /// Waits until everybody has come to a position.
    pub(super) async fn all_have_heard(&self, position: i64, patience: Duration) -> Result<()> {
        let begun = Instant::now();
        loop {
            let behind = |at: &&AtomicI64| at.load(Ordering::Relaxed) < position;
            let behind = self.come_to.iter().filter(behind).count();
            if behind == 0 {
                return Ok(());
            }
            let late = begun.elapsed() > patience;
            ensure!(!late, "{behind} have not heard of position {position}");
            sleep(Duration::from_millis(10)).await;
        }
    }

    /// How long after its seat was asked for each change was heard of, in milliseconds.
    pub(super) fn late_ms(&self, board: &Board) -> Vec<f64> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        let late = |(seat, at): &(String, Instant)| board.ago_ms(seat, *at);
        heard.iter().filter_map(late).collect()
    }
}

struct Listener {
    n: usize,
    come_to: Arc<[AtomicI64]>,
    heard: Option<Arc<Notes>>,
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    booked: Vec<String>,
}

impl Listener {
    /// Listens until the server ends the stream.
    async fn listen(self, mut stream: TcpStream, mut received: Vec<u8>) {
        loop {
            while let Some(end) = received.windows(2).position(|at| at == b"\n\n") {
                let rest = received.split_off(end + 2);
                self.take_in(&received);
                received = rest;
            }
            match stream.read_buf(&mut received).await {
                Ok(read) if read > 0 => {}
                Ok(_) | Err(_) => return,
            }
        }
    }

    /// One message: lines of `field: value`, between which chunk sizes may stand.
    fn take_in(&self, message: &[u8]) {
        let now = Instant::now();
        let field = |name: &str| {
            let lines = message.split(|byte| *byte == b'\n');
            let mut values = lines.filter_map(|line| line.strip_prefix(name.as_bytes()));
            values.next().map(<[u8]>::trim_ascii)
        };
        let id = field("id:").and_then(|id| std::str::from_utf8(id).ok()?.parse().ok());
        let Some(position) = id else { return };
        let is_change = field("event:") == Some(b"seats");
        if let (Some(heard), true) = (&self.heard, is_change) {
            let change =
                field("data:").and_then(|data| serde_json::from_slice::<Change>(data).ok());
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            let booked = change.into_iter().flat_map(|change| change.booked);
            heard.extend(booked.map(|seat| (seat, now)));
        }
        self.come_to[self.n].fetch_max(position, Ordering::Relaxed);
    }
}
