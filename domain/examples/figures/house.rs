//! Events and commands to take figures of.

use chrono::{DateTime, Utc};
use seatlog_domain::event::{
    Description, Details, Event, EventCommand, EventName, Pass, SeatChoice, Venue,
};
use seatlog_domain::ids::{BookingId, UserId};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use serde_json::json;
use uuid::Uuid;

use super::Failure;

pub(super) fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000, 123_456_000).unwrap_or_default()
}

/// Ids that look like those of the program.
pub(super) fn id(number: u32) -> Uuid {
    let random = u128::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    Uuid::from_u128(random | 0x7000_8000_0000_0000_0000)
}

/// The numbers below some number in an order of no order.
pub(super) fn shuffled(count: u32) -> impl Iterator<Item = u32> {
    let mut numbers: Vec<u32> = (0..count).collect();
    numbers.sort_by_key(|number| id(*number));
    numbers.into_iter()
}

pub(super) fn on_sale(rows: u32, per_row: u32, max_seats_per_user: u32) -> Result<Event, Failure> {
    let rows: Vec<_> = (0..rows)
        .map(|row| json!({"label": row.to_string(), "seats": per_row}))
        .collect();
    let seating = json!({"sections": [{"id": "ST", "name": "Stalls", "kind": "reserved",
        "price_minor": 4500, "rows": rows}]});
    let details = Details {
        name: EventName::new("Nabucco")?,
        description: Description::new("By Verdi")?,
        starts_at: DateTime::from_timestamp(1_950_000_000, 0).unwrap_or_default(),
        ends_at: None,
        venue: Venue::new("Arena di Verona")?,
        image_url: None,
        sales_open_at: None,
        sales_close_at: None,
        max_seats_per_user,
        waiting_room: None,
    };
    let plan = SeatPlan::check(serde_json::from_value(seating)?);
    let plan = plan.map_err(|errors| format!("{errors:?}"))?;
    let mut event = Event::default();
    let create = EventCommand::CreateEvent {
        details: Box::new(details),
        currency: "EUR".parse()?,
        plan: Box::new(plan),
        draft: false,
        now: now(),
    };
    for fact in event.decide(&create)? {
        event.evolve(&fact);
    }
    Ok(event)
}

pub(super) fn seat(number: u32, per_row: u32) -> Result<SeatName, Failure> {
    let name = format!("ST-{}-{}", number / per_row, number % per_row + 1);
    Ok(SeatName::new(&name)?)
}

pub(super) fn book(number: u32, choice: SeatChoice) -> EventCommand {
    EventCommand::BookSeats {
        booking_id: BookingId::new(id(2 * number)),
        user_id: UserId::new(id(2 * number + 1)),
        choice,
        pass: Pass::None,
        now: now(),
    }
}
