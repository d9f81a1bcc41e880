//! An event as an organiser writes it.

use seatlog_domain::event::{Description, Details, EventCommand, EventName, Venue, WaitingRoom};
use seatlog_domain::fields::FieldError;
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;
use seatlog_domain::text::HttpUrl;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::http::time::{Time, now};

/// How many seats one buyer may have where the organiser says nothing.
const MAX_SEATS_PER_USER: u32 = 10;

const fn max_seats_per_user() -> u32 {
    MAX_SEATS_PER_USER
}

/// A new event.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventInput {
    /// One line, at most 200 characters.
    #[schema(example = "Nabucco")]
    name: String,
    /// At most 10,000 characters.
    #[serde(default)]
    description: String,
    /// When it starts; in the future.
    #[schema(value_type = DateTime<Utc>)]
    starts_at: Time,
    /// When it ends, if known.
    #[serde(default)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    ends_at: Option<Time>,
    /// Where it takes place; one line, at most 200 characters.
    #[schema(example = "Arena di Verona")]
    venue: String,
    /// A picture; an http or https address.
    #[serde(default)]
    image_url: Option<String>,
    /// What its seats are sold in.
    #[schema(example = "EUR")]
    currency: String,
    /// From when seats are sold; null: from publication.
    #[serde(default)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_open_at: Option<Time>,
    /// Until when; null: until the start.
    #[serde(default)]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_close_at: Option<Time>,
    /// The most seats that one buyer may hold and book together.
    #[serde(default = "max_seats_per_user")]
    #[schema(minimum = 1, maximum = 10_000, default = 10)]
    max_seats_per_user: u32,
    /// Buyers wait until it is their turn; null: they need not.
    #[serde(default)]
    #[schema(value_type = Option<WaitingRoom>)]
    waiting_room: Option<WaitingRoomInput>,
    /// Whether it stays invisible for now.
    #[serde(default)]
    draft: bool,
    /// Its seats; at most 100,000.
    seating: Seating,
}

/// A waiting room as an organiser writes it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WaitingRoomInput {
    admit_per_minute: u32,
}

impl From<WaitingRoomInput> for WaitingRoom {
    fn from(input: WaitingRoomInput) -> Self {
        Self {
            admit_per_minute: input.admit_per_minute,
        }
    }
}

impl EventInput {
    /// Parses every field; all that are wrong are named together.
    pub(super) fn command(self) -> Result<EventCommand, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = FieldError::collect(&mut errors, "name", EventName::new(&self.name));
        let description = FieldError::collect(
            &mut errors,
            "description",
            Description::new(&self.description),
        );
        let venue = FieldError::collect(&mut errors, "venue", Venue::new(&self.venue));
        let image_url = self.image_url.as_deref().map(HttpUrl::new).transpose();
        let image_url = FieldError::collect(&mut errors, "image_url", image_url);
        let currency =
            FieldError::collect(&mut errors, "currency", self.currency.parse::<Currency>());
        let plan = SeatPlan::check(self.seating)
            .map_err(|more| errors.extend(more))
            .ok();
        let (
            Some(name),
            Some(description),
            Some(venue),
            Some(image_url),
            Some(currency),
            Some(plan),
        ) = (name, description, venue, image_url, currency, plan)
        else {
            return Err(errors);
        };
        let time = |Time(time)| time;
        Ok(EventCommand::CreateEvent {
            details: Box::new(Details {
                name,
                description,
                starts_at: self.starts_at.0,
                ends_at: self.ends_at.map(time),
                venue,
                image_url,
                sales_open_at: self.sales_open_at.map(time),
                sales_close_at: self.sales_close_at.map(time),
                max_seats_per_user: self.max_seats_per_user,
                waiting_room: self.waiting_room.map(WaitingRoom::from),
            }),
            currency,
            plan: Box::new(plan),
            draft: self.draft,
            now: now(),
        })
    }
}
