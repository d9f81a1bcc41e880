//! A PostgreSQL of the run's own.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use tokio::process::Command;
use uuid::Uuid;

/// The superuser, who is the only user.
const NAME: &str = "seatlog";
/// The database.
const DATABASE: &str = "postgres";

/// What differs from an installation: more connections, and what it says.
const SETTINGS: [&str; 5] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "jit=off",
    "log_min_error_statement=panic",
];

/// The files of a PostgreSQL, and how to run it.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    programs: PathBuf,
    home: PathBuf,
    /// PostgreSQL refuses to run as root: who runs it instead.
    user: Option<(u32, u32)>,
    password: String,
    address: SocketAddr,
}

impl Cluster {
    /// Makes the files of one that will listen there.
    pub(super) async fn create(folder: &Path, address: SocketAddr) -> Result<Self> {
        let cluster = Self {
            programs: programs()?,
            home: folder.join("postgres"),
            user: rustix::process::geteuid()
                .is_root()
                .then(other_user)
                .transpose()?,
            password: format!("{}{}", Uuid::now_v7().simple(), Uuid::now_v7().simple()),
            address,
        };
        fs::create_dir(&cluster.home)?;
        let password = cluster.home.join("password");
        fs::write(&password, &cluster.password)?;
        if let Some((user, group)) = cluster.user {
            for path in [&cluster.home, &password] {
                chown(path, Some(user), Some(group))?;
            }
        }
        let mut initdb = cluster.program("initdb");
        initdb
            .args(["-U", NAME, "-E", "UTF8", "--locale=C", "--no-sync"])
            .args(["-A", "scram-sha-256", "--pwfile=password", "-D", "data"]);
        let ended = initdb.output().await.context("initdb")?;
        let said = String::from_utf8_lossy(&ended.stderr);
        ensure!(ended.status.success(), "initdb: {said}");
        Ok(cluster)
    }

    /// The server.
    pub(super) fn server(&self) -> Command {
        let mut command = self.program("postgres");
        command.args(["-D", "data"]);
        command.args(["-c", &format!("port={}", self.address.port())]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.current_dir(&self.home);
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        command
    }

    /// How to reach it.
    pub(super) fn options(&self) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .host(&self.address.ip().to_string())
            .port(self.address.port())
            .username(NAME)
            .password(&self.password)
            .database(DATABASE)
            .ssl_mode(PgSslMode::Disable)
    }

    /// The same as an address, through a wire that begins at `near`.
    pub(super) fn url(&self, near: SocketAddr) -> String {
        let password = &self.password;
        format!("postgres://{NAME}:{password}@{near}/{DATABASE}?sslmode=disable")
    }
}

/// Where PostgreSQL's programs are: the places in which `dev/postgres` finds or puts them.
fn programs() -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut folders: Vec<_> = versions.flatten().map(|it| it.path().join("bin")).collect();
    folders.sort();
    folders.reverse();
    folders.push("/var/lib/seatlog/postgresql/bin".into());
    folders.push(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.data/postgresql/bin"));
    let on_path = std::process::Command::new("sh")
        .args(["-c", "command -v initdb"])
        .output()?;
    let on_path = PathBuf::from(String::from_utf8_lossy(&on_path.stdout).trim());
    folders.extend(on_path.parent().map(Path::to_owned));
    let complete = |folder: &PathBuf| {
        ["initdb", "postgres"]
            .iter()
            .all(|it| folder.join(it).exists())
    };
    let found = folders.into_iter().find(complete);
    found.context("PostgreSQL is not installed: dev/postgres finds or fetches it")
}

/// A user of this machine who is not root: `postgres`, or else `nobody`.
fn other_user() -> Result<(u32, u32)> {
    let users = fs::read_to_string("/etc/passwd")?;
    let ids = |wanted: &str| {
        let mut fields = users
            .lines()
            .map(|line| line.split(':').collect::<Vec<_>>());
        let found = fields.find(|fields| fields.first() == Some(&wanted))?;
        Some((found.get(2)?.parse().ok()?, found.get(3)?.parse().ok()?))
    };
    let found = ids("postgres").or_else(|| ids("nobody"));
    found.context("PostgreSQL refuses to run as root, and there is no user `nobody`")
}
