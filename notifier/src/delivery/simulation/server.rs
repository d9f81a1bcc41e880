//! A mail server in memory. At each step of a dialogue it may refuse, have no time, hang up, fall
//! silent, take its time, or have the one die to whom it speaks; and it remembers what it took.

use std::collections::HashMap;
use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{
    AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream, DuplexStream, ReadBuf, duplex,
};
use tokio::sync::Notify;

use seatlog_testkit::Dice;

/// How much goes wrong: steps in a hundred.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weather {
    pub(crate) busy: usize,
    pub(crate) refused: usize,
    pub(crate) hung_up: usize,
    pub(crate) silent: usize,
    /// The client dies.
    pub(crate) killed: usize,
    /// The client waits until [`Server::go_on`].
    pub(crate) stalled: usize,
}

/// What a server knows of the mail that is being delivered.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Something went wrong.
    pub(crate) fault: bool,
    /// The recipient or the message was refused for good.
    pub(crate) refused: bool,
    /// It had all of the message, and did not answer.
    pub(crate) unanswered: bool,
    /// How many copies it took.
    pub(crate) taken: usize,
}

/// A mail server, as one client reaches it.
#[derive(Clone)]
pub(crate) struct Server {
    weather: Arc<Mutex<(Dice, Weather)>>,
    seen: Arc<Mutex<Seen>>,
    /// All that was taken, by whichever way.
    taken: Arc<Mutex<Vec<Vec<u8>>>>,
    /// Tells that the client is to die.
    pub(crate) kill: Arc<Notify>,
    /// Tells that the client waits.
    pub(crate) stall: Arc<Notify>,
    release: Arc<Notify>,
}

enum Fate {
    Fine,
    Busy,
    Refused,
    HungUp,
    Silent,
}

/// The client has to look for another connection.
struct Over;

impl Server {
    pub(crate) fn new(dice: Dice, weather: Weather) -> Self {
        Self {
            weather: Arc::new(Mutex::new((dice, weather))),
            seen: Arc::default(),
            taken: Arc::default(),
            kill: Arc::default(),
            stall: Arc::default(),
            release: Arc::default(),
        }
    }

    /// The same server, as another client reaches it.
    pub(crate) fn for_another(&self, dice: Dice, weather: Weather) -> Self {
        Self {
            taken: Arc::clone(&self.taken),
            ..Self::new(dice, weather)
        }
    }

    pub(crate) fn set_weather(&self, weather: Weather) {
        self.weather.lock().unwrap().1 = weather;
    }

    /// What it knows since it was last asked.
    pub(crate) fn seen(&self) -> Seen {
        std::mem::take(&mut *self.now_seen())
    }

    /// All copies that were taken, by their Message-IDs.
    pub(crate) fn copies(&self) -> HashMap<String, Vec<Vec<u8>>> {
        let mut copies: HashMap<_, Vec<_>> = HashMap::new();
        for raw in self.taken.lock().unwrap().iter() {
            let text = String::from_utf8_lossy(raw);
            let id = text
                .lines()
                .find_map(|line| line.strip_prefix("Message-ID: "));
            copies
                .entry(id.unwrap().to_owned())
                .or_default()
                .push(raw.clone());
        }
        copies
    }

    /// Whoever waits goes on.
    pub(crate) fn go_on(&self) {
        self.release.notify_one();
    }

    /// A connection to it.
    pub(crate) fn connect(&self) -> Box<Wire> {
        let (near, far) = duplex(1 << 16);
        let server = self.clone();
        tokio::spawn(async move {
            let mut session = Session {
                stream: BufStream::new(far),
                server,
            };
            // It ends when one of the two has had enough.
            drop(session.hold().await);
        });
        Box::new(Wire(near))
    }

    fn now_seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap()
    }

    async fn fate(&self) -> Fate {
        let (fate, killed, stalled) = {
            let (dice, weather) = &mut *self.weather.lock().unwrap();
            let fate = match () {
                () if dice.percent(weather.busy) => Fate::Busy,
                () if dice.percent(weather.refused) => Fate::Refused,
                () if dice.percent(weather.hung_up) => Fate::HungUp,
                () if dice.percent(weather.silent) => Fate::Silent,
                () => Fate::Fine,
            };
            (
                fate,
                dice.percent(weather.killed),
                dice.percent(weather.stalled),
            )
        };
        self.now_seen().fault |= !matches!(fate, Fate::Fine) || killed || stalled;
        if killed {
            self.kill.notify_one();
            pending::<()>().await;
        }
        if stalled {
            self.stall.notify_one();
            self.release.notified().await;
        }
        fate
    }
}

struct Session {
    stream: BufStream<DuplexStream>,
    server: Server,
}

impl Session {
    async fn hold(&mut self) -> Result<(), Over> {
        self.answer("220 here").await?;
        loop {
            let line = self.line().await?;
            match line.get(..4).unwrap_or_default() {
                "EHLO" => {
                    self.answer("250-here\r\n250 8BITMIME").await?;
                }
                "RCPT" => self.refusable("250 ok").await?,
                "DATA" => {
                    self.refusable("354 go on").await?;
                    self.take().await?;
                }
                "QUIT" => return Err(Over),
                _ => {
                    self.answer("250 ok").await?;
                }
            }
        }
    }

    /// Says yes, if nothing comes between.
    async fn answer(&mut self, yes: &str) -> Result<bool, Over> {
        let fate = self.server.fate().await;
        match fate {
            Fate::Fine => self.say(yes).await?,
            Fate::Busy => self.say("451 later").await?,
            Fate::Refused => self.say("550 never").await?,
            Fate::HungUp => return Err(Over),
            Fate::Silent => pending().await,
        }
        Ok(matches!(fate, Fate::Refused))
    }

    /// The same, where a refusal is the mail's own fault.
    async fn refusable(&mut self, yes: &str) -> Result<(), Over> {
        let refused = self.answer(yes).await?;
        self.server.now_seen().refused |= refused;
        Ok(())
    }

    /// Takes a message, or not, and says so, or not.
    async fn take(&mut self) -> Result<(), Over> {
        let raw = self.message().await?;
        let takes = self.server.weather.lock().unwrap().0.percent(50);
        // Until it is answered.
        self.server.now_seen().unanswered = true;
        if takes {
            self.keep(&raw);
        }
        let fate = self.server.fate().await;
        match fate {
            Fate::HungUp => return Err(Over),
            Fate::Silent => pending().await,
            Fate::Fine | Fate::Busy | Fate::Refused => {}
        }
        self.server.now_seen().unanswered = false;
        match fate {
            Fate::Fine if takes => self.say("250 taken").await,
            Fate::Fine => {
                self.keep(&raw);
                self.say("250 taken").await
            }
            Fate::Busy | Fate::Refused | Fate::HungUp | Fate::Silent => {
                if takes {
                    self.give_back(&raw);
                }
                let refused = matches!(fate, Fate::Refused);
                self.server.now_seen().refused |= refused;
                self.say(if refused { "552 never" } else { "452 later" })
                    .await
            }
        }
    }

    fn keep(&self, raw: &[u8]) {
        self.server.taken.lock().unwrap().push(raw.to_vec());
        self.server.now_seen().taken += 1;
    }

    fn give_back(&self, raw: &[u8]) {
        let mut taken = self.server.taken.lock().unwrap();
        let last = taken.iter().rposition(|copy| copy == raw);
        taken.remove(last.unwrap());
        self.server.now_seen().taken -= 1;
    }

    async fn message(&mut self) -> Result<Vec<u8>, Over> {
        let mut raw = String::new();
        loop {
            let line = self.line().await?;
            if line == "." {
                return Ok(raw.into_bytes());
            }
            raw += line.strip_prefix('.').unwrap_or(&line);
            raw += "\r\n";
        }
    }

    async fn line(&mut self) -> Result<String, Over> {
        let mut line = String::new();
        match self.stream.read_line(&mut line).await {
            Ok(1..) => Ok(line.trim_end_matches("\r\n").to_owned()),
            Ok(0) | Err(_) => Err(Over),
        }
    }

    async fn say(&mut self, line: &str) -> Result<(), Over> {
        let line = format!("{line}\r\n");
        self.stream
            .write_all(line.as_bytes())
            .await
            .map_err(|_| Over)?;
        self.stream.flush().await.map_err(|_| Over)
    }
}

/// A client's end of a connection.
#[derive(Debug)]
pub(crate) struct Wire(DuplexStream);

impl AsyncTokioStream for Wire {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        Ok(SocketAddr::from(([127, 0, 0, 1], 25)))
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
