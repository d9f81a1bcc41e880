//! Who runs the server: PostgreSQL refuses to run as root.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use super::EmbeddedError;

/// An unprivileged user to whom the server's process and files are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) name: String,
    uid: u32,
    gid: u32,
}

impl Account {
    /// Who is to run the server of this cluster; `None` for ourselves.
    ///
    /// Root hands over to the cluster's owner, so that a folder which an
    /// ordinary user made stays that user's; for a new one to `postgres` or
    /// `nobody`.
    pub(super) fn for_cluster(cluster: &Path) -> Result<Option<Self>, EmbeddedError> {
        let owner = fs::metadata(cluster).ok().map(|made| made.uid());
        let me = effective_uid();
        match owner {
            Some(owner) if me != 0 && owner != me => Err(EmbeddedError::OtherOwner {
                cluster: cluster.to_owned(),
                owner,
            }),
            _ if me != 0 => Ok(None),
            owner => {
                let path = Path::new("/etc/passwd");
                let users = fs::read_to_string(path).map_err(EmbeddedError::at(path))?;
                match (Self::choose(&users, owner), owner) {
                    (Some(account), _) => Ok(Some(account)),
                    (None, None) => Err(EmbeddedError::NoAccount),
                    (None, Some(owner)) => Err(EmbeddedError::OtherOwner {
                        cluster: cluster.to_owned(),
                        owner,
                    }),
                }
            }
        }
    }

    /// The given owner if `/etc/passwd` knows it, else the first usual one.
    /// Without an entry there, `initdb` does not run.
    fn choose(passwd: &str, owner: Option<u32>) -> Option<Self> {
        let users: Vec<Self> = passwd.lines().filter_map(Self::parse).collect();
        let by_uid = |uid| users.iter().find(|user| user.uid == uid);
        let by_name = |name| users.iter().find(|user| user.name == name);
        owner
            .map_or_else(|| by_name("postgres").or_else(|| by_name("nobody")), by_uid)
            .filter(|user| user.uid != 0)
            .cloned()
    }

    fn parse(line: &str) -> Option<Self> {
        let mut fields = line.split(':');
        let name = fields.next()?.to_owned();
        let uid = fields.nth(1)?.parse().ok()?;
        let gid = fields.next()?.parse().ok()?;
        Some(Self { name, uid, gid })
    }

    /// Makes the command run as this user, with no group but its own.
    pub(super) fn run(&self, command: &mut Command) {
        command.uid(self.uid).gid(self.gid);
    }

    /// Gives a file or folder to this user.
    pub(super) fn own(&self, path: &Path) -> Result<(), EmbeddedError> {
        chown(path, Some(self.uid), Some(self.gid)).map_err(EmbeddedError::at(path))
    }
}

fn effective_uid() -> u32 {
    #[expect(unsafe_code, reason = "the standard library does not tell who we are")]
    // SAFETY: geteuid has no arguments, touches no memory and cannot fail.
    unsafe {
        libc::geteuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = "root:x:0:0:root:/root:/bin/bash\n\
        nobody:x:65534:65533::/:/usr/sbin/nologin\n\
        postgres:x:101:104::/var/lib/postgresql:/bin/bash\n\
        ada:x:1000:1000::/home/ada:/bin/bash\nbroken line\n";

    #[test]
    fn a_new_cluster_goes_to_postgres() {
        let chosen = Account::choose(USERS, None).unwrap();
        assert_eq!(
            chosen,
            Account {
                name: "postgres".into(),
                uid: 101,
                gid: 104
            }
        );
    }

    #[test]
    fn a_system_without_postgres_gives_it_to_nobody() {
        let users = USERS.replace("postgres:", "pg:");
        assert_eq!(Account::choose(&users, None).unwrap().name, "nobody");
    }

    #[test]
    fn an_existing_cluster_stays_with_its_owner() {
        assert_eq!(Account::choose(USERS, Some(1000)).unwrap().name, "ada");
    }

    #[test]
    fn root_or_an_unknown_owner_never_runs_it() {
        for owner in [0, 4242] {
            assert_eq!(Account::choose(USERS, Some(owner)), None);
        }
    }
}
