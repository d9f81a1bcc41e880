//! Many listeners to one event.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::time::Instant;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::LiveSeats;

/// How many connect at once.
const AT_ONCE: usize = 64;

/// Listeners to one event, each with a connection and a memory of its own.
#[derive(Debug)]
pub struct Crowd {
    listeners: JoinSet<io::Result<LiveSeats>>,
    /// Up to which position to listen.
    wanted: watch::Sender<i64>,
    size: usize,
}

/// What every listener of a crowd came to believe, and when.
#[derive(Debug)]
pub struct Heard {
    /// The seats that are not free, by the belief of all; how many believe it.
    pub beliefs: BTreeMap<BTreeMap<String, &'static str>, usize>,
    /// When each had reached the position, the first one first.
    pub at: Vec<Instant>,
    /// How many bytes they received together.
    pub bytes: u64,
}

impl Crowd {
    /// Lets so many listeners connect; returns when each has been shown the house.
    ///
    /// # Errors
    /// One of them was not let in.
    pub async fn gather(server: SocketAddr, event: &str, size: usize) -> io::Result<Self> {
        let (wanted, _) = watch::channel(0);
        let mut arriving = JoinSet::new();
        let mut arrived = Vec::with_capacity(size);
        for _ in 0..size {
            if arriving.len() == AT_ONCE {
                arrived.extend(next(&mut arriving).await?);
            }
            let event = event.to_owned();
            arriving.spawn(async move {
                let mut listener = LiveSeats::open(server, &event, None).await?;
                let shown = listener.hear().await?;
                shown.ok_or(io::ErrorKind::UnexpectedEof)?;
                Ok(listener)
            });
        }
        while let Some(listener) = next(&mut arriving).await? {
            arrived.push(listener);
        }
        let mut crowd = Self {
            listeners: JoinSet::new(),
            wanted,
            size,
        };
        for listener in arrived {
            crowd.listen(listener);
        }
        Ok(crowd)
    }

    fn listen(&mut self, mut listener: LiveSeats) {
        let mut wanted = self.wanted.subscribe();
        self.listeners.spawn(async move {
            // Whatever comes is read at once; it ends once it is known how far to listen.
            loop {
                let goal = *wanted.borrow_and_update();
                if goal > 0 && listener.position >= goal {
                    return Ok(listener);
                }
                tokio::select! {
                    heard = listener.hear() => {
                        heard?.ok_or(io::ErrorKind::UnexpectedEof)?;
                    }
                    _ = wanted.changed() => {}
                }
            }
        });
    }

    /// Returns once every listener was told all up to a position, and lets them go.
    ///
    /// # Errors
    /// A connection broke, or a listener was told what cannot be.
    pub async fn reach(mut self, position: i64) -> io::Result<Heard> {
        self.wanted.send_replace(position);
        let mut heard = Heard {
            beliefs: BTreeMap::new(),
            at: Vec::with_capacity(self.size),
            bytes: 0,
        };
        while let Some(listener) = next(&mut self.listeners).await? {
            heard.at.push(Instant::now());
            heard.bytes += listener.received();
            *heard.beliefs.entry(listener.taken).or_default() += 1;
        }
        Ok(heard)
    }
}

async fn next(tasks: &mut JoinSet<io::Result<LiveSeats>>) -> io::Result<Option<LiveSeats>> {
    match tasks.join_next().await {
        None => Ok(None),
        Some(done) => done.map_err(io::Error::other)?.map(Some),
    }
}
