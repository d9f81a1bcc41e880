//! Why the private PostgreSQL could not be had.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why the private PostgreSQL did not start or stop; each reads as one line
/// that says what to do.
#[derive(Debug, Error)]
pub enum EmbeddedError {
    /// A second program was started on the same data directory.
    #[error("another seatlog (process {holder}) is running on {}; stop it or set another DATA_DIR", .data_dir.display())]
    InUse {
        /// The data directory.
        data_dir: PathBuf,
        /// The process that has it.
        holder: String,
    },
    /// A program has the data directory, but its server takes no connections yet, or just now.
    #[error("the seatlog that runs on {} has no database to offer yet: try again", .data_dir.display())]
    NotYet {
        /// The data directory.
        data_dir: PathBuf,
    },
    /// No usable PostgreSQL programs.
    #[error(
        "no PostgreSQL {wanted} found (looked for initdb, pg_ctl and postgres in {places}): \
         install one (Debian, Ubuntu: apt-get install postgresql) or set DATABASE_URL"
    )]
    NotInstalled {
        /// Which versions will do.
        wanted: String,
        /// Where it was looked for.
        places: String,
    },
    /// The files were made by another major version than any that is installed.
    #[error(
        "the database in {} was made by PostgreSQL {made_by}, but only {installed} is installed: \
         install PostgreSQL {made_by} or set another DATA_DIR", .cluster.display()
    )]
    OtherVersion {
        /// The folder with the database's files.
        cluster: PathBuf,
        /// The major version that made it.
        made_by: u32,
        /// The major versions at hand.
        installed: String,
    },
    /// The files belong to somebody else.
    #[error("the database in {} belongs to another user (uid {owner}): start as that user or set another DATA_DIR", .cluster.display())]
    OtherOwner {
        /// The folder with the database's files.
        cluster: PathBuf,
        /// Its owner.
        owner: u32,
    },
    /// PostgreSQL refuses to run as root, and there is nobody else to run it.
    #[error(
        "PostgreSQL does not run as root, and this system has neither a user postgres nor nobody: create one or set DATABASE_URL"
    )]
    NoAccount,
    /// The database's files were closed to the user that owns them.
    #[error("user {account} can no longer reach the database in {}: open the folders above it to that user", .home.display())]
    Unreachable {
        /// Who runs the server.
        account: String,
        /// The folder that it cannot enter.
        home: PathBuf,
    },
    /// One of PostgreSQL's programs failed.
    #[error("{program} failed: {reason}")]
    Program {
        /// Its name.
        program: &'static str,
        /// The last thing it said.
        reason: String,
    },
    /// The server ended or stayed silent instead of taking connections.
    #[error("the private PostgreSQL did not start: {reason} (its log: {})", .log.display())]
    NotStarted {
        /// The last thing it said.
        reason: String,
        /// Where all of it can be read.
        log: PathBuf,
    },
    /// A file or folder could not be used.
    #[error("{}: {source}", .path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The system could not do something that has no file to name.
    #[error("the private PostgreSQL could not be run: {0}")]
    System(#[from] std::io::Error),
    /// The server runs, but did not do as asked.
    #[error("the private PostgreSQL could not be set up: {0}")]
    Database(#[from] sqlx::Error),
}

impl EmbeddedError {
    /// Names the file at which something went wrong.
    pub(super) fn at(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
