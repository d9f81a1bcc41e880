//! Just enough HTTP and server-sent events for one long answer.

use std::error::Error;
use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Message;

/// A connection on which messages come. Small, because there may be thousands.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    /// What came and was not looked at yet.
    raw: Vec<u8>,
    /// The inside of the chunks, as far as it belongs to no message yet.
    text: Vec<u8>,
    pub(super) received: u64,
}

pub(super) fn unexpected(what: impl Into<Box<dyn Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

impl Wire {
    pub(super) async fn open(
        server: SocketAddr,
        path: &str,
        after: Option<i64>,
    ) -> io::Result<Self> {
        let mut wire = Self {
            stream: TcpStream::connect(server).await?,
            raw: Vec::new(),
            text: Vec::new(),
            received: 0,
        };
        let after = after.map(|after| format!("last-event-id: {after}\r\n"));
        let request = format!(
            "GET {path} HTTP/1.1\r\nhost: {server}\r\naccept: text/event-stream\r\n\
             accept-encoding: gzip\r\n{}\r\n",
            after.unwrap_or_default()
        );
        wire.stream.write_all(request.as_bytes()).await?;
        let head = loop {
            if let Some(head) = take_until(&mut wire.raw, b"\r\n\r\n") {
                break String::from_utf8(head).map_err(unexpected)?;
            }
            wire.fill().await?;
        };
        let as_agreed = head
            .lines()
            .next()
            .is_some_and(|line| line.contains(" 200 "))
            && head
                .lines()
                .any(|line| line == "content-type: text/event-stream")
            && head
                .lines()
                .any(|line| line == "transfer-encoding: chunked")
            && !head.contains("content-encoding");
        match as_agreed {
            true => Ok(wire),
            false => Err(unexpected(head)),
        }
    }

    /// The next message; nothing when the answer has ended as it should. Nothing is lost when the
    /// caller stops waiting.
    pub(super) async fn message(&mut self) -> io::Result<Option<Message>> {
        loop {
            while let Some(text) = take_until(&mut self.text, b"\n\n") {
                if let Some(message) = parse(&text)? {
                    return Ok(Some(message));
                }
            }
            match self.take_chunk()? {
                Some(0) => return Ok(None),
                Some(_) => {}
                None => self.fill().await?,
            }
        }
    }

    async fn fill(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.raw).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            count => {
                self.received += count as u64;
                Ok(())
            }
        }
    }

    /// Moves a chunk that has come as a whole; tells its length.
    fn take_chunk(&mut self) -> io::Result<Option<usize>> {
        let Some(line) = find(&self.raw, b"\r\n") else {
            return Ok(None);
        };
        let length = std::str::from_utf8(&self.raw[..line]).map_err(unexpected)?;
        let length = usize::from_str_radix(length, 16).map_err(unexpected)?;
        let (begin, end) = (line + 2, line + 2 + length);
        match self.raw.get(end..end + 2) {
            None => return Ok(None),
            Some(b"\r\n") => {}
            Some(_) => return Err(unexpected("a chunk longer than it says")),
        }
        self.text.extend_from_slice(&self.raw[begin..end]);
        self.raw.drain(..end + 2);
        Ok(Some(length))
    }
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|some| some == mark)
}

/// Cuts off what goes up to a mark, and the mark.
fn take_until(bytes: &mut Vec<u8>, mark: &[u8]) -> Option<Vec<u8>> {
    let end = find(bytes, mark)? + mark.len();
    let rest = bytes.split_off(end);
    Some(std::mem::replace(bytes, rest))
}

/// A message, unless it is only a comment or says when to come again.
fn parse(text: &[u8]) -> io::Result<Option<Message>> {
    let text = std::str::from_utf8(text).map_err(unexpected)?;
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
    let Some(data) = field("data: ") else {
        return Ok(None);
    };
    let id = field("id: ").ok_or_else(|| unexpected("a message without an id"))?;
    Ok(Some(Message {
        id: id.parse().map_err(unexpected)?,
        event: field("event: ").unwrap_or("message").to_owned(),
        data: serde_json::from_str(data)?,
    }))
}
