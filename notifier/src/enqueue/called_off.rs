//! The mails of an event that was called off: one for each buyer, however many bookings they had.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use seatlog_domain::event::{CancelCause, Details};
use seatlog_domain::ids::UserId;
use sqlx::PgConnection;
use uuid::Uuid;

use super::rows::{Recipient, Row, insert};
use super::{EnqueueError, Scribe};
use crate::content::{BookingMail, Person, Story, compose};
use crate::occasion::{Booking, Change, Occasion, called_off};

/// How many buyers are written to in one statement.
const CHUNK: usize = 500;

impl Scribe<'_> {
    pub(super) async fn write_called_off(
        &self,
        db: &mut PgConnection,
        (occasion, details): (&Occasion, &Details),
        reason: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        let bookings = called_off(db, occasion.event_id, occasion.position).await?;
        let bookings: Vec<_> = bookings.into_iter().collect();
        let mut written = 0;
        for chunk in bookings.chunks(CHUNK) {
            let buyers = accounts(db, chunk).await?;
            let mut rows = Vec::with_capacity(chunk.len());
            for (buyer_id, bookings) in chunk {
                // Whoever has no account any more is told nothing.
                let Some(buyer) = buyers.get(&buyer_id.uuid()) else {
                    continue;
                };
                let story = Story {
                    at: occasion.at,
                    change: Change::Cancelled(CancelCause::EventCancelled),
                    bookings,
                    details,
                    cancel_reason: Some(reason),
                    buyer,
                    site: &self.office.site,
                };
                rows.push(Row {
                    position: occasion.position,
                    about: occasion.event_id.uuid(),
                    buyer_id: buyer_id.uuid(),
                    content: compose(BookingMail::Cancellation, &story)?,
                    recipient: to_buyer(*buyer_id, buyer),
                });
            }
            written += insert(db, &self.office.site, &rows, now).await?;
        }
        Ok(written)
    }
}

/// One fact has many buyers here, so the key names the account.
fn to_buyer(id: UserId, person: &Person) -> Recipient {
    Recipient {
        key: format!("buyer:{id}"),
        account_id: Some(id.uuid()),
        template: BookingMail::Cancellation,
        person: person.clone(),
    }
}

async fn accounts(
    db: &mut PgConnection,
    chunk: &[(UserId, Vec<Booking>)],
) -> Result<HashMap<Uuid, Person>, sqlx::Error> {
    let ids: Vec<_> = chunk.iter().map(|(id, _)| id.uuid()).collect();
    let found: Vec<(Uuid, String, String)> = sqlx::query_as(
        "SELECT id, name, email FROM accounts WHERE id = ANY($1) ORDER BY id FOR KEY SHARE",
    )
    .bind(ids)
    .fetch_all(db)
    .await?;
    let person = |(id, name, email): (Uuid, String, String)| (id, Person::new(&name, &email));
    Ok(found.into_iter().map(person).collect())
}
