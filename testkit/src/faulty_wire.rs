//! A wire between a program and a server that breaks: before a request arrives, in the middle of
//! it, or after the server has done what was asked and before the answer is heard. It can be slow,
//! and it can stand still, with nobody told. It knows PostgreSQL's messages; whatever else is said
//! is carried as it comes.

mod messages;
mod plain;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;

use messages::{is_step, read_message, read_rest};

/// How a request is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The server never hears of it.
    Before,
    /// The server hears half of it.
    Halfway,
    /// The server does it; nobody hears that it did.
    After,
}

const CUTS: [Cut; 3] = [Cut::After, Cut::Before, Cut::Halfway];

/// The wire. It is taken away when this is dropped.
#[derive(Debug)]
pub struct FaultyWire {
    address: SocketAddr,
    listening: AbortHandle,
    plan: Arc<Plan>,
}

/// What goes wrong.
#[derive(Debug)]
struct Plan {
    /// Of so many requests one is lost; 0: none is.
    every: AtomicUsize,
    requests: AtomicUsize,
    broken: Notify,
    cuts: [AtomicUsize; CUTS.len()],
    pace: watch::Sender<Pace>,
}

/// What is said over it.
#[derive(Debug, Clone, Copy)]
enum Speech {
    Postgres,
    Plain,
}

/// How fast it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    Free,
    /// Each message to the server takes so long.
    Slow(Duration),
    Still,
}

impl FaultyWire {
    /// A wire to the PostgreSQL at `far`, such as `127.0.0.1:5432`, with nothing wrong yet. What
    /// goes over it must not be encrypted, to be cut in the right places.
    ///
    /// # Errors
    /// There is no free port.
    pub async fn to(far: String) -> io::Result<Self> {
        Self::begin(far, Speech::Postgres).await
    }

    /// A wire to another server. Each piece counts as a request, as it comes: with Redis, where
    /// whoever asks waits for the answer, that is what it is.
    ///
    /// # Errors
    /// There is no free port.
    pub async fn plain(far: String) -> io::Result<Self> {
        Self::begin(far, Speech::Plain).await
    }

    async fn begin(far: String, speech: Speech) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let plan = Arc::new(Plan {
            every: AtomicUsize::default(),
            requests: AtomicUsize::default(),
            broken: Notify::new(),
            cuts: Default::default(),
            pace: watch::Sender::new(Pace::Free),
        });
        Ok(Self {
            address: listener.local_addr()?,
            listening: tokio::spawn(listen(listener, (far, speech), plan.clone())).abort_handle(),
            plan,
        })
    }

    /// Where it begins.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on one of so many requests is lost, each in another way; 0: none is.
    pub fn lose_one_in(&self, requests: usize) {
        self.plan.every.store(requests, Ordering::Relaxed);
    }

    /// Breaks all connections that are open now.
    pub fn break_now(&self) {
        self.plan.broken.notify_waiters();
    }

    /// From now on each message to the server takes so long.
    pub fn slow_down(&self, delay: Duration) {
        self.plan.pace.send_replace(Pace::Slow(delay));
    }

    /// From now on nothing is carried, and no connection ends.
    pub fn stand_still(&self) {
        self.plan.pace.send_replace(Pace::Still);
    }

    /// It carries as fast as it can again, also what was held back.
    pub fn go_on(&self) {
        self.plan.pace.send_replace(Pace::Free);
    }

    /// How often it lost a request in each way.
    pub fn cuts(&self) -> Vec<(Cut, usize)> {
        let count = |(cut, count): (Cut, &AtomicUsize)| (cut, count.load(Ordering::Relaxed));
        CUTS.into_iter().zip(&self.plan.cuts).map(count).collect()
    }
}

impl Drop for FaultyWire {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Plan {
    /// What happens to the next request.
    fn next(&self) -> Option<Cut> {
        let every = self.every.load(Ordering::Relaxed);
        let request = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        if every == 0 || !request.is_multiple_of(every) {
            return None;
        }
        let turn = request / every % CUTS.len();
        self.cuts[turn].fetch_add(1, Ordering::Relaxed);
        Some(CUTS[turn])
    }

    /// Waits until something may be carried.
    async fn move_on(&self) -> Pace {
        let mut pace = self.pace.subscribe();
        let found = pace.wait_for(|pace| *pace != Pace::Still).await;
        found.map_or(Pace::Free, |pace| *pace)
    }
}

async fn listen(listener: TcpListener, far: (String, Speech), plan: Arc<Plan>) {
    while let Ok((near, _)) = listener.accept().await {
        tokio::spawn(carry(near, far.clone(), plan.clone()));
    }
}

/// Carries one connection until it is cut or closed.
async fn carry(near: TcpStream, (far, speech): (String, Speech), plan: Arc<Plan>) {
    let Ok(far) = TcpStream::connect(far).await else {
        return;
    };
    // Where that fails, it is only slower.
    let _ = (near.set_nodelay(true), far.set_nodelay(true));
    let (from_near, to_near) = near.into_split();
    let (from_far, to_far) = far.into_split();
    let unheard = AtomicBool::new(false);
    let said = async {
        // Whichever way ends first takes the other one with it.
        match speech {
            Speech::Postgres => tokio::select! {
                ended = requests(from_near, to_far, &plan, &unheard) => ended,
                ended = answers(from_far, to_near, &plan, &unheard) => ended,
            },
            Speech::Plain => tokio::select! {
                ended = plain::requests(from_near, to_far, &plan, &unheard) => ended,
                ended = plain::answers(from_far, to_near, &plan, &unheard) => ended,
            },
        }
    };
    tokio::select! {
        _ = said => {}
        () = plan.broken.notified() => {}
    }
}

async fn requests(
    from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    plan: &Plan,
    unheard: &AtomicBool,
) -> io::Result<()> {
    let mut from = BufReader::new(from);
    let mut request = Vec::new();
    // The first message has no kind, only a length.
    read_rest(&mut from, &mut request).await?;
    plan.move_on().await;
    to.write_all(&request).await?;
    request.clear();
    let mut executes = false;
    loop {
        let start = request.len();
        let kind = read_message(&mut from, &mut request).await?;
        executes |= is_step(&request[start..]);
        // Parse, bind, describe, execute and close come as one, up to a sync.
        if matches!(kind, b'P' | b'B' | b'D' | b'E' | b'C') {
            continue;
        }
        if let Pace::Slow(delay) = plan.move_on().await {
            tokio::time::sleep(delay).await;
        }
        match if executes { plan.next() } else { None } {
            None => to.write_all(&request).await?,
            Some(Cut::Before) => return Ok(()),
            Some(Cut::Halfway) => return to.write_all(&request[..request.len() / 2]).await,
            Some(Cut::After) => {
                unheard.store(true, Ordering::SeqCst);
                to.write_all(&request).await?;
            }
        }
        request.clear();
        executes = false;
    }
}

async fn answers(
    from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    plan: &Plan,
    unheard: &AtomicBool,
) -> io::Result<()> {
    let mut from = BufReader::new(from);
    let mut answer = Vec::new();
    loop {
        let kind = read_message(&mut from, &mut answer).await?;
        plan.move_on().await;
        if unheard.load(Ordering::SeqCst) {
            // Ready for the next query: whatever was asked is done, committed or not.
            if kind == b'Z' {
                return Ok(());
            }
        } else {
            to.write_all(&answer).await?;
        }
        answer.clear();
    }
}
