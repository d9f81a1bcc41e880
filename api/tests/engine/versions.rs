//! Facts that another version of the program wrote.

use chrono::Utc;
use seatlog::engine::{CommandError, Engine, Limits, Standing};
use seatlog::event_store::load_event;
use seatlog_domain::event::{Event, EventCommand, HoldLife, HoldState, Pass, SeatChoice};
use seatlog_domain::ids::{EventId, HoldId, UserId};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

use crate::world::{book, booking, event_with, execute, seat};

/// An event whose only seat somebody held.
async fn with_hold(pool: &PgPool) -> (EventId, Uuid) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let (event, hold) = (event_with(&engine, 1).await, Uuid::now_v7());
    let command = EventCommand::HoldSeats {
        hold_id: HoldId::new(hold),
        user_id: UserId::new(hold),
        choice: SeatChoice::Named(vec![seat(1)]),
        pass: Pass::None,
        life: HoldLife {
            ttl_secs: 600,
            max_secs: 600,
        },
        now: Utc::now(),
    };
    let held = execute(&engine, event, command, Standing::Sole).await;
    held.unwrap();
    (event, hold)
}

/// The hold ends by a fact without a cause, as version 1 wrote it.
async fn release(pool: &PgPool, (event, hold): (EventId, Uuid), version: &str) -> i64 {
    let payload = json!({"HoldReleased": {
        "hold_id": hold, "user_id": hold, "seats": ["ST-A-1"], "released_at": Utc::now(),
    }});
    let sql = "
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata)
        SELECT 'event', $1, max(sequence) + 1, 'HoldReleased', $2, $3, '{}'
        FROM events WHERE aggregate_id = $1 RETURNING position";
    sqlx::query_scalar(sql)
        .bind(event.to_string())
        .bind(version)
        .bind(payload)
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn an_event_with_a_fact_of_an_older_version_goes_on(pool: PgPool) {
    let held = with_hold(&pool).await;
    let engine = Engine::start(pool.clone(), Limits::default());
    let taken = execute(&engine, held.0, book(1), Standing::Unguarded).await;
    assert!(matches!(taken, Err(CommandError::Refused(_))), "{taken:?}");

    release(&pool, held, "1").await;
    // Read anew, and by the engine that has what came before in memory.
    let loaded = load_event(&pool, held.0).await.unwrap();
    let Event::Live(live) = loaded.event else {
        panic!("{loaded:?}");
    };
    let hold = live.hold(HoldId::new(held.1)).unwrap();
    assert_eq!((loaded.sequence, hold.state), (4, HoldState::Released));
    let sold = booking(execute(&engine, held.0, book(1), Standing::Unguarded).await);
    assert_eq!(sold.seats[0].seat, seat(1));
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_is_decided_on_a_fact_that_is_newer_than_the_program(pool: PgPool) {
    let held = with_hold(&pool).await;
    let position = release(&pool, held, "3").await;
    let engine = Engine::start(pool.clone(), Limits::default());
    let refused = execute(&engine, held.0, book(1), Standing::Sole).await;
    let Err(CommandError::Unavailable(why)) = refused else {
        panic!("{refused:?}");
    };
    let named = format!(
        "the fact at position {position} cannot be read: \
         HoldReleased has no version \"3\", the latest is 2"
    );
    assert!(why.ends_with(&named), "{why}");
}
