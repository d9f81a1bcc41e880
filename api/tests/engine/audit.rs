//! Compares a stream with what buyers were answered, without asking the aggregate.

use std::collections::HashMap;

use seatlog::event_store::{StoredFact, load_after};
use seatlog_domain::event::{EventFact, PricedSeat, Refusal};
use seatlog_domain::ids::EventId;
use seatlog_domain::seat::SeatName;
use seatlog_projections::log::Position;
use sqlx::PgPool;
use uuid::Uuid;

use crate::sale::{Answered, Wish};
use crate::world::seat;

pub(crate) type Stored = StoredFact<EventFact>;

/// All facts of an event.
pub(crate) async fn read(pool: &PgPool, event: EventId) -> Vec<Stored> {
    let mut facts = Vec::new();
    load_after(pool, ("event", event.uuid()), 0, |fact| facts.push(fact))
        .await
        .unwrap();
    facts
}

/// From when to when a seat was somebody's: positions, the second one not included.
type Times = Vec<(Position, Position)>;

/// What is wrong with a stream that began with two facts of its creation; nothing, if all that was
/// answered is right.
pub(crate) fn audit(facts: &[Stored], answered: &[Answered]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (fact, sequence) in facts.iter().zip(1..) {
        if fact.sequence != sequence {
            wrong.push(format!(
                "sequence {} where {sequence} must be",
                fact.sequence
            ));
        }
    }
    let mut by_command: HashMap<Uuid, Vec<&Stored>> = HashMap::new();
    for fact in &facts[2..] {
        let command = fact.command_id.unwrap_or_default();
        by_command.entry(command).or_default().push(fact);
    }
    let times = follow_seats(facts, &mut wrong);
    for answer in answered {
        let recorded = by_command.remove(&answer.command).unwrap_or_default();
        if let Some(why) = check(answer, &recorded, &times) {
            wrong.push(format!("{why}: {answer:?}, recorded {recorded:?}"));
        }
    }
    let unasked = by_command.into_values().flatten();
    wrong.extend(unasked.map(|fact| format!("nobody asked for {fact:?}")));
    wrong
}

/// When each seat was taken; and which were taken that were not free.
fn follow_seats(facts: &[Stored], wrong: &mut Vec<String>) -> HashMap<SeatName, Times> {
    let mut times: HashMap<SeatName, Times> = HashMap::new();
    let mut taken_by: HashMap<SeatName, Uuid> = HashMap::new();
    let names = |seats: &[PricedSeat]| -> Vec<SeatName> {
        seats.iter().map(|seat| seat.seat.clone()).collect()
    };
    for fact in facts {
        let at = fact.position;
        let (seats, before, after) = match &fact.fact {
            EventFact::SeatsHeld { hold_id, seats, .. } => {
                (names(seats), None, Some(hold_id.uuid()))
            }
            EventFact::SeatsBooked {
                booking_id,
                hold_id,
                seats,
                ..
            } => (
                names(seats),
                hold_id.map(|hold| hold.uuid()),
                Some(booking_id.uuid()),
            ),
            EventFact::BookingCancelled {
                booking_id, seats, ..
            } => (names(seats), Some(booking_id.uuid()), None),
            EventFact::HoldReleased { hold_id, seats, .. } => {
                (seats.clone(), Some(hold_id.uuid()), None)
            }
            EventFact::EventCreated { .. } | EventFact::EventPublished { .. } => continue,
            other @ (EventFact::EventUpdated { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. }) => {
                wrong.push(format!("nobody could ask for {other:?}"));
                continue;
            }
        };
        for seat in seats {
            if taken_by.get(&seat).copied() != before {
                wrong.push(format!("{seat:?} was not {before:?}'s at {at}: {fact:?}"));
            }
            let times = times.entry(seat.clone()).or_default();
            match (before, after) {
                (None, Some(_)) => times.push((at, Position::MAX)),
                (_, None) => times.last_mut().into_iter().for_each(|last| last.1 = at),
                (Some(_), Some(_)) => {}
            }
            match after {
                Some(id) => drop(taken_by.insert(seat, id)),
                None => drop(taken_by.remove(&seat)),
            }
        }
    }
    times
}

/// What is wrong with an answer.
fn check(
    answered: &Answered,
    recorded: &[&Stored],
    times: &HashMap<SeatName, Times>,
) -> Option<&'static str> {
    let told = match (&answered.answer, recorded) {
        (Ok(position), [fact]) => {
            if *position != Some(fact.position) {
                return Some("told of another position");
            }
            let asked_in_time = (answered.floor + 1..=answered.ceiling).contains(&fact.position);
            return (!asked_in_time || !is_what_was_wanted(answered.wish, &fact.fact))
                .then_some("something else happened");
        }
        (Ok(_), []) => return Some("acknowledged, and not in the log"),
        (Ok(_), _) => return Some("done more than once"),
        (Err(_), [_, ..]) => return Some("refused, and done all the same"),
        (Err(refusal), []) => refusal,
    };
    let (Wish::Book(_, number) | Wish::Hold(_, number), Refusal::SeatTaken { seats }) =
        (answered.wish, told)
    else {
        return Some("no rule forbids it");
    };
    let taken =
        |(from, to): &(Position, Position)| *from <= answered.ceiling && answered.floor < *to;
    let name = seat(number);
    let was_taken = times
        .get(&name)
        .is_some_and(|times| times.iter().any(taken));
    (!was_taken || *seats != [name]).then_some("the seat was free")
}

fn is_what_was_wanted(wish: Wish, fact: &EventFact) -> bool {
    let only = |seats: &[PricedSeat], number| seats.len() == 1 && seats[0].seat == seat(number);
    match (wish, fact) {
        (
            Wish::Book(wanted, number),
            EventFact::SeatsBooked {
                booking_id, seats, ..
            },
        ) => wanted == *booking_id && only(seats, number),
        (
            Wish::BookHold(wanted, hold),
            EventFact::SeatsBooked {
                booking_id,
                hold_id,
                ..
            },
        ) => wanted == *booking_id && Some(hold) == *hold_id,
        (Wish::Cancel(wanted), EventFact::BookingCancelled { booking_id, .. }) => {
            wanted == *booking_id
        }
        (Wish::Hold(wanted, number), EventFact::SeatsHeld { hold_id, seats, .. }) => {
            wanted == *hold_id && only(seats, number)
        }
        (Wish::Release(wanted), EventFact::HoldReleased { hold_id, .. }) => wanted == *hold_id,
        _ => false,
    }
}
