//! The engine on a real PostgreSQL, and with faults between the two.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "a long run is asked for by the environment"
)]

#[path = "engine/world.rs"]
mod world;

#[path = "engine/audit.rs"]
mod audit;
#[path = "engine/audit_catches.rs"]
mod audit_catches;
#[path = "engine/sale.rs"]
mod sale;

#[path = "engine/faults.rs"]
mod faults;

#[path = "engine/crowding.rs"]
mod crowding;
#[path = "engine/repeated.rs"]
mod repeated;
#[path = "engine/sleeping.rs"]
mod sleeping;
#[path = "engine/snapshots.rs"]
mod snapshots;
#[path = "engine/standing.rs"]
mod standing;
#[path = "engine/versions.rs"]
mod versions;
