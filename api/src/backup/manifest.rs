//! What is in a backup, and what it was made from.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The version of what a backup looks like.
pub(super) const FORMAT: u32 = 1;

/// The file that makes a folder a backup; written last.
pub(super) const MANIFEST: &str = "manifest.json";

/// The file with the SHA-256 of all others, as `sha256sum --check` reads it.
pub(super) const SUMS: &str = "SHA256SUMS";

/// What is in a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) format: u32,
    /// The version of Seatlog that made it.
    pub(super) program: String,
    pub(super) made_at: DateTime<Utc>,
    /// The version of the server that it was made from.
    pub(super) postgresql: String,
    /// The last fact, and the chain up to it.
    pub(super) head_position: i64,
    pub(super) head_hash: String,
    /// What had made the tables.
    pub(super) migrations: Vec<i64>,
    /// What its checkpoints are checked with.
    pub(super) public_keys: Vec<String>,
    pub(super) with_secrets: bool,
    /// They are not in the backup then. No older program says so.
    #[serde(default)]
    pub(super) pictures_in_bucket: bool,
    /// In an order in which they can be filled.
    pub(super) tables: Vec<Table>,
    /// All files but the manifest and the sums.
    pub(super) files: Vec<Stored>,
}

/// A table of the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    pub(super) rows: u64,
}

impl Table {
    /// The file with a table's rows: PostgreSQL's text format, compressed.
    pub(super) fn path(name: &str) -> String {
        format!("tables/{name}.copy.gz")
    }
}

/// A file of the backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stored {
    /// Where it is in the folder.
    pub(super) path: String,
    pub(super) bytes: u64,
    /// Hexadecimal.
    pub(super) sha256: String,
}
