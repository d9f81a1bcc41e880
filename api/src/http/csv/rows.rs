//! The lists that can be had as CSV, and their columns.

use seatlog_projections::bookings::{Booking, BookingStatus};
use seatlog_projections::reports::{
    Contribution, EventLoss, EventReport, Revenue, SalesBucket, SectionReport, SummaryReport,
};

use super::{CsvRow, Line};

fn revenue(line: &mut Line<'_>, revenue: &[Revenue]) {
    line.several(revenue.iter().map(|each| each.currency));
    amounts(line, revenue.iter().map(|each| each.amount_minor));
}

/// Not as a text: with an apostrophe before its minus an amount is none.
fn amounts(line: &mut Line<'_>, amounts: impl Iterator<Item = i64>) {
    let amounts: Vec<_> = amounts.map(|amount| amount.to_string()).collect();
    line.plain(amounts.join(";"));
}

impl CsvRow for SummaryReport {
    const COLUMNS: &'static [&'static str] = &[
        "bookings",
        "cancelled_bookings",
        "seats_sold",
        "events",
        "users",
        "revenue.currency",
        "revenue.amount_minor",
        "position",
        "as_of",
    ];

    fn write(&self, line: &mut Line<'_>) {
        line.number(self.bookings);
        line.number(self.cancelled_bookings);
        line.number(self.seats_sold);
        line.number(self.events);
        line.number(self.users);
        revenue(line, &self.revenue);
        line.number(self.position);
        line.time(self.as_of);
    }
}

impl CsvRow for EventReport {
    const COLUMNS: &'static [&'static str] = &[
        "event_id",
        "name",
        "starts_at",
        "capacity",
        "seats_sold",
        "bookings",
        "revenue_minor",
        "currency",
        "occupancy",
        "status",
    ];

    fn write(&self, line: &mut Line<'_>) {
        line.plain(self.event_id);
        line.text(&self.name);
        line.time(self.starts_at);
        line.number(self.capacity);
        line.number(self.seats_sold);
        line.number(self.bookings);
        line.number(self.revenue_minor);
        line.plain(self.currency);
        line.number(self.occupancy);
        line.plain(self.status.as_str());
    }
}

impl CsvRow for SalesBucket {
    const COLUMNS: &'static [&'static str] = &[
        "bucket_start",
        "bookings",
        "seats",
        "revenue_minor",
        "revenue.currency",
        "revenue.amount_minor",
    ];

    fn write(&self, line: &mut Line<'_>) {
        line.time(self.bucket_start);
        line.number(self.bookings);
        line.number(self.seats);
        line.number(self.revenue_minor);
        revenue(line, &self.revenue);
    }
}

impl CsvRow for SectionReport {
    const COLUMNS: &'static [&'static str] = &[
        "section",
        "name",
        "price_minor",
        "capacity",
        "seats_sold",
        "revenue_minor",
        "currency",
        "occupancy",
        "lost_seats",
        "lost_minor",
    ];

    fn write(&self, line: &mut Line<'_>) {
        line.text(&self.section);
        line.text(&self.name);
        line.number(self.price_minor);
        line.number(self.capacity);
        line.number(self.seats_sold);
        line.number(self.revenue_minor);
        line.plain(self.currency);
        line.number(self.occupancy);
        line.number(self.lost_seats);
        line.number(self.lost_minor);
    }
}

impl CsvRow for EventLoss {
    const COLUMNS: &'static [&'static str] = &[
        "event_id",
        "name",
        "holds",
        "seats",
        "value_minor",
        "currency",
    ];

    fn write(&self, line: &mut Line<'_>) {
        line.plain(self.event_id);
        line.text(&self.name);
        line.number(self.holds);
        line.number(self.seats);
        line.number(self.value_minor);
        line.plain(self.currency);
    }
}

impl CsvRow for Contribution {
    const COLUMNS: &'static [&'static str] = &[
        "position",
        "type",
        "event_id",
        "happened_at",
        "contribution",
    ];

    fn write(&self, line: &mut Line<'_>) {
        line.number(self.position);
        line.plain(&self.r#type);
        line.plain(self.event_id);
        line.time(self.happened_at);
        line.number(self.contribution);
    }
}

impl CsvRow for Booking {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "reference",
        "event_id",
        "user_id",
        "status",
        "seats.seat",
        "seats.section",
        "seats.price_minor",
        "total_minor",
        "currency",
        "booked_at",
        "position",
        "cancelled_at",
        "event_name",
        "starts_at",
        "venue",
        "image_url",
    ];

    fn write(&self, line: &mut Line<'_>) {
        line.plain(self.id);
        line.text(&self.reference);
        line.plain(self.event_id);
        line.plain(self.user_id);
        line.plain(match self.status {
            BookingStatus::Confirmed => "confirmed",
            BookingStatus::Cancelled => "cancelled",
        });
        line.several(self.seats.iter().map(|seat| seat.seat.as_str()));
        line.several(self.seats.iter().map(|seat| seat.section.as_str()));
        amounts(line, self.seats.iter().map(|seat| seat.price_minor));
        line.number(self.total_minor);
        line.plain(self.currency);
        line.time(self.booked_at);
        line.number(self.position);
        match self.cancelled_at {
            Some(at) => line.time(at),
            None => line.none(),
        }
        line.text(&self.event_name);
        line.time(self.starts_at);
        line.text(&self.venue);
        match &self.image_url {
            Some(url) => line.text(url),
            None => line.none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_stay_numbers_where_the_first_of_several_is_negative() {
        for (several, written) in [
            (&[][..], "\r\n"),
            (&[-500], "-500\r\n"),
            (&[-500, 100], "-500;100\r\n"),
        ] {
            let mut to = Vec::new();
            let mut line = Line::begin(&mut to);
            amounts(&mut line, several.iter().copied());
            line.end();
            assert_eq!(String::from_utf8(to).unwrap(), written);
        }
    }
}
