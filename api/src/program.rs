//! What every command of the program shares: logging, the database, and how it fails.

use std::fmt;
use std::io::{IsTerminal, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::time::Duration;

use rand::Rng;
use sqlx::postgres::PgPoolOptions;
use sqlx::{Connection, PgConnection, PgPool};
use tokio::time::timeout;
use tracing_subscriber::EnvFilter;
use uuid::Uuid;

use crate::accounts::secrets::Secrets;
use crate::accounts::{AccountError, Accounts, LoginLimits};
use crate::embedded_postgres::{EmbeddedError, EmbeddedPostgres};
use crate::schema::{MIGRATOR, migrate};
use crate::settings::{BadSetting, LogFormat, Secret, Settings};

/// How long a start waits for the database.
const CONNECT_TIME: Duration = Duration::from_secs(10);
/// Connections of one node. A private PostgreSQL allows 100.
const CONNECTIONS: u32 = 32;

/// Why the program ends without having done what it was told.
#[derive(Debug)]
pub struct Failure {
    message: String,
    exit_status: u8,
}

impl Failure {
    /// Something failed while running: exit status 1.
    pub fn new(message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            exit_status: 1,
        }
    }

    /// A setting makes no sense: exit status 2.
    pub fn setting(message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            exit_status: 2,
        }
    }

    /// The log is not what it was: exit status 3.
    pub fn tampered(message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            exit_status: 3,
        }
    }

    /// Read models are not what the log says: exit status 4.
    pub fn differing(message: impl fmt::Display) -> Self {
        Self {
            message: message.to_string(),
            exit_status: 4,
        }
    }

    /// 1 for what failed, 2 for a command line or setting that makes no sense, 3
    /// for a log that was changed, 4 for read models that are not what it says.
    pub fn exit_status(&self) -> u8 {
        self.exit_status
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<BadSetting> for Failure {
    fn from(error: BadSetting) -> Self {
        Self::setting(error)
    }
}

/// A failure of one of these says enough by itself.
macro_rules! fails_with {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::new(error)
            }
        }
    )+};
}

fails_with!(
    std::io::Error,
    sqlx::Error,
    crate::background::Gone,
    crate::embedded_postgres::EmbeddedError,
    crate::sole_writer::NotAdmitted,
    AccountError,
    seatlog_projections::log::LogError,
);

/// Writes log lines to standard error; standard output is for what a command prints.
///
/// # Errors
/// `RUST_LOG` makes no sense.
pub fn log_to_stderr(settings: &Settings) -> Result<(), BadSetting> {
    let filter = EnvFilter::try_new(&settings.log_filter)
        .map_err(|error| BadSetting::new("RUST_LOG", error))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    match settings.log_format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}

/// The database, with its tables up to date.
#[derive(Debug)]
pub struct Database {
    /// Connections to it.
    pub pool: PgPool,
    /// Where it is; holds a password.
    pub url: Secret,
    private: Option<EmbeddedPostgres>,
}

impl Database {
    /// Connects to `DATABASE_URL`, or starts the private PostgreSQL, and brings the tables up to
    /// date (one node at a time: the migrator holds a lock of the database).
    ///
    /// # Errors
    /// The database cannot be started or reached, or a migration fails.
    pub async fn open(settings: &Settings) -> Result<Self, Failure> {
        let database = Self::bare(settings).await?;
        database.migrated().await
    }

    /// The same for a command that does one thing and ends: where a program runs on the private
    /// PostgreSQL already, that program's server is used, and goes on afterwards.
    ///
    /// # Errors
    /// As [`Database::open`].
    pub async fn join(settings: &Settings) -> Result<Self, Failure> {
        if settings.database_url.is_some() {
            return Self::open(settings).await;
        }
        let database = match start_private(settings).await {
            Err(EmbeddedError::InUse { .. }) => {
                let url = Secret::new(EmbeddedPostgres::beside(&settings.data_dir)?);
                Self::connect(settings, url, None).await?
            }
            private => {
                let private = private?;
                Self::connect(settings, Secret::new(private.url()), Some(private)).await?
            }
        };
        database.migrated().await
    }

    /// The database as it is, perhaps without any table.
    ///
    /// # Errors
    /// The database cannot be started or reached.
    pub(crate) async fn bare(settings: &Settings) -> Result<Self, Failure> {
        let (url, private) = match &settings.database_url {
            Some(url) => (url.clone(), None),
            None => {
                let private = start_private(settings).await?;
                (Secret::new(private.url()), Some(private))
            }
        };
        Self::connect(settings, url, private).await
    }

    async fn connect(
        settings: &Settings,
        url: Secret,
        private: Option<EmbeddedPostgres>,
    ) -> Result<Self, Failure> {
        // One connection by itself first: a pool would only say that time is up.
        let reach = |error: sqlx::Error| {
            let what = match &settings.database_url {
                Some(_) => "setting DATABASE_URL",
                None => "the private PostgreSQL",
            };
            Failure::new(format!("{what}: the database cannot be reached: {error}"))
        };
        let first = timeout(CONNECT_TIME, PgConnection::connect(url.expose())).await;
        let first = first
            .map_err(|_| reach(sqlx::Error::PoolTimedOut))?
            .map_err(reach)?;
        first.close().await?;
        let options = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(CONNECT_TIME);
        let pool = options.connect(url.expose()).await.map_err(reach)?;
        Ok(Self { pool, url, private })
    }

    async fn migrated(self) -> Result<Self, Failure> {
        migrate(&MIGRATOR, &self.pool).await?;
        Ok(self)
    }

    /// Closes the connections, and stops the private PostgreSQL.
    ///
    /// # Errors
    /// The private PostgreSQL does not stop.
    pub async fn close(self) -> Result<(), Failure> {
        self.pool.close().await;
        match self.private {
            Some(private) => Ok(private.stop().await?),
            None => Ok(()),
        }
    }
}

async fn start_private(settings: &Settings) -> Result<EmbeddedPostgres, EmbeddedError> {
    let private = EmbeddedPostgres::start(&settings.data_dir).await?;
    if let Some(notice) = private.notice() {
        eprintln!("{notice}");
    }
    Ok(private)
}

/// The secrets that tokens are signed with: as set, or generated once into the data directory.
///
/// # Errors
/// The file cannot be read or written.
pub fn jwt_secrets(settings: &Settings) -> Result<Vec<Secret>, Failure> {
    if !settings.jwt_secrets.is_empty() {
        return Ok(settings.jwt_secrets.clone());
    }
    Ok(vec![generated_secret(settings, "jwt_secret")?])
}

/// A secret that is generated once into a file of the data directory: 64 hexadecimal digits.
///
/// # Errors
/// The file cannot be read or written.
pub(crate) fn generated_secret(settings: &Settings, name: &str) -> Result<Secret, Failure> {
    let path = settings.data_dir.join(name);
    let failed = |error: std::io::Error| Failure::new(format!("{}: {error}", path.display()));
    std::fs::create_dir_all(&settings.data_dir).map_err(failed)?;
    if !path.exists() {
        generate(&path).map_err(failed)?;
    }
    let secret = std::fs::read_to_string(&path).map_err(failed)?;
    if secret.len() < 32 {
        return Err(Failure::new(format!(
            "{}: is damaged; delete it",
            path.display()
        )));
    }
    Ok(Secret::new(secret))
}

/// Writes a new secret so that the file is never seen half written, and never replaced: nodes that
/// share a folder and start together share the secret.
fn generate(path: &Path) -> std::io::Result<()> {
    // Not by the process's id, which is 1 in every container.
    let partial = path.with_extension(Uuid::now_v7().to_string());
    let mut file = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&partial)?;
    let secret: [u8; 32] = rand::rng().random();
    file.write_all(hex::encode(secret).as_bytes())?;
    file.sync_all()?;
    let linked = std::fs::hard_link(&partial, path);
    std::fs::remove_file(partial)?;
    match linked {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// The accounts of a database.
///
/// # Errors
/// The database or the file with the generated secret cannot be read.
pub async fn open_accounts(settings: &Settings, database: &Database) -> Result<Accounts, Failure> {
    let secrets = jwt_secrets(settings)?
        .iter()
        .map(|secret| secret.expose().to_owned())
        .collect();
    let secrets = Secrets::new(secrets).map_err(|error| BadSetting::new("JWT_SECRET", error))?;
    let limits = if settings.rate_limits {
        LoginLimits::On
    } else {
        LoginLimits::Off
    };
    let accounts = Accounts::open(database.pool.clone(), secrets, limits).await?;
    Ok(accounts.at_site(&settings.public_url))
}
