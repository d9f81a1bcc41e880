//! The running server: started, waited for, stopped.

use std::fs::{File, OpenOptions};
use std::net::TcpListener;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use sqlx::{ConnectOptions, Connection, PgConnection, postgres::PgConnectOptions};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::binaries::last_words;
use super::cluster::{self, Cluster, NAME};
use super::{EmbeddedError, child, keeper, lock, orphan};

/// How long a server may take to take connections: recovery after a crash can
/// be long, but not for ever.
const READY_WITHIN: Duration = Duration::from_secs(300);

/// How long to go on trying while what is left of an earlier server ends.
const FREE_WITHIN: Duration = Duration::from_secs(60);

/// Between two looks at a server that is starting.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// The longest folder in which every system can still have a socket.
const LONGEST_SOCKET_FOLDER: usize = 85;

/// What is set whatever `postgresql.conf` says. The log has what the server
/// has to say of itself, not each refused statement, which would fill the disk
/// and could hold personal data.
const SETTINGS: [&str; 11] = [
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "max_connections=100",
    "jit=off",
    "random_page_cost=1.1",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_min_messages=log",
    "log_min_error_statement=panic",
    "log_checkpoints=off",
];

/// A server that is kept running until it is told to stop, or dropped.
#[derive(Debug)]
pub(super) struct Server {
    url: String,
    stop: DropGuard,
    kept: JoinHandle<Result<(), EmbeddedError>>,
}

impl Server {
    /// Starts a server on the cluster and waits until its database is there. The lock of the data
    /// directory is released when the server has ended.
    pub(super) async fn start(cluster: Cluster, lock: File) -> Result<Self, EmbeddedError> {
        let running = Running::start(&cluster, None).await?;
        let (url, stop) = (running.url.clone(), CancellationToken::new());
        let told = stop.clone();
        let kept = tokio::spawn(async move {
            let ended = keeper::keep(cluster, running, told).await;
            lock::give_back(&lock);
            ended
        });
        Ok(Self {
            url,
            stop: stop.drop_guard(),
            kept,
        })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Ends the server after its last commit is safe, and waits for it.
    pub(super) async fn stop(self) -> Result<(), EmbeddedError> {
        drop(self.stop);
        self.kept.await.map_err(std::io::Error::other)?
    }
}

/// A server process that takes connections.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) url: String,
    pub(super) port: u16,
    pub(super) ended: oneshot::Receiver<ExitStatus>,
}

impl Running {
    /// Starts a server on the cluster and waits until its database is there; on this port, where
    /// it has one and it matters to those who know its address.
    pub(super) async fn start(cluster: &Cluster, port: Option<u16>) -> Result<Self, EmbeddedError> {
        let log = rotate_log(&cluster.home)?;
        let give_up = Instant::now() + FREE_WITHIN;
        loop {
            match Self::attempt(cluster, port, &log).await? {
                Attempt::Ready(running) => return Ok(running),
                Attempt::Ended(reason) if !is_in_the_way(&reason) || Instant::now() > give_up => {
                    return Err(EmbeddedError::NotStarted { reason, log });
                }
                Attempt::Ended(_) => tokio::time::sleep(LOOK_EVERY).await,
            }
        }
    }

    async fn attempt(
        cluster: &Cluster,
        port: Option<u16>,
        log: &Path,
    ) -> Result<Attempt, EmbeddedError> {
        orphan::clear_away(cluster)?;
        let (command, options) = prepare(cluster, port, log)?;
        let before = std::fs::metadata(log).map_or(0, |log| log.len());
        let mut ended = child::spawn(command).await?;
        let give_up = Instant::now() + READY_WITHIN;
        let refusal = loop {
            tokio::select! {
                _ = &mut ended => return Ok(Attempt::Ended(said_since(log, before))),
                answer = database(&options) => match answer {
                    Ok(url) => {
                        let port = options.get_port();
                        return Ok(Attempt::Ready(Self { url, port, ended }));
                    }
                    Err(error) if Instant::now() > give_up => break error,
                    Err(_) => tokio::time::sleep(LOOK_EVERY).await,
                },
            }
        };
        Err(refusal.into())
    }
}

enum Attempt {
    Ready(Running),
    Ended(String),
}

/// Whether the server gave up only because an earlier one has not quite ended
/// or because somebody was quicker to take the port.
fn is_in_the_way(reason: &str) -> bool {
    [
        "lock file",
        "pre-existing shared memory",
        "could not create any TCP/IP sockets",
    ]
    .iter()
    .any(|words| reason.contains(words))
}

/// The command that runs the server, and how to reach it.
fn prepare(
    cluster: &Cluster,
    port: Option<u16>,
    log: &Path,
) -> Result<(Command, PgConnectOptions), EmbeddedError> {
    let options = as_its_user(&cluster.password);
    let mut command = cluster
        .binaries
        .command("postgres", cluster.account.as_ref());
    command.arg("-D").arg(cluster.dir());
    for setting in SETTINGS {
        command.args(["-c", setting]);
    }
    let sockets = cluster.home.join("socket");
    let options = if sockets.as_os_str().len() <= LONGEST_SOCKET_FOLDER {
        cluster::private_folder(&sockets, cluster.account.as_ref())?;
        let quoted = sockets.to_string_lossy().replace('"', "\"\"");
        command.args(["-c", "listen_addresses=", "-c", "port=5432"]);
        command.args(["-c", &format!("unix_socket_directories=\"{quoted}\"")]);
        options.socket(sockets).port(5432)
    } else {
        let port = match port {
            Some(port) => port,
            None => TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port(),
        };
        command.args([
            "-c",
            "unix_socket_directories=",
            "-c",
            "listen_addresses=127.0.0.1",
        ]);
        command.args(["-c", &format!("port={port}")]);
        options.host("127.0.0.1").port(port)
    };
    let said = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(log);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    command.stderr(said.map_err(EmbeddedError::at(log))?);
    Ok((command, options))
}

/// How to log in to a private server, wherever it listens.
pub(super) fn as_its_user(password: &str) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .username(NAME)
        .password(password)
        .ssl_mode(sqlx::postgres::PgSslMode::Disable)
}

/// The address of the program's database, which is made on the first start.
async fn database(server: &PgConnectOptions) -> Result<String, sqlx::Error> {
    let mut maintenance = PgConnection::connect_with(&server.clone().database("postgres")).await?;
    let exists: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
            .bind(NAME)
            .fetch_one(&mut maintenance)
            .await?;
    if !exists {
        sqlx::query("CREATE DATABASE seatlog")
            .execute(&mut maintenance)
            .await?;
    }
    maintenance.close().await?;
    Ok(server.clone().database(NAME).to_url_lossy().into())
}

/// An empty log; what the last start said is kept beside it.
fn rotate_log(home: &Path) -> Result<PathBuf, EmbeddedError> {
    let log = home.join("server.log");
    if log.exists() {
        let previous = home.join("server.log.previous");
        std::fs::rename(&log, previous).map_err(EmbeddedError::at(&log))?;
    }
    Ok(log)
}

/// What the server said last, in the part of its log after `before` bytes.
fn said_since(log: &Path, before: u64) -> String {
    let said = std::fs::read(log).unwrap_or_default();
    let new = said
        .get(usize::try_from(before).unwrap_or(usize::MAX)..)
        .unwrap_or_default();
    last_words(&String::from_utf8_lossy(new)).unwrap_or_else(|| "it said nothing".into())
}
