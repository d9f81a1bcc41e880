//! An event, and those who want something of it.

use chrono::{TimeDelta, Utc};
use seatlog::engine::{CommandError, Engine, Executed, Outcome, Standing};
use seatlog::event_store::Origin;
use seatlog_domain::event::{
    Description, Details, EventCommand, EventName, Pass, SeatChoice, Venue,
};
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use seatlog_projections::bookings::Booking;
use serde_json::json;
use uuid::Uuid;

/// An event with so many seats, on sale.
pub(crate) async fn event_with(engine: &Engine, seats: usize) -> EventId {
    let event = EventId::new(Uuid::now_v7());
    execute(engine, event, create(seats), Standing::Unguarded)
        .await
        .unwrap();
    event
}

/// A command that nobody gave before.
pub(crate) async fn execute(
    engine: &Engine,
    event: EventId,
    command: EventCommand,
    standing: Standing,
) -> Result<Executed, CommandError> {
    let origin = Origin::system();
    engine.execute(event, command, &origin, standing).await
}

pub(crate) fn origin(command_id: Uuid) -> Origin {
    Origin {
        actor_id: None,
        command_id,
        correlation_id: None,
        traceparent: None,
    }
}

pub(crate) fn create(seats: usize) -> EventCommand {
    let rows = json!([{"label": "A", "seats": seats}]);
    let seating = json!({"sections": [{"id": "ST", "name": "Stalls", "kind": "reserved",
        "price_minor": 4500, "rows": rows}]});
    let plan = SeatPlan::check(serde_json::from_value(seating).unwrap()).unwrap();
    let now = Utc::now();
    EventCommand::CreateEvent {
        details: Box::new(Details {
            name: EventName::new("Nabucco").unwrap(),
            description: Description::default(),
            starts_at: now + TimeDelta::days(30),
            ends_at: None,
            venue: Venue::new("Arena").unwrap(),
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: 10,
            waiting_room: None,
        }),
        currency: "EUR".parse().unwrap(),
        plan: Box::new(plan),
        draft: false,
        now: now - TimeDelta::days(1),
    }
}

pub(crate) fn seat(number: usize) -> SeatName {
    SeatName::new(&format!("ST-A-{number}")).unwrap()
}

/// Somebody books a seat.
pub(crate) fn book(number: usize) -> EventCommand {
    EventCommand::BookSeats {
        booking_id: BookingId::new(Uuid::now_v7()),
        user_id: UserId::new(Uuid::now_v7()),
        choice: SeatChoice::Named(vec![seat(number)]),
        pass: Pass::None,
        now: Utc::now(),
    }
}

#[track_caller]
pub(crate) fn booking(executed: Result<Executed, CommandError>) -> Booking {
    let outcome = executed.unwrap().outcome;
    let Outcome::Booking(booking) = outcome else {
        panic!("not a booking: {outcome:?}");
    };
    *booking
}
