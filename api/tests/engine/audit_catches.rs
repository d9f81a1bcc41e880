//! The audit finds each fault that is planted into a small sale.

use chrono::Utc;
use seatlog::event_store::StoredFact;
use seatlog_domain::event::{CancelCause, EventFact, PricedSeat, Refusal};
use seatlog_domain::ids::{BookingId, UserId};
use uuid::Uuid;

use crate::audit::{Stored, audit};
use crate::sale::{Answered, Wish};
use crate::world::seat;

/// A sale: seat 1 booked, seat 1 refused, the booking cancelled, seat 2 booked.
struct Small {
    facts: Vec<Stored>,
    answers: Vec<Answered>,
}

impl Small {
    fn sale() -> Self {
        let mut sale = Self {
            facts: Vec::new(),
            answers: Vec::new(),
        };
        let at = Utc::now();
        for _ in 0..2 {
            sale.record(
                Uuid::now_v7(),
                EventFact::EventPublished { published_at: at },
            );
        }
        let booking = sale.booked(1);
        sale.refused(1);
        let cancelled = EventFact::BookingCancelled {
            booking_id: booking,
            user_id: UserId::new(booking.uuid()),
            seats: priced(1),
            total_minor: 1,
            currency: "EUR".parse().unwrap(),
            cause: CancelCause::Buyer,
            cancelled_at: at,
        };
        sale.done(Wish::Cancel(booking), cancelled);
        sale.booked(2);
        sale
    }

    fn record(&mut self, command: Uuid, fact: EventFact) {
        let next = self.facts.len() as i64 + 1;
        self.facts.push(StoredFact {
            sequence: next,
            position: next + 100,
            command_id: Some(command),
            fact,
        });
    }

    fn booked(&mut self, number: usize) -> BookingId {
        let id = BookingId::new(Uuid::now_v7());
        self.done(Wish::Book(id, number), booking_of(id, number));
        id
    }

    fn done(&mut self, wish: Wish, fact: EventFact) {
        let floor = self.head();
        self.record(Uuid::now_v7(), fact);
        let fact = self.facts.last().unwrap();
        self.answers.push(Answered {
            wish,
            command: fact.command_id.unwrap(),
            floor,
            ceiling: fact.position,
            answer: Ok(Some(fact.position)),
        });
    }

    fn refused(&mut self, number: usize) {
        let id = Uuid::now_v7();
        self.answers.push(Answered {
            wish: Wish::Book(BookingId::new(id), number),
            command: id,
            floor: self.head(),
            ceiling: self.head(),
            answer: Err(Refusal::SeatTaken {
                seats: vec![seat(number)],
            }),
        });
    }

    fn head(&self) -> i64 {
        self.facts.last().map_or(0, |fact| fact.position)
    }

    #[track_caller]
    fn is_caught(&self, why: &str) {
        let wrong = audit(&self.facts, &self.answers);
        assert!(wrong.iter().any(|it| it.contains(why)), "{wrong:#?}");
    }
}

fn priced(number: usize) -> Vec<PricedSeat> {
    vec![PricedSeat {
        seat: seat(number),
        price_minor: 1,
    }]
}

fn booking_of(booking_id: BookingId, number: usize) -> EventFact {
    EventFact::SeatsBooked {
        booking_id,
        reference: booking_id.reference(),
        user_id: UserId::new(booking_id.uuid()),
        hold_id: None,
        seats: priced(number),
        total_minor: 1,
        currency: "EUR".parse().unwrap(),
        booked_at: Utc::now(),
    }
}

#[test]
fn a_sale_without_a_fault_passes() {
    let sale = Small::sale();
    let wrong = audit(&sale.facts, &sale.answers);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_seat_that_was_sold_twice_is_caught() {
    let mut sale = Small::sale();
    sale.booked(2);
    sale.is_caught("was not");
}

#[test]
fn a_hole_in_the_sequences_is_caught() {
    let mut sale = Small::sale();
    sale.facts[4].sequence = 6;
    sale.is_caught("sequence 6 where 5 must be");
}

#[test]
fn an_acknowledged_booking_that_is_missing_is_caught() {
    let mut sale = Small::sale();
    sale.facts.pop();
    sale.is_caught("acknowledged, and not in the log");
}

#[test]
fn a_command_that_was_done_twice_is_caught() {
    let mut sale = Small::sale();
    let command = sale.facts[4].command_id.unwrap();
    sale.record(command, booking_of(BookingId::new(Uuid::now_v7()), 3));
    sale.is_caught("done more than once");
}

#[test]
fn a_position_that_is_not_that_of_the_fact_is_caught() {
    let mut sale = Small::sale();
    sale.answers[3].answer = Ok(Some(103));
    sale.is_caught("told of another position");
}

#[test]
fn an_answer_that_came_before_its_fact_was_in_the_log_is_caught() {
    let mut sale = Small::sale();
    sale.answers[3].ceiling -= 1;
    sale.is_caught("something else happened");
}

#[test]
fn a_refusal_of_a_seat_that_was_free_again_is_caught() {
    let mut sale = Small::sale();
    sale.refused(1);
    sale.is_caught("the seat was free");
}

#[test]
fn a_refusal_that_rests_on_a_fact_not_yet_in_the_log_is_caught() {
    let mut sale = Small::sale();
    sale.answers[1].floor = 102;
    sale.answers[1].ceiling = 102;
    sale.is_caught("the seat was free");
}

#[test]
fn a_refused_command_that_was_done_all_the_same_is_caught() {
    let mut sale = Small::sale();
    sale.answers[3].answer = Err(Refusal::BookingNotFound);
    sale.is_caught("refused, and done all the same");
}

#[test]
fn a_refusal_without_a_rule_behind_it_is_caught() {
    let mut sale = Small::sale();
    sale.answers[1].answer = Err(Refusal::BookingNotFound);
    sale.is_caught("no rule forbids it");
}

#[test]
fn a_fact_that_nobody_asked_for_is_caught() {
    let mut sale = Small::sale();
    let unknown = BookingId::new(Uuid::now_v7());
    sale.record(Uuid::now_v7(), booking_of(unknown, 3));
    sale.is_caught("nobody asked for");
}
