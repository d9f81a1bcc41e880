//! More commands than can be taken, at one event and at several; nothing waits without an end.

use std::time::Duration;

use futures_util::future::join_all;
use futures_util::poll;
use seatlog::engine::{CommandError, Engine, Limits, Standing};
use sqlx::{PgPool, Postgres, Transaction};
use tokio::task::yield_now;

use crate::world::{book, booking, event_with, execute};

/// The lock of the log: nothing is appended while this is kept.
pub(crate) async fn lock(pool: &PgPool) -> Transaction<'static, Postgres> {
    let mut tx = pool.begin().await.unwrap();
    sqlx::query("SELECT pg_advisory_xact_lock(7306932107)")
        .execute(&mut *tx)
        .await
        .unwrap();
    tx
}

/// Lets the engine, which runs on the same thread, do whatever it can do.
async fn settle() {
    for _ in 0..200 {
        yield_now().await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn who_asks_while_an_append_is_under_way_decides_without_the_actor(pool: PgPool) {
    let limits = Limits {
        queue: 1,
        ..Limits::default()
    };
    let engine = Engine::start(pool.clone(), limits);
    let event = event_with(&engine, 100).await;
    let locked = lock(&pool).await;
    let mut waiting = Vec::new();
    for number in 1..=40 {
        let mut asked = Box::pin(execute(&engine, event, book(number), Standing::Sole));
        // Nobody else runs in between: in the queue, the third would be too much.
        assert!(poll!(&mut asked).is_pending(), "{number} was answered");
        waiting.push(asked);
        if number == 1 {
            settle().await;
        }
    }
    locked.rollback().await.unwrap();
    let answers = join_all(waiting).await.into_iter().map(booking);
    let positions: Vec<_> = answers.map(|booking| booking.position).collect();
    assert!(positions.is_sorted_by(|a, b| a + 1 == *b), "{positions:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_too_much_is_refused_at_once_and_the_rest_is_done(pool: PgPool) {
    let limits = Limits {
        queue: 4,
        batch: 2,
        ..Limits::default()
    };
    let engine = Engine::start(pool.clone(), limits);
    let event = event_with(&engine, 100).await;
    let locked = lock(&pool).await;
    let mut waiting = Vec::new();
    let mut busy = 0;
    for number in 1..=30 {
        let mut asked = Box::pin(execute(&engine, event, book(number), Standing::Sole));
        match poll!(&mut asked) {
            std::task::Poll::Pending => waiting.push(asked),
            std::task::Poll::Ready(answer) => {
                assert!(matches!(answer, Err(CommandError::Busy)), "{answer:?}");
                busy += 1;
            }
        }
        settle().await;
    }
    // The first is being appended, two are decided, four are in the queue.
    assert_eq!((waiting.len(), busy), (7, 23));
    locked.rollback().await.unwrap();
    let mut positions: Vec<_> = join_all(waiting)
        .await
        .into_iter()
        .map(|answer| booking(answer).position)
        .collect();
    positions.sort_unstable();
    assert_eq!(positions, (3..=9).collect::<Vec<_>>());
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_waits_for_a_log_that_takes_nothing(pool: PgPool) {
    let limits = Limits {
        patience: Duration::from_millis(50),
        ..Limits::default()
    };
    let (patient, engine) = (
        Engine::start(pool.clone(), Limits::default()),
        Engine::start(pool.clone(), limits),
    );
    let event = event_with(&patient, 2).await;
    let locked = lock(&pool).await;
    let answer = execute(&engine, event, book(1), Standing::Leased).await;
    assert!(
        matches!(answer, Err(CommandError::Unavailable(_))),
        "{answer:?}"
    );
    locked.rollback().await.unwrap();
}

/// One event's append is refused by PostgreSQL; it was joined with another event's.
#[sqlx::test(migrations = "../migrations")]
async fn what_is_wrong_with_one_event_is_no_other_events_concern(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let [first, sick, well] = [
        event_with(&engine, 2).await,
        event_with(&engine, 2).await,
        event_with(&engine, 2).await,
    ];
    sqlx::raw_sql(&format!(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'planted'; END $$;
         CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW
             WHEN (NEW.aggregate_id = '{sick}') EXECUTE FUNCTION refuse()"
    ))
    .execute(&pool)
    .await
    .unwrap();
    let locked = lock(&pool).await;
    // The first one is on its way while the others come together.
    let asked = [first, sick, well].map(|event| execute(&engine, event, book(1), Standing::Sole));
    let [first, sick, well] = asked.map(Box::pin);
    let (mut first, mut sick, mut well) = (first, sick, well);
    assert!(poll!(&mut first).is_pending());
    settle().await;
    assert!(poll!(&mut sick).is_pending() && poll!(&mut well).is_pending());
    settle().await;
    locked.rollback().await.unwrap();

    let (first, sick, well) = tokio::join!(first, sick, well);
    assert!(
        matches!(sick, Err(CommandError::Unavailable(_))),
        "{sick:?}"
    );
    assert_eq!(booking(first).position, 7);
    assert_eq!(booking(well).position, 8);
}
