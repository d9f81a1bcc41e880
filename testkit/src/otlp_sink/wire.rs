//! As much HTTP as a collector needs.

use std::future::pending;
use std::io;
use std::sync::Arc;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::{Desk, Mood};

pub(super) async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        desk.book().connections += 1;
        let desk = Arc::clone(&desk);
        // A client that breaks off is none of the sink's business.
        connections.spawn(async move { hold(BufStream::new(stream), &desk).await });
    }
}

async fn hold(mut stream: BufStream<TcpStream>, desk: &Desk) -> io::Result<()> {
    while let Some(head) = head(&mut stream).await? {
        let mut body = vec![0; length(&head)?];
        stream.read_exact(&mut body).await?;
        let status = match desk.take(head, &body)? {
            Mood::Taking => "200 OK",
            Mood::Refusing => "503 Service Unavailable",
            Mood::Silent => pending().await,
        };
        let answer = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n");
        stream.write_all(answer.as_bytes()).await?;
        stream.flush().await?;
    }
    Ok(())
}

/// The lines of the next request up to the empty one; nothing at the end of the connection.
async fn head(stream: &mut BufStream<TcpStream>) -> io::Result<Option<String>> {
    let mut head = String::new();
    loop {
        let before = head.len();
        if stream.read_line(&mut head).await? == 0 {
            return Ok(None);
        }
        if head[before..].trim().is_empty() {
            return Ok(Some(head));
        }
    }
}

fn length(head: &str) -> io::Result<usize> {
    let of_length = |line: &str| {
        let (name, value) = line.split_once(':')?;
        let wanted = name.eq_ignore_ascii_case("content-length");
        wanted.then(|| value.trim().parse().ok())?
    };
    let missing = || io::Error::other("a request without a length");
    head.lines().find_map(of_length).ok_or_else(missing)
}
