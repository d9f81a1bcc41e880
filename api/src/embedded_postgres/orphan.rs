//! What an earlier server left behind.

use std::fs;
use std::path::Path;

use super::EmbeddedError;
use super::cluster::Cluster;

/// Ends the cluster's server, after its last commit is safe.
pub(super) fn shut_down(cluster: &Cluster) -> Result<(), EmbeddedError> {
    cluster
        .binaries
        .run("pg_ctl", cluster.account.as_ref(), |pg_ctl| {
            pg_ctl.args([
                "stop",
                "--silent",
                "--mode",
                "fast",
                "--wait",
                "--timeout",
                "60",
            ]);
            pg_ctl.arg("--pgdata").arg(cluster.dir());
        })
}

/// Makes room for a new server: ends the one of a program that was killed, and
/// removes the note of one that is gone.
///
/// We hold the data directory's lock, so no living program owns that server.
/// The note names a process by its number, which another process may have by
/// now, after a reboot or in a container: PostgreSQL would take that one for a
/// server and refuse to start.
pub(super) fn clear_away(cluster: &Cluster) -> Result<(), EmbeddedError> {
    let folder = cluster.dir();
    let note = folder.join("postmaster.pid");
    let Ok(text) = fs::read_to_string(&note) else {
        return Ok(());
    };
    let process = text.lines().next().unwrap_or_default().trim();
    if Path::new("/proc/self").exists() && !works_in(process, &folder) {
        return remove(&note);
    }
    match shut_down(cluster) {
        Err(error) if note.exists() && works_in(process, &folder) => Err(error),
        // It was on its way out meanwhile; killed, it has left its note.
        Err(_) => remove(&note),
        Ok(()) => Ok(()),
    }
}

/// Whether the process has this working folder, as a cluster's server does.
fn works_in(process: &str, folder: &Path) -> bool {
    fs::read_link(Path::new("/proc").join(process).join("cwd")).is_ok_and(|cwd| cwd == folder)
}

fn remove(note: &Path) -> Result<(), EmbeddedError> {
    match fs::remove_file(note) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(EmbeddedError::at(note)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}
