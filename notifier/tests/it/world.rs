//! A log with an event, people, and a notifier that sends to a sink.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use mail_parser::{Message, MessageParser, MimeHeaders};
use seatlog_domain::event::{CancelCause, EventFact, PricedSeat};
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::seat::SeatName;
use seatlog_notifier::{Notifier, NotifierSettings};
use seatlog_projections::log::{self, Position, RecordedFact};
use seatlog_testkit::{ReceivedMail, SmtpSink};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

/// Far more than anything here takes, also on a busy machine.
pub(crate) const DEADLINE: Duration = Duration::from_secs(60);

pub(crate) const EVENT: EventId = EventId::new(Uuid::from_u128(0xe0));
pub(crate) const BUYER: UserId = UserId::new(Uuid::from_u128(0xb0));
pub(crate) const ADMIN: UserId = UserId::new(Uuid::from_u128(0xad));

pub(crate) struct World {
    pub(crate) pool: PgPool,
    pub(crate) sink: SmtpSink,
}

impl World {
    /// An event that has been on the log for a minute, a buyer, and no admin.
    pub(crate) async fn new(pool: PgPool) -> Self {
        let world = Self {
            pool,
            sink: SmtpSink::start().await,
        };
        world
            .account(BUYER, "Vera Buyer", "vera@example.org", "user")
            .await;
        world.append_aged(&created("Nabucco", "EUR")).await;
        world
    }

    pub(crate) fn settings(&self) -> NotifierSettings {
        NotifierSettings {
            smtp_url: Some(self.sink.url()),
            mail_dir: PathBuf::from("unused"),
            mail_from: "Seatlog <noreply@example.org>".to_owned(),
            admin_email: None,
            public_url: "https://seats.example.org".to_owned(),
        }
    }

    pub(crate) fn notifier(&self) -> Notifier {
        Notifier::new(self.pool.clone(), self.settings().check().unwrap())
    }

    pub(crate) async fn account(&self, id: UserId, name: &str, email: &str, role: &str) {
        let sql = "INSERT INTO accounts (id, email, email_folded, name, password_hash, role)
            VALUES ($1, $2, $2, $3, '', $4)";
        let done = sqlx::query(sql)
            .bind(id.uuid())
            .bind(email)
            .bind(name)
            .bind(role)
            .execute(&self.pool);
        done.await.unwrap();
    }

    /// Appends a fact to the event's stream.
    pub(crate) async fn append(&self, fact: &EventFact) -> Position {
        self.append_payload(serde_json::to_value(fact).unwrap())
            .await
    }

    pub(crate) async fn append_payload(&self, payload: serde_json::Value) -> Position {
        self.append_at(payload, Utc::now()).await
    }

    /// Appends a fact as if that had been a minute ago.
    pub(crate) async fn append_aged(&self, fact: &EventFact) -> Position {
        let payload = serde_json::to_value(fact).unwrap();
        self.append_at(payload, Utc::now() - TimeDelta::minutes(1))
            .await
    }

    async fn append_at(&self, payload: serde_json::Value, recorded_at: DateTime<Utc>) -> Position {
        let name = payload.as_object().and_then(|o| o.keys().next()).unwrap();
        let sql = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                event_version, payload, metadata, recorded_at)
            SELECT 'event', $1, coalesce(max(sequence), 0) + 1, $2, '1', $3, '{}', $4
            FROM events WHERE aggregate_id = $1
            RETURNING position";
        sqlx::query_scalar(sql)
            .bind(EVENT.to_string())
            .bind(name)
            .bind(&payload)
            .bind(recorded_at)
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }

    /// The event is called off, and its bookings are taken back by facts of the same statement;
    /// returns the first fact's position.
    pub(crate) async fn call_off(
        &self,
        bookings: &[(UserId, u128)],
        recorded_at: DateTime<Utc>,
    ) -> Position {
        let called_off = EventFact::EventCancelled {
            reason: "The tenor is ill.".to_owned(),
            cancelled_at: at(60),
        };
        let taken_back = bookings
            .iter()
            .map(|(buyer, number)| cancelled_of(*buyer, *number, CancelCause::EventCancelled));
        let facts = std::iter::once(called_off).chain(taken_back);
        let payloads: Vec<_> = facts
            .map(|fact| serde_json::to_value(fact).unwrap())
            .collect();
        let sql = "WITH appended AS (
                INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                    event_version, payload, metadata, recorded_at)
                SELECT 'event', $1, given.number + (SELECT max(sequence) FROM events
                        WHERE aggregate_id = $1),
                    CASE given.number WHEN 1 THEN 'EventCancelled' ELSE 'BookingCancelled' END,
                    '1', given.payload, '{}', $3
                FROM unnest($2::json[]) WITH ORDINALITY AS given (payload, number)
                ORDER BY given.number
                RETURNING position)
            SELECT min(position) FROM appended";
        sqlx::query_scalar(sql)
            .bind(EVENT.to_string())
            .bind(payloads)
            .bind(recorded_at)
            .fetch_one(&self.pool)
            .await
            .unwrap()
    }

    pub(crate) async fn fact(&self, position: Position) -> RecordedFact {
        let mut found = log::read_after(&self.pool, position - 1, 1).await.unwrap();
        found.remove(0)
    }

    /// The rows as `(recipient, state)`, oldest fact first.
    pub(crate) async fn rows(&self) -> Vec<(String, String)> {
        let sql = "SELECT recipient, state FROM mails ORDER BY position, recipient";
        sqlx::query_as(sql).fetch_all(&self.pool).await.unwrap()
    }

    pub(crate) async fn only_row(&self) -> Row {
        let sql = "SELECT id, state, attempts, next_attempt_at, last_error FROM mails";
        let mut rows: Vec<Row> = sqlx::query_as(sql).fetch_all(&self.pool).await.unwrap();
        assert_eq!(rows.len(), 1, "{rows:?}");
        rows.remove(0)
    }
}

#[derive(Debug, sqlx::FromRow)]
pub(crate) struct Row {
    pub(crate) id: Uuid,
    pub(crate) state: String,
    pub(crate) attempts: i32,
    pub(crate) next_attempt_at: Option<DateTime<Utc>>,
    pub(crate) last_error: Option<String>,
}

/// `2027-02-01T12:00:00Z` and so many seconds.
pub(crate) fn at(seconds: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2027-02-01T12:00:00Z".parse().unwrap();
    start + TimeDelta::seconds(seconds)
}

pub(crate) fn details(name: &str) -> serde_json::Value {
    json!({
        "name": name, "description": "", "venue": "Arena di Verona",
        "starts_at": "2027-03-01T19:30:00Z", "ends_at": "2027-03-01T22:00:00Z",
        "image_url": null, "sales_open_at": null, "sales_close_at": null, "max_seats_per_user": 10,
    })
}

pub(crate) fn created(name: &str, currency: &str) -> EventFact {
    let row = json!({"label": "A", "seats": 20});
    let section = json!({"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
        "rows": [row]});
    let payload = json!({"EventCreated": {
        "details": details(name), "currency": currency, "seating": {"sections": [section]},
        "created_at": at(-3600),
    }});
    serde_json::from_value(payload).unwrap()
}

pub(crate) fn updated(name: &str) -> EventFact {
    let payload = json!({"EventUpdated": {
        "details": details(name), "currency": null, "seating": null, "updated_at": at(-1800),
    }});
    serde_json::from_value(payload).unwrap()
}

pub(crate) fn booking(number: u128) -> BookingId {
    BookingId::new(Uuid::from_u128(
        0x0192_6e3c_7d3a_7c65_9d0c_2f6f_3f0c_8a00 + number,
    ))
}

fn seats(prices: &[i64]) -> Vec<PricedSeat> {
    let seat = |(place, price_minor): (usize, &i64)| PricedSeat {
        seat: SeatName::new(&format!("ST-A-{}", place + 1)).unwrap(),
        price_minor: *price_minor,
    };
    prices.iter().enumerate().map(seat).collect()
}

/// The buyer books seats at these prices.
pub(crate) fn booked(number: u128, currency: &str, prices: &[i64]) -> EventFact {
    EventFact::SeatsBooked {
        booking_id: booking(number),
        reference: booking(number).reference(),
        user_id: BUYER,
        hold_id: None,
        seats: seats(prices),
        total_minor: prices.iter().sum(),
        currency: currency.parse().unwrap(),
        booked_at: at(0),
    }
}

pub(crate) fn cancelled(number: u128, cause: CancelCause) -> EventFact {
    cancelled_of(BUYER, number, cause)
}

pub(crate) fn cancelled_of(user_id: UserId, number: u128, cause: CancelCause) -> EventFact {
    EventFact::BookingCancelled {
        booking_id: booking(number),
        user_id,
        seats: seats(&[4500, 4500]),
        total_minor: 9000,
        currency: "EUR".parse().unwrap(),
        cause,
        cancelled_at: at(60),
    }
}

/// A mail, taken apart by a parser that knows nothing of the program that wrote it.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) headers: HashMap<String, String>,
    pub(crate) to_name: Option<String>,
    pub(crate) to_address: String,
    pub(crate) subject: String,
    pub(crate) message_id: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) calendar_type: String,
    pub(crate) calendar: String,
}

pub(crate) fn parse(mail: &ReceivedMail) -> Letter {
    parse_bytes(&mail.raw)
}

pub(crate) fn parse_bytes(raw: &[u8]) -> Letter {
    let message: Message<'_> = MessageParser::default().parse(raw).unwrap();
    let to = message.to().unwrap();
    let to = to.first().unwrap();
    let attachment = message.attachment(0).unwrap();
    assert_eq!(message.attachment_count(), 1);
    assert_eq!(
        (message.text_body_count(), message.html_body_count()),
        (1, 1)
    );
    let content_type = attachment.content_type().unwrap();
    let method = content_type.attribute("method").unwrap_or_default();
    let headers = message.headers_raw();
    Letter {
        headers: headers
            .map(|(k, v)| (k.to_owned(), v.trim().to_owned()))
            .collect(),
        to_name: to.name().map(str::to_owned),
        to_address: to.address().unwrap().to_owned(),
        subject: message.subject().unwrap().to_owned(),
        message_id: message.message_id().unwrap().to_owned(),
        text: message.body_text(0).unwrap().replace("\r\n", "\n"),
        html: message.body_html(0).unwrap().replace("\r\n", "\n"),
        calendar_type: format!(
            "{}/{}; method={method}",
            content_type.ctype(),
            content_type.subtype().unwrap()
        ),
        calendar: attachment.text_contents().unwrap().replace("\r\n", "\n"),
    }
}
