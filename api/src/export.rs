//! Everything that is kept about a person, as one JSON document. Written page by page while it is
//! read, so that its size costs no memory.

use chrono::{DateTime, Utc};
use futures_util::Stream;
use futures_util::stream::poll_fn;
use serde::Serialize;
use serde_json::Value;
use sqlx::PgPool;
use tokio::sync::mpsc;
use utoipa::ToSchema;
use uuid::Uuid;

use seatlog_domain::ids::UserId;
use seatlog_notifier::mails::{self, OwnMail};
use seatlog_projections::audit::refusals::{self, OwnRefusal};
use seatlog_projections::bookings::{self, Booking, BookingFilter};
use seatlog_projections::holds::{self, Hold};
use seatlog_projections::page::{Page, PageRequest, QueryError};

use crate::accounts::directory::AdminUser;
use crate::accounts::sessions::Session;
use crate::accounts::stream::OwnFact;
use crate::accounts::{AccountError, Accounts};
use crate::waiting_rooms::{self, OwnPlace};

/// How many items are read at a time.
const PAGE: u16 = 100;
/// How many pieces wait for a slow reader.
const WAITING: usize = 2;

/// The document. It is never in memory as a whole; this is what its parts add up to.
#[derive(Serialize, ToSchema)]
pub struct Export {
    /// When it was made.
    exported_at: DateTime<Utc>,
    /// The account.
    account: AdminUser,
    /// What the log says of the account.
    facts: Vec<OwnFact>,
    /// Where the person is logged in.
    sessions: Vec<Session>,
    /// The bookings, newest first.
    bookings: Vec<Booking>,
    /// The holds, newest first. Those that ended more than a day ago are forgotten.
    holds: Vec<Hold>,
    /// The places in waiting rooms of sales that are not over.
    waiting_places: Vec<OwnPlace>,
    /// What the person was refused in the last 90 days and was kept, oldest first.
    refusals: Vec<OwnRefusal>,
    /// The mails to the person, newest first.
    mails: Vec<OwnMail>,
}

/// Why a document ends in the middle.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The accounts cannot be read.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Another list cannot be read.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// A part is no JSON.
    #[error("a part of the export cannot be written: {0}")]
    Unwritable(#[from] serde_json::Error),
    /// Nobody reads any more.
    #[error("the reader is gone")]
    ReaderGone,
}

/// Whose data, and what they are read from.
#[derive(Clone)]
pub struct Source {
    /// The read models and mails.
    pub pool: PgPool,
    /// The accounts.
    pub accounts: Accounts,
    /// The person.
    pub person: UserId,
    /// The session that asks.
    pub session: Option<Uuid>,
}

/// The pieces of the document, for an account that was found a moment ago.
pub fn pieces(
    source: Source,
    account: AdminUser,
    now: DateTime<Utc>,
) -> impl Stream<Item = Result<Vec<u8>, ExportError>> {
    let (pieces, mut read) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut document = Document {
            pieces,
            piece: Vec::new(),
        };
        if let Err(error) = document.write(&source, &account, now).await {
            tracing::warn!(%error, account.id = %source.person, "an export ended in the middle");
            let _ = document.pieces.send(Err(error)).await;
        }
    });
    poll_fn(move |context| read.poll_recv(context))
}

struct Document {
    pieces: mpsc::Sender<Result<Vec<u8>, ExportError>>,
    piece: Vec<u8>,
}

impl Document {
    async fn write(
        &mut self,
        source: &Source,
        account: &AdminUser,
        now: DateTime<Utc>,
    ) -> Result<(), ExportError> {
        self.member("{", "exported_at", &now)?;
        self.member(",", "account", account)?;
        self.member(
            ",",
            "facts",
            &source.accounts.facts_of(source.person).await?,
        )?;
        for list in [
            List::Sessions,
            List::Bookings,
            List::Holds,
            List::WaitingPlaces,
            List::Refusals,
            List::Mails,
        ] {
            self.list(list, source, now).await?;
        }
        self.piece.extend_from_slice(b"}\n");
        self.send().await
    }

    fn member(
        &mut self,
        before: &str,
        name: &str,
        value: &impl Serialize,
    ) -> Result<(), ExportError> {
        self.piece
            .extend_from_slice(format!("{before}\"{name}\":").as_bytes());
        Ok(serde_json::to_writer(&mut self.piece, value)?)
    }

    async fn list(
        &mut self,
        list: List,
        source: &Source,
        now: DateTime<Utc>,
    ) -> Result<(), ExportError> {
        let mut request = PageRequest {
            limit: PAGE,
            cursor: None,
        };
        let start = format!(",\"{}\":[", list.name());
        self.piece.extend_from_slice(start.as_bytes());
        let mut first = true;
        loop {
            let page = list.page(source, &request, now).await?;
            for item in &page.items {
                if !std::mem::take(&mut first) {
                    self.piece.push(b',');
                }
                serde_json::to_writer(&mut self.piece, item)?;
            }
            self.send().await?;
            request.cursor = page.next_cursor;
            if request.cursor.is_none() {
                self.piece.push(b']');
                return Ok(());
            }
        }
    }

    async fn send(&mut self) -> Result<(), ExportError> {
        let piece = std::mem::take(&mut self.piece);
        let sent = self.pieces.send(Ok(piece)).await;
        sent.map_err(|_| ExportError::ReaderGone)
    }
}

/// A part of the document that may be long.
#[derive(Debug, Clone, Copy)]
enum List {
    Sessions,
    Bookings,
    Holds,
    WaitingPlaces,
    Refusals,
    Mails,
}

impl List {
    const fn name(self) -> &'static str {
        match self {
            Self::Sessions => "sessions",
            Self::Bookings => "bookings",
            Self::Holds => "holds",
            Self::WaitingPlaces => "waiting_places",
            Self::Refusals => "refusals",
            Self::Mails => "mails",
        }
    }

    async fn page(
        self,
        source: &Source,
        request: &PageRequest,
        now: DateTime<Utc>,
    ) -> Result<Page<Value>, ExportError> {
        let (pool, person) = (&source.pool, source.person);
        match self {
            Self::Sessions => {
                let sessions = source
                    .accounts
                    .sessions(person, source.session, request, now);
                json(sessions.await?)
            }
            Self::Bookings => {
                let own = BookingFilter {
                    user_id: Some(person),
                    ..BookingFilter::default()
                };
                json(bookings::list(pool, &own, request).await?)
            }
            Self::Holds => json(holds::list_of(pool, person, request).await?),
            Self::WaitingPlaces => json(waiting_rooms::list_own(pool, person, request).await?),
            Self::Refusals => json(refusals::list_own(pool, person, request).await?),
            Self::Mails => json(mails::list_own(pool, person, request).await?),
        }
    }
}

fn json<T: Serialize>(page: Page<T>) -> Result<Page<Value>, ExportError> {
    let items = page.items.iter().map(serde_json::to_value);
    Ok(Page {
        items: items.collect::<Result<_, _>>()?,
        next_cursor: page.next_cursor,
    })
}
