//! One client's dialogue with the sink (RFC 5321, RFC 3207).

use std::future::pending;
use std::io;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;

use super::{Desk, Fault, ReceivedMail, Weather};

/// How a dialogue ended.
enum End {
    Left,
    WantsTls,
}

/// Serves a client until it leaves.
pub(super) async fn hold(stream: TcpStream, acceptor: &TlsAcceptor, desk: &Desk) -> io::Result<()> {
    let mut plain = Session::new(stream, desk, false);
    if !plain.welcome().await? {
        return Ok(());
    }
    match plain.run().await? {
        End::Left => Ok(()),
        End::WantsTls => {
            let stream = acceptor.accept(plain.stream.into_inner()).await?;
            Session::new(stream, desk, true).run().await.map(|_| ())
        }
    }
}

/// The same, encrypted before the first word.
pub(super) async fn hold_tls(
    stream: TcpStream,
    acceptor: &TlsAcceptor,
    desk: &Desk,
) -> io::Result<()> {
    let mut session = Session::new(acceptor.accept(stream).await?, desk, true);
    if !session.welcome().await? {
        return Ok(());
    }
    session.run().await.map(|_| ())
}

struct Session<'a, S: AsyncRead + AsyncWrite> {
    stream: BufStream<S>,
    desk: &'a Desk,
    encrypted: bool,
    user: Option<String>,
    from: String,
    to: Vec<String>,
    fault: Option<Fault>,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Session<'a, S> {
    fn new(stream: S, desk: &'a Desk, encrypted: bool) -> Self {
        Self {
            stream: BufStream::new(stream),
            desk,
            encrypted,
            user: None,
            from: String::new(),
            to: Vec::new(),
            fault: None,
        }
    }

    /// False: nobody is let in.
    async fn welcome(&mut self) -> io::Result<bool> {
        match self.desk.weather() {
            Weather::Down => Ok(false),
            Weather::Refusing => self.say("554 no service here").await.map(|()| false),
            Weather::Fair | Weather::Slow(_) | Weather::NotNow => {
                self.say("220 localhost sink").await.map(|()| true)
            }
        }
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        if let Weather::Slow(delay) = self.desk.weather() {
            tokio::time::sleep(delay).await;
        }
        self.stream.write_all(line.as_bytes()).await?;
        self.stream.write_all(b"\r\n").await?;
        self.stream.flush().await
    }

    async fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let read = self.stream.read_until(b'\n', &mut line).await?;
        Ok((read > 0).then_some(line))
    }

    async fn run(&mut self) -> io::Result<End> {
        while let Some(line) = self.line().await? {
            match self.desk.weather() {
                Weather::Down => return Ok(End::Left),
                Weather::Refusing => {
                    return self.say("421 closing").await.map(|()| End::Left);
                }
                Weather::Fair | Weather::Slow(_) | Weather::NotNow => {}
            }
            let line = String::from_utf8_lossy(&line).trim_end().to_owned();
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => self.greet().await?,
                "STARTTLS" => {
                    self.say("220 go ahead").await?;
                    return Ok(End::WantsTls);
                }
                "AUTH" => self.log_in(rest).await?,
                "MAIL" => {
                    if !self.mail(rest).await? {
                        return Ok(End::Left);
                    }
                }
                "RCPT" => {
                    if !self.recipient(rest).await? {
                        return Ok(End::Left);
                    }
                }
                "DATA" => {
                    if !self.data().await? {
                        return Ok(End::Left);
                    }
                }
                "RSET" => {
                    self.to.clear();
                    self.say("250 forgotten").await?;
                }
                "NOOP" => self.say("250 here").await?,
                "QUIT" => {
                    self.say("221 bye").await?;
                    return Ok(End::Left);
                }
                _ => self.say("502 unknown command").await?,
            }
        }
        Ok(End::Left)
    }

    async fn greet(&mut self) -> io::Result<()> {
        self.say("250-localhost").await?;
        self.say("250-8BITMIME").await?;
        self.say("250-SMTPUTF8").await?;
        if !self.encrypted {
            self.say("250-STARTTLS").await?;
        }
        self.say("250 AUTH PLAIN").await
    }

    /// Takes anybody who says a name; the name is kept as it came, in base64.
    async fn log_in(&mut self, rest: &str) -> io::Result<()> {
        match rest.split_once(' ') {
            Some((_, initial)) => {
                self.user = Some(initial.to_owned());
                self.say("235 welcome").await
            }
            None => self.say("504 PLAIN with an initial response only").await,
        }
    }

    /// False: the connection ends here.
    async fn mail(&mut self, rest: &str) -> io::Result<bool> {
        self.from = address(rest);
        self.to.clear();
        self.fault = self.desk.next_fault();
        match self.fault {
            Some(Fault::DropBeforeMail) => Ok(false),
            Some(Fault::Hang) => self.hang().await,
            _ => self.say("250 ok").await.map(|()| true),
        }
    }

    /// False: the connection ends here.
    async fn recipient(&mut self, rest: &str) -> io::Result<bool> {
        let not_now = self.desk.weather() == Weather::NotNow;
        let answer = match self.fault {
            Some(Fault::DropAtRecipient) => return Ok(false),
            Some(Fault::RefuseRecipient) => "550 5.1.1 no such mailbox",
            Some(Fault::FailForNow) => "451 4.3.0 try again later",
            _ if not_now => "451 4.3.0 try again later",
            _ => {
                self.to.push(address(rest));
                "250 ok"
            }
        };
        self.say(answer).await.map(|()| true)
    }

    /// False: the connection ends here.
    async fn data(&mut self) -> io::Result<bool> {
        if self.to.is_empty() {
            self.say("503 no recipient").await?;
            return Ok(true);
        }
        if self.fault == Some(Fault::DropAtData) {
            return Ok(false);
        }
        self.say("354 end with a dot").await?;
        let mut raw = Vec::new();
        loop {
            match self.line().await? {
                None => return Ok(false),
                Some(_) if self.fault == Some(Fault::DropInMessage) => return Ok(false),
                Some(line) if line == b".\r\n" => break,
                Some(line) => raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line)),
            }
        }
        let mail = ReceivedMail {
            from: self.from.clone(),
            to: std::mem::take(&mut self.to),
            raw,
            encrypted: self.encrypted,
            user: self.user.clone(),
        };
        if self.fault != Some(Fault::Forget) {
            self.desk.keep(mail);
        }
        match self.fault {
            Some(Fault::DropAfterFinalDot) => Ok(false),
            Some(Fault::HangAfterFinalDot) => self.hang().await,
            _ => self.say("250 kept").await.map(|()| true),
        }
    }

    /// Says nothing until the client leaves.
    async fn hang(&mut self) -> io::Result<bool> {
        match self.line().await? {
            None => Ok(false),
            Some(_) => pending().await,
        }
    }
}

/// The address between the angle brackets.
fn address(text: &str) -> String {
    let start = text.find('<').map_or(0, |at| at + 1);
    let end = text.find('>').unwrap_or(text.len());
    text.get(start..end).unwrap_or_default().to_owned()
}
