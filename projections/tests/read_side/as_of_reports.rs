//! Every report as of a past position equals a fold of the log up to there. The fold here
//! keeps nothing: it goes over the facts anew for each figure.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "each question is about a few kinds of facts; the figures tell if one was forgotten"
)]

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use cqrs_es::DomainEvent;
use seatlog_domain::account::AccountFact;
use seatlog_domain::event::EventFact;
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_projections::as_of::{AsOf, Moment, resolve};
use seatlog_projections::log::Fact;
use seatlog_projections::projector;
use seatlog_projections::reports::{self, Asked, EventsFilter, SalesFilter, Series};
use seatlog_projections::runner::catch_up;
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::random_sales::{Dice, busy_months};
use crate::season::{last_buyer, season};
use crate::size_of_proof;
use crate::written_log::*;

/// What happened, event by event.
pub(crate) type Events<'a> = BTreeMap<EventId, Vec<&'a EventFact>>;

pub(crate) fn events(facts: &[Fact]) -> Events<'_> {
    let mut all = Events::new();
    for fact in facts {
        if let Fact::Event(id, fact) = fact {
            all.entry(*id).or_default().push(fact);
        }
    }
    all
}

fn has(facts: &[&EventFact], kind: &str) -> bool {
    facts.iter().any(|fact| fact.event_type() == kind)
}

pub(crate) fn count(facts: &[&EventFact], kind: &str) -> i64 {
    facts
        .iter()
        .filter(|fact| fact.event_type() == kind)
        .count() as i64
}

/// The names of all seats that facts of a kind are about, in one section or all.
pub(crate) fn seats(facts: &[&EventFact], kind: &str, section: &str) -> i64 {
    let of_kind = facts.iter().filter(|fact| fact.event_type() == kind);
    let names = of_kind.flat_map(|fact| match fact {
        EventFact::SeatsBooked { seats, .. } | EventFact::BookingCancelled { seats, .. } => {
            seats.iter().map(|priced| &priced.seat).collect()
        }
        EventFact::HoldExpired { seats, .. } => seats.iter().collect(),
        _ => vec![],
    });
    names
        .filter(|seat| seat.as_str().starts_with(section))
        .count() as i64
}

pub(crate) fn sold(facts: &[&EventFact], section: &str) -> i64 {
    seats(facts, "SeatsBooked", section) - seats(facts, "BookingCancelled", section)
}

fn status(facts: &[&EventFact]) -> &'static str {
    match (has(facts, "EventCancelled"), has(facts, "EventPublished")) {
        (true, _) => "cancelled",
        (false, true) => "published",
        (false, false) => "draft",
    }
}

fn name(facts: &[&EventFact]) -> String {
    let named = facts.iter().rev().find_map(|fact| match fact {
        EventFact::EventCreated { details, .. } | EventFact::EventUpdated { details, .. } => {
            Some(details.name.as_str().to_owned())
        }
        _ => None,
    });
    named.unwrap()
}

fn event_figures(events: &Events<'_>) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for (id, facts) in events {
        let net = count(facts, "SeatsBooked") - count(facts, "BookingCancelled");
        if !has(facts, "EventDeleted") {
            let figures = json!([
                name(facts),
                status(facts),
                net,
                sold(facts, ""),
                sold(facts, "") * PRICE
            ]);
            all.insert(id.to_string(), figures);
        }
    }
    all
}

pub(crate) fn summary(events: &Events<'_>, facts: &[Fact]) -> Value {
    let sum = |figure: &dyn Fn(&[&EventFact]) -> i64| -> i64 {
        events.values().map(|facts| figure(facts)).sum()
    };
    let on = |facts: &[&EventFact]| {
        i64::from(status(facts) == "published" && !has(facts, "EventDeleted"))
    };
    let users: i64 = facts
        .iter()
        .map(|fact| match fact {
            Fact::Account(_, AccountFact::UserRegistered { .. }) => 1,
            Fact::Account(_, AccountFact::UserErased { .. }) => -1,
            Fact::Account(_, AccountFact::RoleChanged { .. }) | Fact::Event(..) => 0,
        })
        .sum();
    let cancelled = sum(&|facts| count(facts, "BookingCancelled"));
    let seats = sum(&|facts| sold(facts, ""));
    let made = sum(&|facts| count(facts, "SeatsBooked"));
    let revenue = json!([{"currency": "EUR", "amount_minor": seats * PRICE}]);
    json!({
        "bookings": made - cancelled, "cancelled_bookings": cancelled, "seats_sold": seats,
        "events": sum(&on), "users": users,
        "revenue": if made > 0 { revenue } else { json!([]) }, "position": facts.len(),
    })
}

/// What a buyer ever booked, the last booking first.
fn history(events: &Events<'_>, facts: &[Fact], buyer: UserId) -> Vec<Value> {
    let booked = facts.iter().rev().filter_map(|fact| match fact {
        Fact::Event(
            event,
            EventFact::SeatsBooked {
                booking_id,
                user_id,
                seats,
                ..
            },
        ) if *user_id == buyer => Some((*event, *booking_id, seats.len() as i64)),
        _ => None,
    });
    let is_of = |fact: &&EventFact, wanted: BookingId| {
        matches!(fact,
        EventFact::BookingCancelled { booking_id, .. } if *booking_id == wanted)
    };
    booked
        .map(|(event, id, seats)| {
            let facts = &events[&event];
            let gone = facts.iter().any(|fact| is_of(fact, id));
            let status = if gone { "cancelled" } else { "confirmed" };
            json!([id, name(facts), status, seats * PRICE])
        })
        .collect()
}

/// What a fact adds to a series, and when.
fn contribution(series: Series, fact: &EventFact) -> Option<(DateTime<Utc>, i64, i64)> {
    let (at, sign, seats) = match (series, fact) {
        (
            Series::Sales,
            EventFact::SeatsBooked {
                booked_at, seats, ..
            },
        ) => (booked_at, 1, seats.len()),
        (
            Series::Sales | Series::Cancellations,
            EventFact::BookingCancelled {
                cancelled_at,
                seats,
                ..
            },
        ) => {
            let sign = if series == Series::Sales { -1 } else { 1 };
            (cancelled_at, sign, seats.len())
        }
        (
            Series::Lost,
            EventFact::HoldExpired {
                expired_at, seats, ..
            },
        ) => (expired_at, 1, seats.len()),
        _ => return None,
    };
    Some((*at, sign, sign * seats as i64))
}

/// By hour, as far as anything happened: `[count, seats, amount]`.
pub(crate) fn over_time(
    events: &Events<'_>,
    series: Series,
    only: Option<EventId>,
) -> BTreeMap<String, Value> {
    let mut hours: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let wanted = events
        .iter()
        .filter(|(id, _)| only.is_none_or(|it| it == **id));
    for fact in wanted.flat_map(|(_, facts)| facts) {
        if let Some((at, count, seats)) = contribution(series, fact) {
            let hour = hours.entry(at.format("%dT%H").to_string()).or_default();
            *hour = (hour.0 + count, hour.1 + seats);
        }
    }
    let shown = hours.into_iter();
    shown
        .map(|(hour, (count, seats))| (hour, json!([count, seats, seats * PRICE])))
        .filter(|(_, figures)| *figures != json!([0, 0, 0]))
        .collect()
}

/// The same by the report, page by page.
async fn reported_over_time(
    pool: &PgPool,
    as_of: Moment,
    series: Series,
    event_id: Option<EventId>,
) -> BTreeMap<String, Value> {
    let filter = SalesFilter {
        event_id,
        ..SalesFilter::default()
    };
    let mut asked = asked(as_of, 300);
    let mut all = BTreeMap::new();
    loop {
        let found = reports::sales(pool, (series, &filter), &asked)
            .await
            .unwrap();
        assert_eq!(found.position, as_of.position);
        for each in found.items {
            let figures = json!([each.bookings, each.seats, each.revenue_minor]);
            if figures != json!([0, 0, 0]) {
                all.insert(each.bucket_start.format("%dT%H").to_string(), figures);
            }
        }
        asked.page.cursor = found.next_cursor;
        if asked.page.cursor.is_none() {
            return all;
        }
    }
}

pub(crate) fn asked(moment: Moment, limit: u16) -> Asked {
    Asked {
        as_of: Some(moment),
        page: page(limit, None),
    }
}

pub(crate) async fn compare(pool: &PgPool, facts: &[Fact]) {
    let position = i64::try_from(facts.len()).unwrap();
    let moment = resolve(pool, AsOf::Position(position)).await.unwrap();
    let shown = reports::summary(pool, Some(moment)).await.unwrap();
    assert_eq!(shown.as_of, moment.time);
    let events = events(facts);
    let mut shown = serde_json::to_value(shown).unwrap();
    shown.as_object_mut().unwrap().remove("as_of");
    assert_eq!(shown, summary(&events, facts), "at {position}");

    let all = EventsFilter::default();
    let listed = reports::events(pool, &all, &asked(moment, 100))
        .await
        .unwrap();
    let listed = listed.items.into_iter().map(|it| {
        let figures = json!([
            it.name,
            it.status,
            it.bookings,
            it.seats_sold,
            it.revenue_minor
        ]);
        (it.event_id.to_string(), figures)
    });
    assert_eq!(
        listed.collect::<BTreeMap<_, _>>(),
        event_figures(&events),
        "at {position}"
    );

    let lost = reports::lost_by_event(pool, &all, &asked(moment, 100))
        .await
        .unwrap();
    for loss in lost.items {
        let facts = &events[&loss.event_id];
        let seats = seats(facts, "HoldExpired", "");
        let found = (loss.holds, loss.seats, loss.value_minor);
        assert_eq!(found, (count(facts, "HoldExpired"), seats, seats * PRICE));
    }
    for (id, facts) in events.iter().skip(3).take(3) {
        let sections = reports::sections(pool, *id, &asked(moment, 100)).await.ok();
        assert_eq!(sections.is_none(), has(facts, "EventDeleted"));
        for each in sections.map(|found| found.items).unwrap_or_default() {
            let found = (each.seats_sold, each.lost_seats);
            let lost = seats(facts, "HoldExpired", &each.section);
            assert_eq!(found, (sold(facts, &each.section), lost), "at {position}");
        }
    }
    let buyer = last_buyer(facts);
    let all_of_it = asked(moment, 1_000);
    let told = reports::user_bookings(pool, buyer, &all_of_it).await;
    let told = told.unwrap().items.into_iter();
    let told: Vec<_> = told
        .map(|it| json!([it.id, it.event_name, it.status, it.total_minor]))
        .collect();
    assert_eq!(
        told,
        history(&events, facts, buyer),
        "{buyer} at {position}"
    );
    for series in [Series::Sales, Series::Cancellations, Series::Lost] {
        for only in [None, Some(event(1))] {
            let shown = reported_over_time(pool, moment, series, only).await;
            let expected = over_time(&events, series, only);
            assert_eq!(shown, expected, "{series:?} {only:?} at {position}");
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn every_report_at_a_random_position_equals_a_fold_of_the_log_up_to_there(pool: PgPool) {
    let mut dice = Dice(31);
    let facts = season(&mut dice, size_of_proof(12_000, 100_000));
    append_at_once(&pool, &facts).await;
    catch_up(&pool).await.unwrap();
    // Around the end of a stretch, in the first one, at the head, and anywhere.
    let mut positions = vec![1, 5, 4_095, 4_096, 4_097, facts.len()];
    while positions.len() < usize::try_from(size_of_proof(12, 50)).unwrap() {
        let anywhere = dice.roll(u64::try_from(facts.len()).unwrap());
        positions.push(1 + usize::try_from(anywhere).unwrap());
    }
    for position in positions {
        compare(&pool, &facts[..position]).await;
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_model_that_is_behind_is_made_up_for_from_the_log(pool: PgPool) {
    let facts = busy_months(&mut Dice(5), 300);
    append_at_once(&pool, &facts[..100]).await;
    catch_up(&pool).await.unwrap();
    append_at_once(&pool, &facts[100..]).await;
    // A buyer's history is not made up for: whoever asks for it waits for its model.
    let models = projector::all();
    let bookings = models.into_iter().find(|it| it.name() == "bookings");
    while projector::advance(&pool, bookings.unwrap()).await.unwrap() > 0 {}
    compare(&pool, &facts).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn the_pages_of_a_list_are_as_of_its_first_one(pool: PgPool) {
    let before: Vec<_> = (1..=4).map(|id| created(id, "Before", at(1))).collect();
    append_at_once(&pool, &before).await;
    catch_up(&pool).await.unwrap();
    let all = EventsFilter::default();
    let first = reports::events(&pool, &all, &now(2, None)).await.unwrap();
    append_at_once(&pool, &[deleted(1), renamed(3, "After")]).await;
    catch_up(&pool).await.unwrap();
    let next = now(2, first.next_cursor);
    let second = reports::events(&pool, &all, &next).await.unwrap();
    assert_eq!(second.position, first.position);
    let names: Vec<_> = second
        .items
        .iter()
        .map(|it| (it.event_id, it.name.as_str()))
        .collect();
    assert_eq!(names, [(event(3), "Before"), (event(4), "Before")]);
}
