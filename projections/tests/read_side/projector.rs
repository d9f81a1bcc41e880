//! Facts are applied once, whatever crashes and whoever else is at it.

use async_trait::async_trait;
use seatlog_projections::checkpoints::{self, Projection, ProjectionState};
use seatlog_projections::log::RecordedFact;
use seatlog_projections::projector::{self, AdvanceError, ApplyError, Projector, advance};
use seatlog_projections::runner::catch_up;
use seatlog_projections::{catalogue, holds};
use sqlx::{PgConnection, PgPool};

use crate::written_log::*;

async fn checkpoint(pool: &PgPool, name: &str) -> Projection {
    let all = checkpoints::list(pool).await.unwrap();
    all.into_iter().find(|each| each.name == name).unwrap()
}

fn by_name(name: &str) -> &'static dyn Projector {
    let mut all = projector::all().into_iter();
    all.find(|each| each.name() == name).unwrap()
}

/// Applies as the model in its place does, and then fails as a dying database would.
struct DiesBeforeCommit(&'static dyn Projector);

#[async_trait]
impl Projector for DiesBeforeCommit {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn tables(&self) -> &'static [&'static str] {
        self.0.tables()
    }

    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError> {
        self.0.apply(db, facts).await?;
        Err(sqlx::Error::WorkerCrashed.into())
    }
}

fn one_sale() -> [seatlog_projections::log::Fact; 3] {
    [
        created(1, "Nabucco", at(24)),
        published(1),
        sold(1, 1, &["ST-A-1"]).booked(),
    ]
}

#[sqlx::test(migrations = "../migrations")]
async fn a_crash_before_the_commit_leaves_nothing_and_the_next_try_applies_all(pool: PgPool) {
    append(&pool, &one_sale()).await;
    for model in projector::all() {
        let crashed = advance(&pool, &DiesBeforeCommit(model)).await;
        assert!(matches!(crashed, Err(AdvanceError::Database(_))));
        let left = checkpoint(&pool, model.name()).await;
        assert_eq!((left.position, left.state), (0, ProjectionState::Running));
    }
    assert_eq!(catalogue::get(&pool, event(1)).await.unwrap(), None);

    catch_up(&pool).await.unwrap();
    assert_eq!(
        catalogue::get(&pool, event(1)).await.unwrap().unwrap().free,
        14
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn going_over_the_log_again_applies_nothing_again(pool: PgPool) {
    append(&pool, &one_sale()).await;
    for model in projector::all() {
        assert_eq!(advance(&pool, model).await.unwrap(), 3, "{}", model.name());
        assert_eq!(advance(&pool, model).await.unwrap(), 0, "{}", model.name());
        assert_eq!(checkpoint(&pool, model.name()).await.position, 3);
    }
    assert_eq!(
        catalogue::get(&pool, event(1)).await.unwrap().unwrap().free,
        14
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn runners_on_two_nodes_apply_each_fact_once(pool: PgPool) {
    append(&pool, &[created(1, "Nabucco", at(24)), registered(1)]).await;
    for round in 0..40 {
        let sale = sold(1, round + 1, &["ST-A-1", "GA-3"]);
        append(&pool, &[sale.booked(), sale.cancelled()]).await;
        let (one, other) = tokio::join!(catch_up(&pool), catch_up(&pool));
        one.unwrap();
        other.unwrap();
    }
    let event = catalogue::get(&pool, event(1)).await.unwrap().unwrap();
    assert_eq!(event.free, 15);
    let summary = seatlog_projections::reports::summary(&pool, None)
        .await
        .unwrap();
    assert_eq!((summary.bookings, summary.cancelled_bookings), (0, 40));
    assert_eq!((summary.users, summary.position), (1, 82));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_second_runner_waits_for_the_first_and_finds_its_work_done(pool: PgPool) {
    append(&pool, &one_sale()).await;
    let mut first = pool.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM projection_checkpoints WHERE name = 'catalogue' FOR UPDATE")
        .execute(&mut *first)
        .await
        .unwrap();
    let second = tokio::spawn({
        let pool = pool.clone();
        async move { advance(&pool, by_name("catalogue")).await }
    });
    // Another session waits for a lock: it is the second runner.
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    eventually("the second runner waits", async || {
        let waiting: i64 = sqlx::query_scalar(waiting).fetch_one(&pool).await.unwrap();
        waiting > 0
    })
    .await;
    sqlx::query("UPDATE projection_checkpoints SET position = 3 WHERE name = 'catalogue'")
        .execute(&mut *first)
        .await
        .unwrap();
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap().unwrap(), 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_fact_that_cannot_be_read_halts_at_its_position_and_keeps_what_stands_before(
    pool: PgPool,
) {
    append(&pool, &one_sale()).await;
    let bad = append_nonsense(&pool).await;
    append(&pool, &[sold(1, 2, &["ST-A-2"]).booked()]).await;
    for model in projector::all() {
        let halted = advance(&pool, model).await;
        let Err(AdvanceError::Halted(halt)) = halted else {
            panic!("{halted:?}");
        };
        assert_eq!(halt.position, bad);
        assert!(halt.reason.contains("SeatsPainted"), "{}", halt.reason);
        assert_eq!(checkpoint(&pool, model.name()).await.position, bad - 1);
    }
    assert_eq!(
        catalogue::get(&pool, event(1)).await.unwrap().unwrap().free,
        14
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_of_an_unknown_event_is_followed_by_no_model_of_bookings(pool: PgPool) {
    append(&pool, &[sold(9, 1, &["ST-A-1"]).booked()]).await;
    nobody_gets_past(&pool, 1).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancellation_of_an_unknown_booking_is_followed_by_no_model_of_bookings(pool: PgPool) {
    let facts = [
        created(1, "Nabucco", at(24)),
        sold(1, 1, &["ST-A-1"]).cancelled(),
    ];
    append(&pool, &facts).await;
    nobody_gets_past(&pool, 2).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_cancelled_twice_is_followed_by_no_model_of_bookings(pool: PgPool) {
    let sale = sold(1, 1, &["ST-A-1"]);
    let facts = [
        created(1, "Nabucco", at(24)),
        sale.booked(),
        sale.cancelled(),
        sale.cancelled(),
    ];
    append(&pool, &facts).await;
    nobody_gets_past(&pool, 4).await;
}

/// Nobody who keeps bookings in any form; holds are another matter.
async fn nobody_gets_past(pool: &PgPool, position: i64) {
    for model in projector::all() {
        if model.name() == holds::NAME {
            continue;
        }
        let halted = advance(pool, model).await;
        let Err(AdvanceError::Halted(halt)) = halted else {
            panic!("{}: {halted:?}", model.name());
        };
        assert_eq!(halt.position, position, "{}", model.name());
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_hole_in_the_log_is_not_stepped_over(pool: PgPool) {
    append(&pool, &[registered(1)]).await;
    sqlx::query("INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                     event_version, payload, metadata, position) OVERRIDING SYSTEM VALUE
                 VALUES ('account', gen_random_uuid()::text, 1, 'RoleChanged', '1',
                     '{\"RoleChanged\":{\"role\":\"user\",\"changed_at\":\"2027-01-01T00:00:00Z\"}}',
                     '{}', 3)")
        .execute(&pool)
        .await
        .unwrap();
    let model = by_name("reports");
    let halted = advance(&pool, model).await;
    let Err(AdvanceError::Halted(halt)) = halted else {
        panic!("{halted:?}");
    };
    assert_eq!(halt.position, 2);
    assert!(halt.reason.contains("missing"), "{}", halt.reason);
    assert_eq!(checkpoint(&pool, "reports").await.position, 1);
}
