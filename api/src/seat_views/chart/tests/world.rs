//! An event that things happen to, and the chart that follows it.

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_domain::event::{
    Canceller, Description, Details, Event, EventCommand, EventName, HoldLife, Pass, SeatChoice,
    Venue,
};
use seatlog_domain::ids::{BookingId, HoldId, UserId};
use seatlog_domain::seat::SeatName;
use serde_json::json;
use uuid::Uuid;

use crate::seat_views::chart::*;

pub(super) const SEATS: [&str; 6] = ["ST-A-1", "ST-A-2", "ST-A-3", "GA-1", "GA-2", "GA-3"];

/// What somebody wants, and how many seconds after the one before.
#[derive(Debug, Clone)]
pub(super) struct Step {
    pub(super) after_secs: i64,
    pub(super) wish: Wish,
}

#[derive(Debug, Clone)]
pub(super) enum Wish {
    Hold(Vec<usize>),
    Extend(usize),
    Release(usize),
    BookHold(usize),
    Book(Vec<usize>),
    Cancel(usize),
    Block(usize),
    Unblock(usize),
    Expire,
    Nothing,
}

pub(super) fn start() -> DateTime<Utc> {
    DateTime::from_timestamp(1_900_000_000, 0).unwrap()
}

pub(super) fn create() -> EventCommand {
    let seating = json!({"sections": [
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
         "rows": [{"label": "A", "seats": 3}]},
        {"id": "GA", "name": "Standing", "kind": "general", "price_minor": 2500, "capacity": 3},
    ]});
    EventCommand::CreateEvent {
        details: Box::new(Details {
            name: EventName::new("Nabucco").unwrap(),
            description: Description::default(),
            starts_at: start() + TimeDelta::days(1),
            ends_at: None,
            venue: Venue::new("Arena").unwrap(),
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: 10,
            waiting_room: None,
        }),
        currency: "EUR".parse().unwrap(),
        plan: Box::new(SeatPlan::check(serde_json::from_value(seating).unwrap()).unwrap()),
        draft: false,
        now: start(),
    }
}

/// An event, and the chart that follows it. Between two facts of the event the log holds some of
/// others.
pub(super) struct World {
    pub(super) event: Event,
    pub(super) facts: i64,
    pub(super) chart: Chart,
    pub(super) now: DateTime<Utc>,
    pub(super) wishes: u128,
}

pub(super) const OTHERS: i64 = 2;

pub(super) fn position(sequence: i64) -> Position {
    sequence * (OTHERS + 1)
}

pub(super) fn live(event: &Event) -> &Live {
    match event {
        Event::Live(live) => live,
        Event::Unknown | Event::Deleted => panic!("the event is gone"),
    }
}

impl World {
    pub(super) fn new() -> Self {
        let mut event = Event::default();
        let created = event.decide(&create()).unwrap();
        for fact in &created {
            event.evolve(fact);
        }
        let facts = created.len() as i64;
        let chart = Chart::of(live(&event), facts, position(facts));
        Self {
            event,
            facts,
            chart,
            now: start(),
            wishes: 0,
        }
    }

    pub(super) fn command(&mut self, wish: &Wish) -> EventCommand {
        self.wishes += 1;
        let now = self.now;
        let name = |seat: &usize| SeatName::new(SEATS[*seat]).unwrap();
        let named = |seats: &[usize]| SeatChoice::Named(seats.iter().map(name).collect());
        let user_id = UserId::new(Uuid::from_u128(0xa));
        let life = HoldLife {
            ttl_secs: 10,
            max_secs: 15,
        };
        // Ids are the numbers of the wishes; some numbers are of wishes that made neither.
        let hold_id = |nth: usize| HoldId::new(Uuid::from_u128(nth as u128 + 1));
        let new = Uuid::from_u128(self.wishes);
        match wish {
            Wish::Hold(seats) => EventCommand::HoldSeats {
                hold_id: HoldId::new(new),
                user_id,
                choice: named(seats),
                pass: Pass::None,
                life,
                now,
            },
            Wish::Extend(nth) => EventCommand::ExtendHold {
                hold_id: hold_id(*nth),
                user_id,
                life,
                now,
            },
            Wish::Release(nth) => EventCommand::ReleaseHold {
                hold_id: hold_id(*nth),
                user_id,
                now,
            },
            Wish::BookHold(nth) => EventCommand::BookHold {
                booking_id: BookingId::new(new),
                user_id,
                hold_id: hold_id(*nth),
                now,
            },
            Wish::Book(seats) => EventCommand::BookSeats {
                booking_id: BookingId::new(new),
                user_id,
                choice: named(seats),
                pass: Pass::None,
                now,
            },
            Wish::Cancel(nth) => EventCommand::CancelBooking {
                booking_id: BookingId::new(Uuid::from_u128(*nth as u128 + 1)),
                by: Canceller::Admin,
                now,
            },
            Wish::Block(seat) => EventCommand::BlockSeats {
                seats: vec![name(seat)],
                now,
            },
            Wish::Unblock(seat) => EventCommand::UnblockSeats {
                seats: vec![name(seat)],
                now,
            },
            Wish::Expire | Wish::Nothing => EventCommand::ExpireHolds { now },
        }
    }

    pub(super) fn step(&mut self, step: &Step) {
        self.now += TimeDelta::seconds(step.after_secs);
        let command = self.command(&step.wish);
        if matches!(step.wish, Wish::Nothing) {
            return;
        }
        // What is refused changes nothing, and is of no interest here.
        for fact in self.event.decide(&command).unwrap_or_default() {
            self.event.evolve(&fact);
            self.facts += 1;
            let place = (self.facts, position(self.facts));
            self.chart.apply(place, &fact).unwrap();
        }
    }

    /// What the clock has ended by now; of the others' facts, the log is read as far as it goes.
    pub(super) fn lapse(&mut self) {
        self.chart.lapse(self.now, position(self.facts) + OTHERS);
    }

    pub(super) fn truth(&self) -> Vec<SeatState> {
        live(&self.event).seat_states(self.now).collect()
    }
}
