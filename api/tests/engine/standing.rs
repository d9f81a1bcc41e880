//! How far memory is trusted beside other nodes: no answer rests on what is not so any more.

use chrono::Utc;
use seatlog::engine::{CommandError, Engine, Limits, Standing};
use seatlog_domain::event::{Canceller, EventCommand, Refusal};
use seatlog_domain::ids::BookingId;
use sqlx::PgPool;
use uuid::Uuid;

use crate::world::{book, booking, event_with, execute, origin};

fn cancel(booking_id: BookingId) -> EventCommand {
    EventCommand::CancelBooking {
        booking_id,
        by: Canceller::Admin,
        now: Utc::now(),
    }
}

fn is_taken<T: std::fmt::Debug>(answer: Result<T, CommandError>) -> bool {
    matches!(
        answer,
        Err(CommandError::Refused(Refusal::SeatTaken { .. }))
    )
}

/// One node sells a seat, another one cancels the booking, and the first one sells it again: it
/// believed the seat taken.
async fn refuses_nothing_that_another_node_made_possible(pool: PgPool, standing: Standing) {
    let [here, there] = [(); 2].map(|()| Engine::start(pool.clone(), Limits::default()));
    let event = event_with(&there, 2).await;
    let sold = booking(execute(&here, event, book(1), standing).await);
    let taken = execute(&here, event, book(1), standing).await;
    assert!(is_taken(taken), "nobody cancelled yet");

    execute(&there, event, cancel(sold.id), Standing::Unguarded)
        .await
        .unwrap();
    let again = booking(execute(&here, event, book(1), standing).await);
    assert_eq!(again.position, sold.position + 2);
}

#[sqlx::test(migrations = "../migrations")]
async fn an_owner_whose_lease_was_taken_away_refuses_nothing_by_mistake(pool: PgPool) {
    refuses_nothing_that_another_node_made_possible(pool, Standing::Leased).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_node_that_owns_nothing_refuses_nothing_by_mistake(pool: PgPool) {
    refuses_nothing_that_another_node_made_possible(pool, Standing::Unguarded).await;
}

/// Nobody else can write where a node is alone; so this also shows that its refusals cost no
/// query.
#[sqlx::test(migrations = "../migrations")]
async fn a_node_that_is_alone_refuses_from_memory(pool: PgPool) {
    let [here, there] = [(); 2].map(|()| Engine::start(pool.clone(), Limits::default()));
    let event = event_with(&there, 2).await;
    let sold = booking(execute(&here, event, book(1), Standing::Sole).await);
    execute(&there, event, cancel(sold.id), Standing::Unguarded)
        .await
        .unwrap();
    assert!(is_taken(
        execute(&here, event, book(1), Standing::Sole).await
    ));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_decided_on_old_facts_is_decided_again(pool: PgPool) {
    let [here, there] = [(); 2].map(|()| Engine::start(pool.clone(), Limits::default()));
    let event = event_with(&there, 3).await;
    execute(&here, event, book(1), Standing::Leased)
        .await
        .unwrap();
    execute(&there, event, book(2), Standing::Unguarded)
        .await
        .unwrap();
    let late = execute(&here, event, book(2), Standing::Leased).await;
    assert!(is_taken(late));
    let third = booking(execute(&here, event, book(3), Standing::Leased).await);
    assert_eq!(third.position, 5);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_command_that_another_node_executed_is_answered_and_not_executed_again(pool: PgPool) {
    let [here, there] = [(); 2].map(|()| Engine::start(pool.clone(), Limits::default()));
    let event = event_with(&there, 2).await;
    let sold = booking(execute(&here, event, book(1), Standing::Leased).await);
    let (cancel, origin) = (cancel(sold.id), origin(Uuid::now_v7()));
    let ask = |engine: Engine, standing| {
        let (cancel, origin) = (cancel.clone(), origin.clone());
        async move { engine.execute(event, cancel, &origin, standing).await }
    };
    let first = ask(there.clone(), Standing::Unguarded).await.unwrap();
    // One that knew the booking before it was cancelled, and one that knows nothing yet.
    let new = Engine::start(pool.clone(), Limits::default());
    for (engine, standing) in [(here, Standing::Leased), (new, Standing::Unguarded)] {
        let again = ask(engine, standing).await.unwrap();
        assert_eq!((again.position, first.position), (Some(4), Some(4)));
    }
}
