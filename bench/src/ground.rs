//! The servers that everything is measured on: private ones, so that nobody else's load is on
//! them and nobody else's data is in danger. PostgreSQL is the one that Seatlog itself starts where
//! it is told of none: every commit is synced to disk.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use seatlog::embedded_postgres::EmbeddedPostgres;
use seatlog::schema::MIGRATOR;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};
use url::Url;
use uuid::Uuid;

use crate::cpu::{Process, parent_of};
use crate::world::People;

/// How long a server may take to start.
const START_TIME: Duration = Duration::from_secs(30);
/// Between two looks at a server that is starting.
const LOOK_EVERY: Duration = Duration::from_millis(20);
/// Connections of the benchmark itself to one database.
const CONNECTIONS: u32 = 16;
/// The database that others are copied from.
const TEMPLATE: &str = "bench_template";

/// Running servers, and the people in their databases.
pub(crate) struct Ground {
    /// The accounts that every database has.
    pub(crate) people: People,
    /// What PostgreSQL says it is.
    pub(crate) version: String,
    postmaster: u32,
    redis: Server,
    nats: Server,
    postgres: EmbeddedPostgres,
    folder: TempDir,
}

/// A database of its own for one part of the run.
pub(crate) struct Database {
    /// Connections to it.
    pub(crate) pool: PgPool,
    /// Where it is.
    pub(crate) url: Url,
}

impl Ground {
    /// Starts the servers, and makes a database with tables and accounts to copy from.
    pub(crate) async fn start() -> Result<Self> {
        let folder = tempfile::Builder::new()
            .prefix("seatlog-bench.")
            .tempdir()?;
        // PostgreSQL's user has its files in it when this runs as root.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(folder.path(), open)?;
        let postgres = EmbeddedPostgres::start(folder.path()).await?;
        ensure!(
            postgres.notice().is_none(),
            "PostgreSQL's user cannot reach {}; set TMPDIR to a folder that it can reach",
            folder.path().display()
        );
        let mut server = PgConnection::connect(postgres.url()).await?;
        let asked = "SELECT 'PostgreSQL ' || current_setting('server_version'), pg_backend_pid()";
        let (version, backend): (String, i32) =
            sqlx::query_as(asked).fetch_one(&mut server).await?;
        let ground = Self {
            people: People::invent()?,
            version,
            postmaster: parent_of(backend.unsigned_abs())?,
            redis: Server::redis(folder.path()).await?,
            nats: Server::nats(folder.path()).await?,
            postgres,
            folder,
        };
        server.close().await?;
        let template = ground.migrated(TEMPLATE).await?;
        ground.people.enter(&template.pool).await?;
        template.pool.close().await;
        Ok(ground)
    }

    /// A new database with Seatlog's tables and the accounts in it, and nothing else.
    pub(crate) async fn database(&self) -> Result<Database> {
        let name = format!("bench_{}", Uuid::now_v7().simple());
        self.create(&name, TEMPLATE).await
    }

    /// A new database with Seatlog's tables and nothing in them.
    pub(crate) async fn empty_database(&self) -> Result<Database> {
        let name = format!("bench_{}", Uuid::now_v7().simple());
        self.migrated(&name).await
    }

    async fn migrated(&self, name: &str) -> Result<Database> {
        let database = self.create(name, "template1").await?;
        MIGRATOR.run(&database.pool).await?;
        Ok(database)
    }

    async fn create(&self, name: &str, template: &str) -> Result<Database> {
        let mut server = PgConnection::connect(self.postgres.url()).await?;
        let sql = format!("CREATE DATABASE {name} TEMPLATE {template}");
        sqlx::query(&sql).execute(&mut server).await?;
        server.close().await?;
        let mut url = Url::parse(self.postgres.url())?;
        url.set_path(name);
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS);
        let pool = pool.connect(url.as_str()).await?;
        Ok(Database { pool, url })
    }

    /// Removes a database that is not needed any more, so that the disk does not fill up.
    pub(crate) async fn drop(&self, database: Database) -> Result<()> {
        database.pool.close().await;
        let mut server = PgConnection::connect(self.postgres.url()).await?;
        let name = database.url.path().trim_start_matches('/').to_owned();
        let sql = format!("DROP DATABASE {name} WITH (FORCE)");
        sqlx::query(&sql).execute(&mut server).await?;
        Ok(server.close().await?)
    }

    /// PostgreSQL with all its processes.
    pub(crate) fn postgres(&self) -> Process {
        Process::Family(self.postmaster)
    }

    /// Where Redis is.
    pub(crate) fn redis_url(&self) -> String {
        format!("redis://{}", self.redis.address)
    }

    /// Where NATS is.
    pub(crate) fn nats_url(&self) -> String {
        format!("nats://{}", self.nats.address)
    }

    /// Replaces NATS by an empty one: what was copied there from the log of one database is none of
    /// the next one's.
    pub(crate) async fn empty_nats(&mut self) -> Result<()> {
        self.nats = Server::nats(self.folder.path()).await?;
        Ok(())
    }

    /// Where files may go.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops the servers and removes their files.
    pub(crate) async fn stop(self) -> Result<()> {
        Ok(self.postgres.stop().await?)
    }
}

/// A Redis or NATS that ends when this is dropped.
struct Server {
    address: SocketAddr,
    _child: Child,
}

impl Server {
    /// A Redis that keeps nothing.
    async fn redis(folder: &Path) -> Result<Self> {
        let address = free_address()?;
        let mut command = Command::new("redis-server");
        command
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--port", &address.port().to_string()])
            .arg("--dir")
            .arg(folder);
        Self::start(command, address).await
    }

    /// A NATS with JetStream.
    async fn nats(folder: &Path) -> Result<Self> {
        let address = free_address()?;
        let mut command = Command::new("nats-server");
        command
            .args(["-a", "127.0.0.1", "-p", &address.port().to_string(), "-js"])
            .arg("-sd")
            .arg(folder.join(format!("nats-{}", address.port())));
        Self::start(command, address).await
    }

    async fn start(mut command: Command, address: SocketAddr) -> Result<Self> {
        let name = command.as_std().get_program().to_owned();
        let name = name.to_string_lossy();
        command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut child = command
            .spawn()
            .with_context(|| format!("{name} cannot be started; install it"))?;
        let answers = async {
            while TcpStream::connect(address).await.is_err() {
                if let Some(status) = child.try_wait()? {
                    anyhow::bail!("{name} ended: {status}");
                }
                sleep(LOOK_EVERY).await;
            }
            Ok(())
        };
        timeout(START_TIME, answers)
            .await
            .with_context(|| format!("{name} does not answer"))??;
        Ok(Self {
            address,
            _child: child,
        })
    }
}

/// An address where nothing listened a moment ago.
fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
