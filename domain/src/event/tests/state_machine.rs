//! Holds, blocks, limits and time: whatever is asked in whatever order, by clocks that run and
//! now and then fall behind, the event does what the plainest model of it does.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::fixtures::*;
use super::given::replay;
use super::model::{Model, SEATS};
use crate::event::{
    Canceller, Event, EventChange, EventCommand, EventFact, HoldLife, Live, Pass, SeatChoice,
    SeatState,
};
use crate::ids::{BookingId, HoldId, UserId};

fn users() -> impl Strategy<Value = UserId> {
    (1..=3_u128).prop_map(|user| UserId::new(uuid::Uuid::from_u128(user)))
}

fn bookings() -> impl Strategy<Value = BookingId> {
    (1..=15_u128).prop_map(|id| BookingId::new(uuid::Uuid::from_u128(id)))
}

fn holds() -> impl Strategy<Value = HoldId> {
    (1..=8_u128).prop_map(|id| HoldId::new(uuid::Uuid::from_u128(id)))
}

fn named() -> impl Strategy<Value = Vec<&'static str>> {
    let mut seats = SEATS.to_vec();
    seats.extend(["ST-A-5", "XX-1"]);
    let real = subsequence(&SEATS, 1..4).prop_shuffle();
    prop_oneof![9 => real, 1 => subsequence(seats, 0..4).prop_shuffle()]
}

fn choices() -> impl Strategy<Value = SeatChoice> {
    let section = prop::option::of(select(vec!["ST", "GA", "GA", "XX"]));
    prop_oneof![
        3 => named().prop_map(|seats| SeatChoice::Named(names(&seats))),
        2 => (section, 0..5_u32).prop_map(|(section, quantity)| best_of(section, quantity)),
    ]
}

/// Up to twelve minutes, up to half an hour at most; some end at once.
fn lives() -> impl Strategy<Value = HoldLife> {
    (0..12_u32, 0..30_u32).prop_map(|(ttl, max)| HoldLife {
        ttl_secs: 60 * ttl,
        max_secs: 60 * max,
    })
}

/// Commands of minute 0.
fn commands() -> impl Strategy<Value = EventCommand> {
    let now = minute(0);
    let limit = |limit| EventChange {
        max_seats_per_user: Some(limit),
        ..EventChange::default()
    };
    prop_oneof![
        2 => (1..7_u32).prop_map(move |it| update(0, limit(it))),
        1 => Just(call_off(0)),
        30 => (bookings(), users(), choices())
            .prop_map(|(id, user, choice)| choose(id, user, choice, 0)),
        60 => (holds(), users(), choices(), lives()).prop_map(
            move |(hold_id, user_id, choice, life)| {
                EventCommand::HoldSeats { hold_id, user_id, choice, pass: Pass::None, life, now }
            }
        ),
        30 => (holds(), users(), lives()).prop_map(move |(hold_id, user_id, life)| {
            EventCommand::ExtendHold { hold_id, user_id, life, now }
        }),
        10 => (holds(), users()).prop_map(|(id, user)| release(id, user, 0)),
        40 => (holds(), users(), bookings())
            .prop_map(|(hold, user, booking)| book_from(hold, (booking, user), 0)),
        8 => Just(sweep(0)),
        10 => (bookings(), prop::option::of(users())).prop_map(|(id, user)| {
            take_back(id, user.map_or(Canceller::Admin, Canceller::Buyer), 0)
        }),
        8 => named().prop_map(|seats| block(&seats, 0)),
        8 => named().prop_map(|seats| unblock(&seats, 0)),
    ]
}

/// Minutes between one command and the next: sometimes none, sometimes back, so that most
/// boundaries of time are met exactly.
fn steps() -> impl Strategy<Value = i64> {
    prop_oneof![6 => Just(0_i64), 10 => 1..4_i64, 2 => 4..20_i64, 2 => -6..0_i64]
}

fn at(mut command: EventCommand, time: DateTime<Utc>) -> EventCommand {
    use EventCommand as C;
    let (C::CreateEvent { now, .. }
    | C::UpdateEvent { now, .. }
    | C::PublishEvent { now }
    | C::CancelEvent { now, .. }
    | C::DeleteEvent { now }
    | C::BookSeats { now, .. }
    | C::CancelBooking { now, .. }
    | C::HoldSeats { now, .. }
    | C::ExtendHold { now, .. }
    | C::ReleaseHold { now, .. }
    | C::ExpireHolds { now }
    | C::BookHold { now, .. }
    | C::BlockSeats { now, .. }
    | C::UnblockSeats { now, .. }) = &mut command;
    *now = time;
    command
}

#[track_caller]
fn live(event: &Event) -> &Live {
    match event {
        Event::Live(live) => live,
        Event::Unknown | Event::Deleted => panic!("should exist"),
    }
}

/// Every seat is what the model says, by any clock, and the counts add up.
fn agrees(event: &Live, model: &Model, now: DateTime<Utc>) -> Result<(), TestCaseError> {
    for minutes in [-7, -1, 0, 1, 12, 60] {
        let now = now + TimeDelta::minutes(minutes);
        let states: Vec<_> = event.seat_states(now).collect();
        let expected: Vec<_> = SEATS.map(|seat| model.state(&name(seat), now)).into();
        prop_assert_eq!(&states, &expected);
        let count = |state| states.iter().filter(|it| **it == state).count();
        let (held, booked, blocked) = (
            event.held(now).count(),
            event.booked().count(),
            event.blocked().count(),
        );
        prop_assert_eq!(held, count(SeatState::Held));
        prop_assert_eq!(booked, count(SeatState::Booked));
        prop_assert_eq!(blocked, count(SeatState::Blocked));
        prop_assert_eq!(
            event.free(now) as usize + held + booked + blocked,
            SEATS.len()
        );
    }
    prop_assert_eq!(event.next_expiry(), model.next_expiry());
    for user in 1..=3 {
        let user = UserId::new(uuid::Uuid::from_u128(user));
        prop_assert_eq!(event.seats.seats_of(user) as usize, model.recorded(user));
    }
    Ok(())
}

/// How long each open hold lasts.
fn lasts(event: &Live) -> BTreeMap<HoldId, DateTime<Utc>> {
    event
        .open_holds()
        .map(|it| (it.id, it.expires_at))
        .collect()
}

/// No hold lasts longer than before, unless a fact says that it was extended.
fn only_facts_extend(
    (before, after): (&Live, &Live),
    facts: &[EventFact],
) -> Result<(), TestCaseError> {
    let (before, after) = (lasts(before), lasts(after));
    for (id, until) in before {
        let extended = facts
            .iter()
            .any(|fact| matches!(fact, EventFact::HoldExtended { hold_id, .. } if *hold_id == id));
        prop_assert!(extended || after.get(&id).is_none_or(|it| *it == until));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn holds_time_limits_and_blocks_are_as_in_the_plainest_model(
        story in prop::collection::vec((steps(), commands()), 1..60)
    ) {
        let (mut facts, mut model) = (on_sale(), Model::default());
        facts.iter().for_each(|fact| model.note(fact));
        let mut event = replay(&facts);
        // The same event on a node that stores and reads it after each command.
        let mut restored = event.clone();
        let mut now = minute(0);
        for (step, command) in story {
            now = (now + TimeDelta::minutes(step)).max(minute(-1));
            let command = at(command, now);
            let decided = event.decide(&command);
            prop_assert_eq!(&decided, &model.expects(&command, &decided), "{:?}", command);
            prop_assert_eq!(&restored.decide(&command), &decided, "after a snapshot");

            let before = event.clone();
            let new = decided.unwrap_or_default();
            for fact in &new {
                model.note(fact);
                event.evolve(fact);
                restored.evolve(fact);
            }
            restored = Event::from_snapshot(&restored.to_snapshot()).unwrap();
            prop_assert_eq!(&restored, &event);
            only_facts_extend((live(&before), live(&event)), &new)?;
            agrees(live(&event), &model, now)?;
            facts.extend(new);
        }
        prop_assert_eq!(&replay(&facts), &event);
    }
}
