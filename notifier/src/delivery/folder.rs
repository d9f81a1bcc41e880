//! Mails as files, for when there is no mail server.

use std::io;
use std::path::Path;

use tokio::fs;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Writes `<id>.eml`. The file appears whole or not at all.
pub(super) async fn write(folder: &Path, id: Uuid, message: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder).await?;
    let unfinished = folder.join(format!(".{id}.part"));
    let mut file = fs::File::create(&unfinished).await?;
    file.write_all(message).await?;
    file.sync_all().await?;
    drop(file);
    fs::rename(&unfinished, folder.join(format!("{id}.eml"))).await
}
