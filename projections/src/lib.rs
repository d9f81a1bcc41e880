//! The read side of Seatlog: what is built from the log, and what is asked of it.
//!
//! The log is read in order ([`log`]), by projectors ([`projector`], [`runner`], [`rebuild`]) that keep the
//! read models ([`catalogue`], [`holds`], [`bookings`], [`reports`]) and by the [`relay`] that
//! copies the log to JetStream. Everything here can be dropped and built again from the log.
//!
//! What never happens: a fact is applied twice or not at all; a query sees half of a batch; a
//! projector goes on past a fact that it could not apply.

pub mod as_of;
pub mod locks;
pub mod log;
pub mod log_feed;
mod recent_facts;

pub mod checkpoints;
pub mod projector;
pub mod rebuild;
pub mod runner;

pub mod page;
mod sale;
mod search;

pub mod bookings;
pub mod catalogue;
pub mod holds;
pub mod reports;

pub mod audit;
pub mod seal;

mod backoff;
pub mod relay;
pub mod spans;
