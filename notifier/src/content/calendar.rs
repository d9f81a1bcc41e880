//! The calendar file that comes with a mail (RFC 5545).

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::{BookingMail, Story, one_line};
use crate::occasion::Booking;

/// Writes the file, with an entry for each booking.
pub(super) fn file(template: BookingMail, story: &Story<'_>) -> String {
    let method = match template {
        BookingMail::Confirmation | BookingMail::AdminCopy => "PUBLISH",
        BookingMail::Cancellation => "CANCEL",
    };
    let mut calendar = Calendar::empty();
    for (key, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Seatlog//Seatlog//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", method),
    ] {
        calendar.append_property(Property::new(key, value));
    }
    for booking in story.bookings {
        calendar.push(entry(template, story, booking));
    }
    calendar.to_string()
}

/// The UID is the booking's id, so that a cancellation finds what the confirmation entered into
/// the calendar, and the entry is replaced by a later SEQUENCE.
fn entry(template: BookingMail, story: &Story<'_>, booking: &Booking) -> Event {
    let details = story.details;
    let (sequence, status) = match template {
        BookingMail::Confirmation | BookingMail::AdminCopy => ("0", EventStatus::Confirmed),
        BookingMail::Cancellation => ("1", EventStatus::Cancelled),
    };
    let seats: Vec<_> = booking.seats.iter().map(|it| it.seat.as_str()).collect();
    let description = format!(
        "Booking {}. Seats: {}",
        booking.id.reference(),
        one_line(&seats.join(", ")),
    );
    let mut event = Event::new();
    event
        .uid(&booking.id.to_string())
        .timestamp(story.at)
        .add_property("SEQUENCE", sequence)
        .summary(&one_line(details.name.as_str()))
        .location(&one_line(details.venue.as_str()))
        .description(&description)
        .url(&story.site.page("/tickets"))
        .status(status)
        .starts(details.starts_at);
    if let Some(ends_at) = details.ends_at {
        event.ends(ends_at);
    }
    event.done()
}
