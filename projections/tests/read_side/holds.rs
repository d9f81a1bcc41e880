//! Read model `holds`.

use std::time::Duration;

use chrono::{DateTime, Utc};
use seatlog_domain::event::HoldState;
use seatlog_projections::checkpoints::Behind;
use seatlog_projections::holds::{self, KnownHold};
use seatlog_projections::log::Fact;
use seatlog_projections::projector::{AdvanceError, advance};
use seatlog_projections::runner::catch_up;
use sqlx::PgPool;

use crate::written_log::*;

async fn project(pool: &PgPool, facts: &[Fact]) {
    append(pool, facts).await;
    catch_up(pool).await.unwrap();
}

async fn known(pool: &PgPool, number: u128) -> Option<KnownHold> {
    holds::find(pool, hold_id(number), Duration::ZERO)
        .await
        .unwrap()
}

async fn state(pool: &PgPool, number: u128, now: DateTime<Utc>) -> HoldState {
    known(pool, number).await.unwrap().state(now)
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_shows_what_is_held_for_whom_and_until_when(pool: PgPool) {
    let hold = held(1, 7, &["ST-A-1", "GA-2"]);
    project(&pool, &[created(1, "Nabucco", at(24)), hold.made()]).await;
    let shown = known(&pool, 7).await.unwrap();
    let expected = serde_json::json!({
        "id": hold_id(7), "event_id": event(1), "user_id": user(7),
        "seats": [
            {"seat": "ST-A-1", "section": "ST", "price_minor": 4500},
            {"seat": "GA-2", "section": "GA", "price_minor": 4500},
        ],
        "total_minor": 9000, "currency": "EUR", "held_at": "2027-03-01T12:00:00Z",
        "expires_at": "2027-03-01T13:00:00Z",
    });
    assert_eq!(serde_json::to_value(shown.hold).unwrap(), expected);
    assert_eq!(known(&pool, 8).await, None);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_became_of_a_hold_is_known_and_time_alone_ends_it_too(pool: PgPool) {
    let names = ["ST-A-1", "ST-A-2", "ST-A-3", "ST-A-4"];
    let [open, booked, released, expired] = [1, 2, 3, 4]
        .map(|number| held(1, number, std::slice::from_ref(&names[number as usize - 1])));
    let all = [open, booked, released, expired];
    let made = [created(1, "Nabucco", at(24))];
    project(&pool, &made).await;
    project(&pool, &all.map(super::written_log::Held::made)).await;
    let later = [
        open.extended(at(2)),
        booked.booked(),
        released.released(),
        expired.expired(),
    ];
    project(&pool, &later).await;
    let found = [
        HoldState::Open,
        HoldState::Booked,
        HoldState::Released,
        HoldState::Expired,
    ];
    for (number, expected) in (1..).zip(found) {
        assert_eq!(state(&pool, number, at(1)).await, expected, "{number}");
    }
    assert_eq!(state(&pool, 1, at(2)).await, HoldState::Expired);
    assert_eq!(state(&pool, 2, at(9)).await, HoldState::Booked);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_is_made_prolonged_and_booked_in_one_batch_is_booked(pool: PgPool) {
    let (quick, slow) = (held(1, 1, &["ST-A-1"]), held(1, 2, &["ST-A-2"]));
    let facts = [
        created(1, "Nabucco", at(24)),
        quick.made(),
        slow.made(),
        quick.extended(at(3)),
        slow.extended(at(4)),
        quick.booked(),
    ];
    project(&pool, &facts).await;
    assert_eq!(state(&pool, 1, at(0)).await, HoldState::Booked);
    let quick = known(&pool, 1).await.unwrap();
    assert_eq!(quick.hold.expires_at, at(3));
    assert_eq!(state(&pool, 2, at(3)).await, HoldState::Open);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_events_of_holds_that_ran_out_are_found_until_that_is_recorded(pool: PgPool) {
    let facts = [
        created(1, "Nabucco", at(24)),
        created(2, "Aida", at(24)),
        held(1, 1, &["ST-A-1"]).made(),
        held(1, 2, &["ST-A-2"]).made(),
        held(2, 3, &["ST-A-1"]).made(),
        held(2, 3, &["ST-A-1"]).extended(at(5)),
    ];
    project(&pool, &facts).await;
    let past = async |time| {
        holds::events_with_holds_past(&pool, time, 10)
            .await
            .unwrap()
    };
    assert_eq!(past(at(1)).await, [], "not before the time itself");
    assert_eq!(past(at(4)).await, [event(1)]);
    assert_eq!(past(at(6)).await.len(), 2);
    let ended = [
        held(1, 1, &["ST-A-1"]).expired(),
        held(1, 2, &["ST-A-2"]).released(),
    ];
    project(&pool, &ended).await;
    assert_eq!(past(at(4)).await, []);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_ended_a_day_ago_is_forgotten_and_an_open_one_never(pool: PgPool) {
    let (ended, open) = (held(1, 1, &["ST-A-1"]), held(1, 2, &["ST-A-2"]));
    let facts = [
        created(1, "Nabucco", at(24)),
        ended.made(),
        ended.released(),
        open.made(),
    ];
    project(&pool, &facts).await;
    assert!(known(&pool, 1).await.is_some());
    // The clock that counts is that of the log; a test cannot turn it, but it can move the hold.
    let earlier = "UPDATE holds SET ended_at = clock_timestamp() - interval '25 hours'
                   WHERE ended_at IS NOT NULL";
    sqlx::query(earlier).execute(&pool).await.unwrap();
    project(&pool, &[registered(1)]).await;
    assert_eq!(known(&pool, 1).await, None);
    assert!(known(&pool, 2).await.is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn an_end_of_a_hold_that_is_not_open_is_not_followed(pool: PgPool) {
    let hold = held(1, 1, &["ST-A-1"]);
    let facts = [created(1, "Nabucco", at(24)), hold.made(), hold.released()];
    project(&pool, &facts).await;
    for (position, facts) in [
        (4, vec![hold.expired()]),
        (4, vec![hold.booked()]),
        (4, vec![hold.extended(at(5))]),
        (4, vec![hold.made()]),
        (4, vec![held(1, 2, &["ST-A-2"]).released()]),
        (6, {
            let other = held(1, 3, &["ST-A-3"]);
            vec![other.made(), other.booked(), other.released()]
        }),
    ] {
        // Each in a log of its own: what a projector cannot follow stays.
        let mut tx = pool.begin().await.unwrap();
        sqlx::query("SET LOCAL session_replication_role = replica")
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query("DELETE FROM events WHERE position > 3")
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        append(&pool, &facts).await;
        let halted = loop {
            match advance(&pool, &holds::Holds).await {
                Ok(0) => panic!("followed: {facts:?}"),
                Ok(_) => {}
                Err(AdvanceError::Halted(halt)) => break halt,
                Err(AdvanceError::Database(error)) => panic!("{error}"),
            }
        };
        assert_eq!(halted.position, position, "{facts:?}");
        let back = "UPDATE projection_checkpoints SET position = 3 WHERE name = 'holds'";
        sqlx::query(back).execute(&pool).await.unwrap();
        sqlx::query("DELETE FROM holds WHERE id <> $1")
            .bind(hold_id(1).uuid())
            .execute(&pool)
            .await
            .unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hold_that_was_just_made_is_waited_for_but_not_for_ever(pool: PgPool) {
    append(
        &pool,
        &[
            created(1, "Nabucco", at(24)),
            held(1, 1, &["ST-A-1"]).made(),
        ],
    )
    .await;
    let behind = holds::find(&pool, hold_id(1), Duration::ZERO).await;
    assert!(matches!(behind, Err(Behind::TimedOut { wanted: 2 })));
    let waiting = holds::find(&pool, hold_id(1), Duration::from_secs(60));
    let (found, caught_up) = tokio::join!(waiting, catch_up(&pool));
    caught_up.unwrap();
    assert!(found.unwrap().is_some());
}
