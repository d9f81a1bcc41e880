//! What a mail says: subject, plain text, HTML and a calendar file.

mod calendar;

use askama::Template as _;
use chrono::{DateTime, Utc};
use seatlog_domain::event::{CancelCause, Details};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::occasion::{Booking, Change};
use crate::settings::Site;

/// What a mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MailTemplate {
    /// Tells the buyer what was booked.
    Confirmation,
    /// Tells an admin the same.
    AdminCopy,
    /// Tells the buyer that a booking was cancelled, or all of an event that was called off.
    Cancellation,
    /// Has a link that verifies the address.
    VerifyEmail,
    /// Has a link to choose a new password.
    ResetPassword,
    /// Tells that the password was changed.
    PasswordChanged,
}

/// Which of the mails that tell of a fact is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BookingMail {
    Confirmation,
    AdminCopy,
    Cancellation,
}

impl From<BookingMail> for MailTemplate {
    fn from(mail: BookingMail) -> Self {
        match mail {
            BookingMail::Confirmation => Self::Confirmation,
            BookingMail::AdminCopy => Self::AdminCopy,
            BookingMail::Cancellation => Self::Cancellation,
        }
    }
}

/// A mail as its row keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) ics: String,
}

/// Somebody with an account. The name may be anything; here it is one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    name: String,
    email: String,
}

impl Person {
    pub(crate) fn new(name: &str, email: &str) -> Self {
        Self {
            name: one_line(name),
            email: one_line(email),
        }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn email(&self) -> &str {
        &self.email
    }
}

/// Everything that a mail is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Story<'a> {
    pub(crate) at: DateTime<Utc>,
    pub(crate) change: Change,
    /// All of them the buyer's.
    pub(crate) bookings: &'a [Booking],
    pub(crate) details: &'a Details,
    pub(crate) cancel_reason: Option<&'a str>,
    pub(crate) buyer: &'a Person,
    pub(crate) site: &'a Site,
}

/// Writes a mail.
pub(crate) fn compose(template: BookingMail, story: &Story<'_>) -> Result<Content, askama::Error> {
    let letter = Letter::of(template, story);
    Ok(Content {
        subject: format!("{}: {}", letter.headline, letter.event_name),
        text: Text { letter: &letter }.render()?,
        html: Html { letter: &letter }.render()?,
        ics: calendar::file(template, story),
    })
}

#[derive(askama::Template)]
#[template(path = "letter.txt")]
struct Text<'a> {
    letter: &'a Letter,
}

#[derive(askama::Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    letter: &'a Letter,
}

/// The places that both templates fill.
#[derive(Debug)]
struct Letter {
    headline: String,
    cancelled: bool,
    greeting: String,
    paragraphs: Vec<String>,
    event_name: String,
    venue: String,
    starts: String,
    ends: Option<String>,
    bookings: Vec<BookingLines>,
    total_label: &'static str,
    link_label: &'static str,
    link: String,
}

#[derive(Debug)]
struct BookingLines {
    seats: Vec<SeatLine>,
    total: String,
    reference: String,
}

#[derive(Debug)]
struct SeatLine {
    seat: String,
    price: String,
}

impl BookingLines {
    fn of(booking: &Booking) -> Self {
        let seats = booking.seats.iter().map(|priced| SeatLine {
            seat: one_line(priced.seat.as_str()),
            price: booking.currency.format(priced.price_minor),
        });
        Self {
            seats: seats.collect(),
            total: booking.currency.format(booking.total_minor),
            reference: booking.id.reference(),
        }
    }
}

impl Letter {
    fn of(template: BookingMail, story: &Story<'_>) -> Self {
        let details = story.details;
        let admin = template == BookingMail::AdminCopy;
        Self {
            headline: headline(template, story),
            cancelled: template == BookingMail::Cancellation,
            greeting: if admin {
                "Hello,".to_owned()
            } else {
                format!("Hello {},", story.buyer.name)
            },
            paragraphs: paragraphs(template, story),
            event_name: one_line(details.name.as_str()),
            venue: one_line(details.venue.as_str()),
            starts: time(details.starts_at),
            ends: details.ends_at.map(time),
            bookings: story.bookings.iter().map(BookingLines::of).collect(),
            total_label: match template {
                BookingMail::Confirmation | BookingMail::AdminCopy => "Total",
                BookingMail::Cancellation => "To be paid back",
            },
            link_label: if admin { "All bookings" } else { "My tickets" },
            link: story
                .site
                .page(if admin { "/admin/bookings" } else { "/tickets" }),
        }
    }
}

fn headline(template: BookingMail, story: &Story<'_>) -> String {
    if story.change == Change::Cancelled(CancelCause::EventCancelled) {
        return "Event cancelled".to_owned();
    }
    let references: Vec<_> = story.bookings.iter().map(|it| it.id.reference()).collect();
    let reference = references.join(", ");
    match template {
        BookingMail::Confirmation => format!("Your booking {reference}"),
        BookingMail::AdminCopy => format!("New booking {reference}"),
        BookingMail::Cancellation => format!("Booking {reference} cancelled"),
    }
}

fn paragraphs(template: BookingMail, story: &Story<'_>) -> Vec<String> {
    let buyer = story.buyer;
    match (template, story.change) {
        (BookingMail::AdminCopy, Change::Booked | Change::Cancelled(_)) => {
            vec![format!("{} <{}> has booked:", buyer.name, buyer.email)]
        }
        (BookingMail::Confirmation | BookingMail::Cancellation, Change::Booked) => {
            vec!["Thank you for your booking. These seats are yours:".to_owned()]
        }
        (
            BookingMail::Confirmation | BookingMail::Cancellation,
            Change::Cancelled(CancelCause::Buyer),
        ) => vec!["As you wished, this booking is cancelled:".to_owned()],
        (
            BookingMail::Confirmation | BookingMail::Cancellation,
            Change::Cancelled(CancelCause::Admin),
        ) => vec!["The organiser has cancelled this booking:".to_owned()],
        (
            BookingMail::Confirmation | BookingMail::Cancellation,
            Change::Cancelled(CancelCause::EventCancelled),
        ) => {
            let which = match story.bookings {
                [_] => "this booking is",
                [..] => "these bookings are",
            };
            let mut paragraphs = vec![format!(
                "We are sorry: the event will not take place, and {which} cancelled."
            )];
            let reason = story
                .cancel_reason
                .map(one_line)
                .filter(|it| !it.is_empty());
            paragraphs.extend(reason.map(|reason| format!("The reason: {reason}")));
            paragraphs
        }
    }
}

fn time(at: DateTime<Utc>) -> String {
    at.format("%A, %-d %B %Y, %H:%M UTC").to_string()
}

/// The text as one line: what breaks lines or steers a terminal becomes a space.
pub(crate) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    text.replace(breaks, " ").trim().to_owned()
}
