//! Which PostgreSQL programs to run.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::account::Account;
use super::{EmbeddedError, cluster};

/// The oldest major version whose SQL the migrations are written for.
const MINIMUM: u32 = 14;

/// Where Debian and Homebrew put the programs, one folder per major version.
const SYSTEM: [&str; 2] = ["/usr/lib/postgresql", "/opt/homebrew/opt"];

/// Where a copy may be unpacked that any user can reach.
pub(super) const SHARED: &str = "/var/lib/seatlog";

/// A folder with PostgreSQL's programs.
#[derive(Debug, Clone)]
pub(super) struct Binaries {
    folder: PathBuf,
    major: u32,
}

impl Binaries {
    /// The programs that can open a cluster made by version `made_by`, or the
    /// best ones for a new cluster: those on `PATH`, else the newest installed,
    /// else an unpacked copy. Programs that `account` cannot run do not count.
    pub(super) fn find(
        data_dir: &Path,
        made_by: Option<u32>,
        account: Option<&Account>,
    ) -> Result<Self, EmbeddedError> {
        let found: Vec<Self> = on_path()
            .into_iter()
            .chain(installed())
            .chain([data_dir, Path::new(SHARED)].map(|dir| dir.join("postgresql/bin")))
            .filter_map(|folder| Self::at(&folder, account))
            .collect();
        Self::choose(found, made_by).map_err(|versions| match made_by {
            Some(made_by) if !versions.is_empty() => EmbeddedError::OtherVersion {
                cluster: data_dir.to_owned(),
                made_by,
                installed: versions
                    .iter()
                    .map(u32::to_string)
                    .collect::<Vec<_>>()
                    .join(", "),
            },
            made_by => EmbeddedError::NotInstalled {
                wanted: made_by.map_or_else(
                    || format!("{MINIMUM} or newer"),
                    |made_by| made_by.to_string(),
                ),
                places: format!(
                    "PATH, /usr/lib/postgresql/*/bin, {}/postgresql/bin, {SHARED}/postgresql/bin",
                    data_dir.display()
                ),
            },
        })
    }

    /// The first that fits, or the versions of all that do not.
    fn choose(found: Vec<Self>, made_by: Option<u32>) -> Result<Self, BTreeSet<u32>> {
        let versions = found.iter().map(|binaries| binaries.major).collect();
        found
            .into_iter()
            .find(|binaries| match made_by {
                Some(made_by) => binaries.major == made_by,
                None => binaries.major >= MINIMUM,
            })
            .ok_or(versions)
    }

    /// What is in this folder, if it is all there and runs.
    fn at(folder: &Path, account: Option<&Account>) -> Option<Self> {
        let server = folder.join("postgres").canonicalize().ok()?;
        let folder = server.parent()?.to_owned();
        if !["initdb", "pg_ctl"]
            .iter()
            .all(|program| folder.join(program).is_file())
        {
            return None;
        }
        let said = command(&server, account).arg("--version").output().ok()?;
        let major = major(&String::from_utf8_lossy(&said.stdout))?;
        Some(Self { folder, major })
    }

    /// Runs one of the programs to its end, as `account`.
    pub(super) fn run(
        &self,
        program: &'static str,
        account: Option<&Account>,
        arguments: impl FnOnce(&mut Command),
    ) -> Result<(), EmbeddedError> {
        let mut command = self.command(program, account);
        arguments(&mut command);
        let failed = |reason| EmbeddedError::Program { program, reason };
        let output = command
            .output()
            .map_err(|error| failed(error.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(failed(
            last_words(&said).unwrap_or_else(|| output.status.to_string()),
        ))
    }

    /// One of the programs, to be run as `account` in an environment that
    /// cannot change what it does.
    pub(super) fn command(&self, program: &str, account: Option<&Account>) -> Command {
        command(&self.folder.join(program), account)
    }
}

fn command(program: &Path, account: Option<&Account>) -> Command {
    let mut command = Command::new(program);
    // The folder we were started in may be closed to the account.
    command.env_clear().env("LC_ALL", "C").current_dir("/");
    if let Some(account) = account {
        account.run(&mut command);
    }
    command
}

#[expect(
    clippy::disallowed_methods,
    reason = "PATH is the system's, no setting of Seatlog"
)]
fn on_path() -> Vec<PathBuf> {
    std::env::var_os("PATH").map_or_else(Vec::new, |path| std::env::split_paths(&path).collect())
}

/// The system's folders, newest version first.
fn installed() -> Vec<PathBuf> {
    let mut folders: Vec<(u32, PathBuf)> = SYSTEM
        .iter()
        .filter_map(|parent| std::fs::read_dir(parent).ok())
        .flat_map(|entries| entries.flatten())
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let version = name
                .strip_prefix("postgresql@")
                .unwrap_or(&name)
                .parse()
                .ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    folders.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    folders.into_iter().map(|(_, folder)| folder).collect()
}

/// The major version in `postgres (PostgreSQL) 15.19 (Debian …)`.
fn major(said: &str) -> Option<u32> {
    cluster::leading_number(said.split("(PostgreSQL) ").nth(1)?)
}

/// The line that tells most about a failure: the last error, else the last line.
pub(super) fn last_words(said: &str) -> Option<String> {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    lines()
        .rfind(|line| line.contains("FATAL:") || line.contains("error:"))
        .or_else(|| lines().next_back())
        .map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(major: u32) -> Binaries {
        Binaries {
            folder: format!("/pg/{major}").into(),
            major,
        }
    }

    #[test]
    fn a_new_cluster_takes_the_first_that_is_new_enough() {
        assert_eq!(
            Binaries::choose(vec![of(11), of(15), of(17)], None)
                .unwrap()
                .major,
            15
        );
    }

    #[test]
    fn an_existing_cluster_takes_its_own_version_and_no_other() {
        assert_eq!(
            Binaries::choose(vec![of(17), of(15)], Some(15))
                .unwrap()
                .major,
            15
        );
        let versions = Binaries::choose(vec![of(17), of(15)], Some(16)).unwrap_err();
        assert_eq!(versions, BTreeSet::from([15, 17]));
    }

    #[test]
    fn the_version_is_read_from_what_postgres_says() {
        assert_eq!(
            major("postgres (PostgreSQL) 15.19 (Debian 15.19-0+deb12u1)\n"),
            Some(15)
        );
        assert_eq!(major("postgres (PostgreSQL) 18beta1"), Some(18));
        assert_eq!(major("sh: postgres: not found"), None);
    }

    #[test]
    fn the_last_error_is_told_rather_than_the_hint_below_it() {
        let said = "creating directory\ninitdb: error: no space\ninitdb: removing data\n";
        assert_eq!(last_words(said).unwrap(), "initdb: error: no space");
        assert_eq!(last_words("one\ntwo\n\n").unwrap(), "two");
        assert_eq!(last_words(""), None);
    }
}
