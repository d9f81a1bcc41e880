//! The write side of Seatlog, and the door to it. Modules stand in reading order: from the log
//! outwards.

pub mod settings;

pub mod embedded_postgres;
pub mod schema;

pub mod event_store;
pub mod sole_writer;

pub mod engine;
pub mod ownership;

pub mod command_bus;
pub mod health;
pub mod hold_sweep;
pub mod refusals;

pub mod security_log;

pub mod accounts;
pub mod audit_key;
pub mod erasure_sweep;
pub mod export;

pub mod pictures;
pub mod seat_views;
pub mod venue_templates;
pub mod waiting_rooms;

pub mod http;

mod background;

pub mod backup;
pub mod demo;
pub mod open_files;
pub mod program;
pub mod rebuilding;
pub mod serve;
pub mod tasks;
pub mod telemetry;

pub mod cli;
