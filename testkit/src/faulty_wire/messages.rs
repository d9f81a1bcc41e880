//! Messages of PostgreSQL's protocol: a byte for the kind, a length, the content.

use std::io;

use tokio::io::{AsyncReadExt, BufReader};
use tokio::net::tcp::OwnedReadHalf;

/// Reads a message; tells its kind.
pub(super) async fn read_message(
    from: &mut BufReader<OwnedReadHalf>,
    into: &mut Vec<u8>,
) -> io::Result<u8> {
    let kind = from.read_u8().await?;
    into.push(kind);
    read_rest(from, into).await?;
    Ok(kind)
}

/// Reads a length, which counts itself, and what it is the length of.
pub(super) async fn read_rest(
    from: &mut BufReader<OwnedReadHalf>,
    into: &mut Vec<u8>,
) -> io::Result<()> {
    let length = from.read_u32().await?;
    into.extend_from_slice(&length.to_be_bytes());
    let start = into.len();
    let content = (length as usize).checked_sub(4);
    let content = content.ok_or(io::ErrorKind::InvalidData)?;
    into.resize(start + content, 0);
    from.read_exact(&mut into[start..]).await?;
    Ok(())
}

/// Whether a message does something that can be lost: it executes a statement, or commits a
/// transaction.
pub(super) fn is_step(message: &[u8]) -> bool {
    match message {
        [b'E', ..] => true,
        [b'Q', _, _, _, _, text @ ..] => text.starts_with(b"COMMIT"),
        _ => false,
    }
}
