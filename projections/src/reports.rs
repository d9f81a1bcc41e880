//! Read model `reports`: what was sold, in totals. All figures are net of cancellations.
//!
//! The projection is here; each report, with its shape and its query, has a file below.

mod events;
mod sales;
mod summary;

pub use events::{EventReport, events};
pub use sales::{Bucket, SalesBucket, SalesFilter, sales};
pub use summary::{Revenue, SummaryReport, summary};

use std::collections::BTreeMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use seatlog_domain::account::AccountFact;
use seatlog_domain::event::{Details, EventFact};
use seatlog_domain::ids::{EventId, UserId};
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;

use crate::bookings::{self, Booking, BookingFilter};
use crate::log::{Fact, RecordedFact};
use crate::page::{Page, PageRequest, QueryError};
use crate::projector::{ApplyError, Projector};
use crate::sale::{Sale, runs};

/// The model's name.
pub const NAME: &str = "reports";

/// A buyer's bookings, newest first; read from model `bookings`.
pub async fn user_bookings(
    pool: &PgPool,
    user_id: UserId,
    page: &PageRequest,
) -> Result<Page<Booking>, QueryError> {
    let filter = BookingFilter {
        user_id: Some(user_id),
        ..BookingFilter::default()
    };
    bookings::list(pool, &filter, page).await
}

/// The projector of this model.
#[derive(Debug)]
pub struct Reports;

#[async_trait]
impl Projector for Reports {
    fn name(&self) -> &'static str {
        NAME
    }

    fn tables(&self) -> &'static [&'static str] {
        &["reports_events", "reports_sales", "reports_accounts"]
    }

    async fn apply(&self, db: &mut PgConnection, facts: &[RecordedFact]) -> Result<(), ApplyError> {
        for run in runs(facts) {
            match &run[0].fact {
                Fact::Event(_, EventFact::SeatsBooked { .. }) => {
                    Figures::of(&Sale::all(&run), 1).add(db).await?;
                }
                Fact::Event(_, EventFact::BookingCancelled { .. }) => {
                    Figures::of(&Sale::all(&run), -1).add(db).await?;
                }
                Fact::Event(..) | Fact::Account(..) => {
                    for recorded in run {
                        note(db, &recorded.fact).await?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Takes in a fact that is no sale.
async fn note(db: &mut PgConnection, fact: &Fact) -> Result<(), ApplyError> {
    let changed = match fact {
        Fact::Account(id, AccountFact::UserRegistered { .. }) => {
            let sql = "INSERT INTO reports_accounts (user_id) VALUES ($1)";
            sqlx::query(sql).bind(id.uuid()).execute(db).await?
        }
        Fact::Account(id, AccountFact::UserErased { .. }) => {
            let sql = "DELETE FROM reports_accounts WHERE user_id = $1";
            sqlx::query(sql).bind(id.uuid()).execute(db).await?
        }
        Fact::Event(id, fact) => return note_event(db, *id, fact).await,
        Fact::Account(_, AccountFact::RoleChanged { .. }) => return Ok(()),
    };
    ApplyError::unless_all_known("accounts", changed.rows_affected(), 1)
}

async fn note_event(
    db: &mut PgConnection,
    id: EventId,
    fact: &EventFact,
) -> Result<(), ApplyError> {
    let status = match fact {
        EventFact::EventCreated {
            details,
            currency,
            seating,
            ..
        } => {
            let sql = "
                INSERT INTO reports_events
                    (event_id, name, starts_at, currency, capacity, status)
                VALUES ($1, $2, $3, $4, $5, 'draft')";
            return write_event(db, sql, id, (details, Some(*currency), Some(seating))).await;
        }
        EventFact::EventUpdated {
            details,
            currency,
            seating,
            ..
        } => {
            let sql = "
                UPDATE reports_events
                SET name = $2, starts_at = $3, currency = coalesce($4, currency),
                    capacity = coalesce($5, capacity)
                WHERE event_id = $1";
            return write_event(db, sql, id, (details, *currency, seating.as_ref())).await;
        }
        EventFact::EventPublished { .. } => "published",
        EventFact::EventCancelled { .. } => "cancelled",
        EventFact::EventDeleted { .. } => "deleted",
        EventFact::SeatsBooked { .. }
        | EventFact::BookingCancelled { .. }
        | EventFact::SeatsHeld { .. }
        | EventFact::HoldExtended { .. }
        | EventFact::HoldReleased { .. }
        | EventFact::HoldExpired { .. }
        | EventFact::SeatsBlocked { .. }
        | EventFact::SeatsUnblocked { .. } => return Ok(()),
    };
    let sql = "UPDATE reports_events SET status = $2 WHERE event_id = $1";
    let changed = sqlx::query(sql).bind(id.uuid()).bind(status).execute(db);
    ApplyError::unless_all_known("events", changed.await?.rows_affected(), 1)
}

type Description<'a> = (&'a Details, Option<Currency>, Option<&'a Seating>);

async fn write_event(
    db: &mut PgConnection,
    sql: &str,
    id: EventId,
    (details, currency, seating): Description<'_>,
) -> Result<(), ApplyError> {
    let plan = seating.map(|seating| SeatPlan::try_from(seating.clone()));
    let plan = plan.transpose().map_err(ApplyError::Inapplicable)?;
    let written = sqlx::query(sql)
        .bind(id.uuid())
        .bind(details.name.as_str())
        .bind(details.starts_at)
        .bind(currency.map(String::from))
        .bind(plan.map(|plan| i64::from(plan.capacity())))
        .execute(db)
        .await?;
    ApplyError::unless_all_known("events", written.rows_affected(), 1)
}

/// What is to be added to the totals; negative where something was given back.
#[derive(Debug, Clone, Copy, Default)]
struct Change {
    bookings: i64,
    seats: i64,
    revenue_minor: i64,
}

/// What neighbouring sales of one kind add to the totals.
#[derive(Debug, Default)]
struct Figures {
    events: BTreeMap<Uuid, Change>,
    /// By event, hour and currency.
    hours: BTreeMap<(Uuid, DateTime<Utc>, String), Change>,
}

impl Figures {
    /// `sign` is 1 for seats booked and -1 for seats given back.
    fn of(sales: &[Sale<'_>], sign: i64) -> Self {
        let mut figures = Self::default();
        for sale in sales {
            let event = sale.event_id.uuid();
            let hour = (
                event,
                bucket_start(sale.at, 3600),
                sale.currency.to_string(),
            );
            for total in [
                figures.events.entry(event).or_default(),
                figures.hours.entry(hour).or_default(),
            ] {
                total.bookings += sign;
                total.seats += sign * sale.seat_count();
                total.revenue_minor += sign * sale.total_minor;
            }
        }
        figures
    }

    async fn add(self, db: &mut PgConnection) -> Result<(), ApplyError> {
        let changes: Vec<Change> = self.events.values().copied().collect();
        let sql = "
            UPDATE reports_events e
            SET bookings = e.bookings + d.bookings,
                cancelled_bookings = e.cancelled_bookings + greatest(0, -d.bookings),
                seats_sold = e.seats_sold + d.seats,
                revenue_minor = e.revenue_minor + d.revenue_minor
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[])
                 AS d (event_id, bookings, seats, revenue_minor)
            WHERE e.event_id = d.event_id";
        let updated = sqlx::query(sql)
            .bind(self.events.keys().copied().collect::<Vec<_>>())
            .bind(column(&changes, |change| change.bookings))
            .bind(column(&changes, |change| change.seats))
            .bind(column(&changes, |change| change.revenue_minor))
            .execute(&mut *db)
            .await?;
        ApplyError::unless_all_known("events", updated.rows_affected(), changes.len())?;
        self.add_hours(db).await
    }

    async fn add_hours(self, db: &mut PgConnection) -> Result<(), ApplyError> {
        let changes: Vec<Change> = self.hours.values().copied().collect();
        let keys: Vec<_> = self.hours.into_keys().collect();
        let sql = "
            INSERT INTO reports_sales AS s
                (event_id, hour, currency, bookings, seats, revenue_minor)
            SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::bigint[],
                                 $5::bigint[], $6::bigint[])
            ON CONFLICT (event_id, hour, currency) DO UPDATE
            SET bookings = s.bookings + excluded.bookings,
                seats = s.seats + excluded.seats,
                revenue_minor = s.revenue_minor + excluded.revenue_minor";
        sqlx::query(sql)
            .bind(keys.iter().map(|key| key.0).collect::<Vec<_>>())
            .bind(keys.iter().map(|key| key.1).collect::<Vec<_>>())
            .bind(keys.iter().map(|key| key.2.as_str()).collect::<Vec<_>>())
            .bind(column(&changes, |change| change.bookings))
            .bind(column(&changes, |change| change.seats))
            .bind(column(&changes, |change| change.revenue_minor))
            .execute(db)
            .await?;
        Ok(())
    }
}

fn column(changes: &[Change], of: impl Fn(&Change) -> i64) -> Vec<i64> {
    changes.iter().map(of).collect()
}

/// The start of the bucket of so many seconds (UTC) that a time falls into.
fn bucket_start(at: DateTime<Utc>, secs: i64) -> DateTime<Utc> {
    let start = at.timestamp() - at.timestamp().rem_euclid(secs);
    DateTime::from_timestamp(start, 0).unwrap_or(at)
}
