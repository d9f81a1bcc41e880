//! What `seatlog audit replay` writes: a JSON document as it comes, or lines of text.

use std::io::{self, Write};

use seatlog_projections::audit::compare::{Compared, Difference};
use seatlog_projections::audit::replay::{ReplayedEvent, SeatUse, Totals};
use serde_json::json;

use super::{Format, Out};

pub(super) fn write_json(out: &mut Out, event: &ReplayedEvent, first: bool) -> io::Result<()> {
    out.write_all(if first { b"\n" } else { b",\n" })?;
    let mut told = json!(event);
    told["counts"] = json!(event.counts());
    serde_json::to_writer(out, &told).map_err(io::Error::from)
}

pub(super) fn write_text(out: &mut Out, event: &ReplayedEvent) -> io::Result<()> {
    let (details, counts) = (&event.details, event.counts());
    let deleted = if event.deleted { ", deleted" } else { "" };
    writeln!(
        out,
        "\nEvent {} {:?}",
        event.event_id,
        details.name.as_str()
    )?;
    writeln!(
        out,
        "  {}{deleted}, version {}",
        event.status, event.version
    )?;
    writeln!(
        out,
        "  starts {} at {:?}",
        details.starts_at,
        details.venue.as_str()
    )?;
    writeln!(
        out,
        "  seats {}: {} booked, {} held, {} blocked, {} free",
        counts.capacity, counts.booked, counts.held, counts.blocked, counts.free
    )?;
    writeln!(
        out,
        "  {} bookings, {} cancelled, {} open holds, revenue {} minor units of {}",
        counts.bookings,
        counts.cancelled_bookings,
        counts.open_holds,
        counts.revenue_minor,
        event.currency
    )?;
    for booking in event.bookings.values() {
        let seats = names(booking.seats.iter().map(|it| it.seat.as_str()));
        let state = if booking.cancelled.is_some() {
            "cancelled"
        } else {
            "confirmed"
        };
        let (id, user, total) = (booking.booking_id, booking.user_id, booking.total_minor);
        writeln!(
            out,
            "  booking {id} {state} user {user} total {total} seats {seats}"
        )?;
    }
    for hold in event.holds.values() {
        let seats = names(hold.seats.iter().map(|it| it.seat.as_str()));
        let (id, user, until) = (hold.hold_id, hold.user_id, hold.expires_at);
        writeln!(
            out,
            "  hold {id} {} user {user} until {until} seats {seats}",
            hold.state
        )?;
    }
    let blocked = event
        .seats
        .iter()
        .filter(|(_, used)| **used == SeatUse::Blocked);
    for (seat, _) in blocked {
        writeln!(out, "  blocked {seat}")?;
    }
    Ok(())
}

fn names<'a>(seats: impl Iterator<Item = &'a str>) -> String {
    seats.collect::<Vec<_>>().join(" ")
}

pub(super) fn write_totals(out: &mut Out, format: Format, totals: Totals) -> io::Result<()> {
    match format {
        Format::Json => writeln!(out, "\n],\"totals\":{}}}", json!(totals)),
        Format::Text => writeln!(
            out,
            "\nTogether {} events, {} bookings, {} cancelled, {} open holds; seats: {} booked, {} \
             held, {} blocked",
            totals.events,
            totals.bookings,
            totals.cancelled_bookings,
            totals.open_holds,
            totals.seats_booked,
            totals.seats_held,
            totals.seats_blocked
        ),
    }
}

pub(super) fn write_difference(
    out: &mut Out,
    format: Format,
    told: &Difference,
    first: bool,
) -> io::Result<()> {
    match format {
        Format::Json => {
            out.write_all(if first { b"\n" } else { b",\n" })?;
            serde_json::to_writer(out, told).map_err(io::Error::from)
        }
        Format::Text => {
            let column = told.column.as_deref().unwrap_or("row");
            let (table, key) = (told.table, &told.key);
            let (expected, found) = (&told.expected, &told.found);
            writeln!(
                out,
                "{table} {key} {column}: expected {expected}, found {found}"
            )
        }
    }
}

pub(super) fn write_compared(out: &mut Out, format: Format, compared: &Compared) -> io::Result<()> {
    match format {
        Format::Json => writeln!(out, "\n],\"compared\":{}}}", json!(compared)),
        Format::Text => writeln!(
            out,
            "{} rows of {} events compared; differences: {}",
            compared.rows, compared.events, compared.differences
        ),
    }
}
