//! Facts become rows in `mails`, each fact once.

mod called_off;
mod rows;

use chrono::{DateTime, Utc};
use seatlog_domain::event::Details;
use seatlog_domain::ids::UserId;
use seatlog_projections::log::{LogError, Position, RecordedFact};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::content::{BookingMail, Person, Story, compose};
use crate::occasion::{Booking, Change, Descriptions, Occasion, What};
use crate::settings::Office;
use rows::{Recipient, Row, insert};

/// Why mails could not be written.
#[derive(Debug, thiserror::Error)]
pub enum EnqueueError {
    /// The log could not be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The database did not answer.
    #[error("the mails cannot be written: {0}")]
    Database(#[from] sqlx::Error),
    /// A template failed.
    #[error("the mail cannot be composed: {0}")]
    Template(#[from] askama::Error),
}

/// Writes mails.
#[derive(Debug)]
pub(crate) struct Scribe<'a> {
    pub(crate) office: &'a Office,
    pub(crate) descriptions: &'a Descriptions,
}

/// One booking's story, to be told to its buyer and perhaps to admins.
struct Single<'a> {
    buyer_id: UserId,
    booking: &'a Booking,
    change: Change,
}

impl Scribe<'_> {
    /// Writes the mails of facts in one transaction. What was written before is left alone.
    pub(crate) async fn enqueue(
        &self,
        pool: &PgPool,
        facts: &[RecordedFact],
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        let mut tx = pool.begin().await?;
        let written = self.enqueue_in(&mut tx, facts, now).await?;
        tx.commit().await?;
        Ok(written)
    }

    /// The same inside the caller's transaction. Facts are taken in the order of their positions,
    /// so that two nodes with the same facts wait for each other, never both.
    pub(crate) async fn enqueue_in(
        &self,
        db: &mut PgConnection,
        facts: &[RecordedFact],
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        let mut occasions: Vec<_> = facts.iter().filter_map(Occasion::of).collect();
        occasions.sort_by_key(|occasion| occasion.position);
        let mut written = 0;
        for occasion in &occasions {
            if claim(db, occasion.position).await? {
                written += self.write(db, occasion, now).await?;
            }
        }
        if written > 0 {
            sqlx::query("SELECT pg_notify('seatlog_mails', '')")
                .execute(db)
                .await?;
        }
        Ok(written)
    }

    async fn write(
        &self,
        db: &mut PgConnection,
        occasion: &Occasion,
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        let details = self
            .descriptions
            .details(db, occasion.event_id, occasion.position);
        let Some(details) = details.await? else {
            tracing::error!(
                fact.position = occasion.position,
                event.id = %occasion.event_id,
                "no mail: the log has no description of the event"
            );
            return Ok(0);
        };
        match &occasion.what {
            What::Booking {
                buyer_id,
                booking,
                change,
            } => {
                let single = Single {
                    buyer_id: *buyer_id,
                    booking,
                    change: *change,
                };
                self.write_single(db, (occasion, &details), &single, now)
                    .await
            }
            What::CalledOff { reason } => {
                self.write_called_off(db, (occasion, &details), reason, now)
                    .await
            }
        }
    }

    async fn write_single(
        &self,
        db: &mut PgConnection,
        (occasion, details): (&Occasion, &Details),
        single: &Single<'_>,
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        let Some(buyer) = account(db, single.buyer_id).await? else {
            tracing::info!(
                fact.position = occasion.position,
                account.id = %single.buyer_id,
                "no mail: the account is gone"
            );
            return Ok(0);
        };
        let story = Story {
            at: occasion.at,
            change: single.change,
            bookings: std::slice::from_ref(single.booking),
            details,
            cancel_reason: None,
            buyer: &buyer,
            site: &self.office.site,
        };
        let mut rows = Vec::new();
        for recipient in self.recipients(db, single, &buyer).await? {
            rows.push(Row {
                position: occasion.position,
                about: single.booking.id.uuid(),
                buyer_id: single.buyer_id.uuid(),
                content: compose(recipient.template, &story)?,
                recipient,
            });
        }
        Ok(insert(db, &self.office.site, &rows, now).await?)
    }

    async fn recipients(
        &self,
        db: &mut PgConnection,
        single: &Single<'_>,
        buyer: &Person,
    ) -> Result<Vec<Recipient>, sqlx::Error> {
        let to_buyer = |template| Recipient {
            key: "buyer".to_owned(),
            account_id: Some(single.buyer_id.uuid()),
            template,
            person: buyer.clone(),
        };
        let mut recipients = match single.change {
            Change::Booked => vec![to_buyer(BookingMail::Confirmation)],
            Change::Cancelled(_) => return Ok(vec![to_buyer(BookingMail::Cancellation)]),
        };
        let to_admin = |key: String, account_id, person| Recipient {
            key,
            account_id,
            template: BookingMail::AdminCopy,
            person,
        };
        match &self.office.admin_email {
            Some(address) => {
                let person = Person::new("", address.as_ref());
                recipients.push(to_admin("admin".to_owned(), None, person));
            }
            None => recipients.extend(
                admins(db)
                    .await?
                    .into_iter()
                    .map(|(id, person)| to_admin(format!("admin:{id}"), Some(id), person)),
            ),
        }
        Ok(recipients)
    }
}

/// Takes a fact for this transaction; false if its mails are written already. Another transaction
/// that has taken it is waited for.
async fn claim(db: &mut PgConnection, position: Position) -> Result<bool, sqlx::Error> {
    let sql = "INSERT INTO mailed_facts (position) VALUES ($1)
        ON CONFLICT ON CONSTRAINT mailed_facts_pkey DO NOTHING";
    let done = sqlx::query(sql).bind(position).execute(db).await?;
    Ok(done.rows_affected() == 1)
}

/// The account is held until the mail is written, so that who erases it meanwhile waits, and then
/// finds the mail.
async fn account(db: &mut PgConnection, id: UserId) -> Result<Option<Person>, sqlx::Error> {
    let found: Option<(String, String)> =
        sqlx::query_as("SELECT name, email FROM accounts WHERE id = $1 FOR KEY SHARE")
            .bind(id.uuid())
            .fetch_optional(db)
            .await?;
    Ok(found.map(|(name, email)| Person::new(&name, &email)))
}

async fn admins(db: &mut PgConnection) -> Result<Vec<(Uuid, Person)>, sqlx::Error> {
    let found: Vec<(Uuid, String, String)> = sqlx::query_as(
        "SELECT id, name, email FROM accounts WHERE role = 'admin' ORDER BY id FOR KEY SHARE",
    )
    .fetch_all(db)
    .await?;
    let person = |(id, name, email): (Uuid, String, String)| (id, Person::new(&name, &email));
    Ok(found.into_iter().map(person).collect())
}
