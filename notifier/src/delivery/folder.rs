//! Mails as files, for when there is no mail server.

use std::io;
use std::path::Path;

use tokio::fs;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// Writes `<id>.eml`. The file appears whole or not at all.
pub(super) async fn write(folder: &Path, id: Uuid, message: &[u8]) -> io::Result<()> {
    fs::create_dir_all(folder).await?;
    let unfinished = folder.join(unfinished(id));
    let mut file = fs::File::create(&unfinished).await?;
    file.write_all(message).await?;
    file.sync_all().await?;
    drop(file);
    fs::rename(&unfinished, folder.join(finished(id))).await
}

fn finished(id: Uuid) -> String {
    format!("{id}.eml")
}

fn unfinished(id: Uuid) -> String {
    format!(".{id}.part")
}

/// The mails that the folder has files of, finished or not; none where there is no folder.
pub(crate) async fn mails(folder: &Path) -> io::Result<Vec<Uuid>> {
    let mut entries = match fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut mails = Vec::new();
    while let Some(entry) = entries.next_entry().await? {
        let name = entry.file_name();
        let name = name.to_str().unwrap_or_default();
        let id = name
            .strip_suffix(".eml")
            .or_else(|| name.strip_prefix('.')?.strip_suffix(".part"));
        mails.extend(id.and_then(|id| id.parse::<Uuid>().ok()));
    }
    Ok(mails)
}

/// Deletes what was written of a mail.
pub(crate) async fn delete(folder: &Path, id: Uuid) -> io::Result<()> {
    for name in [finished(id), unfinished(id)] {
        match fs::remove_file(folder.join(name)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
