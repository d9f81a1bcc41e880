//! What a run has left behind: the log, what people were answered, read models, mails. Plain data,
//! read once when everything has come to rest.

mod facts;

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

pub use facts::{Booked, Cancelled, Ended, Extended, Fact, Held, Seats};

/// Where a fact stands in the log.
pub type Position = i64;

/// Microseconds since the run began, by the one clock of whoever asked.
pub type Micros = u64;

/// Everything that is known when a run is over.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The whole log, by position.
    pub log: Vec<Row>,
    /// What people asked for.
    pub commands: Vec<Command>,
    /// What the keys of commands stand for, as the program has it.
    pub keys: Vec<StoredKey>,
    /// The seats of events, as they were shown now and then.
    pub views: Vec<SeatView>,
    /// The read models.
    pub models: Models,
    /// Who is who, and where their mails go.
    pub people: BTreeMap<Uuid, String>,
    /// Where the organiser's copies go.
    pub admin_address: String,
    /// The rows of mails that tell of a fact.
    pub mails: Vec<MailRow>,
    /// What the mail server was given, mails about accounts left out.
    pub received: Vec<Received>,
    /// What `seatlog audit verify` said.
    pub audit: Audit,
}

/// A fact in the log.
#[derive(Debug, Clone)]
pub struct Row {
    /// Where it stands.
    pub position: Position,
    /// The stream: its type and id.
    pub stream: (String, Uuid),
    /// Which fact of its stream it is, from 1.
    pub sequence: i64,
    /// The command that led to it.
    pub command: Option<Uuid>,
    /// What happened.
    pub fact: Fact,
}

/// What somebody wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// These seats.
    Book(Vec<String>),
    /// So many seats, whichever are best.
    BookBest(usize),
    /// The seats of a hold.
    BookHold(Uuid),
    /// To have these seats kept.
    Hold(Vec<String>),
    /// To give a hold back.
    Release(Uuid),
    /// To cancel a booking.
    Cancel(Uuid),
    /// To call the event off.
    CallOff,
}

/// A command, and all that became of it.
#[derive(Debug, Clone)]
pub struct Command {
    /// Its Idempotency-Key; a release has none, because no DELETE has.
    pub key: Option<String>,
    /// Who gave it.
    pub user: Uuid,
    /// The event.
    pub event: Uuid,
    /// What was wanted.
    pub wish: Wish,
    /// When it was first sent.
    pub asked: Micros,
    /// How often it was sent.
    pub attempts: u32,
    /// What was answered, 5xx and lost answers left out. Empty: nobody knows what became of it.
    pub replies: Vec<Reply>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// When it was heard.
    pub heard: Micros,
    /// The HTTP status.
    pub status: u16,
    /// The header `Seatlog-Position`.
    pub position: Option<Position>,
    /// The JSON that came with it.
    pub body: Value,
}

impl Reply {
    /// Whether it says that the wish was done.
    pub fn is_done(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The slug of a refusal.
    pub fn problem(&self) -> &str {
        let kind = self.body["type"].as_str().unwrap_or_default();
        kind.strip_prefix("/problems/").unwrap_or_default()
    }

    /// The id of what was made.
    pub fn id(&self) -> Option<Uuid> {
        self.body["id"].as_str()?.parse().ok()
    }

    /// The seats that it names, with or without prices, in its order.
    pub fn seats(&self) -> Vec<String> {
        let seats = self.body["seats"].as_array().into_iter().flatten();
        let name = |seat: &Value| seat["seat"].as_str().or(seat.as_str()).map(str::to_owned);
        seats.filter_map(name).collect()
    }
}

impl Command {
    /// The first answer.
    pub fn reply(&self) -> Option<&Reply> {
        self.replies.first()
    }

    /// The first answer, if it says that the wish was done.
    pub fn done(&self) -> Option<&Reply> {
        self.reply().filter(|reply| reply.is_done())
    }
}

/// A row of `idempotency_keys`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredKey {
    /// Whose key it is.
    pub user: Uuid,
    /// The key.
    pub key: String,
    /// The command that it stands for.
    pub command: Uuid,
}

/// An answer to `GET /events/{id}/seats`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SeatView {
    /// The event.
    pub event: Uuid,
    /// As of when.
    pub position: Position,
    /// All seats.
    pub capacity: usize,
    /// Seats that nobody has.
    pub free: usize,
    /// Seats that were sold.
    pub booked: Vec<String>,
    /// Seats that are kept for somebody.
    pub held: Vec<String>,
    /// Seats that are not for sale.
    pub blocked: Vec<String>,
}

/// The read models, as their tables have them.
#[derive(Debug, Clone, Default)]
pub struct Models {
    /// How far each read model is, and its state.
    pub checkpoints: BTreeMap<String, (Position, String)>,
    /// Bookings by id.
    pub bookings: BTreeMap<Uuid, BookingRow>,
    /// Holds by id.
    pub holds: BTreeMap<Uuid, HoldRow>,
    /// Events by id.
    pub catalogue: BTreeMap<Uuid, CatalogueRow>,
    /// The report on everything.
    pub summary: Summary,
}

/// A row of `bookings`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookingRow {
    /// Where the log says that it was made.
    pub position: Position,
    /// The event.
    pub event: Uuid,
    /// The buyer.
    pub user: Uuid,
    /// The seats, in the order of the fact.
    pub seats: Vec<String>,
    /// What they cost together, in minor units.
    pub total_minor: i64,
    /// Where the log says that it was cancelled.
    pub cancelled: Option<Position>,
}

/// A row of `holds`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRow {
    /// The event.
    pub event: Uuid,
    /// Whose it is.
    pub user: Uuid,
    /// The seats, in the order of the fact.
    pub seats: Vec<String>,
    /// `open`, `booked`, `released` or `expired`.
    pub state: &'static str,
    /// Until when it lasts or would have lasted.
    pub expires_at: DateTime<Utc>,
}

/// A row of `catalogue_events`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CatalogueRow {
    /// All seats.
    pub capacity: usize,
    /// Seats that are not free.
    pub taken: usize,
    /// Whether it was called off.
    pub cancelled: bool,
}

/// What `GET /reports/summary` adds up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Bookings that stand.
    pub bookings: usize,
    /// Bookings that were cancelled.
    pub cancelled_bookings: usize,
    /// Seats of bookings that stand.
    pub seats_sold: usize,
    /// What was paid and not paid back, in minor units.
    pub revenue_minor: i64,
}

/// A row of `mails`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    /// The fact that it tells of.
    pub position: Position,
    /// Where it goes.
    pub to: String,
    /// Its Message-ID.
    pub message_id: String,
    /// `pending`, `sending`, `sent`, `ambiguous` or `dead`.
    pub state: String,
    /// How often nobody could know whether it arrived.
    pub unknown_outcomes: u32,
}

/// A mail that the mail server was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// Where it went.
    pub to: String,
    /// Its Message-ID.
    pub message_id: String,
}

/// What `seatlog audit verify` said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audit {
    /// Whether everything checks.
    pub ok: bool,
    /// How many facts were hashed again.
    pub checked: i64,
    /// The last fact.
    pub head_position: Position,
    /// All of it, to be shown where it is not as it must be.
    pub said: String,
}
