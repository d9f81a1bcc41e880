//! Facts become rows in `mails`, each fact once.

mod called_off;
mod rows;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};
use seatlog_domain::event::Details;
use seatlog_domain::ids::UserId;
use seatlog_projections::log::{LogError, Position, RecordedFact};
use seatlog_projections::spans::{Span, SpanKind};
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

/// Those whom mails may go to.
struct Circle {
    buyers: HashMap<Uuid, Person>,
    admins: Vec<(Uuid, Person)>,
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
        let ours = claim(db, &occasions).await?;
        occasions.retain(|occasion| ours.contains(&occasion.position));
        let _spans: Vec<_> = occasions.iter().map(span).collect();
        let written = self.write(db, &occasions, now).await?;
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
        occasions: &[Occasion],
        now: DateTime<Utc>,
    ) -> Result<u64, EnqueueError> {
        let details = self.descriptions.all(db, occasions).await?;
        let circle = self.circle(db, occasions).await?;
        let (mut rows, mut written) = (Vec::new(), 0);
        for occasion in occasions {
            let Some(details) = details.get(&occasion.position) else {
                tracing::error!(
                    fact.position = occasion.position,
                    event.id = %occasion.event_id,
                    "no mail: the log has no description of the event"
                );
                continue;
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
                    self.compose_single((occasion, details), &single, &circle, &mut rows)?;
                }
                What::CalledOff { reason } => {
                    written += self
                        .write_called_off(db, (occasion, details), reason, now)
                        .await?;
                }
            }
        }
        Ok(written + insert(db, &self.office.site, &rows, now).await?)
    }

    /// Everybody whom the mails of these occasions may go to.
    async fn circle(
        &self,
        db: &mut PgConnection,
        occasions: &[Occasion],
    ) -> Result<Circle, sqlx::Error> {
        let buyers = occasions
            .iter()
            .filter_map(|occasion| match &occasion.what {
                What::Booking { buyer_id, .. } => Some(buyer_id.uuid()),
                What::CalledOff { .. } => None,
            });
        let buyers: BTreeSet<Uuid> = buyers.collect();
        let admins = match &self.office.admin_email {
            None if !buyers.is_empty() => admins(db).await?,
            None | Some(_) => Vec::new(),
        };
        let buyers = accounts(db, &buyers.into_iter().collect::<Vec<_>>()).await?;
        Ok(Circle { buyers, admins })
    }

    fn compose_single(
        &self,
        (occasion, details): (&Occasion, &Details),
        single: &Single<'_>,
        circle: &Circle,
        rows: &mut Vec<Row>,
    ) -> Result<(), EnqueueError> {
        let Some(buyer) = circle.buyers.get(&single.buyer_id.uuid()) else {
            tracing::info!(
                fact.position = occasion.position,
                account.id = %single.buyer_id,
                "no mail: the account is gone"
            );
            return Ok(());
        };
        let story = Story {
            at: occasion.at,
            change: single.change,
            bookings: std::slice::from_ref(single.booking),
            details,
            cancel_reason: None,
            buyer,
            site: &self.office.site,
        };
        for recipient in self.recipients(single, buyer, &circle.admins) {
            rows.push(Row {
                position: occasion.position,
                about: single.booking.id.uuid(),
                buyer_id: single.buyer_id.uuid(),
                content: compose(recipient.template, &story)?,
                recipient,
            });
        }
        Ok(())
    }

    fn recipients(
        &self,
        single: &Single<'_>,
        buyer: &Person,
        admins: &[(Uuid, Person)],
    ) -> Vec<Recipient> {
        let to_buyer = |template| Recipient {
            key: "buyer".to_owned(),
            account_id: Some(single.buyer_id.uuid()),
            template,
            person: buyer.clone(),
        };
        let mut recipients = match single.change {
            Change::Booked => vec![to_buyer(BookingMail::Confirmation)],
            Change::Cancelled(_) => return vec![to_buyer(BookingMail::Cancellation)],
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
                admins
                    .iter()
                    .map(|(id, person)| to_admin(format!("admin:{id}"), Some(*id), person.clone())),
            ),
        }
        recipients
    }
}

/// From when a fact was taken to when its mails are written.
fn span(occasion: &Occasion) -> Span {
    let mut span = Span::under(occasion.trace, SpanKind::Consumer, || "write mails".into());
    span.note("seatlog.fact.position", || occasion.position);
    span
}

/// Takes facts for this transaction; returns those whose mails are not written already. Another
/// transaction that has taken one is waited for.
async fn claim(
    db: &mut PgConnection,
    occasions: &[Occasion],
) -> Result<HashSet<Position>, sqlx::Error> {
    let sql = "INSERT INTO mailed_facts (position)
        SELECT position FROM unnest($1::bigint[]) AS fact (position) ORDER BY position
        ON CONFLICT ON CONSTRAINT mailed_facts_pkey DO NOTHING RETURNING position";
    let positions: Vec<_> = occasions.iter().map(|occasion| occasion.position).collect();
    let ours: Vec<Position> = sqlx::query_scalar(sql)
        .bind(positions)
        .fetch_all(db)
        .await?;
    Ok(ours.into_iter().collect())
}

/// The people behind accounts; those that are gone are left out. The accounts are held until the
/// mails are written, so that who erases one meanwhile waits, and then finds the mail.
async fn accounts(
    db: &mut PgConnection,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Person>, sqlx::Error> {
    let found: Vec<(Uuid, String, String)> = sqlx::query_as(
        "SELECT id, name, email FROM accounts WHERE id = ANY($1) ORDER BY id FOR KEY SHARE",
    )
    .bind(ids)
    .fetch_all(db)
    .await?;
    let person = |(id, name, email): (Uuid, String, String)| (id, Person::new(&name, &email));
    Ok(found.into_iter().map(person).collect())
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
