//! `GET /reports/sales`: what was sold hour by hour, or day by day.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, TimeDelta, Utc};
use serde::Serialize;
use sqlx::PgPool;
use sqlx::postgres::types::PgInterval;
use utoipa::ToSchema;

use seatlog_domain::ids::EventId;

use super::changes::{Amounts, Flow, Hour};
use super::listing::{Asked, Report};
use super::snapshot::Snapshot;
use super::{Revenue, bucket_start};
use crate::page::{QueryError, tag};

/// What was sold within an hour or a day. A cancellation counts where it happened, so figures may
/// be negative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SalesBucket {
    /// When the hour or day (UTC) begins.
    pub bucket_start: DateTime<Utc>,
    /// Bookings made less bookings cancelled.
    pub bookings: i64,
    /// Seats booked less seats given back.
    pub seats: i64,
    /// What was paid less what was paid back, in minor units. Where sales were in several
    /// currencies this adds up bare numbers; `revenue` keeps them apart.
    pub revenue_minor: i64,
    /// The same for each currency.
    pub revenue: Vec<Revenue>,
}

/// How long a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bucket {
    /// An hour.
    #[default]
    Hour,
    /// A day (UTC).
    Day,
}

impl Bucket {
    const fn secs(self) -> i64 {
        match self {
            Self::Hour => 3600,
            Self::Day => 86_400,
        }
    }
}

impl std::str::FromStr for Bucket {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "hour" => Ok(Self::Hour),
            "day" => Ok(Self::Day),
            _ => Err("must be hour or day".to_owned()),
        }
    }
}

/// Which sales are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SalesFilter {
    /// Of this event.
    pub event_id: Option<EventId>,
    /// In steps of this length.
    pub bucket: Bucket,
    /// From the bucket that contains this time; nothing: from the first sale.
    pub from: Option<DateTime<Utc>>,
    /// Only buckets that begin earlier; nothing: up to the last sale.
    pub to: Option<DateTime<Utc>>,
}

/// What is listed over time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// Sales, net of cancellations.
    Sales,
    /// Cancellations.
    Cancellations,
    /// Holds that ended unsold because their time was over.
    Lost,
}

impl Series {
    /// The sums of a bucket: how many, seats, amount.
    const fn columns(self) -> &'static str {
        match self {
            Self::Sales => {
                "sum(bookings - cancelled_bookings)::bigint, sum(seats_booked - seats_returned)::bigint,
                 sum(paid_minor - repaid_minor)::bigint"
            }
            Self::Cancellations => {
                "sum(cancelled_bookings)::bigint, sum(seats_returned)::bigint,
                 sum(repaid_minor)::bigint"
            }
            Self::Lost => {
                "sum(lost_holds)::bigint, sum(lost_seats)::bigint, sum(lost_minor)::bigint"
            }
        }
    }

    /// Whether an hour has anything of it.
    const fn occurs(self) -> &'static str {
        match self {
            Self::Sales => "(bookings > 0 OR cancelled_bookings > 0)",
            Self::Cancellations => "cancelled_bookings > 0",
            Self::Lost => "lost_holds > 0",
        }
    }

    fn of(self, flow: &Flow) -> Option<Amounts> {
        let (booked, back) = (flow.booked, flow.cancelled);
        let (amounts, occurs) = match self {
            Self::Sales => {
                let net = Amounts {
                    count: booked.count - back.count,
                    seats: booked.seats - back.seats,
                    minor: booked.minor - back.minor,
                };
                (net, booked.count + back.count > 0)
            }
            Self::Cancellations => (back, back.count > 0),
            Self::Lost => (flow.lost, flow.lost.count > 0),
        };
        occurs.then_some(amounts)
    }
}

type Sums = BTreeMap<DateTime<Utc>, BTreeMap<String, Amounts>>;

/// A page of buckets, oldest first; empty ones inside the range are listed as zeros.
pub async fn sales(
    pool: &PgPool,
    (series, filter): (Series, &SalesFilter),
    asked: &Asked,
) -> Result<Report<SalesBucket>, QueryError> {
    let tag = tag("reports/sales", &(series, filter));
    let (as_of, after): (_, Option<DateTime<Utc>>) = asked.open(pool, &tag).await?;
    if after.is_some_and(|start| !(0..=9999).contains(&start.year())) {
        return Err(QueryError::BadCursor);
    }
    let mut snapshot = Snapshot::open(pool, as_of).await?;
    snapshot.only(filter.event_id);
    let event = filter.event_id.unwrap_or(super::ALL_EVENTS);
    let tail: BTreeMap<Hour, Amounts> = snapshot
        .changes()
        .await?
        .hours
        .into_iter()
        .filter(|((id, _), _)| *id == event)
        .filter_map(|((_, hour), flow)| Some((hour, series.of(&flow)?)))
        .collect();
    let wanted = Wanted {
        series,
        filter,
        event,
    };
    let Some((first, beyond)) = wanted.bounds(&mut snapshot, &tail).await? else {
        let empty = asked.page.close(&tag, vec![], |_: &SalesBucket| ())?;
        return Ok(Report::new(empty, snapshot.moment));
    };
    let step = TimeDelta::seconds(filter.bucket.secs());
    let begin = after.map_or(first, |after| first.max(after + step));
    let fetch = i32::try_from(asked.page.fetch()).unwrap_or(i32::MAX);
    let end = beyond.min(begin + step * fetch);
    let mut sums = wanted.sums(&mut snapshot, (begin, end)).await?;
    for (hour, amounts) in tail {
        let start = bucket_start(hour.start, filter.bucket.secs());
        if start >= begin && start < end {
            *sums
                .entry(start)
                .or_default()
                .entry(hour.currency)
                .or_default() += amounts;
        }
    }
    let starts = std::iter::successors(Some(begin), |start| Some(*start + step));
    let buckets = starts
        .take_while(|start| *start < end)
        .map(|start| bucket(start, sums.remove(&start).unwrap_or_default()));
    let buckets = buckets.collect::<Result<Vec<_>, _>>()?;
    let position = snapshot.moment.position;
    let page = asked
        .page
        .close(&tag, buckets, |bucket| (position, bucket.bucket_start))?;
    Ok(Report::new(page, snapshot.moment))
}

/// What is looked for in the hours.
#[derive(Debug, Clone, Copy)]
struct Wanted<'a> {
    series: Series,
    filter: &'a SalesFilter,
    /// An event, or all of them.
    event: EventId,
}

type Range = (DateTime<Utc>, DateTime<Utc>);

impl Wanted<'_> {
    /// The first bucket, and where the last one has ended.
    async fn bounds(
        self,
        snapshot: &mut Snapshot,
        tail: &BTreeMap<Hour, Amounts>,
    ) -> Result<Option<Range>, sqlx::Error> {
        let floor = |at| bucket_start(at, self.filter.bucket.secs());
        let (from, to) = (self.filter.from.map(floor), self.filter.to);
        if let Some(range) = from.zip(to) {
            return Ok(Some(range));
        }
        let sql = format!(
            "SELECT min(hour), max(hour) FROM reports_hours
             WHERE event_id = $1 AND upto <= $2 AND {}",
            self.series.occurs()
        );
        let (first, last): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) = sqlx::query_as(&sql)
            .bind(self.event.uuid())
            .bind(snapshot.base)
            .fetch_one(&mut *snapshot.db)
            .await?;
        let starts = || tail.keys().map(|hour| hour.start);
        let first = first.into_iter().chain(starts()).min();
        let last = last.into_iter().chain(starts()).max();
        let beyond = last.map(|last| last + TimeDelta::hours(1));
        Ok(from.or(first.map(floor)).zip(to.or(beyond)))
    }

    /// What the rows say of the buckets that begin inside a range.
    async fn sums(self, snapshot: &mut Snapshot, (begin, end): Range) -> Result<Sums, sqlx::Error> {
        let secs = self.filter.bucket.secs();
        let sql = format!(
            "SELECT date_bin($5, hour, 'epoch'), currency, {}
             FROM reports_hours
             WHERE event_id = $1 AND hour >= $2 AND hour < $3 AND upto <= $4 AND {}
             GROUP BY 1, 2",
            self.series.columns(),
            self.series.occurs()
        );
        // The last bucket is whole, wherever the range ends.
        let whole = bucket_start(end + TimeDelta::seconds(secs - 1), secs);
        let rows: Vec<(DateTime<Utc>, String, i64, i64, i64)> = sqlx::query_as(&sql)
            .bind(self.event.uuid())
            .bind(begin)
            .bind(whole)
            .bind(snapshot.base)
            .bind(PgInterval {
                months: 0,
                days: 0,
                microseconds: secs * 1_000_000,
            })
            .fetch_all(&mut *snapshot.db)
            .await?;
        let mut sums = Sums::new();
        for (start, currency, count, seats, minor) in rows {
            let amounts = Amounts {
                count,
                seats,
                minor,
            };
            sums.entry(start).or_default().insert(currency, amounts);
        }
        Ok(sums)
    }
}

fn bucket(
    bucket_start: DateTime<Utc>,
    sums: BTreeMap<String, Amounts>,
) -> Result<SalesBucket, sqlx::Error> {
    let mut all = Amounts::default();
    sums.values().for_each(|amounts| all += *amounts);
    let revenue = sums.into_iter().map(|(currency, it)| (currency, it.minor));
    Ok(SalesBucket {
        bucket_start,
        bookings: all.count,
        seats: all.seats,
        revenue_minor: all.minor,
        revenue: Revenue::list(revenue.collect())?,
    })
}
