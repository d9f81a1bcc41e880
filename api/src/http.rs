//! The HTTP door: one port for the API, its documentation, the SPA and the probes.
//!
//! A call passes, from the outside in: [`trace`] (request id, log line, metrics, panics), security
//! headers, compression, [`admission`] (limits, who calls), and then the route that [`routes`] names,
//! where [`idempotency`] stands in front of every POST, and [`deeds`] keeps what admins do. Handlers extract, command and answer; every
//! refusal leaves through the one table in [`problem`].

pub mod problem;
pub mod state;

pub mod admission;
pub mod authority;
pub mod client_address;
pub mod deeds;
pub mod idempotency;
pub mod limits;
pub mod origin;

pub mod csv;
pub mod cursor;
pub mod json;
pub mod min_position;
pub mod path;
pub mod query;
pub mod seat_names;
pub mod time;

pub mod answer;
pub mod openapi;
pub mod routes;

pub mod admin;
pub mod audit;
pub mod auth;
pub mod bookings;
pub mod events;
pub mod holds;
pub mod me;
pub mod reports;
pub mod uploads;

pub mod docs;
pub mod headers;
pub mod metrics;
pub mod probes;
pub mod spa;
pub mod trace;

mod server;

pub use server::server;
