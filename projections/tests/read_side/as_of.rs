//! Where the log stood at a moment.

use chrono::{DateTime, TimeDelta, Utc};
use seatlog_projections::as_of::{AsOf, Moment, NoMoment, resolve};
use sqlx::PgPool;

use crate::written_log::*;

/// A log of facts that were recorded at these minutes of the year.
async fn recorded_at_minutes(pool: &PgPool, minutes: &[i64]) {
    sqlx::query("ALTER TABLE events DISABLE TRIGGER events_refuse_change")
        .execute(pool)
        .await
        .unwrap();
    for (number, minute) in (1..).zip(minutes) {
        let position = append(pool, &[registered(number)]).await;
        sqlx::query("UPDATE events SET recorded_at = $2 WHERE position = $1")
            .bind(position)
            .bind(minute_of_2026(*minute))
            .execute(pool)
            .await
            .unwrap();
    }
}

fn minute_of_2026(minute: i64) -> DateTime<Utc> {
    let new_year: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
    new_year + TimeDelta::minutes(minute)
}

async fn position_at(pool: &PgPool, minute: i64) -> i64 {
    let time = minute_of_2026(minute);
    let moment = resolve(pool, AsOf::Time(time)).await.unwrap();
    assert_eq!(moment.time, time);
    moment.position
}

#[sqlx::test(migrations = "../migrations")]
async fn a_time_leads_to_the_last_fact_recorded_until_then(pool: PgPool) {
    let minutes = [1, 2, 2, 2, 5, 8, 8, 9, 13];
    recorded_at_minutes(&pool, &minutes).await;
    for minute in 1..=20 {
        let until_then = minutes.iter().filter(|at| **at <= minute).count();
        let found = position_at(&pool, minute).await;
        assert_eq!(usize::try_from(found).unwrap(), until_then, "{minute}");
    }
    let before = resolve(&pool, AsOf::Time(minute_of_2026(0))).await;
    assert!(matches!(before, Err(NoMoment::BeforeLog)));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_clock_that_was_set_back_leads_to_a_place_where_it_passed_that_time(pool: PgPool) {
    let minutes = [1, 5, 9, 3, 4, 7, 11, 12];
    recorded_at_minutes(&pool, &minutes).await;
    for minute in 1..=12 {
        let found = usize::try_from(position_at(&pool, minute).await).unwrap();
        assert!(minutes[found - 1] <= minute);
        assert!(minutes.get(found).is_none_or(|next| *next > minute));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_position_is_a_moment_while_the_log_has_it(pool: PgPool) {
    recorded_at_minutes(&pool, &[1, 2]).await;
    let found = resolve(&pool, AsOf::Position(2)).await.unwrap();
    let time = minute_of_2026(2);
    assert_eq!(found, Moment { position: 2, time });
    let beyond = resolve(&pool, AsOf::Position(3)).await;
    assert!(matches!(beyond, Err(NoMoment::BeyondHead { head: 2 })));
    for position in [0, -1] {
        let before = resolve(&pool, AsOf::Position(position)).await;
        assert!(matches!(before, Err(NoMoment::BeforeLog)));
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_future_and_the_time_before_the_first_fact_are_no_moments(pool: PgPool) {
    let now: DateTime<Utc> = sqlx::query_scalar("SELECT now()")
        .fetch_one(&pool)
        .await
        .unwrap();
    let of_nothing = resolve(&pool, AsOf::Time(now)).await;
    assert!(matches!(of_nothing, Err(NoMoment::BeforeLog)));
    append(&pool, &[registered(1)]).await;
    let tomorrow = resolve(&pool, AsOf::Time(now + TimeDelta::days(1))).await;
    assert!(matches!(tomorrow, Err(NoMoment::Future)));
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_being_recorded_at_that_time_is_waited_for(pool: PgPool) {
    append(&pool, &[registered(1)]).await;
    let mut appending = pool.begin().await.unwrap();
    let sql = "
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata)
        VALUES ('account', gen_random_uuid()::text, 1, 'UserRegistered', '1', '{}', '{}')
        RETURNING recorded_at";
    let time: DateTime<Utc> = sqlx::query_scalar(sql)
        .fetch_one(&mut *appending)
        .await
        .unwrap();
    let commit = async {
        eventually("the question waits", async || {
            let sql = "
                SELECT EXISTS (
                    SELECT FROM pg_locks JOIN pg_database d ON d.oid = database
                    WHERE locktype = 'advisory' AND NOT granted AND datname = current_database())";
            sqlx::query_scalar(sql).fetch_one(&pool).await.unwrap()
        })
        .await;
        appending.commit().await.unwrap();
    };
    let (found, ()) = tokio::join!(resolve(&pool, AsOf::Time(time)), commit);
    assert_eq!(found.unwrap().position, 2);
}
