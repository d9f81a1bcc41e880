//! The HTTP door, on a real PostgreSQL and over real connections.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "http/harness.rs"]
mod harness;
#[path = "http/people.rs"]
mod people;
#[path = "http/traces.rs"]
mod traces;

#[path = "http/uploads.rs"]
mod uploads;

#[path = "http/audit.rs"]
mod audit;
#[path = "http/bad_holds.rs"]
mod bad_holds;
#[path = "http/bad_input.rs"]
mod bad_input;
#[path = "http/bad_shapes.rs"]
mod bad_shapes;
#[path = "http/bad_wishes.rs"]
mod bad_wishes;
#[path = "http/blocks.rs"]
mod blocks;
#[path = "http/bookings.rs"]
mod bookings;
#[path = "http/buckets.rs"]
mod buckets;
#[path = "http/crashes.rs"]
mod crashes;
#[path = "http/ends_of_listening.rs"]
mod ends_of_listening;
#[path = "http/events.rs"]
mod events;
#[path = "http/evidence.rs"]
mod evidence;
#[path = "http/forgetting.rs"]
mod forgetting;
#[path = "http/frame.rs"]
mod frame;
#[path = "http/greed.rs"]
mod greed;
#[path = "http/holds.rs"]
mod holds;
#[path = "http/injections.rs"]
mod injections;
#[path = "http/keys.rs"]
mod keys;
#[path = "http/live_seats.rs"]
mod live_seats;
#[path = "http/mails.rs"]
mod mails;
#[path = "http/other_sites.rs"]
mod other_sites;
#[path = "http/pages.rs"]
mod pages;
#[path = "http/positions.rs"]
mod positions;
#[path = "http/projections.rs"]
mod projections;
#[path = "http/refusals.rs"]
mod refusals;
#[path = "http/report_forms.rs"]
mod report_forms;
#[path = "http/reports.rs"]
mod reports;
#[path = "http/returning_listeners.rs"]
mod returning_listeners;
#[path = "http/role_matrix.rs"]
mod role_matrix;
#[path = "http/roles.rs"]
mod roles;
#[path = "http/rude_clients.rs"]
mod rude_clients;
#[path = "http/seat_commands.rs"]
mod seat_commands;
#[path = "http/seats.rs"]
mod seats;
#[path = "http/templates.rs"]
mod templates;
#[path = "http/waiting_places.rs"]
mod waiting_places;
#[path = "http/waiting_room.rs"]
mod waiting_room;
