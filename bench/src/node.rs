//! The program under load: the release binary, as it is deployed, in a process of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use seatlog::settings::TABLE;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::cpu::Process;
use crate::ground::{Database, Ground};
use crate::world::SECRET;

/// How long a node may take to start or to stop.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running node of Seatlog.
pub(crate) struct Node {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    child: Child,
    pid: u32,
}

/// What a node runs on besides PostgreSQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Setup {
    /// Nothing else: it is the only node.
    Alone,
    /// Redis and NATS, shared with other nodes.
    Shared,
}

impl Node {
    /// Starts a node with some roles, and waits until it takes requests.
    pub(crate) async fn start(
        ground: &Ground,
        database: &Database,
        setup: Setup,
        roles: &str,
    ) -> Result<Self> {
        let program = program()?;
        let mut command = Command::new(&program);
        for (name, _, _) in TABLE {
            command.env_remove(name);
        }
        if setup == Setup::Shared {
            command.env("REDIS_URL", ground.redis_url());
            command.env("NATS_URL", ground.nats_url());
        }
        let mut child = command
            .args(["serve", "--roles", roles])
            // No settings file of whoever measures.
            .current_dir(ground.folder())
            .env("DATABASE_URL", database.url.as_str())
            .env("DATA_DIR", ground.folder().join("node"))
            .env("BIND", "127.0.0.1:0")
            .env("JWT_SECRET", SECRET)
            .env("RATE_LIMITS", "off")
            .env("RUST_LOG", "warn")
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let stdout = child.stdout.take().context("its output")?;
        let mut lines = BufReader::new(stdout).lines();
        let opened = async {
            while let Some(line) = lines.next_line().await? {
                if let Some((_, rest)) = line.split_once("listening on ") {
                    let address = rest.split([',', ')', ' ']).next().unwrap_or_default();
                    return Ok::<SocketAddr, anyhow::Error>(address.parse()?);
                }
            }
            anyhow::bail!("seatlog ended before it listened");
        };
        let address = timeout(PATIENCE, opened)
            .await
            .context("seatlog does not open")??;
        let pid = child.id().context("seatlog has ended")?;
        Ok(Self {
            address,
            child,
            pid,
        })
    }

    /// Its process.
    pub(crate) fn process(&self) -> Process {
        Process::One(self.pid)
    }

    /// The number of its process.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Ends it as an operator does, and waits until it has drained.
    pub(crate) async fn stop(mut self) -> Result<()> {
        let pid = self.pid.to_string();
        let sent = Command::new("kill").args(["-TERM", &pid]).status().await?;
        ensure!(sent.success(), "seatlog has ended before it was told to");
        let status = timeout(PATIENCE, self.child.wait()).await;
        let status = status.context("seatlog does not stop")??;
        ensure!(status.success(), "seatlog ended with {status}");
        Ok(())
    }

    /// Ends it as a crash does.
    pub(crate) async fn kill(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}

/// The release binary, which is built beside this one.
fn program() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("seatlog");
    ensure!(
        program.exists(),
        "{} is not there; build it first: make bench",
        program.display()
    );
    Ok(program)
}
