//! What is said in words that the wire does not know.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

use super::{Cut, Pace, Plan};

/// As much as is carried at a time.
const PIECE: usize = 16 * 1024;

pub(super) async fn requests(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    plan: &Plan,
    unheard: &AtomicBool,
) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let length = from.read(&mut piece).await?;
        let request = &piece[..length];
        if request.is_empty() {
            return Ok(());
        }
        if let Pace::Slow(delay) = plan.move_on().await {
            tokio::time::sleep(delay).await;
        }
        match plan.next() {
            None => to.write_all(request).await?,
            Some(Cut::Before) => return Ok(()),
            Some(Cut::Halfway) => return to.write_all(&request[..length / 2]).await,
            Some(Cut::After) => {
                unheard.store(true, Ordering::SeqCst);
                to.write_all(request).await?;
            }
        }
    }
}

pub(super) async fn answers(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    plan: &Plan,
    unheard: &AtomicBool,
) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let length = from.read(&mut piece).await?;
        plan.move_on().await;
        if length == 0 || unheard.load(Ordering::SeqCst) {
            return Ok(());
        }
        to.write_all(&piece[..length]).await?;
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::{TcpListener, TcpStream};

    use crate::FaultyWire;

    /// A wire to a server that says back what it hears, and a connection over it.
    async fn echo() -> (FaultyWire, TcpStream, tokio::task::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let far = listener.local_addr().expect("an address").to_string();
        let heard = tokio::spawn(async move {
            let (mut near, _) = listener.accept().await.expect("somebody");
            let (mut heard, mut piece) = (Vec::new(), [0; 64]);
            while let Ok(length @ 1..) = near.read(&mut piece).await {
                heard.extend_from_slice(&piece[..length]);
                // Whoever has gone hears nothing.
                let _ = near.write_all(&piece[..length]).await;
            }
            heard
        });
        let wire = FaultyWire::plain(far).await.expect("a wire");
        let near = TcpStream::connect(wire.address()).await.expect("a way");
        (wire, near, heard)
    }

    #[tokio::test]
    async fn a_lost_reply_is_one_to_a_request_that_the_server_has_heard() {
        let (wire, mut near, heard) = echo().await;
        for request in [b"ONE.", b"TWO."] {
            let mut answer = [0; 4];
            near.write_all(request).await.expect("sent");
            near.read_exact(&mut answer).await.expect("answered");
            assert_eq!(&answer, request);
        }
        // Of three that are lost one after the other, the third one is lost in this way.
        wire.lose_one_in(1);
        near.write_all(b"LOST").await.expect("sent");
        assert_eq!(near.read(&mut [0; 4]).await.unwrap_or(0), 0);
        assert_eq!(heard.await.expect("a server"), b"ONE.TWO.LOST");
        assert_eq!(wire.cuts()[0], (crate::Cut::After, 1));
    }
}
