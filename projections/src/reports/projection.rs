//! Taking facts into the reports, stretch by stretch of the log.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use seatlog_domain::ids::EventId;

use super::changes::{Changes, Flow};
use super::totals::Totals;
use super::{NAME, end_of_stretch};
use crate::log::{Fact, Position, RecordedFact};
use crate::projector::{ApplyError, Projector};

/// The projector of this model.
#[derive(Debug)]
pub struct Reports;

#[async_trait]
impl Projector for Reports {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [&'static str] {
        &[
            "reports_events",
            "reports_events_past",
            "reports_hours",
            "reports_users",
        ]
    }

    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError> {
        let same = |a: &RecordedFact, b: &RecordedFact| {
            end_of_stretch(a.position) == end_of_stretch(b.position)
        };
        for part in facts.chunk_by(same) {
            let upto = end_of_stretch(part[0].position);
            let mut changes = Changes::from(read_totals(db, &events_of(part)).await?);
            for recorded in part {
                let taken = changes.take_in(recorded);
                taken.map_err(ApplyError::Inapplicable)?;
            }
            write_totals(db, upto, changes.events).await?;
            write_hours(db, upto, changes.hours).await?;
            write_users(db, upto, changes.users).await?;
            if part.last().is_some_and(|last| last.position == upto) {
                keep_totals(db, upto).await?;
            }
        }
        Ok(())
    }
}

/// The events that facts are about.
pub(super) fn events_of(facts: &[RecordedFact]) -> Vec<Uuid> {
    let ids = facts.iter().filter_map(|recorded| match &recorded.fact {
        Fact::Event(id, _) => Some(id.uuid()),
        Fact::Account(..) => None,
    });
    ids.collect::<BTreeSet<_>>().into_iter().collect()
}

async fn read_totals(
    db: &mut PgConnection,
    events: &[Uuid],
) -> Result<BTreeMap<EventId, Option<Totals>>, sqlx::Error> {
    let sql = "SELECT event_id, totals FROM reports_events WHERE event_id = ANY($1)";
    let rows: Vec<(Uuid, Json<Totals>)> = sqlx::query_as(sql).bind(events).fetch_all(db).await?;
    let known = rows.into_iter();
    Ok(known
        .map(|(id, Json(totals))| (EventId::new(id), Some(totals)))
        .collect())
}

async fn write_totals(
    db: &mut PgConnection,
    upto: Position,
    events: BTreeMap<EventId, Option<Totals>>,
) -> Result<(), sqlx::Error> {
    let known = events
        .into_iter()
        .filter_map(|(id, totals)| Some((id.uuid(), Json(totals?))));
    let (ids, totals): (Vec<_>, Vec<_>) = known.unzip();
    if ids.is_empty() {
        return Ok(());
    }
    let sql = "
        INSERT INTO reports_events (event_id, upto, totals)
        SELECT event_id, $2, totals FROM unnest($1::uuid[], $3::json[]) AS now (event_id, totals)
        ON CONFLICT (event_id) DO UPDATE SET upto = excluded.upto, totals = excluded.totals";
    sqlx::query(sql)
        .bind(ids)
        .bind(upto)
        .bind(totals)
        .execute(db)
        .await?;
    Ok(())
}

/// At the end of a stretch: keeps what has changed in it.
async fn keep_totals(db: &mut PgConnection, upto: Position) -> Result<(), sqlx::Error> {
    let sql = "
        INSERT INTO reports_events_past (event_id, upto, totals)
        SELECT event_id, upto, totals FROM reports_events WHERE upto = $1";
    sqlx::query(sql).bind(upto).execute(db).await?;
    Ok(())
}

async fn write_hours(
    db: &mut PgConnection,
    upto: Position,
    hours: BTreeMap<(EventId, super::changes::Hour), Flow>,
) -> Result<(), sqlx::Error> {
    if hours.is_empty() {
        return Ok(());
    }
    let sql = "
        INSERT INTO reports_hours AS h
            (upto, event_id, hour, currency, bookings, seats_booked, paid_minor,
             cancelled_bookings, seats_returned, repaid_minor, lost_holds, lost_seats, lost_minor)
        SELECT $1, * FROM unnest($2::uuid[], $3::timestamptz[], $4::text[],
            $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[],
            $11::bigint[], $12::bigint[], $13::bigint[])
        ON CONFLICT (event_id, hour, currency, upto) DO UPDATE
        SET bookings = h.bookings + excluded.bookings,
            seats_booked = h.seats_booked + excluded.seats_booked,
            paid_minor = h.paid_minor + excluded.paid_minor,
            cancelled_bookings = h.cancelled_bookings + excluded.cancelled_bookings,
            seats_returned = h.seats_returned + excluded.seats_returned,
            repaid_minor = h.repaid_minor + excluded.repaid_minor,
            lost_holds = h.lost_holds + excluded.lost_holds,
            lost_seats = h.lost_seats + excluded.lost_seats,
            lost_minor = h.lost_minor + excluded.lost_minor";
    let column = |of: fn(&Flow) -> i64| hours.values().map(of).collect::<Vec<i64>>();
    let starts = hours.keys().map(|(_, hour)| hour.start);
    let currencies = hours.keys().map(|(_, hour)| hour.currency.clone());
    sqlx::query(sql)
        .bind(upto)
        .bind(hours.keys().map(|(id, _)| id.uuid()).collect::<Vec<_>>())
        .bind(starts.collect::<Vec<_>>())
        .bind(currencies.collect::<Vec<_>>())
        .bind(column(|flow| flow.booked.count))
        .bind(column(|flow| flow.booked.seats))
        .bind(column(|flow| flow.booked.minor))
        .bind(column(|flow| flow.cancelled.count))
        .bind(column(|flow| flow.cancelled.seats))
        .bind(column(|flow| flow.cancelled.minor))
        .bind(column(|flow| flow.lost.count))
        .bind(column(|flow| flow.lost.seats))
        .bind(column(|flow| flow.lost.minor))
        .execute(db)
        .await?;
    Ok(())
}

async fn write_users(db: &mut PgConnection, upto: Position, users: i64) -> Result<(), sqlx::Error> {
    if users == 0 {
        return Ok(());
    }
    let sql = "
        INSERT INTO reports_users AS u (upto, users) VALUES ($1, $2)
        ON CONFLICT (upto) DO UPDATE SET users = u.users + excluded.users";
    sqlx::query(sql).bind(upto).bind(users).execute(db).await?;
    Ok(())
}
