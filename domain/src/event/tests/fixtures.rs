//! The evening that the examples are about: published at minute 0, starting at minute 1,000.

mod holds;

use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

use crate::event::{
    CancelCause, Canceller, Description, Details, EventChange, EventCommand, EventFact, EventName,
    Pass, PricedSeat, SeatChoice, Venue,
};
use crate::ids::{BookingId, UserId};
use crate::money::Currency;
use crate::plan::SeatPlan;
use crate::seat::SeatName;

pub(super) use holds::*;

pub(super) const ANNA: UserId = UserId::new(Uuid::from_u128(0xa));
pub(super) const BERT: UserId = UserId::new(Uuid::from_u128(0xb));
pub(super) const FIRST: BookingId = BookingId::new(Uuid::from_u128(1));
pub(super) const SECOND: BookingId = BookingId::new(Uuid::from_u128(2));
pub(super) const STARTS: i64 = 1_000;

pub(super) fn minute(minute: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000 + 60 * minute, 0).unwrap()
}

pub(super) fn currency(code: &str) -> Currency {
    code.parse().unwrap()
}

pub(super) fn details() -> Details {
    Details {
        name: EventName::new("Nabucco").unwrap(),
        description: Description::new("By Verdi").unwrap(),
        starts_at: minute(STARTS),
        ends_at: None,
        venue: Venue::new("Arena di Verona").unwrap(),
        image_url: None,
        sales_open_at: None,
        sales_close_at: None,
        max_seats_per_user: 4,
        waiting_room: None,
    }
}

/// Two rows of stalls (4 and 3 seats) at 45.00 and five places to stand at 25.00.
pub(super) fn house() -> SeatPlan {
    plan(json!([
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
         "rows": [{"label": "A", "seats": 4}, {"label": "B", "seats": ["1", "2", "2A"]}]},
        {"id": "GA", "name": "Standing", "kind": "general", "price_minor": 2500, "capacity": 5},
    ]))
}

pub(super) fn plan(sections: serde_json::Value) -> SeatPlan {
    SeatPlan::check(serde_json::from_value(json!({ "sections": sections })).unwrap()).unwrap()
}

pub(super) fn created_with(details: Details) -> EventFact {
    EventFact::EventCreated {
        details,
        currency: currency("EUR"),
        seating: house().seating().clone(),
        created_at: minute(0),
    }
}

pub(super) fn created() -> EventFact {
    created_with(details())
}

pub(super) fn published() -> EventFact {
    EventFact::EventPublished {
        published_at: minute(0),
    }
}

/// An event on sale.
pub(super) fn on_sale() -> Vec<EventFact> {
    vec![created(), published()]
}

/// An event on sale with other details.
pub(super) fn on_sale_with(change: impl FnOnce(&mut Details)) -> Vec<EventFact> {
    let mut details = details();
    change(&mut details);
    vec![created_with(details), published()]
}

pub(super) fn cancelled(at: i64) -> EventFact {
    EventFact::EventCancelled {
        reason: "The tenor is ill".to_owned(),
        cancelled_at: minute(at),
    }
}

pub(super) fn deleted(at: i64) -> EventFact {
    EventFact::EventDeleted {
        deleted_at: minute(at),
    }
}

pub(super) fn name(seat: &str) -> SeatName {
    SeatName::new(seat).unwrap()
}

pub(super) fn names(seats: &[&str]) -> Vec<SeatName> {
    seats.iter().map(|seat| name(seat)).collect()
}

fn priced(seats: &[&str]) -> Vec<PricedSeat> {
    let price = |seat: &str| if seat.starts_with("GA") { 2500 } else { 4500 };
    let priced = |seat: &&str| PricedSeat {
        seat: name(seat),
        price_minor: price(seat),
    };
    seats.iter().map(priced).collect()
}

fn total(seats: &[PricedSeat]) -> i64 {
    seats.iter().map(|seat| seat.price_minor).sum()
}

pub(super) fn booked(id: BookingId, user_id: UserId, seats: &[&str], at: i64) -> EventFact {
    let seats = priced(seats);
    EventFact::SeatsBooked {
        booking_id: id,
        reference: id.reference(),
        user_id,
        hold_id: None,
        total_minor: total(&seats),
        seats,
        currency: currency("EUR"),
        booked_at: minute(at),
    }
}

pub(super) fn taken_back(
    (booking_id, user_id): (BookingId, UserId),
    seats: &[&str],
    cause: CancelCause,
    at: i64,
) -> EventFact {
    let seats = priced(seats);
    EventFact::BookingCancelled {
        booking_id,
        user_id,
        total_minor: total(&seats),
        seats,
        currency: currency("EUR"),
        cause,
        cancelled_at: minute(at),
    }
}

pub(super) fn create(draft: bool) -> EventCommand {
    create_with(details(), draft)
}

pub(super) fn create_with(details: Details, draft: bool) -> EventCommand {
    EventCommand::CreateEvent {
        details: Box::new(details),
        currency: currency("EUR"),
        plan: Box::new(house()),
        draft,
        now: minute(0),
    }
}

pub(super) fn update(at: i64, change: EventChange) -> EventCommand {
    EventCommand::UpdateEvent {
        change: Box::new(change),
        now: minute(at),
    }
}

pub(super) fn publish(at: i64) -> EventCommand {
    EventCommand::PublishEvent { now: minute(at) }
}

pub(super) fn call_off(at: i64) -> EventCommand {
    EventCommand::CancelEvent {
        reason: crate::event::Reason::new("The tenor is ill").unwrap(),
        now: minute(at),
    }
}

pub(super) fn delete(at: i64) -> EventCommand {
    EventCommand::DeleteEvent { now: minute(at) }
}

pub(super) fn book(id: BookingId, user_id: UserId, seats: &[&str], at: i64) -> EventCommand {
    choose(id, user_id, SeatChoice::Named(names(seats)), at)
}

pub(super) fn choose(
    booking_id: BookingId,
    user_id: UserId,
    choice: SeatChoice,
    at: i64,
) -> EventCommand {
    EventCommand::BookSeats {
        booking_id,
        user_id,
        choice,
        pass: Pass::None,
        now: minute(at),
    }
}

pub(super) fn best_of(section: Option<&str>, quantity: u32) -> SeatChoice {
    SeatChoice::BestAvailable {
        section: section.map(str::to_owned),
        quantity,
    }
}

pub(super) fn take_back(booking_id: BookingId, by: Canceller, at: i64) -> EventCommand {
    EventCommand::CancelBooking {
        booking_id,
        by,
        now: minute(at),
    }
}

/// Every command, for events that know only one answer.
pub(super) fn every_command_but_create(at: i64) -> Vec<EventCommand> {
    vec![
        update(at, EventChange::default()),
        publish(at),
        call_off(at),
        delete(at),
        book(FIRST, ANNA, &["ST-A-1"], at),
        take_back(FIRST, Canceller::Admin, at),
        hold(KEPT, ANNA, &["ST-A-1"], at),
        extend(KEPT, ANNA, at),
        release(KEPT, ANNA, at),
        sweep(at),
        book_from(KEPT, (FIRST, ANNA), at),
        block(&["ST-A-1"], at),
        unblock(&["ST-A-1"], at),
    ]
}
