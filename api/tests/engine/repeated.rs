//! Requests that come again, because their answer was lost, when what they made has changed or ended.

use chrono::{DateTime, TimeDelta, Utc};
use seatlog::engine::{CommandError, Engine, Limits, Outcome, Standing};
use seatlog_domain::event::{Canceller, EventCommand, HoldLife, Pass, Reason, Refusal, SeatChoice};
use seatlog_domain::ids::{BookingId, EventId, HoldId, UserId};
use sqlx::PgPool;
use uuid::Uuid;

use crate::world::{event_with, execute, origin, seat};

const LIFE: HoldLife = HoldLife {
    ttl_secs: 600,
    max_secs: 900,
};

/// Holds that end in every way that there is, each with what ends it.
fn endings() -> Vec<(HoldId, EventCommand, Refusal)> {
    let now = Utc::now();
    let user_id = user();
    let ids = [(); 5].map(|()| HoldId::new(Uuid::now_v7()));
    let released = EventCommand::ReleaseHold {
        hold_id: ids[0],
        user_id,
        now,
    };
    let booked = EventCommand::BookHold {
        booking_id: BookingId::new(Uuid::now_v7()),
        hold_id: ids[1],
        user_id,
        now,
    };
    let expired = EventCommand::ExpireHolds {
        now: now + TimeDelta::hours(1),
    };
    let called_off = EventCommand::CancelEvent {
        reason: Reason::new("The tenor is ill.").unwrap(),
        now,
    };
    let deleted = EventCommand::DeleteEvent { now };
    vec![
        (ids[0], released, Refusal::HoldNotFound),
        (ids[1], booked, Refusal::HoldAlreadyBooked),
        (ids[2], expired, Refusal::HoldExpired),
        (ids[3], called_off, Refusal::HoldNotFound),
        (ids[4], deleted, Refusal::EventNotFound),
    ]
}

fn user() -> UserId {
    UserId::new(Uuid::from_u128(7))
}

fn hold(hold_id: HoldId, now: DateTime<Utc>) -> EventCommand {
    EventCommand::HoldSeats {
        hold_id,
        user_id: user(),
        choice: SeatChoice::Named(vec![seat(1), seat(2)]),
        pass: Pass::None,
        life: LIFE,
        now,
    }
}

/// Asks by a command that may have been given before.
async fn ask(
    engine: &Engine,
    event: EventId,
    command: EventCommand,
    id: Uuid,
) -> Result<Outcome, CommandError> {
    let origin = origin(id);
    let executed = engine.execute(event, command, &origin, Standing::Sole);
    executed.await.map(|executed| executed.outcome)
}

#[sqlx::test(migrations = "../migrations")]
async fn who_asks_for_a_hold_again_is_answered_as_at_first_whatever_became_of_it(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    for (id, ending, _) in endings() {
        let event = event_with(&engine, 2).await;
        let command = hold(id, Utc::now());
        let first = ask(&engine, event, command.clone(), id.uuid())
            .await
            .unwrap();
        let Outcome::Hold(made) = &first else {
            panic!("{first:?}");
        };
        assert_eq!((made.seats.len(), made.total_minor), (2, 9_000));
        execute(&engine, event, ending.clone(), Standing::Sole)
            .await
            .unwrap();
        // At the node that did it, and at one that reads the event anew.
        let other = Engine::start(pool.clone(), Limits::default());
        for engine in [&engine, &other] {
            let again = ask(engine, event, command.clone(), id.uuid()).await;
            assert_eq!(again.as_ref(), Ok(&first), "{ending:?}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_asks_for_a_hold_again_that_was_extended_is_answered_as_at_first(pool: PgPool) {
    let engine = Engine::start(pool, Limits::default());
    let event = event_with(&engine, 2).await;
    let hold_id = HoldId::new(Uuid::now_v7());
    let command = hold(hold_id, Utc::now() - TimeDelta::seconds(300));
    let first = ask(&engine, event, command.clone(), hold_id.uuid()).await;
    let extension = EventCommand::ExtendHold {
        hold_id,
        user_id: user(),
        life: LIFE,
        now: Utc::now(),
    };
    execute(&engine, event, extension, Standing::Sole)
        .await
        .unwrap();
    let again = ask(&engine, event, command, hold_id.uuid()).await;
    assert_eq!(again, first);
}

#[sqlx::test(migrations = "../migrations")]
async fn who_books_again_what_was_cancelled_since_is_answered_as_at_first(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let event = event_with(&engine, 2).await;
    let booking_id = BookingId::new(Uuid::now_v7());
    let command = EventCommand::BookSeats {
        booking_id,
        user_id: user(),
        choice: SeatChoice::Named(vec![seat(1)]),
        pass: Pass::None,
        now: Utc::now(),
    };
    let first = ask(&engine, event, command.clone(), booking_id.uuid()).await;
    let cancellation = EventCommand::CancelBooking {
        booking_id,
        by: Canceller::Buyer(user()),
        now: Utc::now(),
    };
    execute(&engine, event, cancellation, Standing::Sole)
        .await
        .unwrap();
    let other = Engine::start(pool, Limits::default());
    for engine in [&engine, &other] {
        let again = ask(engine, event, command.clone(), booking_id.uuid()).await;
        assert_eq!(again, first);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_extends_a_hold_again_that_has_ended_is_told_its_end(pool: PgPool) {
    let engine = Engine::start(pool, Limits::default());
    for (id, ending, refusal) in endings() {
        let event = event_with(&engine, 2).await;
        let begun = Utc::now() - TimeDelta::seconds(300);
        execute(&engine, event, hold(id, begun), Standing::Sole)
            .await
            .unwrap();
        let (extension, again) = (
            Uuid::now_v7(),
            EventCommand::ExtendHold {
                hold_id: id,
                user_id: user(),
                life: LIFE,
                now: Utc::now(),
            },
        );
        ask(&engine, event, again.clone(), extension).await.unwrap();
        execute(&engine, event, ending.clone(), Standing::Sole)
            .await
            .unwrap();
        let told = ask(&engine, event, again, extension).await;
        assert_eq!(told, Err(CommandError::Refused(refusal)), "{ending:?}");
    }
}
