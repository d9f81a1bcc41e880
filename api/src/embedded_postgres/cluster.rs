//! The database's files: made once, never half.

use std::fs;
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::EmbeddedError;
use super::account::Account;
use super::binaries::Binaries;

/// The superuser of the private server, and the name of its one database.
pub(super) const NAME: &str = "seatlog";

/// The files of a database, and with what and as whom to serve them.
#[derive(Debug)]
pub(super) struct Cluster {
    pub(super) home: PathBuf,
    pub(super) binaries: Binaries,
    pub(super) account: Option<Account>,
    pub(super) password: String,
}

impl Cluster {
    /// Opens the cluster in `home`, making it first if there is none.
    pub(super) fn open(
        home: PathBuf,
        binaries: Binaries,
        account: Option<Account>,
    ) -> Result<Self, EmbeddedError> {
        let secret = home.join("password");
        if !dir(&home).exists() {
            let password = hex::encode(rand::random::<[u8; 24]>());
            write_secret(&secret, &password, account.as_ref())?;
            create(&home, &secret, &binaries, account.as_ref())?;
        }
        let password = fs::read_to_string(&secret).map_err(EmbeddedError::at(&secret))?;
        Ok(Self {
            home,
            binaries,
            account,
            password,
        })
    }

    pub(super) fn dir(&self) -> PathBuf {
        dir(&self.home)
    }
}

/// Where the cluster is inside `home`.
pub(super) fn dir(home: &Path) -> PathBuf {
    home.join("cluster")
}

/// The major version that made the cluster, `None` while there is none.
pub(super) fn version(cluster: &Path) -> Result<Option<u32>, EmbeddedError> {
    if !cluster.exists() {
        return Ok(None);
    }
    let path = cluster.join("PG_VERSION");
    let version = fs::read_to_string(&path).map_err(EmbeddedError::at(&path))?;
    Ok(leading_number(&version))
}

/// `15` of `15.19 (Debian …)`.
pub(super) fn leading_number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_ascii_digit())
        .next()?
        .parse()
        .ok()
}

/// Makes a cluster beside its final place and then moves it there, so that an
/// interrupted start leaves nothing that looks finished.
///
/// The locale is C: the order of texts and what counts as a letter then never
/// change with the system's libraries, which would corrupt indexes.
fn create(
    home: &Path,
    secret: &Path,
    binaries: &Binaries,
    account: Option<&Account>,
) -> Result<(), EmbeddedError> {
    let unfinished = home.join("cluster.unfinished");
    private_folder(&unfinished, account)?;
    binaries.run("initdb", account, |initdb| {
        initdb
            .args([
                "--username",
                NAME,
                "--auth",
                "scram-sha-256",
                "--data-checksums",
            ])
            .args(["--encoding", "UTF8", "--locale", "C"])
            .arg("--pwfile")
            .arg(secret)
            .arg("--pgdata")
            .arg(&unfinished);
    })?;
    fs::rename(&unfinished, dir(home)).map_err(EmbeddedError::at(&unfinished))
}

/// An empty folder that only the server's user can enter.
pub(super) fn private_folder(path: &Path, account: Option<&Account>) -> Result<(), EmbeddedError> {
    if path.exists() {
        fs::remove_dir_all(path).map_err(EmbeddedError::at(path))?;
    }
    fs::DirBuilder::new()
        .mode(0o700)
        .create(path)
        .map_err(EmbeddedError::at(path))?;
    account.map_or(Ok(()), |account| account.own(path))
}

/// A file that only the server's user, and root, can read.
fn write_secret(path: &Path, secret: &str, account: Option<&Account>) -> Result<(), EmbeddedError> {
    if path.exists() {
        fs::remove_file(path).map_err(EmbeddedError::at(path))?;
    }
    fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .and_then(|mut file| {
            file.write_all(secret.as_bytes())
                .and_then(|()| file.sync_all())
        })
        .map_err(EmbeddedError::at(path))?;
    account.map_or(Ok(()), |account| account.own(path))
}
