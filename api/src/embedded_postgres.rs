//! A private PostgreSQL for a program that was told of none.
//!
//! The server is a child of this process. It keeps its files in the data
//! directory, can be reached from this machine only and with a generated
//! password, and syncs every commit to disk. One that is killed is started
//! again. It never outlives the program: [`EmbeddedPostgres::stop`] ends it in
//! order, and the kernel ends it when the program is killed.

mod account;
mod beside;
mod binaries;
mod child;
mod cluster;
mod error;
mod keeper;
mod lock;
mod orphan;
mod place;
mod server;

use std::fs::File;
use std::path::{Path, PathBuf};

use account::Account;
use binaries::Binaries;
use cluster::Cluster;
pub use error::EmbeddedError;
use place::Place;
use server::Server;

/// How often the server ended although nobody told it to.
pub const RESTARTS: &str = "seatlog_private_postgres_restarts_total";

/// A running private PostgreSQL server.
#[derive(Debug)]
pub struct EmbeddedPostgres {
    /// Has the lock of the data directory until its process has ended, so that
    /// two servers never meet in one folder.
    server: Server,
    notice: Option<String>,
}

impl EmbeddedPostgres {
    /// Starts the server whose files are in `data_dir`, making them first if
    /// there are none, and waits until it answers.
    pub async fn start(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let data_dir = data_dir.to_owned();
        let prepared = tokio::task::spawn_blocking(move || prepare(data_dir));
        let (cluster, notice, lock) = prepared.await.map_err(std::io::Error::other)??;
        Ok(Self {
            server: Server::start(cluster, lock).await?,
            notice,
        })
    }

    /// Where to connect: a `postgres://` address with the password in it.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// Where the server of another program is, which has this data directory: for a command that
    /// [`EmbeddedPostgres::start`] told so.
    ///
    /// # Errors
    /// The server is not ready, or its password cannot be read.
    pub fn beside(data_dir: &Path) -> Result<String, EmbeddedError> {
        let data_dir = data_dir
            .canonicalize()
            .map_err(EmbeddedError::at(data_dir))?;
        beside::url(&data_dir)
    }

    /// The line to show when the database is not in the data directory.
    pub fn notice(&self) -> Option<&str> {
        self.notice.as_deref()
    }

    /// Ends all connections, writes everything out and waits until the server
    /// has ended.
    pub async fn stop(self) -> Result<(), EmbeddedError> {
        self.server.stop().await
    }
}

/// Everything up to the start of the server itself: who it runs as, which
/// program, in which folder, with what in it.
fn prepare(data_dir: PathBuf) -> Result<(Cluster, Option<String>, File), EmbeddedError> {
    std::fs::create_dir_all(&data_dir).map_err(EmbeddedError::at(&data_dir))?;
    let data_dir = data_dir
        .canonicalize()
        .map_err(EmbeddedError::at(&data_dir))?;
    let lock = lock::take(&data_dir)?;
    let recorded = Place::recorded(&data_dir)?;
    let account = Account::for_cluster(&recorded.cluster_dir())?;
    let version = cluster::version(&recorded.cluster_dir())?;
    let binaries = Binaries::find(&data_dir, version, account.as_ref())?;
    let place = recorded.reachable_by(account.as_ref(), &binaries, &data_dir)?;
    let cluster = Cluster::open(place.home, binaries, account)?;
    Ok((cluster, place.notice, lock))
}
