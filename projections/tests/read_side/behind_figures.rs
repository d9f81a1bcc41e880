//! The facts behind a figure add up to it, and a buyer's bookings are as they were.

use seatlog_projections::as_of::{AsOf, Moment, resolve};
use seatlog_projections::reports::{self, Asked, FactsFilter, Figure, Series};
use seatlog_projections::runner::catch_up;
use serde_json::json;
use sqlx::PgPool;

use crate::as_of_reports::{asked, count, events, over_time, seats, sold, summary};
use crate::random_sales::{Dice, busy_months};
use crate::written_log::*;

/// What the facts behind a figure add up to, page by page.
async fn drilled(pool: &PgPool, moment: Option<Moment>, filter: &FactsFilter) -> i64 {
    let mut asked = Asked {
        as_of: moment,
        page: page(60, None),
    };
    let (mut sum, mut last) = (0, 0);
    loop {
        let found = reports::facts(pool, filter, &asked).await.unwrap();
        for fact in found.items {
            assert!(fact.position > last, "in the order of the log, none twice");
            last = fact.position;
            sum += fact.contribution;
        }
        asked.page.cursor = found.next_cursor;
        if asked.page.cursor.is_none() {
            return sum;
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_facts_behind_a_figure_add_up_to_it(pool: PgPool) {
    let facts = busy_months(&mut Dice(8), 5_000);
    append_at_once(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    let all = |figure| FactsFilter {
        figure,
        event_id: None,
        from: None,
        to: None,
    };
    for position in [3_000, 4_096, 4_500, facts.len()] {
        let moment = AsOf::Position(i64::try_from(position).unwrap());
        let moment = Some(resolve(&pool, moment).await.unwrap());
        let facts = &facts[..position];
        let events = events(facts);
        let summary = summary(&events, facts);
        for (figure, member) in [
            (Figure::Bookings, "bookings"),
            (Figure::CancelledBookings, "cancelled_bookings"),
            (Figure::SeatsSold, "seats_sold"),
        ] {
            let sum = drilled(&pool, moment, &all(figure)).await;
            assert_eq!(json!(sum), summary[member], "{member} at {position}");
        }
        let one = &events[&event(2)];
        for (figure, expected) in [
            (Figure::RevenueMinor, sold(one, "") * PRICE),
            (Figure::LostHolds, count(one, "HoldExpired")),
            (Figure::LostSeats, seats(one, "HoldExpired", "")),
            (Figure::LostMinor, seats(one, "HoldExpired", "") * PRICE),
        ] {
            let of_event = FactsFilter {
                event_id: Some(event(2)),
                ..all(figure)
            };
            let sum = drilled(&pool, moment, &of_event).await;
            assert_eq!(sum, expected, "{figure:?} at {position}");
        }
        let hour = FactsFilter {
            from: Some(at(5)),
            to: Some(at(6)),
            ..all(Figure::Bookings)
        };
        let buckets = over_time(&events, Series::Sales, None);
        let expected = buckets.get("01T17").map_or(json!(0), |it| it[0].clone());
        assert_eq!(json!(drilled(&pool, moment, &hour).await), expected);
    }
    append_at_once(&pool, &[created(99, "Not yet known", at(1))]).await;
    let now = drilled(&pool, None, &all(Figure::Bookings)).await;
    assert_eq!(json!(now), summary(&events(&facts), &facts)["bookings"]);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_buyers_history_is_as_it_was_then(pool: PgPool) {
    let sale = crate::written_log::sold(1, 1, &["ST-A-1"]);
    let facts = [
        created(1, "Nabucco", at(24)),
        sale.booked(),
        renamed(1, "Aida"),
        sale.cancelled(),
        renamed(1, "Tosca"),
    ];
    append_at_once(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    let mut told = vec![];
    for position in 1..=5 {
        let moment = resolve(&pool, AsOf::Position(position)).await.unwrap();
        let asked = asked(moment, 10);
        let history = reports::user_bookings(&pool, user(1), &asked);
        let found = history.await.unwrap().items.into_iter();
        told.push(
            found
                .map(|it| json!([it.event_name, it.status]))
                .collect::<Vec<_>>(),
        );
    }
    let expected = [
        vec![],
        vec![json!(["Nabucco", "confirmed"])],
        vec![json!(["Aida", "confirmed"])],
        vec![json!(["Aida", "cancelled"])],
        vec![json!(["Tosca", "cancelled"])],
    ];
    assert_eq!(told, expected);
}
