//! The numbers of PostgreSQL's advisory locks that Seatlog takes, all in one place: two uses of one
//! number would wait for each other.

/// Appending to the log, until the commit; the trigger in `migrations/0001_event_store.sql` takes it.
pub const APPENDERS: i64 = 7_306_932_107;
/// The right to write to this database, held by each node as long as it runs.
pub const WRITERS: i64 = 7_306_932_108;
/// Signing a checkpoint.
pub const NOTARIES: i64 = 7_306_932_109;
/// Sealing the next facts.
pub const SEALERS: i64 = 7_306_932_110;
