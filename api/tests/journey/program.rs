//! The program under test.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use sqlx::PgPool;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::nats::NatsServer;

/// How long a start or a stop may take, `initdb` on a busy machine included.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const ADMIN: (&str, &str) = ("boss@example.org", "the curtain rises at eight");

/// What the program runs on; kept by the test, so that a second start finds what the first left.
pub(crate) struct Ground {
    data_dir: TempDir,
    settings: Vec<(&'static str, String)>,
    open_files: Option<u32>,
    log: Option<PathBuf>,
    nats: Option<NatsServer>,
}

impl Ground {
    /// Nothing but the program itself.
    pub(crate) fn bare() -> Self {
        let data_dir = tempfile::Builder::new()
            .prefix("seatlog-journey")
            .tempdir()
            .unwrap();
        // The private PostgreSQL's user has to get in when the test runs as root.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(data_dir.path(), open).unwrap();
        Self {
            data_dir,
            settings: vec![],
            open_files: None,
            log: None,
            nats: None,
        }
    }

    /// A database of the test's own on the PostgreSQL of `DATABASE_URL`.
    pub(crate) fn database(pool: &PgPool) -> Self {
        let mut url = url::Url::parse(&std::env::var("DATABASE_URL").unwrap()).unwrap();
        url.set_path(pool.connect_options().get_database().unwrap());
        let mut ground = Self::bare();
        ground.set("DATABASE_URL", url);
        ground
    }

    /// Such a database, the Redis of `TEST_REDIS_URL`, and a nats-server of the test's own.
    pub(crate) async fn servers(pool: &PgPool) -> Self {
        let nats = NatsServer::start().await;
        let mut ground = Self::database(pool);
        ground.set("REDIS_URL", std::env::var("TEST_REDIS_URL").unwrap());
        ground.set("NATS_URL", nats.url());
        ground.nats = Some(nats);
        ground
    }

    pub(crate) fn set(&mut self, name: &'static str, value: impl ToString) {
        self.settings.push((name, value.to_string()));
    }

    pub(crate) fn nats_url(&self) -> String {
        self.nats.as_ref().unwrap().url()
    }

    /// Ends its nats-server, which is killed when nobody holds it.
    pub(crate) fn stop_nats(&mut self) {
        drop(self.nats.take().unwrap());
    }

    /// Starts the program with so low a soft limit of open files.
    pub(crate) fn limit_open_files(&mut self, soft: u32) {
        self.open_files = Some(soft);
    }

    /// Writes what the program logs into a file beside its data, and returns where.
    pub(crate) fn keep_log(&mut self) -> PathBuf {
        let path = self.data_dir().join("program.log");
        self.log = Some(path.clone());
        path
    }

    pub(crate) fn data_dir(&self) -> &Path {
        self.data_dir.path()
    }

    /// Starts the program and waits until it takes requests.
    pub(crate) async fn start(&self) -> Program {
        self.start_as("api,projections,notifier").await
    }

    /// The same, in some roles.
    pub(crate) async fn start_as(&self, roles: &str) -> Program {
        let log = match &self.log {
            Some(path) => File::create(path).unwrap().into(),
            None => Stdio::inherit(),
        };
        let mut child = self
            .command()
            .args(["serve", "--roles", roles])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if let Some((_, rest)) = line.split_once("listening on ") {
                    return rest.split([',', ')', ' ']).next().unwrap().to_owned();
                }
            }
            panic!("the program ended: {:?}", child.wait().await);
        };
        let address = timeout(PATIENCE, address)
            .await
            .expect("the program opens in time");
        Program {
            child,
            url: format!("http://{address}"),
        }
    }

    /// The program with the settings of this ground and no others.
    pub(crate) fn command(&self) -> Command {
        let program = env!("CARGO_BIN_EXE_seatlog");
        let mut command = match self.open_files {
            None => Command::new(program),
            Some(soft) => {
                let mut shell = Command::new("sh");
                let line = format!("ulimit -Sn {soft} && exec \"$0\" \"$@\"");
                shell.args(["-c", &line, program]);
                shell
            }
        };
        command
            .env_clear()
            .envs(std::env::vars().filter(|(name, _)| matches!(name.as_str(), "PATH" | "HOME")))
            .env("DATA_DIR", self.data_dir())
            .env("BIND", "127.0.0.1:0")
            .env("SEATLOG_ADMIN_EMAIL", ADMIN.0)
            .env("SEATLOG_ADMIN_PASSWORD", ADMIN.1)
            .env("RATE_LIMITS", "off")
            .env("RUST_LOG", "warn")
            .envs(self.settings.iter().map(|(name, value)| (name, value)))
            .kill_on_drop(true);
        command
    }

    /// Runs another command to its end; what it said, and its exit status.
    pub(crate) async fn run(&self, arguments: &[&str], input: &str) -> (String, Option<i32>) {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(input.as_bytes()).await.unwrap();
        drop(stdin);
        let ended = timeout(PATIENCE, child.wait_with_output()).await;
        let ended = ended.expect("the command ends in time").unwrap();
        let said = [ended.stdout, ended.stderr].concat();
        (String::from_utf8(said).unwrap(), ended.status.code())
    }

    /// Processes that have a file or folder of this ground on their command line.
    pub(crate) fn processes(&self) -> Vec<String> {
        let needle = self.data_dir().to_str().unwrap();
        let all = std::fs::read_dir("/proc").unwrap().flatten();
        all.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok())
            .map(|line| String::from_utf8_lossy(&line).replace('\0', " "))
            .filter(|line| line.contains(needle))
            .collect()
    }
}

/// A running program.
pub(crate) struct Program {
    child: Child,
    pub(crate) url: String,
}

impl Program {
    /// As Ctrl-C does.
    pub(crate) async fn interrupt(self) -> ExitStatus {
        self.end("-INT").await
    }

    /// As `kill -9` does.
    pub(crate) async fn kill(self) -> ExitStatus {
        self.end("-KILL").await
    }

    async fn end(mut self, signal: &str) -> ExitStatus {
        let pid = self.child.id().unwrap().to_string();
        let sent = std::process::Command::new("kill")
            .args([signal, &pid])
            .status()
            .unwrap();
        assert!(sent.success());
        timeout(PATIENCE, self.child.wait())
            .await
            .expect("the program ends in time")
            .unwrap()
    }
}
