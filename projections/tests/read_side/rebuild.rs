//! Read models are built anew while they are read and followed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use seatlog_projections::checkpoints::{self, ProjectionState};
use seatlog_projections::projector::{self, AdvanceError, Projector, advance};
use seatlog_projections::rebuild::{self, Request};
use seatlog_projections::runner::{self, catch_up};
use seatlog_projections::{bookings, catalogue, reports};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;

use crate::fold::{all_rows, compare};
use crate::random_sales::{Dice, box_office};
use crate::size_of_proof;
use crate::written_log::*;

const LONG: Duration = Duration::from_secs(30);

async fn rebuild_all(pool: &PgPool) {
    for model in projector::all() {
        rebuild::request(pool, model).await.unwrap();
    }
    rebuild::fulfil(pool).await.unwrap();
    for model in projector::all() {
        let outcome = rebuild::outcome(pool, model).await.unwrap();
        assert_eq!(outcome, Request::Done, "{}", model.name());
    }
}

/// All indexes, constraints and columns of the tables of read models.
async fn definitions(pool: &PgPool) -> Vec<String> {
    let tables: Vec<&str> = projector::all()
        .iter()
        .flat_map(|it| it.tables())
        .copied()
        .collect();
    let sql = "
        SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
        WHERE i.indrelid = ANY($1::text[]::regclass[])
        UNION ALL
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE conrelid = ANY($1::text[]::regclass[])
        UNION ALL
        SELECT concat_ws(' ', attrelid::regclass, attname, atttypid::regtype, attnotnull,
                         attcollation, pg_get_expr(adbin, adrelid))
        FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE attrelid = ANY($1::text[]::regclass[]) AND attnum > 0 AND NOT attisdropped
        ORDER BY 1";
    sqlx::query_scalar(sql)
        .bind(tables)
        .fetch_all(pool)
        .await
        .unwrap()
}

async fn shadow_schemas(pool: &PgPool) -> i64 {
    let sql = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'rebuild%'";
    sqlx::query_scalar(sql).fetch_one(pool).await.unwrap()
}

async fn oid(pool: &PgPool, table: &str) -> i64 {
    let sql = "SELECT $1::regclass::oid::bigint";
    sqlx::query_scalar(sql)
        .bind(table)
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn new_tables_have_the_rows_and_definitions_of_the_old_ones(pool: PgPool) {
    let facts = box_office(&mut Dice(3), 600);
    append(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    let (rows, defined) = (all_rows(&pool).await, definitions(&pool).await);
    let before = oid(&pool, "bookings").await;

    rebuild_all(&pool).await;
    assert_ne!(oid(&pool, "bookings").await, before);
    assert_eq!(all_rows(&pool).await, rows);
    assert_eq!(definitions(&pool).await, defined);
    assert_eq!(shadow_schemas(&pool).await, 0);
    compare(&pool, &facts).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn rows_that_a_faulty_projector_wrote_are_gone_after_a_rebuild(pool: PgPool) {
    append(&pool, &box_office(&mut Dice(4), 300)).await;
    catch_up(&pool).await.unwrap();
    let rows = all_rows(&pool).await;
    for fault in [
        "UPDATE reports_hours SET paid_minor = paid_minor + 1",
        "DELETE FROM bookings WHERE position % 2 = 0",
        "UPDATE catalogue_events SET taken = 0",
        "UPDATE holds SET user_id = gen_random_uuid()",
    ] {
        let done = sqlx::query(fault).execute(&pool).await.unwrap();
        assert!(done.rows_affected() > 0, "{fault}");
    }
    assert_ne!(all_rows(&pool).await, rows);
    rebuild_all(&pool).await;
    assert_eq!(all_rows(&pool).await, rows);
}

#[sqlx::test(migrations = "../migrations")]
async fn of_an_empty_log_comes_an_empty_model(pool: PgPool) {
    rebuild_all(&pool).await;
    for each in checkpoints::list(&pool).await.unwrap() {
        assert_eq!((each.position, each.state), (0, ProjectionState::Running));
        assert_eq!((each.progress, each.remaining_ms), (None, None));
    }
    append(&pool, &[registered(1)]).await;
    catch_up(&pool).await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_fact_that_cannot_be_applied_ends_a_rebuild_and_leaves_the_old_model(pool: PgPool) {
    append(&pool, &[created(1, "Nabucco", at(24)), published(1)]).await;
    catch_up(&pool).await.unwrap();
    let bad = append(&pool, &[sold(9, 1, &["ST-A-1"]).booked()]).await;
    append(&pool, &[registered(1)]).await;
    let model = rebuild::model(catalogue::NAME).unwrap();
    rebuild::request(&pool, model).await.unwrap();
    rebuild::fulfil(&pool).await.unwrap();

    let Request::GivenUp(reason) = rebuild::outcome(&pool, model).await.unwrap() else {
        panic!("it was not given up");
    };
    assert!(reason.contains(&format!("position {bad} ")), "{reason}");
    assert!(catalogue::get(&pool, event(1)).await.unwrap().is_some());
    assert_eq!(shadow_schemas(&pool).await, 0);
    let listed = checkpoints::list(&pool).await.unwrap();
    let listed = listed.iter().find(|it| it.name == catalogue::NAME).unwrap();
    assert_eq!(
        (listed.position, listed.error.as_ref()),
        (bad - 1, Some(&reason))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_halted_projector_goes_on_when_its_model_is_new(pool: PgPool) {
    let sale = sold(1, 1, &["ST-A-1"]);
    append(&pool, &[created(1, "Nabucco", at(24)), sale.booked()]).await;
    catch_up(&pool).await.unwrap();
    // What a fault of the projector might have led to.
    let fault = sqlx::query("DELETE FROM bookings").execute(&pool);
    fault.await.unwrap();
    append(&pool, &[sale.cancelled()]).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    let state = async || {
        let all = checkpoints::list(&pool).await.unwrap();
        all.into_iter()
            .find(|it| it.name == bookings::NAME)
            .unwrap()
    };
    eventually("it halts", async || {
        state().await.state == ProjectionState::Halted
    })
    .await;

    let model = rebuild::model(bookings::NAME).unwrap();
    rebuild::request(&pool, model).await.unwrap();
    let position = append(&pool, &[sold(1, 2, &["ST-A-2"]).booked()]).await;
    checkpoints::wait_for(&pool, &[bookings::NAME], position, LONG)
        .await
        .unwrap();
    let again = append(&pool, &[sold(1, 3, &["ST-A-3"]).booked()]).await;
    checkpoints::wait_for(&pool, &[bookings::NAME], again, LONG)
        .await
        .unwrap();
    let now = state().await;
    assert_eq!((now.state, now.error), (ProjectionState::Running, None));
    stop.cancel();
    running.await.unwrap();
}

#[sqlx::test(migrations = "../migrations")]
async fn a_rebuild_that_dies_at_any_moment_is_begun_anew(pool: PgPool) {
    append(&pool, &box_office(&mut Dice(5), 500)).await;
    catch_up(&pool).await.unwrap();
    let rows = all_rows(&pool).await;
    for death in 0..size_of_proof(8, 200) {
        for model in projector::all() {
            rebuild::request(&pool, model).await.unwrap();
        }
        let dying = rebuild::fulfil(&pool);
        tokio::select! {
            done = dying => done.unwrap(),
            () = yields(death * 40) => {}
        }
        assert_eq!(all_rows(&pool).await, rows);
    }
    // The last one's connection may still have the right to build.
    eventually("all are new", async || {
        rebuild::fulfil(&pool).await.unwrap();
        let mut all = checkpoints::list(&pool).await.unwrap().into_iter();
        all.all(|it| it.state == ProjectionState::Running)
    })
    .await;
    assert_eq!(all_rows(&pool).await, rows);
    assert_eq!(shadow_schemas(&pool).await, 0);
}

async fn yields(count: u64) {
    for _ in 0..count {
        tokio::task::yield_now().await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_nodes_one_builds_a_model(pool: PgPool) {
    append(&pool, &box_office(&mut Dice(6), 300)).await;
    catch_up(&pool).await.unwrap();
    let rows = all_rows(&pool).await;
    for _ in 0..5 {
        for model in projector::all() {
            rebuild::request(&pool, model).await.unwrap();
        }
        let (one, other) = tokio::join!(rebuild::fulfil(&pool), rebuild::fulfil(&pool));
        one.unwrap();
        other.unwrap();
        assert_eq!(all_rows(&pool).await, rows);
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_reader_in_a_long_transaction_holds_up_the_swap_and_nobody_else(pool: PgPool) {
    append(&pool, &[created(1, "Nabucco", at(24)), published(1)]).await;
    catch_up(&pool).await.unwrap();
    let mut reader = pool.begin().await.unwrap();
    let name = "SELECT name FROM catalogue_events";
    let _: String = sqlx::query_scalar(name)
        .fetch_one(&mut *reader)
        .await
        .unwrap();
    let model = rebuild::model(catalogue::NAME).unwrap();
    rebuild::request(&pool, model).await.unwrap();
    let building = tokio::spawn({
        let pool = pool.clone();
        async move { rebuild::fulfil(&pool).await }
    });
    let waiting = "SELECT count(*) > 0 FROM pg_locks
                   WHERE NOT granted AND mode = 'AccessExclusiveLock'";
    for _ in 0..3 {
        eventually("the swap waits", async || {
            sqlx::query_scalar(waiting).fetch_one(&pool).await.unwrap()
        })
        .await;
        // Behind the swap, which gives way.
        assert!(catalogue::get(&pool, event(1)).await.unwrap().is_some());
        let _: String = sqlx::query_scalar(name)
            .fetch_one(&mut *reader)
            .await
            .unwrap();
    }
    assert_eq!(rebuild::outcome(&pool, model).await.unwrap(), Request::Open);
    reader.commit().await.unwrap();
    building.await.unwrap().unwrap();
    assert_eq!(rebuild::outcome(&pool, model).await.unwrap(), Request::Done);
}

/// What readers must find: every booking up to this number.
struct Promised {
    bookings: AtomicU64,
    over: AtomicBool,
}

/// Asks all the time; counts the questions.
async fn read_along(pool: PgPool, promised: Arc<Promised>) -> u64 {
    let mut questions = 0;
    while !promised.over.load(Ordering::SeqCst) {
        let least = promised.bookings.load(Ordering::SeqCst);
        let one = u128::from(questions % least.max(1) + 1);
        if least > 0 {
            let found = bookings::get(&pool, booking(one)).await.unwrap();
            assert_eq!(found.unwrap().id, booking(one));
        }
        let summary = reports::summary(&pool, None).await.unwrap();
        let all = summary.bookings + summary.cancelled_bookings;
        assert!(all.unsigned_abs() >= least, "{summary:?}, {least} promised");
        let event = catalogue::get(&pool, event(1)).await.unwrap().unwrap();
        assert!((13..=15).contains(&event.free), "{}", event.free);
        questions += 1;
    }
    questions
}

#[sqlx::test(migrations = "../migrations")]
async fn readers_find_all_that_was_promised_through_many_rebuilds(pool: PgPool) {
    let promised = Arc::new(Promised {
        bookings: AtomicU64::new(0),
        over: AtomicBool::new(false),
    });
    let mut facts: Vec<_> = (1..=4).map(|id| created(id, "Nabucco", at(24))).collect();
    facts.extend([published(1), registered(1)]);
    append(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    let stop = CancellationToken::new();
    let running = tokio::spawn(runner::run(pool.clone(), stop.clone()));
    let readers = [0, 1, 2].map(|_| tokio::spawn(read_along(pool.clone(), promised.clone())));
    let writing = tokio::spawn(write_along(pool.clone(), promised.clone()));

    for round in 0..size_of_proof(5, 20) {
        for model in projector::all() {
            rebuild::request(&pool, model).await.unwrap();
        }
        eventually(&format!("rebuild {round}"), async || {
            let states = checkpoints::list(&pool).await.unwrap();
            assert!(states.iter().all(|it| it.error.is_none()), "{states:?}");
            states.iter().all(|it| it.state == ProjectionState::Running)
        })
        .await;
    }
    promised.over.store(true, Ordering::SeqCst);
    facts.extend(writing.await.unwrap());
    for reader in readers {
        assert!(reader.await.unwrap() > 0);
    }
    stop.cancel();
    running.await.unwrap();
    catch_up(&pool).await.unwrap();
    compare(&pool, &facts).await;
}

/// Books and cancels until all is over, and promises what every model has.
async fn write_along(pool: PgPool, promised: Arc<Promised>) -> Vec<seatlog_projections::log::Fact> {
    let models = projector::all().map(Projector::name);
    let mut facts = vec![];
    for number in 1_u64.. {
        if promised.over.load(Ordering::SeqCst) {
            break;
        }
        let sale = sold(1, u128::from(number), &["ST-A-1", "GA-3"]);
        let new = [sale.booked(), sale.cancelled()];
        let position = append(&pool, &new).await;
        facts.extend(new);
        checkpoints::wait_for(&pool, &models, position, LONG)
            .await
            .unwrap();
        promised.bookings.store(number, Ordering::SeqCst);
    }
    facts
}

#[sqlx::test(migrations = "../migrations")]
async fn a_projector_killed_at_any_moment_leads_to_the_same_tables(pool: PgPool) {
    let facts = box_office(&mut Dice(7), 400);
    append(&pool, &facts).await;
    let mut dice = Dice(8);
    for _ in 0..size_of_proof(10, 200) {
        for model in projector::all() {
            kill(&pool, model, &mut dice).await;
        }
    }
    catch_up(&pool).await.unwrap();
    compare(&pool, &facts).await;
}

/// Lets a projector advance, and ends it: its task, or its connection.
async fn kill(pool: &PgPool, model: &'static dyn Projector, dice: &mut Dice) {
    let own = sqlx::postgres::PgPoolOptions::new().max_connections(1);
    let own = own.connect_with(pool.connect_options().as_ref().clone());
    let own = own.await.unwrap();
    let pid: i32 = sqlx::query_scalar("SELECT pg_backend_pid()")
        .fetch_one(&own)
        .await
        .unwrap();
    let after = dice.roll(200);
    let backend = dice.chance(50);
    tokio::select! {
        biased;
        done = advance(&own, model) => match done {
            Ok(_) | Err(AdvanceError::Database(_)) => {}
            Err(AdvanceError::Halted(halt)) => panic!("{halt}"),
        },
        () = async {
            yields(after).await;
            if backend {
                let end = sqlx::query("SELECT pg_terminate_backend($1)").bind(pid);
                end.execute(pool).await.unwrap();
                // The projector is left to find out.
                std::future::pending::<()>().await;
            }
        } => {}
    }
}
