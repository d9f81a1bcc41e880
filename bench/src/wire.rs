//! HTTP/1.1 by hand: one request after the other on a connection that stays open. It does no more
//! than a load needs, so that the machine's time goes to the server that is measured.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// More header lines than the server sends.
const HEADERS: usize = 32;

/// A connection that stays open.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    request: Vec<u8>,
    received: Vec<u8>,
}

/// What the server said.
#[derive(Debug)]
pub(crate) struct Answer<'a> {
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: &'a [u8],
}

impl Answer<'_> {
    /// The body, if the status is the one that was expected.
    ///
    /// # Errors
    /// Another status; the error tells the body.
    pub(crate) fn expect(&self, status: u16) -> Result<&[u8]> {
        let said = String::from_utf8_lossy(self.body);
        ensure!(
            self.status == status,
            "{}, not {status}: {said}",
            self.status
        );
        Ok(self.body)
    }
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await.context("connecting")?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            request: Vec::with_capacity(2_048),
            received: Vec::with_capacity(4_096),
        })
    }

    /// Sends a POST with a JSON body. `head` is what [`head`] made.
    pub(crate) async fn post(&mut self, head: &str, body: &[u8]) -> Result<Answer<'_>> {
        self.request.clear();
        self.request.extend_from_slice(head.as_bytes());
        let rest = format!(
            "content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.request.extend_from_slice(rest.as_bytes());
        self.request.extend_from_slice(body);
        self.exchange().await
    }

    /// Sends a GET or DELETE.
    pub(crate) async fn ask(&mut self, head: &str) -> Result<Answer<'_>> {
        self.request.clear();
        self.request.extend_from_slice(head.as_bytes());
        self.request.extend_from_slice(b"\r\n");
        self.exchange().await
    }

    async fn exchange(&mut self) -> Result<Answer<'_>> {
        self.stream.write_all(&self.request).await?;
        self.received.clear();
        loop {
            if let Some(Head {
                status,
                begins,
                length,
            }) = read_head(&self.received)?
            {
                let ends = begins + length;
                while self.received.len() < ends {
                    self.receive().await?;
                }
                ensure!(self.received.len() == ends, "more came than one answer");
                let body = &self.received[begins..ends];
                return Ok(Answer { status, body });
            }
            self.receive().await?;
        }
    }

    /// Sends a GET whose answer does not end, and gives the stream away behind its head; with it
    /// comes what had arrived already.
    pub(crate) async fn follow(mut self, head: &str) -> Result<(TcpStream, Vec<u8>)> {
        self.stream
            .write_all(format!("{head}\r\n").as_bytes())
            .await?;
        loop {
            self.receive().await?;
            let end = self.received.windows(4).position(|at| at == b"\r\n\r\n");
            if let Some(end) = end {
                ensure!(
                    self.received.starts_with(b"HTTP/1.1 200"),
                    "the stream was refused"
                );
                return Ok((self.stream, self.received.split_off(end + 4)));
            }
        }
    }

    async fn receive(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.received).await?;
        ensure!(read > 0, "the server closed the connection");
        Ok(())
    }
}

/// The first lines of a request: method, path and who asks.
pub(crate) fn head(method: &str, path: &str, token: &str) -> String {
    format!("{method} /api/v1{path} HTTP/1.1\r\nhost: bench\r\nauthorization: Bearer {token}\r\n")
}

struct Head {
    status: u16,
    begins: usize,
    length: usize,
}

/// The head of an answer, once all of it has come.
fn read_head(received: &[u8]) -> Result<Option<Head>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut answer = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(begins) = answer.parse(received)? else {
        return Ok(None);
    };
    let status = answer.code.context("an answer without a status")?;
    let named = |name: &str| {
        let found = answer
            .headers
            .iter()
            .find(|it| it.name.eq_ignore_ascii_case(name));
        found.map(|header| header.value)
    };
    let length = match named("content-length") {
        Some(value) => std::str::from_utf8(value)?.parse()?,
        None if status == 204 => 0,
        None => bail!("an answer without a length"),
    };
    Ok(Some(Head {
        status,
        begins,
        length,
    }))
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    /// A server that answers two requests with these pieces each, one write a piece.
    async fn answering(pieces: &'static [&'static str]) -> Connection {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            for _ in 0..2 {
                let mut request = [0; 4_096];
                assert!(stream.read(&mut request).await.unwrap() > 0);
                for piece in pieces {
                    stream.write_all(piece.as_bytes()).await.unwrap();
                    stream.flush().await.unwrap();
                    tokio::task::yield_now().await;
                }
            }
        });
        Connection::open(address).await.unwrap()
    }

    #[tokio::test]
    async fn an_answer_in_pieces_is_put_together_and_the_connection_used_again() {
        let pieces = &[
            "HTTP/1.1 201 Created\r\nContent-",
            "Length: 5\r\n\r\nhe",
            "llo",
        ];
        let mut connection = answering(pieces).await;
        for _ in 0..2 {
            let answer = connection
                .post(&head("POST", "/x", "t"), b"{}")
                .await
                .unwrap();
            assert_eq!(answer.expect(201).unwrap(), b"hello");
        }
    }

    #[tokio::test]
    async fn another_status_is_an_error_that_tells_what_was_said() {
        let pieces = &["HTTP/1.1 409 Conflict\r\ncontent-length: 4\r\n\r\ntook"];
        let mut connection = answering(pieces).await;
        let answer = connection
            .post(&head("POST", "/x", "t"), b"{}")
            .await
            .unwrap();
        let error = answer.expect(201).unwrap_err().to_string();
        assert!(error.contains("409") && error.contains("took"), "{error}");
    }

    #[tokio::test]
    async fn an_answer_without_a_length_or_with_too_many_bytes_is_refused() {
        for pieces in [
            &["HTTP/1.1 200 OK\r\n\r\nhello"],
            &["HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhello"],
        ] {
            let mut connection = answering(pieces).await;
            assert!(
                connection
                    .post(&head("POST", "/x", "t"), b"{}")
                    .await
                    .is_err()
            );
        }
    }
}
