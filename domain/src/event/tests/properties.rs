//! What never happens, whatever is asked in whatever order.

use std::collections::HashMap;

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use proptest::prelude::*;
use proptest::sample::subsequence;

use super::fixtures::*;
use super::given::replay;
use crate::event::{
    Canceller, Event, EventChange, EventCommand, EventFact, Live, Refusal, SeatChoice, SeatState,
    Status,
};
use crate::ids::{BookingId, UserId};
use crate::plan::{SeatIndex, SeatPlan};
use crate::seat::SeatName;

const SEATS: [&str; 14] = [
    "ST-A-1", "ST-A-2", "ST-A-3", "ST-A-4", "ST-B-1", "ST-B-2", "ST-B-2A", "GA-1", "GA-2", "GA-3",
    "GA-4", "GA-5", "ST-A-5", "XX-1",
];

fn small_plan() -> SeatPlan {
    plan(serde_json::json!([
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 900,
         "rows": [{"label": "A", "seats": 3}]},
    ]))
}

fn users() -> impl Strategy<Value = UserId> {
    (1..=3_u128).prop_map(|user| UserId::new(uuid::Uuid::from_u128(user)))
}

fn bookings() -> impl Strategy<Value = BookingId> {
    (1..=12_u128).prop_map(|id| BookingId::new(uuid::Uuid::from_u128(id)))
}

fn choices() -> impl Strategy<Value = SeatChoice> {
    let section = prop::option::of(prop::sample::select(vec!["ST", "GA", "XX"]));
    prop_oneof![
        3 => subsequence(&SEATS, 0..4).prop_shuffle().prop_map(|it| SeatChoice::Named(names(&it))),
        2 => (section, 0..5_u32).prop_map(|(section, quantity)| best_of(section, quantity)),
    ]
}

fn changes() -> impl Strategy<Value = EventChange> {
    let plan = prop::sample::select(vec![house(), small_plan()]);
    let code = prop::sample::select(vec![currency("EUR"), currency("JPY")]);
    let starts_at = prop::sample::select(vec![minute(0), minute(40), minute(STARTS)]);
    let some = prop::option::weighted(0.3, 0..6_u32);
    (
        prop::option::weighted(0.3, plan),
        prop::option::weighted(0.2, code),
        prop::option::weighted(0.3, starts_at),
        some,
    )
        .prop_map(
            |(plan, currency, starts_at, max_seats_per_user)| EventChange {
                plan,
                currency,
                starts_at,
                max_seats_per_user,
                ..EventChange::default()
            },
        )
}

/// Mostly while seats are sold, sometimes around the start or before publication.
fn times() -> impl Strategy<Value = i64> {
    prop_oneof![10 => 0..30_i64, 1 => STARTS - 1..STARTS + 2, 1 => -2..1_i64]
}

fn commands() -> impl Strategy<Value = EventCommand> {
    prop_oneof![
        4 => any::<bool>().prop_map(create),
        8 => (times(), changes()).prop_map(|(at, change)| update(at, change)),
        8 => times().prop_map(publish),
        1 => times().prop_map(call_off),
        1 => times().prop_map(delete),
        60 => (bookings(), users(), choices(), times())
            .prop_map(|(id, user, choice, at)| choose(id, user, choice, at)),
        25 => (bookings(), prop::option::of(users()), times()).prop_map(|(id, user, at)| {
            take_back(id, user.map_or(Canceller::Admin, Canceller::Buyer), at)
        }),
    ]
}

/// Who has which seat, kept in the plainest way.
#[derive(Default)]
struct Ledger {
    owners: HashMap<SeatName, (BookingId, UserId)>,
    ids: Vec<BookingId>,
}

impl Ledger {
    /// Notes what a fact says, having checked that it can be true.
    fn note(&mut self, fact: &EventFact, before: &Event) {
        match fact {
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                seats,
                total_minor,
                ..
            } => {
                assert!(!seats.is_empty() && !self.ids.contains(booking_id));
                self.ids.push(*booking_id);
                for seat in seats {
                    let found = live(before)
                        .plan
                        .find(&seat.seat)
                        .expect("a seat of the plan");
                    assert_eq!(live(before).plan.price_minor(found), seat.price_minor);
                    let owner = (*booking_id, *user_id);
                    assert_eq!(self.owners.insert(seat.seat.clone(), owner), None);
                }
                assert_eq!(
                    seats.iter().map(|seat| seat.price_minor).sum::<i64>(),
                    *total_minor
                );
                assert!(self.seats_of(*user_id) <= live(before).details.max_seats_per_user);
            }
            EventFact::BookingCancelled {
                booking_id,
                user_id,
                seats,
                ..
            } => {
                for seat in seats {
                    let owner = self.owners.remove(&seat.seat);
                    assert_eq!(owner, Some((*booking_id, *user_id)));
                }
                assert!(!self.owners.values().any(|(id, _)| id == booking_id));
            }
            EventFact::EventUpdated {
                seating, currency, ..
            } => {
                assert!(seating.is_none() && currency.is_none() || self.ids.is_empty());
            }
            EventFact::EventDeleted { .. } => assert!(self.owners.is_empty()),
            EventFact::EventCreated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. } => {}
            EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => panic!("nobody asked for this"),
        }
    }

    fn seats_of(&self, user: UserId) -> u32 {
        self.owners
            .values()
            .filter(|(_, owner)| *owner == user)
            .count() as u32
    }

    fn agrees_with(&self, event: &Event) {
        let Event::Live(event) = event else {
            return;
        };
        assert_eq!(
            event.free(minute(0)) + self.owners.len() as u32,
            event.plan.capacity()
        );
        let seats = (0..event.plan.capacity()).map(SeatIndex);
        let free = seats.filter(|seat| event.seats.state(*seat) == SeatState::Free);
        assert_eq!(free.count() as u32, event.free(minute(0)));
        let mut bookings: Vec<_> = self.owners.values().map(|(id, _)| *id).collect();
        bookings.sort();
        bookings.dedup();
        assert_eq!(event.seats.confirmed_count(), bookings.len() as u32);
        for user in [1, 2, 3].map(|user| UserId::new(uuid::Uuid::from_u128(user))) {
            assert_eq!(event.seats.seats_of(user), self.seats_of(user));
        }
        for (seat, (id, _)) in &self.owners {
            let index = event.plan.find(seat).expect("a seat of the plan");
            assert_eq!(event.seats.state(index), SeatState::Booked);
            let booking = event.booking(*id).expect("the booking of a seat");
            assert!(booking.cancelled_at.is_none() && booking.seats.contains(&index));
        }
        if event.status == Status::Cancelled {
            assert!(self.owners.is_empty());
        }
    }
}

fn live(event: &Event) -> &Live {
    match event {
        Event::Live(live) => live,
        Event::Unknown | Event::Deleted => panic!("should exist"),
    }
}

fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// Lets cqrs-es handle a command, as the program does.
fn handle(event: &mut Event, command: EventCommand) -> Result<Vec<EventFact>, Refusal> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(async {
        let sink = EventSink::default();
        event.handle(command, &(), &sink).await?;
        Ok(sink.collect().await)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_seat_is_sold_twice_and_nothing_is_lost(
        commands in prop::collection::vec(commands(), 1..60)
    ) {
        let (mut event, mut facts, mut ledger) = (Event::default(), vec![], Ledger::default());
        for command in std::iter::once(create(false)).chain(commands) {
            let before = event.clone();
            let decided = before.decide(&command);
            prop_assert_eq!(&before.decide(&command), &decided, "decided otherwise the second time");
            prop_assert_eq!(&handle(&mut event, command), &decided);
            match decided {
                Err(_) => prop_assert_eq!(&event, &before, "a refusal changed something"),
                Ok(new) => {
                    for fact in &new {
                        prop_assert_eq!(&round_trip(fact), fact);
                        ledger.note(fact, &before);
                    }
                    facts.extend(new);
                }
            }
            ledger.agrees_with(&event);
        }
        prop_assert_eq!(&replay(&facts), &event);
        prop_assert_eq!(&round_trip(&event), &event);
    }
}
