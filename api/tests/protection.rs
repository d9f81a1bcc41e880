//! What protects the API: tokens, cookies, roles, limits, idempotency keys. On a real PostgreSQL
//! and over real connections.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "protection/door.rs"]
mod door;

#[path = "protection/admin_users.rs"]
mod admin_users;
#[path = "protection/erasure.rs"]
mod erasure;
#[path = "protection/forged_tokens.rs"]
mod forged_tokens;
#[path = "protection/hang_ups.rs"]
mod hang_ups;
#[path = "protection/idempotency.rs"]
mod idempotency;
#[path = "protection/limits.rs"]
mod limits;
#[path = "protection/mailed_links.rs"]
mod mailed_links;
#[path = "protection/own_password.rs"]
mod own_password;
#[path = "protection/own_sessions.rs"]
mod own_sessions;
#[path = "protection/sessions.rs"]
mod sessions;
#[path = "protection/tokens.rs"]
mod tokens;
#[path = "protection/work.rs"]
mod work;
