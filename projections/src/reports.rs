//! Read model `reports`: what was sold, in totals, now or as of any moment. Figures are net of
//! cancellations.
//!
//! The log is cut into stretches. At the end of each one the model keeps what the events that changed
//! in it add up to, and hours are kept apart by stretch; so the past is found without reading more
//! than one stretch of the log. Each report, with its shape and its query, has a file below.

mod changes;
mod projection;
mod snapshot;
mod totals;

mod events;
mod listing;
mod lost;
mod sales;
mod sections;
mod summary;

pub use events::{EventOrder, EventReport, EventsFilter, events};
pub use listing::{Asked, Report};
pub use lost::{EventLoss, lost_by_event};
pub use projection::Reports;
pub use sales::{Bucket, SalesBucket, SalesFilter, Series, sales};
pub use sections::{SectionReport, sections};
pub use summary::{Revenue, SummaryReport, summary};

use chrono::{DateTime, Utc};
use sqlx::PgPool;
use uuid::Uuid;

use seatlog_domain::ids::{EventId, UserId};

use crate::bookings::{self, Booking, BookingFilter};
use crate::checkpoints;
use crate::log::Position;
use crate::page::{QueryError, tag};

/// The model's name.
pub const NAME: &str = "reports";

/// How many positions a stretch of the log has.
const STRETCH: Position = 4_096;

/// Under this id the hours of all events together are kept.
const ALL_EVENTS: EventId = EventId::new(Uuid::nil());

/// The last position of the stretch that a position is in.
const fn end_of_stretch(position: Position) -> Position {
    (position - 1) / STRETCH * STRETCH + STRETCH
}

/// A buyer's bookings as they were, newest first; read from model `bookings`.
pub async fn user_bookings(
    pool: &PgPool,
    user_id: UserId,
    asked: &Asked,
) -> Result<Report<Booking>, QueryError> {
    let tag = tag("reports/user_bookings", &user_id);
    let (as_of, after) = asked.open(pool, &tag).await?;
    let moment = match as_of {
        Some(moment) => moment,
        None => checkpoints::moment(pool, bookings::NAME).await?,
    };
    let filter = BookingFilter {
        user_id: Some(user_id),
        as_of: Some(moment.position),
        ..BookingFilter::default()
    };
    let found = bookings::after(pool, &filter, after, asked.page.fetch()).await?;
    let key = |booking: &Booking| (moment.position, booking.position);
    Ok(Report::new(asked.page.close(&tag, found, key)?, moment))
}

/// The start of the bucket of so many seconds (UTC) that a time falls into.
fn bucket_start(at: DateTime<Utc>, secs: i64) -> DateTime<Utc> {
    let start = at.timestamp() - at.timestamp().rem_euclid(secs);
    DateTime::from_timestamp(start, 0).unwrap_or(at)
}
