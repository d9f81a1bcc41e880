//! What auditors are told of the past, and of read models that are not what the log says.

use std::collections::BTreeSet;

use seatlog_projections::as_of::{AsOf, resolve};
use seatlog_projections::audit::compare::{self, Compared, Difference};
use seatlog_projections::audit::replay::{self, ReplayedEvent, SeatUse};
use seatlog_projections::log::LogError;
use seatlog_projections::projector;
use seatlog_projections::runner::catch_up;
use serde_json::Value;
use sqlx::PgPool;

use crate::random_sales::{Dice, box_office};
use crate::written_log::*;

async fn differences(pool: &PgPool) -> (Compared, Vec<Difference>) {
    let mut found = vec![];
    let compared = compare::compare(pool, None, &mut |it| found.push(it)).await;
    (compared.unwrap(), found)
}

#[test]
fn every_table_of_every_read_model_is_compared() {
    let tables = projector::all()
        .into_iter()
        .flat_map(|it| it.tables())
        .copied();
    assert_eq!(
        compare::tables().collect::<BTreeSet<_>>(),
        tables.collect::<BTreeSet<_>>()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn read_models_that_follow_the_log_have_no_differences(pool: PgPool) {
    let facts = box_office(&mut Dice(11), 5_000);
    append_at_once(&pool, &facts[..4_500]).await;
    catch_up(&pool).await.unwrap();
    append_at_once(&pool, &facts[4_500..]).await;
    // Each model stands elsewhere.
    let one = projector::all()[1];
    projector::advance(&pool, one).await.unwrap();
    let (compared, found) = differences(&pool).await;
    assert_eq!(found, []);
    assert_eq!(compared.events, 4);
    assert!(compared.rows > 500, "{compared:?}");
    assert_eq!(compared.positions["bookings"], 4_500);
    assert_eq!(compared.positions[one.name()], 5_000);
}

/// A change to a table, and the column that it shows in; none: a row is missing or too much.
const PLANTED: [(&str, &str, Option<&str>); 15] = [
    (
        "catalogue_events",
        "UPDATE catalogue_events SET taken = taken + 1 WHERE id = $1",
        Some("taken"),
    ),
    (
        "catalogue_events",
        "UPDATE catalogue_events SET venue = 'Elsewhere' WHERE id = $1",
        Some("venue"),
    ),
    (
        "holds",
        "UPDATE holds SET user_id = $1 WHERE id = (SELECT min(id::text)::uuid FROM holds)",
        Some("user_id"),
    ),
    (
        "holds",
        "DELETE FROM holds WHERE id = (SELECT min(id::text)::uuid FROM holds WHERE event_id <> $1)",
        None,
    ),
    (
        "bookings",
        "UPDATE bookings SET total_minor = 1 WHERE event_id = $1 AND position = (SELECT min(position) FROM bookings WHERE event_id = $1)",
        Some("total_minor"),
    ),
    (
        "bookings",
        "DELETE FROM bookings WHERE position = (SELECT min(position) FROM bookings WHERE event_id = $1)",
        None,
    ),
    (
        "bookings_events",
        "UPDATE bookings_events SET name = 'Aida' WHERE event_id = $1",
        Some("name"),
    ),
    (
        "bookings_events_past",
        "UPDATE bookings_events_past SET image_url = 'x' WHERE event_id = $1",
        Some("image_url"),
    ),
    (
        "reports_events",
        "UPDATE reports_events SET upto = upto + 1 WHERE event_id = $1",
        Some("upto"),
    ),
    (
        "reports_events",
        "UPDATE reports_events SET totals = jsonb_set(totals::jsonb, '{bookings}', '0')::json WHERE event_id = $1",
        Some("totals"),
    ),
    (
        "reports_events_past",
        "DELETE FROM reports_events_past WHERE event_id = $1",
        None,
    ),
    (
        "reports_hours",
        "DELETE FROM reports_hours WHERE (hour, upto) = (SELECT hour, upto FROM reports_hours WHERE event_id = $1 LIMIT 1) AND event_id = $1",
        None,
    ),
    (
        "reports_hours",
        "UPDATE reports_hours SET lost_seats = lost_seats + 1 WHERE event_id <> $1 AND event_id = '00000000-0000-0000-0000-000000000000' AND (hour, upto) = (SELECT hour, upto FROM reports_hours LIMIT 1)",
        Some("lost_seats"),
    ),
    (
        "reports_users",
        "UPDATE reports_users SET users = users + 1 WHERE $1::uuid IS NOT NULL AND upto = 4096",
        Some("users"),
    ),
    (
        "bookings_events",
        "INSERT INTO bookings_events SELECT gen_random_uuid(), name, starts_at, venue, image_url, search FROM bookings_events WHERE event_id = $1",
        None,
    ),
];

#[sqlx::test(migrations = "../migrations")]
async fn each_difference_in_each_table_is_told_once(pool: PgPool) {
    append_at_once(&pool, &box_office(&mut Dice(12), 5_000)).await;
    catch_up(&pool).await.unwrap();
    let event = event(1).uuid();
    for (table, sql, column) in PLANTED {
        let mut tx = pool.begin().await.unwrap();
        let kept = format!("CREATE TABLE kept AS SELECT * FROM {table}");
        sqlx::query(&kept).execute(&mut *tx).await.unwrap();
        let done = sqlx::query(sql).bind(event).execute(&mut *tx).await;
        assert_eq!(done.unwrap().rows_affected(), 1, "{sql}");
        tx.commit().await.unwrap();

        let (compared, found) = differences(&pool).await;
        assert_eq!(compared.differences, 1, "{sql}: {found:?}");
        assert_eq!(found[0].table, table);
        assert_eq!(found[0].column.as_deref(), column, "{found:?}");
        let missing = [&found[0].expected, &found[0].found];
        let rows = missing.iter().filter(|it| it.is_object()).count();
        assert!(column.is_some() || rows == 1, "{found:?}");
        assert_ne!(found[0].expected, found[0].found);

        for sql in [
            format!("DELETE FROM {table}"),
            format!("INSERT INTO {table} SELECT * FROM kept"),
            "DROP TABLE kept".to_owned(),
        ] {
            sqlx::query(&sql).execute(&pool).await.unwrap();
        }
    }
    assert_eq!(differences(&pool).await.1, []);
}

async fn replayed(pool: &PgPool, position: i64) -> (replay::Totals, Vec<ReplayedEvent>) {
    let moment = resolve(pool, AsOf::Position(position)).await.unwrap();
    let mut events = vec![];
    let totals = replay::replay(pool, moment, None, |event| {
        events.push(event.clone());
        Ok::<_, LogError>(())
    });
    (totals.await.unwrap(), events)
}

#[sqlx::test(migrations = "../migrations")]
async fn the_past_is_replayed_as_the_facts_of_then_tell_it(pool: PgPool) {
    let hold = held(1, 2, &["ST-A-3", "GA-1"]);
    let sale = sold(1, 1, &["ST-A-1", "ST-A-2"]);
    let facts = [
        created(1, "Nabucco", at(24)),
        published(1),
        sale.booked(),
        hold.made(),
        blocked(1, &["GA-5"]),
        hold.booked(),
        sale.cancelled(),
        created(2, "Aida", at(48)),
        renamed(1, "Nabucco!"),
    ];
    append(&pool, &facts).await;

    let (totals, events) = replayed(&pool, 5).await;
    assert_eq!(
        (totals.events, totals.bookings, totals.open_holds),
        (1, 1, 1)
    );
    let counts = events[0].counts();
    assert_eq!((counts.capacity, counts.free), (15, 10));
    assert_eq!((counts.booked, counts.held, counts.blocked), (2, 2, 1));
    assert_eq!(counts.revenue_minor, 2 * PRICE);
    assert_eq!(events[0].details.name.as_str(), "Nabucco");

    let (totals, events) = replayed(&pool, 9).await;
    assert_eq!(
        (totals.events, totals.bookings, totals.open_holds),
        (2, 1, 0)
    );
    assert_eq!(totals.cancelled_bookings, 1);
    let counts = events[0].counts();
    assert_eq!((counts.booked, counts.held, counts.free), (2, 0, 12));
    assert_eq!(events[0].details.name.as_str(), "Nabucco!");
    let seat = events[0].seats.values().next().unwrap();
    assert_eq!(*seat, SeatUse::Booked(booking(2)));
    let told: Value = serde_json::to_value(&events[0]).unwrap();
    assert_eq!(told["bookings"].as_array().unwrap().len(), 2);
    assert_eq!(told["seats"]["GA-5"], "blocked");
}
