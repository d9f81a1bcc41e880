//! One program per data directory.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use super::EmbeddedError;

/// Takes the data directory for this process, until it is given back or the
/// process ends, however it ends. The file tells who has it.
pub(super) fn take(data_dir: &Path) -> Result<File, EmbeddedError> {
    let path = data_dir.join("lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(EmbeddedError::at(&path))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            file.read_to_string(&mut holder)
                .map_err(EmbeddedError::at(&path))?;
            let holder = holder.trim().to_owned();
            return Err(EmbeddedError::InUse {
                data_dir: data_dir.to_owned(),
                holder,
            });
        }
        Err(TryLockError::Error(source)) => return Err(EmbeddedError::at(&path)(source)),
    }
    file.set_len(0)
        .and_then(|()| file.rewind())
        .and_then(|()| writeln!(file, "{}", std::process::id()))
        .map_err(EmbeddedError::at(&path))?;
    Ok(file)
}

/// Gives the data directory back. To close the file is not enough: a process that was forked just
/// now has it open as well, until it becomes another program.
pub(super) fn give_back(lock: &File) {
    // Where this fails, the lock ends with the last of them.
    drop(lock.unlock());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_back_is_free_even_while_another_has_the_file_open() {
        let dir = tempfile::tempdir().unwrap();
        let lock = take(dir.path()).unwrap();
        let as_after_a_fork = lock.try_clone().unwrap();
        assert!(matches!(take(dir.path()), Err(EmbeddedError::InUse { .. })));
        give_back(&lock);
        take(dir.path()).unwrap();
        drop(as_after_a_fork);
    }
}
