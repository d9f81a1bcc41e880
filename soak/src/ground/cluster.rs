//! A PostgreSQL of the run's own.

use std::ffi::OsString;
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

/// What differs from an installation: more connections, what it says, and a log that is made anew
/// file by file, small ones, so that a disk that is full is noticed at once.
const SETTINGS: [&str; 7] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "jit=off",
    "log_min_error_statement=panic",
    "wal_recycle=off",
    "max_wal_size=256MB",
];

/// The files of a PostgreSQL, and how to run it.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    programs: PathBuf,
    home: PathBuf,
    /// In whose mount namespace the files are, unless they are in everybody's.
    holder: Option<u32>,
    /// PostgreSQL refuses to run as root: who runs it instead.
    user: Option<(u32, u32)>,
    password: String,
    address: SocketAddr,
}

impl Cluster {
    /// Where its files are, in the folder of a run.
    pub(super) fn home(folder: &Path) -> Result<PathBuf> {
        let home = folder.join("postgres");
        fs::create_dir(&home)?;
        Ok(home)
    }

    /// Makes the files of one that will listen there.
    pub(super) async fn create(
        (home, holder): (PathBuf, Option<u32>),
        address: SocketAddr,
    ) -> Result<Self> {
        let cluster = Self {
            programs: programs()?,
            home,
            holder,
            user: rustix::process::geteuid()
                .is_root()
                .then(other_user)
                .transpose()?,
            password: format!("{}{}", Uuid::now_v7().simple(), Uuid::now_v7().simple()),
            address,
        };
        let files = cluster.files();
        let password = files.join("password");
        fs::write(&password, &cluster.password)?;
        if let Some((user, group)) = cluster.user {
            for path in [&files, &password] {
                chown(path, Some(user), Some(group))?;
            }
        }
        let mut initdb = cluster.program("initdb");
        initdb
            .args(["-U", NAME, "-E", "UTF8", "--locale=C", "--no-sync"])
            .arg("--wal-segsize=1")
            .args(["-A", "scram-sha-256", "--pwfile=password", "-D", "data"]);
        let ended = initdb.output().await.context("initdb")?;
        let said = String::from_utf8_lossy(&ended.stderr);
        ensure!(ended.status.success(), "initdb: {said}");
        Ok(cluster)
    }

    /// The server, with this in its environment: not before it is somebody else's, because the
    /// library that shows it a clock makes files for the process.
    pub(super) fn server(&self, environment: &[(&str, OsString)]) -> Command {
        let mut command = self.run(Path::new("env"));
        for (name, value) in environment {
            let mut setting = OsString::from(name);
            setting.push("=");
            setting.push(value);
            command.arg(setting);
        }
        command.arg(self.programs.join("postgres"));
        command.args(["-D", "data"]);
        command.args(["-c", &format!("port={}", self.address.port())]);
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command
    }

    fn program(&self, name: &str) -> Command {
        self.run(&self.programs.join(name))
    }

    fn run(&self, program: &Path) -> Command {
        let Some(holder) = self.holder else {
            let mut command = Command::new(program);
            command.current_dir(&self.home);
            if let Some((user, group)) = self.user {
                command.uid(user).gid(group);
            }
            return command;
        };
        let mut command = Command::new("nsenter");
        command
            .args(["--mount", "--target", &holder.to_string()])
            .arg(format!("--wdns={}", self.home.display()));
        if let Some((user, group)) = self.user {
            command.args(["--setuid", &user.to_string()]);
            command.args(["--setgid", &group.to_string()]);
        }
        command.arg("--").arg(program);
        command
    }

    /// Where this program finds the files.
    fn files(&self) -> PathBuf {
        match self.holder {
            Some(holder) => super::disk::inside(holder, &self.home),
            None => self.home.clone(),
        }
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
