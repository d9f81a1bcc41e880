//! A mail server that keeps what it is given.
//!
//! It speaks real SMTP on a port of its own: EHLO, STARTTLS with a certificate made at start,
//! AUTH, MAIL, RCPT, DATA, RSET, NOOP, QUIT. What it should do wrong is queued, one fault for each
//! mail that comes; or it is so for all who come, for a while (`Weather`).

mod certificate;
mod dialogue;

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_rustls::TlsAcceptor;

use certificate::SelfSigned;

/// What goes wrong with a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// `550` to RCPT: there is no such mailbox.
    RefuseRecipient,
    /// `451` to RCPT: not now.
    FailForNow,
    /// The mail is kept, but the connection ends before it is acknowledged.
    DropAfterFinalDot,
    /// The connection ends at MAIL.
    DropBeforeMail,
    /// The connection ends at RCPT.
    DropAtRecipient,
    /// The connection ends at DATA.
    DropAtData,
    /// The connection ends in the middle of the message.
    DropInMessage,
    /// No answer to MAIL, and no end of the connection, until the client leaves.
    Hang,
    /// The mail is kept, but is never acknowledged, until the client leaves.
    HangAfterFinalDot,
    /// The mail is acknowledged, and not kept: what no mail server may do.
    Forget,
}

/// How it goes for everybody who comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weather {
    /// As it should.
    #[default]
    Fair,
    /// No connection is of any use: each ends at once, or at the next word.
    Down,
    /// Each answer takes so long.
    Slow(Duration),
    /// `554` for a greeting, and `421` to those who are there already.
    Refusing,
    /// `451` to every RCPT.
    NotNow,
}

/// A mail as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceivedMail {
    /// The address in MAIL.
    pub from: String,
    /// The addresses in RCPT.
    pub to: Vec<String>,
    /// The message, without the dots that SMTP adds.
    pub raw: Vec<u8>,
    /// Whether it came encrypted.
    pub encrypted: bool,
    /// The user who had logged in.
    pub user: Option<String>,
}

#[derive(Debug, Default)]
struct Book {
    received: Vec<ReceivedMail>,
    faults: VecDeque<Fault>,
    weather: Weather,
    connections: usize,
}

/// What the sink and its connections share.
#[derive(Debug)]
struct Desk {
    book: Mutex<Book>,
    changed: watch::Sender<()>,
}

impl Desk {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, mail: ReceivedMail) {
        self.book().received.push(mail);
        self.changed.send_replace(());
    }

    fn next_fault(&self) -> Option<Fault> {
        self.book().faults.pop_front()
    }

    fn weather(&self) -> Weather {
        self.book().weather
    }
}

/// A running mail server; it stops when this is dropped.
#[derive(Debug)]
pub struct SmtpSink {
    address: SocketAddr,
    certificate_pem: String,
    desk: Arc<Desk>,
    server: JoinHandle<()>,
}

impl SmtpSink {
    /// Starts a server on a free port of 127.0.0.1.
    ///
    /// # Panics
    /// If there is no free port: then no test can go on.
    pub async fn start() -> Self {
        Self::bind(Encryption::OnDemand)
            .await
            .expect("the mail sink starts")
    }

    /// The same for `smtps://`: encrypted from the first byte.
    ///
    /// # Panics
    /// As [`Self::start`].
    pub async fn start_tls() -> Self {
        Self::bind(Encryption::FromTheStart)
            .await
            .expect("the mail sink starts")
    }

    async fn bind(encryption: Encryption) -> io::Result<Self> {
        let SelfSigned { pem, acceptor } = certificate::make()?;
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let desk = Arc::new(Desk {
            book: Mutex::default(),
            changed: watch::Sender::new(()),
        });
        Ok(Self {
            address: listener.local_addr()?,
            certificate_pem: pem,
            desk: Arc::clone(&desk),
            server: tokio::spawn(serve(listener, encryption, acceptor, desk)),
        })
    }

    /// An `SMTP_URL` without encryption.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The certificate, for `localhost` and 127.0.0.1, that a client must trust for STARTTLS.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }

    /// Queues a fault: it happens to the next mail that has none queued before it.
    pub fn queue(&self, fault: Fault) {
        self.desk.book().faults.push_back(fault);
    }

    /// From now on it goes so for everybody who comes.
    pub fn set_weather(&self, weather: Weather) {
        self.desk.book().weather = weather;
    }

    /// Queued faults that have happened to nobody yet are taken back.
    pub fn clear_faults(&self) {
        self.desk.book().faults.clear();
    }

    /// All mails so far, in the order in which they came.
    pub fn received(&self) -> Vec<ReceivedMail> {
        self.desk.book().received.clone()
    }

    /// How many connections there have been.
    pub fn connections(&self) -> usize {
        self.desk.book().connections
    }

    /// Waits for the first `n` mails; returns all that have come then.
    ///
    /// # Panics
    /// If they have not come in time.
    pub async fn wait_for(&self, n: usize, deadline: Duration) -> Vec<ReceivedMail> {
        let end = Instant::now() + deadline;
        let mut changed = self.desk.changed.subscribe();
        loop {
            let received = self.received();
            if received.len() >= n {
                return received;
            }
            let news = tokio::time::timeout_at(end, changed.changed()).await;
            assert!(
                news.is_ok(),
                "{} of {n} mails in {deadline:?}",
                received.len()
            );
        }
    }
}

impl Drop for SmtpSink {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// When a connection is encrypted.
#[derive(Debug, Clone, Copy)]
enum Encryption {
    OnDemand,
    FromTheStart,
}

async fn serve(
    listener: TcpListener,
    encryption: Encryption,
    acceptor: TlsAcceptor,
    desk: Arc<Desk>,
) {
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        desk.book().connections += 1;
        let (acceptor, desk) = (acceptor.clone(), Arc::clone(&desk));
        connections.spawn(async move {
            // A client that breaks off is none of the sink's business.
            let _ = match encryption {
                Encryption::OnDemand => dialogue::hold(stream, &acceptor, &desk).await,
                Encryption::FromTheStart => dialogue::hold_tls(stream, &acceptor, &desk).await,
            };
        });
    }
}
