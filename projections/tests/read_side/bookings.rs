//! Read model `bookings`.

use seatlog_domain::event::EventFact;
use seatlog_projections::bookings::{self, BookingFilter, BookingStatus};
use seatlog_projections::log::Fact;
use seatlog_projections::page::{Cursor, QueryError};
use seatlog_projections::reports;
use seatlog_projections::runner::catch_up;
use sqlx::PgPool;

use crate::written_log::*;

async fn project(pool: &PgPool, facts: &[Fact]) {
    append(pool, facts).await;
    catch_up(pool).await.unwrap();
}

async fn found(pool: &PgPool, filter: BookingFilter) -> Vec<u128> {
    let found = bookings::list(pool, &filter, &page(100, None))
        .await
        .unwrap();
    let number = |id: uuid::Uuid| id.as_u128() >> 64;
    found
        .items
        .iter()
        .map(|each| number(each.id.uuid()))
        .collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_shows_what_was_bought_and_what_its_event_is_called_now(pool: PgPool) {
    let sale = sold(1, 7, &["ST-A-1", "GA-2"]);
    let renamed = EventFact::EventUpdated {
        details: details("Aida", at(48)),
        currency: None,
        seating: None,
        updated_at: at(0),
    };
    let facts = [
        created(1, "Nabucco", at(24)),
        sale.booked(),
        Fact::Event(event(1), renamed),
    ];
    project(&pool, &facts).await;
    let shown = bookings::get(&pool, booking(7)).await.unwrap();
    let expected = serde_json::json!({
        "id": booking(7), "reference": booking(7).reference(), "event_id": event(1),
        "user_id": user(7), "status": "confirmed",
        "seats": [
            {"seat": "ST-A-1", "section": "ST", "price_minor": 4500},
            {"seat": "GA-2", "section": "GA", "price_minor": 4500},
        ],
        "total_minor": 9000, "currency": "EUR", "booked_at": "2027-03-01T12:00:00Z",
        "position": 2, "cancelled_at": null, "event_name": "Aida",
        "starts_at": "2027-03-03T12:00:00Z", "venue": "Arena di Verona", "image_url": null,
    });
    assert_eq!(serde_json::to_value(shown).unwrap(), expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cancelled_booking_stays_in_the_history_even_when_its_event_is_deleted(pool: PgPool) {
    let sale = sold(1, 1, &["ST-A-1"]);
    let facts = [
        created(1, "Nabucco", at(24)),
        sale.booked(),
        sale.cancelled(),
        deleted(1),
    ];
    project(&pool, &facts).await;
    let shown = bookings::get(&pool, booking(1)).await.unwrap().unwrap();
    assert_eq!(shown.status, BookingStatus::Cancelled);
    assert_eq!((shown.cancelled_at, shown.position), (Some(at(0)), 2));
    assert_eq!(bookings::get(&pool, booking(2)).await.unwrap(), None);
}

#[sqlx::test(migrations = "../migrations")]
async fn filters_narrow_the_list_and_the_newest_booking_is_first(pool: PgPool) {
    let by_one = |event, booking, seats| Sold {
        user: 1,
        ..sold(event, booking, seats)
    };
    let facts = [
        created(1, "Così fan tutte", at(24)),
        created(2, "Aida", at(24)),
        by_one(1, 1, &["ST-A-1"]).booked(),
        by_one(2, 2, &["ST-A-1"]).booked(),
        sold(1, 3, &["ST-A-2"]).booked(),
        by_one(1, 1, &["ST-A-1"]).cancelled(),
    ];
    project(&pool, &facts).await;
    let all = BookingFilter::default;
    assert_eq!(found(&pool, all()).await, [3, 2, 1]);
    let of_user = BookingFilter {
        user_id: Some(user(1)),
        ..all()
    };
    assert_eq!(found(&pool, of_user).await, [2, 1]);
    let of_event = BookingFilter {
        event_id: Some(event(1)),
        ..all()
    };
    assert_eq!(found(&pool, of_event.clone()).await, [3, 1]);
    let standing = BookingFilter {
        status: Some(BookingStatus::Confirmed),
        ..of_event
    };
    assert_eq!(found(&pool, standing).await, [3]);
    let cancelled = BookingFilter {
        status: Some(BookingStatus::Cancelled),
        ..all()
    };
    assert_eq!(found(&pool, cancelled).await, [1]);
    let history = reports::user_bookings(&pool, user(1), &now(1, None))
        .await
        .unwrap();
    assert_eq!(history.items[0].id, booking(2));
    assert!(history.next_cursor.is_some());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_booking_is_found_by_its_reference_or_its_events_name(pool: PgPool) {
    let facts = [
        created(1, "Così fan tutte", at(24)),
        created(2, "Aida_100%", at(24)),
        sold(1, 0xabc_def0, &["ST-A-1"]).booked(),
        sold(2, 2, &["ST-A-1"]).booked(),
    ];
    project(&pool, &facts).await;
    let search = async |q: &str| {
        let q = Some(q.to_owned());
        found(
            &pool,
            BookingFilter {
                q,
                ..BookingFilter::default()
            },
        )
        .await
    };
    let reference = booking(0xabc_def0).reference();
    for q in [
        "cosi",
        "TUTTE fan",
        &reference,
        &reference.replace('-', ""),
        &reference.to_lowercase(),
        &format!("così {reference}"),
    ] {
        assert_eq!(search(q).await, [0xabc_def0], "{q}");
    }
    assert_eq!(search("%").await, [2]);
    assert_eq!(search("a_1").await, [2]);
    assert_eq!(search("aida tutte").await, [0; 0]);
}

#[sqlx::test(migrations = "../migrations")]
async fn pages_neither_skip_nor_repeat_while_bookings_are_made(pool: PgPool) {
    project(&pool, &[created(1, "Nabucco", at(24))]).await;
    let seats: Vec<String> = (1..=10).map(|number| format!("ST-A-{number}")).collect();
    for (id, seat) in (1..=7).zip(&seats) {
        let seat = [seat.as_str()];
        project(&pool, &[sold(1, id, &seat).booked()]).await;
    }
    let (mut seen, mut cursor, mut next) = (vec![], None, 7);
    loop {
        let request = page(2, cursor);
        let found = bookings::list(&pool, &BookingFilter::default(), &request)
            .await
            .unwrap();
        seen.extend(found.items.iter().map(|each| each.id));
        cursor = found.next_cursor;
        if cursor.is_none() {
            break;
        }
        if next < seats.len() {
            let seat = [seats[next].as_str()];
            let id = u128::try_from(next + 1).unwrap();
            project(&pool, &[sold(1, id, &seat).booked()]).await;
            next += 1;
        }
    }
    let expected: Vec<_> = (1..=7).rev().map(booking).collect();
    assert_eq!(seen, expected);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_cursor_of_another_users_history_is_refused(pool: PgPool) {
    let facts = [
        created(1, "Nabucco", at(24)),
        sold(1, 1, &["ST-A-1"]).booked(),
        Sold {
            user: 1,
            ..sold(1, 2, &["ST-A-2"])
        }
        .booked(),
    ];
    project(&pool, &facts).await;
    let mine = reports::user_bookings(&pool, user(1), &now(1, None))
        .await
        .unwrap();
    for cursor in [mine.next_cursor.unwrap(), Cursor::from("W10".to_owned())] {
        let answer = reports::user_bookings(&pool, user(2), &now(1, Some(cursor))).await;
        assert!(matches!(answer, Err(QueryError::BadCursor)));
    }
}
