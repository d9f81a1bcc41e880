//! A small disk for PostgreSQL: a tmpfs in a mount namespace of its own, which a shell holds.
//!
//! The shell waits for the end of its input, so for the end of this program, however it ends. Then
//! it ends everybody who uses the disk, and with the last one the disk is gone.

use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result};
use rustix::fs::{FallocateFlags, fallocate, statvfs};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};

/// Said where nothing may be mounted.
pub(crate) const LEFT_OUT: &str =
    "the disk of postgres was not filled: a file system can be mounted by root only";

/// Mounts, says so, waits, ends the others in its namespace.
const HOLD: &str = r#"
mount -t tmpfs -o "size=$2m,mode=0755" seatlog-soak "$1" || exit
echo mounted
cat > /dev/null
mine=$(readlink /proc/self/ns/mnt)
for process in /proc/[0-9]*; do
  id=${process#/proc/}
  [ "$id" = $$ ] || [ "$(readlink "$process/ns/mnt")" != "$mine" ] || kill -9 "$id"
done 2> /dev/null
"#;

/// A path as it is in the mount namespace of a process.
pub(super) fn inside(process: u32, path: &Path) -> PathBuf {
    let root = PathBuf::from(format!("/proc/{process}/root"));
    root.join(path.strip_prefix("/").unwrap_or(path))
}

/// The disk.
#[derive(Debug)]
pub(super) struct Disk {
    holder: u32,
    ballast: PathBuf,
    /// The shell ends when this does.
    _input: ChildStdin,
    _shell: Child,
}

impl Disk {
    /// A disk of so many MiB in place of an empty folder; nothing, if that is not allowed.
    pub(super) async fn mount(home: &Path, size_mib: u64) -> Result<Option<Self>> {
        let shell = Command::new("unshare")
            .args(["--mount", "sh", "-c", HOLD, "sh"])
            .arg(home)
            .arg(size_mib.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            // Ctrl-C is for this program alone.
            .process_group(0)
            .spawn();
        let Ok(mut shell) = shell else {
            return Ok(None);
        };
        let said = shell.stdout.take().context("a shell without output")?;
        let said = BufReader::new(said).lines().next_line().await?;
        if said.as_deref() != Some("mounted") {
            return Ok(None);
        }
        let holder = shell.id().context("a shell that has ended")?;
        Ok(Some(Self {
            holder,
            ballast: inside(holder, home).join("ballast"),
            _input: shell.stdin.take().context("a shell without input")?,
            _shell: shell,
        }))
    }

    /// In whose mount namespace it is.
    pub(super) fn holder(&self) -> u32 {
        self.holder
    }

    /// Takes what is free.
    pub(super) fn fill(&self) -> Result<()> {
        let ballast = File::create(&self.ballast)?;
        let disk = statvfs(&self.ballast)?;
        let (mut taken, mut piece) = (0, disk.f_bavail * disk.f_frsize);
        // PostgreSQL takes and frees some meanwhile.
        while piece >= disk.f_frsize {
            match fallocate(&ballast, FallocateFlags::empty(), taken, piece) {
                Ok(()) => taken += piece,
                Err(rustix::io::Errno::NOSPC) => piece /= 2,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Gives it back.
    pub(super) fn free(&self) -> Result<()> {
        match fs::remove_file(&self.ballast) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}
