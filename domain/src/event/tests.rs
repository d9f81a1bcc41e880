//! The rules of an event, proven: first by examples for each command, then by properties.

mod fixtures;
mod given;

mod create_event;
mod update_event;

mod cancel_event;
mod delete_event;
mod publish_event;

mod best_available;
mod book_named_seats;
mod buyer_limit;
mod cancel_booking;
mod sales_window;
mod turns;
mod waiting_room;

mod block_seats;
mod book_hold;
mod expire_holds;
mod extend_hold;
mod hold_seats;
mod release_hold;

mod aggregate;
mod snapshot;
mod what_if;

mod properties;

mod model;
mod state_machine;
