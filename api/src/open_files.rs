//! How many files and connections the system lets the program have at once.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// So many connections must find room at once, most of them listeners to live seats, beside the
/// database, the lock, NATS and files.
pub const NEEDED: u64 = 6_000;

/// Raises the soft limit to the hard one, and says so if that is little: shells start programs with
/// 1,024, which is no more than a few hundred listeners. Returns what there is now.
pub fn raise_limit() -> u64 {
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit {
        current: limit.maximum,
        ..limit
    };
    if let Err(error) = setrlimit(Resource::Nofile, raised) {
        tracing::warn!(%error, "the limit of open files cannot be raised");
    }
    // Nothing means that there is none.
    let now = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
    if now < NEEDED {
        tracing::warn!(
            open_files = now,
            needed = NEEDED,
            "few connections can be open at once; raise the hard limit (ulimit -Hn)"
        );
    }
    now
}
