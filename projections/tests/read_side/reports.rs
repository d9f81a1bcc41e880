//! Read model `reports`.

use chrono::{DateTime, Utc};
use seatlog_domain::account::{AccountFact, Role};
use seatlog_domain::event::EventFact;
use seatlog_projections::log::Fact;
use seatlog_projections::page::{Cursor, QueryError};
use seatlog_projections::reports::{self, Bucket, EventsFilter, SalesFilter, Series};
use seatlog_projections::runner::catch_up;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::written_log::*;

async fn project(pool: &PgPool, facts: &[Fact]) {
    append(pool, facts).await;
    catch_up(pool).await.unwrap();
}

/// Three bookings of one event, one of another; one was taken back two hours later.
fn a_few_sales() -> Vec<Fact> {
    let taken_back = sold(1, 1, &["ST-A-1", "ST-A-2"]);
    vec![
        created(1, "Nabucco", at(24)),
        published(1),
        created(2, "Aida", at(12)),
        published(2),
        taken_back.booked(),
        sold(1, 2, &["GA-1"]).booked(),
        Sold {
            at: at(1),
            ..sold(2, 3, &["ST-A-1"])
        }
        .booked(),
        Sold {
            at: at(2),
            ..taken_back
        }
        .cancelled(),
    ]
}

#[sqlx::test(migrations = "../migrations")]
async fn the_summary_is_net_of_cancellations(pool: PgPool) {
    project(&pool, &a_few_sales()).await;
    let summary = reports::summary(&pool, None).await.unwrap();
    let recorded_at: DateTime<Utc> =
        sqlx::query_scalar("SELECT recorded_at FROM events WHERE position = 8")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(summary.as_of, recorded_at);
    let mut json = serde_json::to_value(summary).unwrap();
    json.as_object_mut().unwrap().remove("as_of");
    let expected = json!({
        "bookings": 2, "cancelled_bookings": 1, "seats_sold": 2, "events": 2, "users": 0,
        "revenue": [{"currency": "EUR", "amount_minor": 9000}], "position": 8,
    });
    assert_eq!(json, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_summary_of_an_empty_log_is_zeros_as_of_now(pool: PgPool) {
    let before: DateTime<Utc> = sqlx::query_scalar("SELECT now()")
        .fetch_one(&pool)
        .await
        .unwrap();
    let summary = reports::summary(&pool, None).await.unwrap();
    assert_eq!(
        (summary.bookings, summary.users, summary.position),
        (0, 0, 0)
    );
    assert!(summary.revenue.is_empty());
    assert!(summary.as_of > before);
}

#[sqlx::test(migrations = "../migrations")]
async fn only_published_events_and_accounts_that_were_not_erased_are_counted(pool: PgPool) {
    let promoted = AccountFact::RoleChanged {
        role: Role::Admin,
        changed_at: at(0),
    };
    let facts = [
        created(1, "draft", at(1)),
        created(2, "past", at(-999)),
        published(2),
        created(3, "off", at(1)),
        published(3),
        event_cancelled(3),
        created(4, "gone", at(1)),
        published(4),
        deleted(4),
        registered(1),
        registered(2),
        Fact::Account(user(1), promoted),
        erased(2),
    ];
    project(&pool, &facts).await;
    let summary = reports::summary(&pool, None).await.unwrap();
    assert_eq!((summary.events, summary.users), (1, 1));
    let listed = reports::events(&pool, &EventsFilter::default(), &now(100, None))
        .await
        .unwrap()
        .items;
    let listed: Vec<_> = listed.iter().map(|each| each.name.as_str()).collect();
    assert_eq!(listed, ["past", "draft", "off"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn each_event_reports_its_own_figures(pool: PgPool) {
    project(&pool, &a_few_sales()).await;
    let first = reports::events(&pool, &EventsFilter::default(), &now(1, None))
        .await
        .unwrap();
    let second = reports::events(&pool, &EventsFilter::default(), &now(1, first.next_cursor))
        .await
        .unwrap();
    assert_eq!(second.next_cursor, None);
    let expected = json!({
        "event_id": event(2), "name": "Aida", "starts_at": "2027-03-02T00:00:00Z",
        "capacity": 15, "seats_sold": 1, "bookings": 1, "revenue_minor": 4500,
        "currency": "EUR", "occupancy": 1.0 / 15.0, "status": "published",
    });
    assert_eq!(
        serde_json::to_value(&first.items).unwrap(),
        json!([expected])
    );
    assert_eq!(second.items[0].event_id, event(1));
    assert_eq!(
        (second.items[0].bookings, second.items[0].seats_sold),
        (1, 1)
    );

    let forged = now(1, Some(Cursor::from("W10".to_owned())));
    let answer = reports::events(&pool, &EventsFilter::default(), &forged).await;
    assert!(matches!(answer, Err(QueryError::BadCursor)));
}

/// Every bucket as `[start, bookings, seats, revenue]`, walked page by page.
async fn sales(pool: &PgPool, filter: &SalesFilter, limit: u16) -> Vec<Value> {
    let (mut all, mut cursor) = (vec![], None);
    loop {
        let found = reports::sales(pool, (Series::Sales, filter), &now(limit, cursor))
            .await
            .unwrap();
        all.extend(found.items.into_iter().map(|each| {
            let start = each.bucket_start.format("%dT%H").to_string();
            json!([start, each.bookings, each.seats, each.revenue_minor])
        }));
        cursor = found.next_cursor;
        if cursor.is_none() {
            return all;
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancellation_counts_in_the_hour_in_which_it_happened(pool: PgPool) {
    project(&pool, &a_few_sales()).await;
    let expected = [
        json!(["01T12", 2, 3, 13500]),
        json!(["01T13", 1, 1, 4500]),
        json!(["01T14", -1, -2, -9000]),
    ];
    for limit in [1, 2, 3, 100] {
        assert_eq!(
            sales(&pool, &SalesFilter::default(), limit).await,
            expected,
            "{limit}"
        );
    }
    let one_event = SalesFilter {
        event_id: Some(event(1)),
        ..SalesFilter::default()
    };
    let expected = [
        json!(["01T12", 2, 3, 13500]),
        json!(["01T13", 0, 0, 0]),
        json!(["01T14", -1, -2, -9000]),
    ];
    assert_eq!(sales(&pool, &one_event, 2).await, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn empty_buckets_inside_the_range_are_zeros_and_none_lies_outside(pool: PgPool) {
    project(&pool, &a_few_sales()).await;
    let half_past_ten = at(-2) + chrono::TimeDelta::minutes(30);
    let range = SalesFilter {
        from: Some(half_past_ten),
        to: Some(at(1)),
        ..SalesFilter::default()
    };
    let expected = [
        json!(["01T10", 0, 0, 0]),
        json!(["01T11", 0, 0, 0]),
        json!(["01T12", 2, 3, 13500]),
    ];
    for limit in [1, 2, 3, 100] {
        assert_eq!(sales(&pool, &range, limit).await, expected, "{limit}");
    }
    let days = SalesFilter {
        bucket: Bucket::Day,
        to: Some(at(36)),
        ..SalesFilter::default()
    };
    let expected = [json!(["01T00", 2, 2, 9000]), json!(["02T00", 0, 0, 0])];
    assert_eq!(sales(&pool, &days, 1).await, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_range_of_thousands_of_years_costs_no_more_than_a_page(pool: PgPool) {
    let ages = SalesFilter {
        from: Some("0001-01-01T00:00:00Z".parse().unwrap()),
        to: Some("9999-12-31T23:59:59Z".parse().unwrap()),
        ..SalesFilter::default()
    };
    let found = reports::sales(&pool, (Series::Sales, &ages), &now(100, None))
        .await
        .unwrap();
    assert_eq!(found.items.len(), 100);
    let next = reports::sales(&pool, (Series::Sales, &ages), &now(100, found.next_cursor))
        .await
        .unwrap();
    assert_eq!(
        next.items[0].bucket_start.to_rfc3339(),
        "0001-01-05T04:00:00+00:00"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_sold_is_an_empty_list(pool: PgPool) {
    assert!(sales(&pool, &SalesFilter::default(), 10).await.is_empty());
    let forged = now(1, Some(Cursor::from("W10".to_owned())));
    let answer = reports::sales(&pool, (Series::Sales, &SalesFilter::default()), &forged).await;
    assert!(matches!(answer, Err(QueryError::BadCursor)));
}

#[sqlx::test(migrations = "../migrations")]
async fn currencies_are_kept_apart(pool: PgPool) {
    let in_yen = Sold {
        currency: "JPY",
        ..sold(2, 2, &["ST-A-1", "ST-A-2"])
    };
    let mut aida = created(2, "Aida", at(24));
    if let Fact::Event(_, EventFact::EventCreated { currency, .. }) = &mut aida {
        *currency = "JPY".parse().unwrap();
    }
    let facts = [
        created(1, "Nabucco", at(24)),
        aida,
        sold(1, 1, &["ST-A-1"]).booked(),
        in_yen.booked(),
    ];
    project(&pool, &facts).await;
    let revenue = json!([
        {"currency": "EUR", "amount_minor": 4500},
        {"currency": "JPY", "amount_minor": 9000},
    ]);
    let summary = reports::summary(&pool, None).await.unwrap();
    assert_eq!(serde_json::to_value(summary.revenue).unwrap(), revenue);
    let found = reports::sales(
        &pool,
        (Series::Sales, &SalesFilter::default()),
        &now(9, None),
    )
    .await
    .unwrap();
    assert_eq!(
        serde_json::to_value(&found.items[0].revenue).unwrap(),
        revenue
    );
    assert_eq!(found.items[0].seats, 3);
}
