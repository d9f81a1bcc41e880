//! Events that leave the memory, and come back.

use std::time::Duration;

use chrono::{TimeDelta, Utc};
use futures_util::poll;
use seatlog::engine::{CommandError, Engine, Limits, Standing};
use seatlog_domain::event::{EventCommand, EventFact, HoldLife, Pass, Refusal, SeatChoice};
use seatlog_domain::ids::{EventId, HoldId, UserId};
use sqlx::PgPool;
use tokio::task::yield_now;
use uuid::Uuid;

use crate::audit::read;
use crate::crowding::lock;
use crate::world::{book, booking, event_with, execute, seat};

/// An engine whose events fall asleep at once.
fn sleepy(pool: &PgPool) -> Engine {
    let limits = Limits {
        idle: Duration::ZERO,
        ..Limits::default()
    };
    Engine::start(pool.clone(), limits)
}

async fn asleep(engine: &Engine) {
    while engine.awake() > 0 {
        yield_now().await;
    }
}

/// A hold whose time is over after so long from now.
fn hold_for(left: TimeDelta) -> EventCommand {
    let id = Uuid::now_v7();
    EventCommand::HoldSeats {
        hold_id: HoldId::new(id),
        user_id: UserId::new(id),
        choice: SeatChoice::Named(vec![seat(1)]),
        pass: Pass::None,
        life: HoldLife {
            ttl_secs: 600,
            max_secs: 600,
        },
        now: Utc::now() - TimeDelta::seconds(600) + left,
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_that_slept_knows_what_was_sold(pool: PgPool) {
    let engine = sleepy(&pool);
    let event = event_with(&engine, 2).await;
    asleep(&engine).await;
    booking(execute(&engine, event, book(1), Standing::Sole).await);
    asleep(&engine).await;
    let taken = execute(&engine, event, book(1), Standing::Sole).await;
    assert!(
        matches!(taken, Err(CommandError::Refused(Refusal::SeatTaken { .. }))),
        "{taken:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_that_does_not_exist_does_not_stay_in_memory(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let unknown = EventId::new(Uuid::now_v7());
    let answer = execute(&engine, unknown, book(1), Standing::Sole).await;
    assert!(
        matches!(answer, Err(CommandError::Refused(Refusal::EventNotFound))),
        "{answer:?}"
    );
    asleep(&engine).await;
}

/// Though its event would fall asleep at once otherwise.
#[sqlx::test(migrations = "../migrations")]
async fn the_end_of_a_hold_is_recorded_when_its_time_is_over_and_nobody_asks(pool: PgPool) {
    let engine = sleepy(&pool);
    let event = event_with(&engine, 2).await;
    let hold = hold_for(TimeDelta::milliseconds(80));
    let held = execute(&engine, event, hold, Standing::Leased).await;
    assert_eq!(held.unwrap().position, Some(3));
    asleep(&engine).await;
    let facts = read(&pool, event).await;
    let [.., held, expired] = facts.as_slice() else {
        panic!("{facts:?}");
    };
    assert!(matches!(held.fact, EventFact::SeatsHeld { .. }), "{held:?}");
    assert!(
        matches!(expired.fact, EventFact::HoldExpired { .. }),
        "{expired:?}"
    );
}

/// It is for the node that owns the event to record the end of its holds.
#[sqlx::test(migrations = "../migrations")]
async fn a_node_that_owns_nothing_does_not_stay_awake_for_holds(pool: PgPool) {
    let engine = sleepy(&pool);
    let event = event_with(&engine, 2).await;
    let hold = hold_for(TimeDelta::seconds(60));
    execute(&engine, event, hold, Standing::Unguarded)
        .await
        .unwrap();
    asleep(&engine).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_that_is_given_up_finishes_what_was_asked(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let event = event_with(&engine, 2).await;
    let locked = lock(&pool).await;
    let mut asked = Box::pin(execute(&engine, event, book(1), Standing::Leased));
    assert!(poll!(&mut asked).is_pending());
    let mut given_up = Box::pin(engine.forget(event));
    assert!(poll!(&mut given_up).is_pending());
    assert_eq!(engine.awake(), 0);
    locked.rollback().await.unwrap();
    given_up.await;
    // Everything is done when it is given up, so the answer is there already.
    let std::task::Poll::Ready(answer) = poll!(&mut asked) else {
        panic!("not finished");
    };
    assert_eq!(booking(answer).position, 3);
    booking(execute(&engine, event, book(2), Standing::Leased).await);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_engine_that_stops_finishes_what_was_asked_and_takes_no_more(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let event = event_with(&engine, 2).await;
    let mut asked = Box::pin(execute(&engine, event, book(1), Standing::Sole));
    assert!(poll!(&mut asked).is_pending());
    engine.stop().await;
    assert_eq!(booking(asked.await).position, 3);
    let late = execute(&engine, event, book(2), Standing::Sole).await;
    assert!(
        matches!(late, Err(CommandError::Unavailable(_))),
        "{late:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_caller_who_hangs_up_is_served_all_the_same(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let event = event_with(&engine, 2).await;
    {
        let abandoned = Box::pin(execute(&engine, event, book(1), Standing::Sole));
        assert!(poll!(abandoned).is_pending());
    }
    engine.forget(event).await;
    assert_eq!(read(&pool, event).await.len(), 3);
}
