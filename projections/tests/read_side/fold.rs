//! The read models equal a fold of the log. The fold here knows nothing of batches or SQL: it goes
//! over all facts for each question.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use seatlog_domain::event::{EventFact, HoldState};
use seatlog_domain::ids::{BookingId, EventId};
use seatlog_projections::bookings::{self, BookingFilter, BookingStatus};
use seatlog_projections::log::Fact;
use seatlog_projections::projector::{self, advance};
use seatlog_projections::reports::{self, SalesFilter, Series};
use seatlog_projections::runner::catch_up;
use seatlog_projections::{catalogue, holds};
use sqlx::PgPool;

use crate::random_sales::{Dice, EVENTS, box_office};
use crate::written_log::*;

/// The facts of one event.
fn of_event(facts: &[Fact], wanted: EventId) -> impl Iterator<Item = &EventFact> {
    facts.iter().filter_map(move |fact| match fact {
        Fact::Event(id, fact) if *id == wanted => Some(fact),
        Fact::Event(..) | Fact::Account(..) => None,
    })
}

/// The seats that are booked; with `all`, held and blocked ones too.
fn seats_taken(facts: &[Fact], event: EventId, all: bool) -> BTreeSet<String> {
    let mut taken = BTreeSet::new();
    for fact in of_event(facts, event) {
        match fact {
            EventFact::SeatsBooked { seats, .. } => {
                taken.extend(seats.iter().map(|seat| seat.seat.to_string()));
            }
            EventFact::SeatsHeld { seats, .. } if all => {
                taken.extend(seats.iter().map(|seat| seat.seat.to_string()));
            }
            EventFact::SeatsBlocked { seats, .. } if all => {
                taken.extend(seats.iter().map(ToString::to_string));
            }
            EventFact::BookingCancelled { seats, .. } => {
                taken.retain(|seat| !seats.iter().any(|gone| gone.seat.as_str() == seat));
            }
            EventFact::HoldReleased { seats, .. }
            | EventFact::HoldExpired { seats, .. }
            | EventFact::SeatsUnblocked { seats, .. } => {
                taken.retain(|seat| !seats.iter().any(|gone| gone.as_str() == seat));
            }
            EventFact::SeatsHeld { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. } => {}
        }
    }
    taken
}

fn bookings_with_status(facts: &[Fact]) -> BTreeMap<BookingId, BookingStatus> {
    let mut all = BTreeMap::new();
    for fact in (1..=EVENTS).flat_map(|id| of_event(facts, event(id))) {
        if let EventFact::SeatsBooked { booking_id, .. } = fact {
            all.insert(*booking_id, BookingStatus::Confirmed);
        }
        if let EventFact::BookingCancelled { booking_id, .. } = fact {
            all.insert(*booking_id, BookingStatus::Cancelled);
        }
    }
    all
}

/// Bookings, seats and revenue for each hour in which anything happened.
fn sales_by_hour(facts: &[Fact]) -> BTreeMap<String, (i64, i64, i64)> {
    let mut hours: BTreeMap<String, (i64, i64, i64)> = BTreeMap::new();
    for fact in (1..=EVENTS).flat_map(|id| of_event(facts, event(id))) {
        let (at, sign, seats) = match fact {
            EventFact::SeatsBooked {
                seats, booked_at, ..
            } => (booked_at, 1, seats),
            EventFact::BookingCancelled {
                seats,
                cancelled_at,
                ..
            } => (cancelled_at, -1, seats),
            EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. }
            | EventFact::SeatsHeld { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::HoldReleased { .. }
            | EventFact::HoldExpired { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. } => continue,
        };
        let hour = hours
            .entry(at.format("%Y-%m-%dT%H").to_string())
            .or_default();
        let count = i64::try_from(seats.len()).unwrap();
        *hour = (
            hour.0 + sign,
            hour.1 + sign * count,
            hour.2 + sign * count * PRICE,
        );
    }
    hours
}

pub(crate) async fn compare(pool: &PgPool, facts: &[Fact]) {
    for id in (1..=EVENTS).map(event) {
        let free = 15 - u32::try_from(seats_taken(facts, id, true).len()).unwrap();
        assert_eq!(catalogue::get(pool, id).await.unwrap().unwrap().free, free);
    }
    let expected = bookings_with_status(facts);
    let listed = bookings::list(pool, &BookingFilter::default(), &page(1000, None)).await;
    let listed = listed
        .unwrap()
        .items
        .into_iter()
        .map(|each| (each.id, each.status));
    assert_eq!(listed.collect::<BTreeMap<_, _>>(), expected);

    let hours = sales_by_hour(facts);
    let asked = now(1000, None);
    let found = reports::sales(pool, (Series::Sales, &SalesFilter::default()), &asked).await;
    let mut shown = BTreeMap::new();
    for each in found.unwrap().items {
        let figures = (each.bookings, each.seats, each.revenue_minor);
        let hour = each.bucket_start.format("%Y-%m-%dT%H").to_string();
        if hours.contains_key(&hour) {
            shown.insert(hour, figures);
        } else {
            assert_eq!(figures, (0, 0, 0));
        }
    }
    assert_eq!(shown, hours);
    compare_summary(pool, facts).await;
    compare_holds(pool, facts).await;
}

async fn compare_holds(pool: &PgPool, facts: &[Fact]) {
    let mut expected = BTreeMap::new();
    for fact in (1..=EVENTS).flat_map(|id| of_event(facts, event(id))) {
        let (id, state) = match fact {
            EventFact::SeatsHeld { hold_id, .. } => (hold_id, HoldState::Open),
            EventFact::HoldReleased { hold_id, .. } => (hold_id, HoldState::Released),
            EventFact::HoldExpired { hold_id, .. } => (hold_id, HoldState::Expired),
            EventFact::SeatsBooked {
                hold_id: Some(hold_id),
                ..
            } => (hold_id, HoldState::Booked),
            EventFact::SeatsBooked { hold_id: None, .. }
            | EventFact::BookingCancelled { .. }
            | EventFact::HoldExtended { .. }
            | EventFact::SeatsBlocked { .. }
            | EventFact::SeatsUnblocked { .. }
            | EventFact::EventCreated { .. }
            | EventFact::EventUpdated { .. }
            | EventFact::EventPublished { .. }
            | EventFact::EventCancelled { .. }
            | EventFact::EventDeleted { .. } => continue,
        };
        expected.insert(*id, state);
    }
    for (id, state) in expected {
        let known = holds::find(pool, id, Duration::ZERO).await.unwrap();
        assert_eq!(known.unwrap().state(at(0)), state);
    }
}

async fn compare_summary(pool: &PgPool, facts: &[Fact]) {
    let count = |wanted: BookingStatus| {
        let all = bookings_with_status(facts).into_values();
        i64::try_from(all.filter(|status| *status == wanted).count()).unwrap()
    };
    let taken: usize = (1..=EVENTS)
        .map(|id| seats_taken(facts, event(id), false).len())
        .sum();
    let taken = i64::try_from(taken).unwrap();
    let summary = reports::summary(pool, None).await.unwrap();
    assert_eq!(summary.bookings, count(BookingStatus::Confirmed));
    assert_eq!(summary.cancelled_bookings, count(BookingStatus::Cancelled));
    assert_eq!(summary.seats_sold, taken);
    let revenue: i64 = summary.revenue.iter().map(|each| each.amount_minor).sum();
    assert_eq!(revenue, taken * PRICE);
    let published = (1..=EVENTS).filter(|id| {
        of_event(facts, event(*id)).any(|fact| matches!(fact, EventFact::EventPublished { .. }))
    });
    assert_eq!(summary.events, i64::try_from(published.count()).unwrap());
    let accounts: Vec<_> = facts
        .iter()
        .filter(|fact| matches!(fact, Fact::Account(..)))
        .collect();
    let users = accounts.iter().fold(0, |users, fact| match fact {
        Fact::Account(_, seatlog_domain::account::AccountFact::UserErased { .. }) => users - 1,
        Fact::Account(..) | Fact::Event(..) => users + 1,
    });
    assert_eq!(summary.users, users);
    assert_eq!(summary.position, i64::try_from(facts.len()).unwrap());
}

#[sqlx::test(migrations = "../migrations")]
async fn after_every_append_the_models_equal_the_fold(pool: PgPool) {
    let mut dice = Dice(2027);
    let facts = box_office(&mut dice, 300);
    let mut written = 0;
    while written < facts.len() {
        let upto = facts
            .len()
            .min(written + 1 + usize::try_from(dice.roll(40)).unwrap());
        append(&pool, &facts[written..upto]).await;
        written = upto;
        catch_up(&pool).await.unwrap();
        compare(&pool, &facts[..written]).await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn one_large_batch_and_many_small_ones_lead_to_the_same_rows(pool: PgPool) {
    let facts = box_office(&mut Dice(7), 800);
    append(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    compare(&pool, &facts).await;
    let at_once = all_rows(&pool).await;

    for table in projector::all().iter().flat_map(|it| it.tables()) {
        let sql = format!("DELETE FROM {table}");
        sqlx::query(&sql).execute(&pool).await.unwrap();
    }
    let restart = "UPDATE projection_checkpoints SET position = 0, recorded_at = NULL";
    sqlx::query(restart).execute(&pool).await.unwrap();
    for model in projector::all() {
        apply_one_by_one(&pool, model).await;
    }
    assert_eq!(all_rows(&pool).await, at_once);
}

/// Gives a model one fact at a time.
async fn apply_one_by_one(pool: &PgPool, model: &dyn projector::Projector) {
    let facts = seatlog_projections::log::read_after(pool, 0, 10_000)
        .await
        .unwrap();
    let mut tx = pool.begin().await.unwrap();
    for fact in &facts {
        model
            .apply(&mut tx, std::slice::from_ref(fact))
            .await
            .unwrap();
    }
    sqlx::query("UPDATE projection_checkpoints SET position = $2 WHERE name = $1")
        .bind(model.name())
        .bind(facts.last().unwrap().position)
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(advance(pool, model).await.unwrap(), 0);
}

pub(crate) async fn all_rows(pool: &PgPool) -> Vec<String> {
    let mut all = vec![];
    for table in projector::all().iter().flat_map(|it| it.tables()) {
        let sql = format!("SELECT to_json(t)::text FROM {table} t ORDER BY 1");
        let rows: Vec<String> = sqlx::query_scalar(&sql).fetch_all(pool).await.unwrap();
        // A log that is shorter than a stretch leaves no past of the events.
        assert!(
            !rows.is_empty() || *table == "reports_events_past",
            "{table}"
        );
        all.extend(rows);
    }
    all
}
