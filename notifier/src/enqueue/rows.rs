//! Writing rows, many in one statement.

use chrono::{DateTime, Utc};
use seatlog_projections::log::Position;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::content::{BookingMail, Content, MailTemplate, Person};
use crate::outbox::GIVE_UP_AFTER;
use crate::settings::Site;

/// Who gets a mail.
pub(super) struct Recipient {
    /// Tells the recipients of a fact apart.
    pub(super) key: String,
    pub(super) account_id: Option<Uuid>,
    pub(super) template: BookingMail,
    pub(super) person: Person,
}

/// A mail to be written.
pub(super) struct Row {
    pub(super) position: Position,
    /// What its Message-ID begins with: the booking, or the event.
    pub(super) about: Uuid,
    pub(super) buyer_id: Uuid,
    pub(super) recipient: Recipient,
    pub(super) content: Content,
}

impl Row {
    fn message_id(&self, site: &Site) -> String {
        let key = self.recipient.key.replace(':', "-");
        format!("<{}.{}.{key}@{}>", self.about, self.position, site.host())
    }
}

const INSERT: &str = "INSERT INTO mails (id, position, recipient, account_id, buyer_id, template,
        to_address, to_name, message_id, subject, text, html, ics,
        state, next_attempt_at, give_up_at, created_at)
    SELECT given.*, 'pending', $14, $15, $14
    FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::text[],
        $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
        AS given
    ON CONFLICT ON CONSTRAINT mails_once_per_fact_and_recipient DO NOTHING";

/// Writes rows; returns how many were new.
pub(super) async fn insert(
    db: &mut PgConnection,
    site: &Site,
    rows: &[Row],
    now: DateTime<Utc>,
) -> Result<u64, sqlx::Error> {
    fn each<'a, T>(rows: &'a [Row], of: impl Fn(&'a Row) -> T) -> Vec<T> {
        rows.iter().map(of).collect()
    }
    let done = sqlx::query(INSERT)
        .bind(each(rows, |_| Uuid::now_v7()))
        .bind(each(rows, |row| row.position))
        .bind(each(rows, |row| row.recipient.key.as_str()))
        .bind(each(rows, |row| row.recipient.account_id))
        .bind(each(rows, |row| row.buyer_id))
        .bind(each(rows, |row| MailTemplate::from(row.recipient.template)))
        .bind(each(rows, |row| row.recipient.person.email()))
        .bind(each(rows, |row| row.recipient.person.name()))
        .bind(each(rows, |row| row.message_id(site)))
        .bind(each(rows, |row| row.content.subject.as_str()))
        .bind(each(rows, |row| row.content.text.as_str()))
        .bind(each(rows, |row| row.content.html.as_str()))
        .bind(each(rows, |row| row.content.ics.as_str()))
        .bind(now)
        .bind(now + GIVE_UP_AFTER)
        .execute(db)
        .await?;
    Ok(done.rows_affected())
}
