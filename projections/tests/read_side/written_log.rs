//! A log that a test writes: facts as the write side would append them.

mod append;

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_domain::account::{AccountFact, Role};
use seatlog_domain::event::{CancelCause, Details, EventFact, PricedSeat, ReleaseCause};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use seatlog_domain::seat::SeatName;
use seatlog_domain::seating::{Row, RowSeats, Seating, Section, SectionKind};
use seatlog_projections::log::Fact;
use seatlog_projections::page::{Cursor, PageRequest};
use seatlog_projections::reports::Asked;
use uuid::Uuid;

pub(crate) use append::{append, append_at_once, append_nonsense, append_version};

/// The price of every seat.
pub(crate) const PRICE: i64 = 4500;

pub(crate) fn event(number: u128) -> EventId {
    EventId::new(Uuid::from_u128(number))
}

pub(crate) fn user(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number << 32))
}

pub(crate) fn booking(number: u128) -> BookingId {
    BookingId::new(Uuid::from_u128(number << 64 | number))
}

/// Noon of the first of March 2027, and so many hours.
pub(crate) fn at(hours: i64) -> DateTime<Utc> {
    let noon: DateTime<Utc> = "2027-03-01T12:00:00Z".parse().unwrap();
    noon + TimeDelta::hours(hours)
}

pub(crate) fn page(limit: u16, cursor: Option<Cursor>) -> PageRequest {
    PageRequest { limit, cursor }
}

/// A page of a report as of now.
pub(crate) fn now(limit: u16, cursor: Option<Cursor>) -> Asked {
    let page = page(limit, cursor);
    Asked { as_of: None, page }
}

/// Ten seats in row A of the stalls, and five places to stand.
pub(crate) fn seating() -> Seating {
    let section = |id: &str, kind, rows, capacity| Section {
        id: id.to_owned(),
        name: id.to_owned(),
        kind,
        price_minor: PRICE,
        rows,
        capacity,
        layout: None,
    };
    let row = Row {
        label: "A".to_owned(),
        seats: RowSeats::Count(10),
        gaps: None,
    };
    Seating {
        sections: vec![
            section("ST", SectionKind::Reserved, Some(vec![row]), None),
            section("GA", SectionKind::General, None, Some(5)),
        ],
    }
}

pub(crate) fn details(name: &str, starts_at: DateTime<Utc>) -> Details {
    serde_json::from_value(serde_json::json!({
        "name": name, "description": "An opera in four acts", "starts_at": starts_at,
        "ends_at": null, "venue": "Arena di Verona", "image_url": null, "sales_open_at": null,
        "sales_close_at": null, "max_seats_per_user": 10,
    }))
    .unwrap()
}

pub(crate) fn created(number: u128, name: &str, starts_at: DateTime<Utc>) -> Fact {
    let fact = EventFact::EventCreated {
        details: details(name, starts_at),
        currency: "EUR".parse().unwrap(),
        seating: seating(),
        created_at: at(-100),
    };
    Fact::Event(event(number), fact)
}

pub(crate) fn renamed(number: u128, name: &str) -> Fact {
    let fact = EventFact::EventUpdated {
        details: details(name, at(24)),
        currency: None,
        seating: None,
        updated_at: at(-50),
    };
    Fact::Event(event(number), fact)
}

pub(crate) fn published(number: u128) -> Fact {
    let published_at = at(-99);
    Fact::Event(event(number), EventFact::EventPublished { published_at })
}

pub(crate) fn event_cancelled(number: u128) -> Fact {
    let fact = EventFact::EventCancelled {
        reason: "The tenor has a cold".to_owned(),
        cancelled_at: at(-1),
    };
    Fact::Event(event(number), fact)
}

pub(crate) fn deleted(number: u128) -> Fact {
    let deleted_at = at(-1);
    Fact::Event(event(number), EventFact::EventDeleted { deleted_at })
}

fn priced(seats: &[&str]) -> (Vec<PricedSeat>, i64) {
    let seats: Vec<_> = seats
        .iter()
        .map(|seat| PricedSeat {
            seat: SeatName::new(seat).unwrap(),
            price_minor: PRICE,
        })
        .collect();
    let total_minor = seats.iter().map(|seat| seat.price_minor).sum();
    (seats, total_minor)
}

pub(crate) fn hold_id(number: u128) -> HoldId {
    HoldId::new(Uuid::from_u128(number << 64 | number))
}

/// A hold of the user with its number, made at noon for an hour.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Held<'a> {
    pub(crate) event: u128,
    pub(crate) number: u128,
    pub(crate) seats: &'a [&'a str],
}

impl Held<'_> {
    fn of(self, fact: EventFact) -> Fact {
        Fact::Event(event(self.event), fact)
    }

    fn names(self) -> Vec<SeatName> {
        let seats = priced(self.seats).0;
        seats.into_iter().map(|seat| seat.seat).collect()
    }

    pub(crate) fn made(self) -> Fact {
        let (seats, total_minor) = priced(self.seats);
        self.of(EventFact::SeatsHeld {
            hold_id: hold_id(self.number),
            user_id: user(self.number),
            seats,
            total_minor,
            currency: "EUR".parse().unwrap(),
            held_at: at(0),
            expires_at: at(1),
        })
    }

    pub(crate) fn extended(self, expires_at: DateTime<Utc>) -> Fact {
        self.of(EventFact::HoldExtended {
            hold_id: hold_id(self.number),
            user_id: user(self.number),
            expires_at,
            extended_at: at(0),
        })
    }

    pub(crate) fn released(self) -> Fact {
        self.of(EventFact::HoldReleased {
            hold_id: hold_id(self.number),
            user_id: user(self.number),
            seats: self.names(),
            cause: ReleaseCause::Buyer,
            released_at: at(0),
        })
    }

    pub(crate) fn expired(self) -> Fact {
        self.of(EventFact::HoldExpired {
            hold_id: hold_id(self.number),
            user_id: user(self.number),
            seats: self.names(),
            expired_at: at(2),
        })
    }

    /// The booking has the hold's number.
    pub(crate) fn booked(self) -> Fact {
        let (seats, total_minor) = priced(self.seats);
        self.of(EventFact::SeatsBooked {
            booking_id: booking(self.number),
            reference: booking(self.number).reference(),
            user_id: user(self.number),
            seats,
            total_minor,
            currency: "EUR".parse().unwrap(),
            hold_id: Some(hold_id(self.number)),
            booked_at: at(0),
        })
    }
}

pub(crate) fn held<'a>(event: u128, number: u128, seats: &'a [&'a str]) -> Held<'a> {
    Held {
        event,
        number,
        seats,
    }
}

pub(crate) fn blocked(number: u128, seats: &[&str]) -> Fact {
    let fact = EventFact::SeatsBlocked {
        seats: held(number, 0, seats).names(),
        blocked_at: at(0),
    };
    Fact::Event(event(number), fact)
}

pub(crate) fn unblocked(number: u128, seats: &[&str]) -> Fact {
    let fact = EventFact::SeatsUnblocked {
        seats: held(number, 0, seats).names(),
        unblocked_at: at(0),
    };
    Fact::Event(event(number), fact)
}

/// A sale: who bought what of which event.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sold<'a> {
    pub(crate) event: u128,
    pub(crate) booking: u128,
    pub(crate) user: u128,
    pub(crate) seats: &'a [&'a str],
    pub(crate) currency: &'a str,
    pub(crate) at: DateTime<Utc>,
}

impl Sold<'_> {
    pub(crate) fn booked(self) -> Fact {
        let (seats, total_minor) = priced(self.seats);
        let fact = EventFact::SeatsBooked {
            booking_id: booking(self.booking),
            reference: booking(self.booking).reference(),
            user_id: user(self.user),
            hold_id: None,
            seats,
            total_minor,
            currency: self.currency.parse().unwrap(),
            booked_at: self.at,
        };
        Fact::Event(event(self.event), fact)
    }

    pub(crate) fn cancelled(self) -> Fact {
        let (seats, total_minor) = priced(self.seats);
        let fact = EventFact::BookingCancelled {
            booking_id: booking(self.booking),
            user_id: user(self.user),
            seats,
            total_minor,
            currency: self.currency.parse().unwrap(),
            cause: CancelCause::Buyer,
            cancelled_at: self.at,
        };
        Fact::Event(event(self.event), fact)
    }
}

/// A sale in euros at noon; the buyer has the booking's number.
pub(crate) fn sold<'a>(event: u128, booking: u128, seats: &'a [&'a str]) -> Sold<'a> {
    Sold {
        event,
        booking,
        user: booking,
        seats,
        currency: "EUR",
        at: at(0),
    }
}

pub(crate) fn registered(number: u128) -> Fact {
    let fact = AccountFact::UserRegistered {
        role: Role::User,
        registered_at: at(-100),
    };
    Fact::Account(user(number), fact)
}

pub(crate) fn erased(number: u128) -> Fact {
    let erased_at = at(-1);
    Fact::Account(user(number), AccountFact::UserErased { erased_at })
}

/// Asks again and again until the answer is yes; fails when that takes absurdly long.
pub(crate) async fn eventually(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(30);
    while !holds().await {
        assert!(tokio::time::Instant::now() < deadline, "never: {what}");
        tokio::task::yield_now().await;
    }
}
