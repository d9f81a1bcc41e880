//! The main job, done by the real program as a process of its own: once with nothing but itself
//! (its private PostgreSQL, mails to a mail server), once on PostgreSQL, Redis, NATS and SMTP.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "the test servers are named by the environment"
)]

#[path = "journey/backup.rs"]
mod backup;
#[path = "journey/client.rs"]
mod client;
#[path = "journey/evidence.rs"]
mod evidence;
#[path = "journey/lifecycle.rs"]
mod lifecycle;
#[path = "journey/listeners.rs"]
mod listeners;
#[path = "journey/nats.rs"]
mod nats;
#[path = "journey/operations.rs"]
mod operations;
#[path = "journey/program.rs"]
mod program;
#[path = "journey/race.rs"]
mod race;
#[path = "journey/secrets.rs"]
mod secrets;
#[path = "journey/security_lines.rs"]
mod security_lines;
#[path = "journey/takeover.rs"]
mod takeover;
#[path = "journey/traces.rs"]
mod traces;
#[path = "journey/whole_chain.rs"]
mod whole_chain;
