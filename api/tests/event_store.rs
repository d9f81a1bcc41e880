//! The log on a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use chrono::{DateTime, Utc};
use cqrs_es::persist::PersistedEventRepository;
use seatlog::event_store::{AppendError, Origin, StoredFact, append_in, load_after};
use seatlog_domain::event::{Event, EventFact};
use seatlog_projections::log;
use sqlx::PgPool;
use uuid::Uuid;

fn published(at: i64) -> EventFact {
    EventFact::EventPublished {
        published_at: DateTime::<Utc>::from_timestamp(at, 0).unwrap(),
    }
}

async fn append(
    pool: &PgPool,
    stream: Uuid,
    after: i64,
    facts: &[EventFact],
) -> Result<Vec<i64>, AppendError> {
    append_in(pool, ("event", stream), after, facts, &Origin::system()).await
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_appended_is_loaded_in_order(pool: PgPool) {
    let stream = Uuid::now_v7();
    let facts: Vec<_> = (0..500).map(published).collect();
    let positions = append(&pool, stream, 0, &facts).await.unwrap();
    assert_eq!(positions, (1..=500).collect::<Vec<_>>());

    let mut loaded: Vec<StoredFact<EventFact>> = Vec::new();
    load_after(&pool, ("event", stream), 100, |fact| loaded.push(fact))
        .await
        .unwrap();
    assert_eq!(
        loaded
            .iter()
            .map(|stored| stored.sequence)
            .collect::<Vec<_>>(),
        (101..=500).collect::<Vec<_>>()
    );
    assert!(
        loaded
            .iter()
            .zip(&facts[100..])
            .all(|(stored, fact)| stored.fact == *fact)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_writers_on_one_sequence_the_second_writes_nothing(pool: PgPool) {
    let stream = Uuid::now_v7();
    append(&pool, stream, 0, &[published(1)]).await.unwrap();
    let late = append(&pool, stream, 0, &[published(2), published(3)]).await;
    assert!(matches!(late, Err(AppendError::Conflict)), "{late:?}");
    assert_eq!(log::head(&pool).await.unwrap(), 1);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_refused_or_rolled_back_append_leaves_no_hole_in_the_positions(pool: PgPool) {
    let (a, b) = (Uuid::now_v7(), Uuid::now_v7());
    append(&pool, a, 0, &[published(1)]).await.unwrap();
    append(&pool, a, 0, &[published(2)]).await.unwrap_err();
    let mut tx = pool.begin().await.unwrap();
    append_in(
        &mut *tx,
        ("event", b),
        0,
        &[published(3)],
        &Origin::system(),
    )
    .await
    .unwrap();
    tx.rollback().await.unwrap();
    assert_eq!(append(&pool, b, 0, &[published(4)]).await.unwrap(), [2]);
}

/// Without the lock, a position could become visible after a higher one, and a reader that
/// follows `position > cursor` would miss it for ever.
#[sqlx::test(migrations = "../migrations")]
async fn a_reader_that_follows_positions_misses_nothing_while_many_append(pool: PgPool) {
    const WRITERS: usize = 8;
    const EACH: i64 = 40;
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move {
                let stream = Uuid::now_v7();
                for sequence in 0..EACH {
                    let mut tx = pool.begin().await.unwrap();
                    append_in(
                        &mut *tx,
                        ("event", stream),
                        sequence,
                        &[published(0)],
                        &Origin::system(),
                    )
                    .await
                    .unwrap();
                    if sequence % 5 == 4 {
                        // What others could overtake, if they did not have to wait.
                        sqlx::query("SELECT pg_sleep(0.002)")
                            .execute(&mut *tx)
                            .await
                            .unwrap();
                    }
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    let all = WRITERS as i64 * EACH;
    let mut seen: Vec<i64> = Vec::new();
    while (seen.len() as i64) < all {
        let cursor = seen.last().copied().unwrap_or(0);
        let facts = log::read_after(&pool, cursor, 100).await.unwrap();
        seen.extend(facts.iter().map(|fact| fact.position));
        // A gap means that a lower position is still to come: the reader would miss it.
        assert_eq!(seen.last().copied().unwrap_or(0), seen.len() as i64);
        tokio::task::yield_now().await;
    }
    for writer in writers {
        writer.await.unwrap();
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn stock_postgres_es_reads_what_we_wrote_and_what_it_writes_is_numbered(pool: PgPool) {
    let stream = Uuid::now_v7();
    append(&pool, stream, 0, &[published(1), published(2)])
        .await
        .unwrap();
    let stock = postgres_es::PostgresEventRepository::new(pool.clone());
    let read = stock
        .get_events::<Event>(&stream.to_string())
        .await
        .unwrap();
    assert_eq!(
        read.iter().map(|event| event.sequence).collect::<Vec<_>>(),
        [1, 2]
    );
    assert_eq!(read[1].event_type, "EventPublished");
    let fact: EventFact = serde_json::from_value(read[1].payload.clone()).unwrap();
    assert_eq!(fact, published(2));

    let mut third = read[1].clone();
    third.sequence = 3;
    stock.persist::<Event>(&[third], None).await.unwrap();
    assert_eq!(log::head(&pool).await.unwrap(), 3);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_changes_or_takes_back_a_fact_or_chooses_its_position(pool: PgPool) {
    append(&pool, Uuid::now_v7(), 0, &[published(1)])
        .await
        .unwrap();
    for sql in [
        "UPDATE events SET payload = '{}'",
        "DELETE FROM events",
        "TRUNCATE events",
        "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                             payload, metadata, position)
         VALUES ('event', 'x', 1, 'EventPublished', '1', '{}', '{}', 7)",
    ] {
        assert!(sqlx::query(sql).execute(&pool).await.is_err(), "{sql}");
    }
    assert_eq!(log::head(&pool).await.unwrap(), 1);
}
