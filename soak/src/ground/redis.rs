//! As much of Redis as a run asks for.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;
use tokio::time::timeout;
use uuid::Uuid;

/// How long it may take to answer.
const ANSWER_TIME: Duration = Duration::from_secs(10);

/// It forgets everything.
pub(super) async fn flush(redis: SocketAddr) -> io::Result<()> {
    ask(redis, "FLUSHALL").await.map(drop)
}

/// The node in whose name an event is locked.
pub(crate) async fn owner(redis: SocketAddr, event: Uuid) -> io::Result<Option<Uuid>> {
    let held = ask(redis, &format!("GET lock:event:{event}")).await?;
    let node = held.split(' ').next().unwrap_or_default();
    Ok(node.parse().ok())
}

/// One command in a line, and its answer: the text itself, of a text, or what stands for it.
async fn ask(redis: SocketAddr, command: &str) -> io::Result<String> {
    let dialogue = async {
        let mut stream = BufStream::new(TcpStream::connect(redis).await?);
        stream
            .write_all(format!("{command}\r\n").as_bytes())
            .await?;
        stream.flush().await?;
        let mut answer = String::new();
        stream.read_line(&mut answer).await?;
        if answer.starts_with('$') && !answer.starts_with("$-1") {
            answer.clear();
            stream.read_line(&mut answer).await?;
        }
        Ok(answer.trim_end().to_owned())
    };
    timeout(ANSWER_TIME, dialogue).await?
}
