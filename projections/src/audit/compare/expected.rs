//! The rows that an event's facts should have led to.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use seatlog_domain::event::{Details, EventFact, PricedSeat};

use super::flows::Flows;
use super::rows::Table;
use crate::audit::replay::{ReplayedBooking, ReplayedEvent, ReplayedHold, size};
use crate::log::{Fact, Position, RecordedFact};
use crate::search;

/// Rows by table.
pub(super) type Rows = BTreeMap<&'static str, Vec<Value>>;

/// The last position of the stretch of 4,096 that a position is in.
const fn stretch_of(position: Position) -> Position {
    (position + 4_095) / 4_096 * 4_096
}

/// An event on the way through its facts.
#[derive(Debug, Default)]
pub(super) struct Walk {
    event: Option<ReplayedEvent>,
    /// What it was called, from which position on.
    names: Vec<(Position, Details)>,
    /// Its totals at the end of each stretch in which it changed.
    past: Vec<(Position, Value)>,
    flows: Flows,
}

impl Walk {
    pub(super) fn take(&mut self, recorded: &RecordedFact) {
        let Fact::Event(_, fact) = &recorded.fact else {
            return;
        };
        let upto = stretch_of(recorded.position);
        if let Some(event) = &self.event {
            if stretch_of(event.position) < upto {
                self.past.push((stretch_of(event.position), totals(event)));
            }
            self.flows.take(event, fact, upto);
        }
        if let EventFact::EventCreated { details, .. } | EventFact::EventUpdated { details, .. } =
            fact
        {
            self.names.push((recorded.position, details.clone()));
        }
        ReplayedEvent::take(&mut self.event, recorded);
    }
}

/// Tells of each model what it should say at the position that it has reached.
#[derive(Debug)]
pub(super) struct Expected {
    catalogue: Position,
    holds: Position,
    bookings: Position,
    reports: Position,
    /// Holds that ended before are gone.
    forgotten: Option<DateTime<Utc>>,
    all_flows: Flows,
}

impl Expected {
    pub(super) async fn new(
        db: &mut PgConnection,
        positions: &BTreeMap<String, Position>,
    ) -> Result<Self, sqlx::Error> {
        let of = |model: &str| positions.get(model).copied().unwrap_or_default();
        // Ended holds are kept for a day, by the clock of the log.
        let recorded_at: Option<DateTime<Utc>> =
            sqlx::query_scalar("SELECT recorded_at FROM events WHERE position = $1")
                .bind(of("holds"))
                .fetch_optional(db)
                .await?;
        Ok(Self {
            catalogue: of("catalogue"),
            holds: of("holds"),
            bookings: of("bookings"),
            reports: of("reports"),
            forgotten: recorded_at.map(|at| at - TimeDelta::days(1)),
            all_flows: Flows::default(),
        })
    }

    /// To be called before the fact at a position is taken in: adds the rows of those models that
    /// end here. The last call is for a position behind the log.
    pub(super) fn before(&mut self, next: Position, walk: &Walk, rows: &mut Rows) {
        let Some(event) = &walk.event else { return };
        let ends_here = |reached: Position| event.position <= reached && reached < next;
        if ends_here(self.catalogue) {
            rows.insert("catalogue_events", catalogue(event).into_iter().collect());
        }
        if ends_here(self.holds) {
            let kept = |it: &&ReplayedHold| it.ended_at >= self.forgotten || it.ended_at.is_none();
            let holds = event.holds.values().filter(kept);
            rows.insert("holds", holds.map(|it| hold(event, it)).collect());
        }
        if ends_here(self.bookings) {
            let bookings = event.bookings.values();
            rows.insert("bookings", bookings.map(|it| booking(event, it)).collect());
            let id = event.event_id.uuid();
            rows.insert("bookings_events", vec![named(id, &event.details)]);
            let past = walk.names.iter().map(|(position, details)| {
                let mut row = named(id, details);
                row["position"] = json!(position);
                row
            });
            rows.insert("bookings_events_past", past.collect());
        }
        if ends_here(self.reports) {
            self.report(event, walk, rows);
        }
    }

    fn report(&mut self, event: &ReplayedEvent, walk: &Walk, rows: &mut Rows) {
        let id = event.event_id.uuid();
        let row = |upto: Position, totals: &Value| json!({"event_id": id, "upto": upto, "totals": totals});
        let (upto, now) = (stretch_of(event.position), totals(event));
        rows.insert("reports_events", vec![row(upto, &now)]);
        let mut past: Vec<_> = walk.past.iter().map(|(upto, at)| row(*upto, at)).collect();
        if upto <= self.reports {
            past.push(row(upto, &now));
        }
        rows.insert("reports_events_past", past);
        rows.insert("reports_hours", walk.flows.rows(id));
        self.all_flows.join(&walk.flows);
    }

    /// The rows for all events together, after each was gone through.
    pub(super) fn of_all_events(&self, table: &Table) -> Vec<Value> {
        match table.name {
            "reports_hours" => self.all_flows.rows(Uuid::nil()),
            _ => Vec::new(),
        }
    }
}

fn catalogue(event: &ReplayedEvent) -> Option<Value> {
    if event.deleted {
        return None;
    }
    let details = &event.details;
    let text = format!(
        "{}\n{}\n{}",
        details.name.as_str(),
        details.venue.as_str(),
        details.description.as_str()
    );
    let prices = event.seating.sections.iter().map(|it| it.price_minor);
    let mut row = json!(details);
    row["id"] = json!(event.event_id);
    row["waiting_room"] = json!(details.waiting_room);
    row["currency"] = json!(event.currency);
    row["seating"] = json!(event.seating);
    row["status"] = json!(event.status);
    row["capacity"] = json!(event.counts().capacity);
    row["taken"] = json!(event.seats.len());
    row["price_from_minor"] = json!(prices.min().unwrap_or_default());
    row["version"] = json!(event.version);
    row["search"] = json!(search::fold(&text));
    Some(row)
}

fn seats(seats: &[PricedSeat]) -> Value {
    let seat = |it: &PricedSeat| json!({"seat": it.seat, "section": it.seat.section(), "price_minor": it.price_minor});
    seats.iter().map(seat).collect()
}

fn hold(event: &ReplayedEvent, hold: &ReplayedHold) -> Value {
    json!({
        "id": hold.hold_id, "event_id": event.event_id, "user_id": hold.user_id,
        "seats": seats(&hold.seats), "total_minor": hold.total_minor, "currency": hold.currency,
        "held_at": hold.held_at, "expires_at": hold.expires_at, "state": hold.state,
        "ended_at": hold.ended_at,
    })
}

fn booking(event: &ReplayedEvent, booking: &ReplayedBooking) -> Value {
    let reference = booking.reference.to_lowercase();
    json!({
        "id": booking.booking_id, "position": booking.position, "reference": booking.reference,
        "event_id": event.event_id, "user_id": booking.user_id, "seats": seats(&booking.seats),
        "total_minor": booking.total_minor, "currency": booking.currency,
        "booked_at": booking.booked_at, "cancelled_at": booking.cancelled.map(|(at, _)| at),
        "cancelled_position": booking.cancelled.map(|(_, position)| position),
        "search": format!("{reference} {}", reference.replace('-', "")),
    })
}

fn named(id: Uuid, details: &Details) -> Value {
    json!({
        "event_id": id, "name": details.name, "starts_at": details.starts_at,
        "venue": details.venue, "image_url": details.image_url,
        "search": search::fold(details.name.as_str()),
    })
}

/// What the reports keep of an event. Its plan cannot change once seats were sold.
fn totals(event: &ReplayedEvent) -> Value {
    let sold = event.standing().flat_map(|it| &it.seats);
    let lost: Vec<_> = event
        .holds
        .values()
        .filter(|it| it.state == "expired")
        .collect();
    let of = |section: &str, seats: &[&PricedSeat]| {
        let seats = seats.iter().filter(|it| it.seat.section() == section);
        let prices: Vec<i64> = seats.map(|it| it.price_minor).collect();
        (prices.len(), prices.iter().sum::<i64>())
    };
    let sold: Vec<&PricedSeat> = sold.collect();
    let lost_seats: Vec<&PricedSeat> = lost.iter().flat_map(|it| &it.seats).collect();
    let sections = event.seating.sections.iter().map(|section| {
        let (sold, lost) = (of(&section.id, &sold), of(&section.id, &lost_seats));
        json!({
            "id": section.id, "name": section.name, "price_minor": section.price_minor,
            "capacity": size(section), "seats_sold": sold.0, "revenue_minor": sold.1,
            "lost_seats": lost.0, "lost_minor": lost.1,
        })
    });
    let counts = event.counts();
    json!({
        "name": event.details.name, "starts_at": event.details.starts_at, "status": event.status,
        "deleted": event.deleted, "currency": event.currency,
        "sections": sections.collect::<Vec<_>>(), "bookings": counts.bookings,
        "cancelled_bookings": counts.cancelled_bookings, "lost_holds": lost.len(),
        "lost_seats": lost_seats.len(),
        "lost_minor": lost_seats.iter().map(|it| it.price_minor).sum::<i64>(),
    })
}
