//! The server of a program that runs already: how another command reaches it.

use std::fs;
use std::path::Path;

use sqlx::ConnectOptions;

use super::EmbeddedError;
use super::cluster::NAME;
use super::place::Place;
use super::server::as_its_user;

/// The address of the database of the program that has the data directory. Only those can read it
/// who may read the password's file: root, and whoever runs the server.
pub(super) fn url(data_dir: &Path) -> Result<String, EmbeddedError> {
    let place = Place::recorded(data_dir)?;
    let secret = place.home.join("password");
    let password = fs::read_to_string(&secret).map_err(EmbeddedError::at(&secret))?;
    let note = place.cluster_dir().join("postmaster.pid");
    let note = fs::read_to_string(&note).unwrap_or_default();
    let found = Whereabouts::of(&note).ok_or_else(|| EmbeddedError::NotYet {
        data_dir: data_dir.to_owned(),
    })?;
    let options = as_its_user(&password).port(found.port).database(NAME);
    let options = match found.sockets {
        "" => options.host("127.0.0.1"),
        folder => options.socket(folder),
    };
    Ok(options.to_url_lossy().into())
}

/// What a server notes in `postmaster.pid` of how it can be reached.
#[derive(Debug, PartialEq, Eq)]
struct Whereabouts<'a> {
    port: u16,
    /// The folder of its socket; empty if it has none.
    sockets: &'a str,
}

impl<'a> Whereabouts<'a> {
    /// Process, folder, start, port, sockets, addresses, shared memory, and then how it is.
    fn of(note: &'a str) -> Option<Self> {
        let lines: Vec<&str> = note.lines().map(str::trim).collect();
        (*lines.get(7)? == "ready").then_some(())?;
        Some(Self {
            port: lines[3].parse().ok()?,
            sockets: lines[4],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_is_ready_is_found_by_its_note_and_no_other() {
        let note = |sockets: &str, state: &str| {
            format!("7\n/d/cluster\n1700000000\n5433\n{sockets}\n\n  1  2\n{state}  \n")
        };
        let found = |sockets| {
            Some(Whereabouts {
                port: 5433,
                sockets,
            })
        };
        assert_eq!(
            Whereabouts::of(&note("/d/socket", "ready")),
            found("/d/socket")
        );
        assert_eq!(Whereabouts::of(&note("", "ready")), found(""));
        assert_eq!(Whereabouts::of(&note("/d/socket", "starting")), None);
        assert_eq!(Whereabouts::of("7\n/d/cluster\n"), None);
    }
}
