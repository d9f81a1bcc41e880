//! A wire between a program and PostgreSQL that breaks: before a request arrives, in the middle of
//! it, or after PostgreSQL has done what was asked and before the answer is heard.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::io::{AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::AbortHandle;

/// How a request is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// PostgreSQL never hears of it.
    Before,
    /// PostgreSQL hears half of it.
    Halfway,
    /// PostgreSQL does it; nobody hears that it did.
    After,
}

const CUTS: [Cut; 3] = [Cut::After, Cut::Before, Cut::Halfway];

/// The wire. It is taken away when this is dropped.
pub(crate) struct FaultyWire {
    options: PgConnectOptions,
    listening: AbortHandle,
    plan: Arc<Plan>,
}

/// Which requests are lost.
struct Plan {
    every: usize,
    requests: AtomicUsize,
    broken: Notify,
    cuts: [AtomicUsize; CUTS.len()],
}

impl FaultyWire {
    /// A wire to the database of `options`; of so many requests one is lost, each in another way.
    pub(crate) async fn to(options: &PgConnectOptions, every: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let near = listener.local_addr().unwrap();
        let far = format!("{}:{}", options.get_host(), options.get_port());
        let plan = Arc::new(Plan {
            every,
            requests: AtomicUsize::default(),
            broken: Notify::new(),
            cuts: Default::default(),
        });
        let listening = tokio::spawn(listen(listener, far, plan.clone())).abort_handle();
        Self {
            options: near_by(options, near),
            listening,
            plan,
        }
    }

    /// How to reach the database through it.
    pub(crate) fn options(&self) -> PgConnectOptions {
        self.options.clone()
    }

    /// Breaks all connections that are open now.
    pub(crate) fn break_now(&self) {
        self.plan.broken.notify_waiters();
    }

    /// How often it broke in each way.
    pub(crate) fn cuts(&self) -> Vec<(Cut, usize)> {
        let count = |(cut, count): (Cut, &AtomicUsize)| (cut, count.load(Ordering::Relaxed));
        CUTS.into_iter().zip(&self.plan.cuts).map(count).collect()
    }
}

impl Drop for FaultyWire {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// The same database at another address. Its bytes must be readable, to be cut in the right place.
fn near_by(options: &PgConnectOptions, at: SocketAddr) -> PgConnectOptions {
    let options = options.clone().ssl_mode(PgSslMode::Disable);
    options.host(&at.ip().to_string()).port(at.port())
}

impl Plan {
    /// What happens to the next request.
    fn next(&self) -> Option<Cut> {
        let request = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        if !request.is_multiple_of(self.every) {
            return None;
        }
        let turn = request / self.every % CUTS.len();
        self.cuts[turn].fetch_add(1, Ordering::Relaxed);
        Some(CUTS[turn])
    }
}

async fn listen(listener: TcpListener, far: String, plan: Arc<Plan>) {
    while let Ok((near, _)) = listener.accept().await {
        tokio::spawn(carry(near, far.clone(), plan.clone()));
    }
}

/// Carries one connection until it is cut or closed.
async fn carry(near: TcpStream, far: String, plan: Arc<Plan>) {
    let Ok(far) = TcpStream::connect(far).await else {
        return;
    };
    near.set_nodelay(true).unwrap();
    far.set_nodelay(true).unwrap();
    let (from_near, to_near) = near.into_split();
    let (from_far, to_far) = far.into_split();
    let unheard = AtomicBool::new(false);
    // Whichever way ends first takes the other one with it.
    tokio::select! {
        _ = requests(from_near, to_far, &plan, &unheard) => {}
        _ = answers(from_far, to_near, &unheard) => {}
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
    to.write_all(&request).await?;
    request.clear();
    let mut executes = false;
    loop {
        let kind = read_message(&mut from, &mut request).await?;
        executes |= kind == b'E';
        // Parse, bind, describe, execute and close come as one, up to a sync.
        if matches!(kind, b'P' | b'B' | b'D' | b'E' | b'C') {
            continue;
        }
        match plan.next_if(executes) {
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

impl Plan {
    fn next_if(&self, executes: bool) -> Option<Cut> {
        if executes { self.next() } else { None }
    }
}

async fn answers(
    from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    unheard: &AtomicBool,
) -> io::Result<()> {
    let mut from = BufReader::new(from);
    let mut answer = Vec::new();
    loop {
        let kind = read_message(&mut from, &mut answer).await?;
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

/// Reads a message of PostgreSQL's protocol: a byte for its kind, its length, its content.
async fn read_message(from: &mut BufReader<OwnedReadHalf>, into: &mut Vec<u8>) -> io::Result<u8> {
    let kind = from.read_u8().await?;
    into.push(kind);
    read_rest(from, into).await?;
    Ok(kind)
}

/// Reads a length, which counts itself, and what it is the length of.
async fn read_rest(from: &mut BufReader<OwnedReadHalf>, into: &mut Vec<u8>) -> io::Result<()> {
    let length = from.read_u32().await?;
    into.extend_from_slice(&length.to_be_bytes());
    let start = into.len();
    into.resize(start + length as usize - 4, 0);
    from.read_exact(&mut into[start..]).await?;
    Ok(())
}
