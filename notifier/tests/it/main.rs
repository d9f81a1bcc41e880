//! The notifier on a real PostgreSQL, a real NATS and a real mail server.

#![expect(
    clippy::unwrap_used,
    reason = "a test whose world cannot be built has nothing to go on with"
)]

mod world;

mod called_off;
mod forgetting;
mod letters;
mod listing;
mod once;
mod running;
mod sending;
