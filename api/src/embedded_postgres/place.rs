//! In which folder the server's files are.

use std::fs;
use std::path::{Path, PathBuf};

use super::account::Account;
use super::binaries::{Binaries, SHARED};
use super::{EmbeddedError, cluster};

/// The folder for everything of the private server.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) home: PathBuf,
    /// The line to show when it is not in the data directory.
    pub(super) notice: Option<String>,
}

impl Place {
    /// Where an earlier start put the files; inside the data directory if there
    /// was none.
    pub(super) fn recorded(data_dir: &Path) -> Result<Self, EmbeddedError> {
        let home = data_dir.join("postgresql");
        fs::create_dir_all(&home).map_err(EmbeddedError::at(&home))?;
        let moved = moved_to(&home);
        if !moved.exists() {
            return Ok(Self { home, notice: None });
        }
        let moved_to = fs::read_to_string(&moved).map_err(EmbeddedError::at(&moved))?;
        let home = PathBuf::from(moved_to.trim_end_matches('\n'));
        Ok(Self {
            notice: Some(notice(&home, data_dir)),
            home,
        })
    }

    pub(super) fn cluster_dir(&self) -> PathBuf {
        cluster::dir(&self.home)
    }

    /// This place if `account` can enter it; else, while there is no database
    /// in it yet, one in a system folder, which the data directory then names.
    pub(super) fn reachable_by(
        self,
        account: Option<&Account>,
        binaries: &Binaries,
        data_dir: &Path,
    ) -> Result<Self, EmbeddedError> {
        let Some(account) = account else {
            return Ok(self);
        };
        if can_enter(&self.home, account, binaries) {
            return Ok(self);
        }
        if self.cluster_dir().exists() || self.notice.is_some() {
            let account = account.name.clone();
            return Err(EmbeddedError::Unreachable {
                account,
                home: self.home,
            });
        }
        let home = Path::new(SHARED).join(system_name(data_dir, rand::random()));
        fs::create_dir_all(&home).map_err(EmbeddedError::at(&home))?;
        if !can_enter(&home, account, binaries) {
            return Err(EmbeddedError::Unreachable {
                account: account.name.clone(),
                home,
            });
        }
        let moved = moved_to(&self.home);
        fs::write(&moved, format!("{}\n", home.display())).map_err(EmbeddedError::at(&moved))?;
        Ok(Self {
            notice: Some(notice(&home, data_dir)),
            home,
        })
    }
}

/// The file in the data directory that names the other folder. A new data
/// directory has none, so it never meets an old database.
fn moved_to(home: &Path) -> PathBuf {
    home.join("moved-to")
}

fn notice(home: &Path, data_dir: &Path) -> String {
    format!(
        "The database is in {}: the user who runs PostgreSQL cannot reach {}.",
        home.display(),
        data_dir.display()
    )
}

/// Whether a program that is run as `account` can have this working folder.
fn can_enter(home: &Path, account: &Account, binaries: &Binaries) -> bool {
    let mut command = binaries.command("postgres", Some(account));
    command.arg("--version").current_dir(home).output().is_ok()
}

/// A folder's name that tells people whose it is, and is nobody else's.
fn system_name(data_dir: &Path, distinct: u32) -> String {
    let named: Vec<char> = data_dir
        .to_string_lossy()
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .collect();
    let tail: String = named[named.len().saturating_sub(60)..].iter().collect();
    format!("{}-{distinct:08x}", tail.trim_matches('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_system_folder_is_named_after_the_data_directory() {
        let name = system_name(Path::new("/home/ann/seatlog/.data"), 0xbeef);
        assert_eq!(name, "home-ann-seatlog--data-0000beef");
    }

    #[test]
    fn a_long_path_still_makes_a_short_name() {
        let long = format!("/home/{}", "ü".repeat(300));
        assert!(system_name(Path::new(&long), 1).chars().count() < 70);
    }
}
