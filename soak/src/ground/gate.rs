//! A gate on the way from a process to a server, or from people to a node: it can hold back what is
//! asked or what is answered, lead elsewhere, be slow, and break connections. It knows nothing of
//! what it lets pass.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::{AbortHandle, yield_now};
use tokio::time::sleep;

use crate::fault::Part;

/// From where, and to where; from a node to itself: the way of people to it.
pub(crate) type Way = (Part, Part);

/// All gates of a ground.
pub(super) type Gates = BTreeMap<Way, Gate>;

/// What the connection that appends to the log says of itself when it begins.
const WRITER: &[u8] = b"seatlog writer";

/// What passes a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Line {
    /// Appends to the log.
    Appends,
    /// What PostgreSQL answers to them.
    Appended,
    /// What is asked on any other connection.
    Requests,
    /// What is answered there.
    Answers,
}

/// The gate. It is taken away when this is dropped.
#[derive(Debug)]
pub(crate) struct Gate {
    address: SocketAddr,
    listening: AbortHandle,
    keeper: Arc<Keeper>,
}

#[derive(Debug)]
struct Keeper {
    far: watch::Sender<SocketAddr>,
    shut: watch::Sender<BTreeSet<Line>>,
    delay: watch::Sender<Duration>,
    broken: Notify,
    /// How many pieces wait.
    held: AtomicUsize,
    /// How many of those that wait may pass all the same.
    exceptions: Semaphore,
    /// How many have.
    passed: AtomicUsize,
}

impl Gate {
    pub(super) async fn to(far: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let keeper = Arc::new(Keeper {
            far: watch::Sender::new(far),
            shut: watch::Sender::default(),
            delay: watch::Sender::default(),
            broken: Notify::new(),
            held: AtomicUsize::default(),
            exceptions: Semaphore::new(0),
            passed: AtomicUsize::default(),
        });
        Ok(Self {
            address: listener.local_addr()?,
            listening: tokio::spawn(listen(listener, keeper.clone())).abort_handle(),
            keeper,
        })
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on connections lead there; those that are open end.
    pub(crate) fn lead_to(&self, far: SocketAddr) {
        self.keeper.far.send_replace(far);
        self.break_now();
    }

    /// Nothing passes on this line any more; it waits.
    pub(crate) fn shut(&self, line: Line) {
        self.keeper.exceptions.forget_permits(usize::MAX);
        self.keeper.shut.send_if_modified(|shut| shut.insert(line));
    }

    /// Everything passes on this line, also what has waited.
    pub(crate) fn open(&self, line: Line) {
        self.keeper.shut.send_if_modified(|shut| shut.remove(&line));
    }

    /// How many pieces wait.
    pub(crate) fn held(&self) -> usize {
        self.keeper.held.load(Ordering::SeqCst)
    }

    /// One of the pieces that wait passes; returns when it has.
    pub(crate) async fn let_one_pass(&self) {
        let passed = || self.keeper.passed.load(Ordering::SeqCst);
        let before = passed();
        self.keeper.exceptions.add_permits(1);
        while passed() == before {
            yield_now().await;
        }
    }

    /// From now on each piece takes so long, in each direction.
    pub(crate) fn slow_down(&self, delay: Duration) {
        self.keeper.delay.send_replace(delay);
    }

    /// All connections end. What waits is lost.
    pub(crate) fn break_now(&self) {
        self.keeper.broken.notify_waiters();
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Keeper {
    /// Waits until a piece may pass.
    async fn pass(&self, line: Line) {
        let delay = *self.delay.borrow();
        if !delay.is_zero() {
            sleep(delay).await;
        }
        if !self.shut.borrow().contains(&line) {
            return;
        }
        let held = Held::one_more(&self.held);
        let mut shut = self.shut.subscribe();
        tokio::select! {
            // The gate outlives its connections or takes them with it.
            _ = shut.wait_for(|shut| !shut.contains(&line)) => {}
            exception = self.exceptions.acquire() => {
                if let Ok(exception) = exception {
                    exception.forget();
                    drop(held);
                    self.passed.fetch_add(1, Ordering::SeqCst);
                }
            }
        }
    }
}

/// A piece that waits, for as long as it does.
struct Held<'a>(&'a AtomicUsize);

impl<'a> Held<'a> {
    fn one_more(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

async fn listen(listener: TcpListener, keeper: Arc<Keeper>) {
    while let Ok((near, _)) = listener.accept().await {
        let keeper = keeper.clone();
        tokio::spawn(async move {
            tokio::select! {
                // What waits when connections break must not pass, whatever is opened then.
                biased;
                () = keeper.broken.notified() => {}
                _ = carry(near, &keeper) => {}
            }
        });
    }
}

/// Carries one connection until one side closes it.
async fn carry(near: TcpStream, keeper: &Keeper) -> io::Result<()> {
    let address = *keeper.far.borrow();
    let far = TcpStream::connect(address).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let mut first = vec![0; 16 * 1024];
    let length = from_near.read(&mut first).await?;
    first.truncate(length);
    let is_writer = first.windows(WRITER.len()).any(|it| it == WRITER);
    let (asked, answered) = match is_writer {
        true => (Line::Appends, Line::Appended),
        false => (Line::Requests, Line::Answers),
    };
    keeper.pass(asked).await;
    to_far.write_all(&first).await?;
    tokio::select! {
        ended = copy(&mut from_near, &mut to_far, (keeper, asked)) => ended,
        ended = copy(&mut from_far, &mut to_near, (keeper, answered)) => ended,
    }
}

async fn copy(
    from: &mut OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    (keeper, line): (&Keeper, Line),
) -> io::Result<()> {
    let mut piece = vec![0; 64 * 1024];
    loop {
        let length = from.read(&mut piece).await?;
        if length == 0 {
            return Ok(());
        }
        keeper.pass(line).await;
        to.write_all(&piece[..length]).await?;
    }
}
