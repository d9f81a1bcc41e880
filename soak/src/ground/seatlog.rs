//! The program under trial, as processes with some of its roles.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use tokio::process::Command;
use uuid::Uuid;

use crate::fault::Part;

/// The admin of the run.
pub(crate) const ADMIN: (&str, &str) = ("boss@example.org", "the curtain rises at eight");
/// Where the organiser's copies of mails go.
pub(crate) const COPIES: &str = "copies@example.org";

/// What all its processes are told.
#[derive(Debug, Clone)]
pub(super) struct Seatlog {
    program: PathBuf,
    folder: PathBuf,
    settings: Vec<(&'static str, String)>,
    /// Both nodes take commands, and do nothing else.
    pub(super) nodes_only_sell: bool,
}

impl Seatlog {
    /// A program whose mails go there.
    pub(super) fn new(program: &Path, folder: &Path, smtp: String, hold_secs: u32) -> Result<Self> {
        ensure!(
            program.exists(),
            "{} is not there; build it first: cargo build",
            program.display()
        );
        let secret = || format!("{}{}", Uuid::now_v7().simple(), Uuid::now_v7().simple());
        let settings = vec![
            ("SMTP_URL", smtp),
            ("ADMIN_EMAIL", COPIES.to_owned()),
            ("JWT_SECRET", secret()),
            ("AUDIT_KEY", secret()),
            ("RATE_LIMITS", "off".to_owned()),
            ("SEATLOG_ADMIN_EMAIL", ADMIN.0.to_owned()),
            ("SEATLOG_ADMIN_PASSWORD", ADMIN.1.to_owned()),
            ("HOLD_TTL_SECS", hold_secs.to_string()),
            ("HOLD_MAX_SECS", (2 * hold_secs).to_string()),
            ("LOG_FORMAT", "json".to_owned()),
            // Which node goes by which name, and whatever goes wrong.
            ("RUST_LOG", "warn,seatlog::ownership=info".to_owned()),
        ];
        Ok(Self {
            program: program.to_owned(),
            folder: folder.to_owned(),
            settings,
            nodes_only_sell: false,
        })
    }

    /// A process that serves, on these ways to PostgreSQL, Redis and NATS.
    pub(super) fn serve(
        &self,
        part: Part,
        bind: SocketAddr,
        (database, redis, nats): (&str, SocketAddr, SocketAddr),
    ) -> Command {
        let mut command = self.command(database);
        command
            .env("REDIS_URL", format!("redis://{redis}"))
            .env("NATS_URL", format!("nats://{nats}"))
            .args(["serve", "--roles", self.roles(part)])
            .env("DATA_DIR", self.folder.join(part.name()))
            .env("BIND", bind.to_string());
        command
    }

    /// The program, with the settings of this run and no others.
    pub(super) fn command(&self, database: &str) -> Command {
        let mut command = Command::new(&self.program);
        command
            .env_clear()
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .env("DATABASE_URL", database)
            .env("DATA_DIR", self.folder.join("beside"))
            .current_dir(&self.folder);
        command
    }

    fn roles(&self, part: Part) -> &'static str {
        match part {
            Part::NodeA if self.nodes_only_sell => "api",
            Part::NodeA => "api,projections,notifier",
            Part::NodeB => "api",
            Part::Projector => "projections",
            Part::Notifier => "notifier",
            Part::Postgres | Part::Redis | Part::Nats => "",
        }
    }
}
