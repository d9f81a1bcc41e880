//! Changes to an event as an organiser writes them.

use chrono::{DateTime, Utc};
use seatlog_domain::event::{
    Description, EventChange, EventCommand, EventName, Venue, WaitingRoom,
};
use seatlog_domain::fields::FieldError;
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;
use seatlog_domain::text::HttpUrl;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::input::WaitingRoomInput;
use crate::http::time::{Time, now};

/// What is to change; what is left out stays as it is. Where null is allowed, it empties the field.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventPatch {
    /// One line, at most 200 characters.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// At most 10,000 characters.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    description: Option<String>,
    /// When it starts; in the future, if it changes.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<DateTime<Utc>>, nullable = false)]
    starts_at: Option<Time>,
    /// When it ends.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    ends_at: Option<Option<Time>>,
    /// Where it takes place.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    venue: Option<String>,
    /// A picture; an http or https address.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<String>)]
    image_url: Option<Option<String>>,
    /// What its seats are sold in; not once anything is held or booked.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, example = "EUR")]
    currency: Option<String>,
    /// From when seats are sold; null: from publication.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_open_at: Option<Option<Time>>,
    /// Until when; null: until the start.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<DateTime<Utc>>)]
    sales_close_at: Option<Option<Time>>,
    /// The most seats that one buyer may hold and book together.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false, minimum = 1, maximum = 10_000)]
    max_seats_per_user: Option<u32>,
    /// Buyers wait until it is their turn; null: they need not. The rate may change during the sale:
    /// who was let in stays so.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<WaitingRoom>)]
    waiting_room: Option<Option<WaitingRoomInput>>,
    /// Its seats; not once anything is held or booked.
    #[serde(default, deserialize_with = "given")]
    #[schema(nullable = false)]
    seating: Option<Seating>,
}

/// Tells a field that is null from one that is left out.
fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

fn time(Time(time): Time) -> DateTime<Utc> {
    time
}

impl EventPatch {
    /// Parses every field; all that are wrong are named together.
    pub(super) fn command(self) -> Result<EventCommand, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = self.name.as_deref().map(EventName::new).transpose();
        let description = self
            .description
            .as_deref()
            .map(Description::new)
            .transpose();
        let venue = self.venue.as_deref().map(Venue::new).transpose();
        let image_url = self
            .image_url
            .map(|url| url.as_deref().map(HttpUrl::new).transpose());
        let currency = self
            .currency
            .as_deref()
            .map(str::parse::<Currency>)
            .transpose();
        let change = EventChange {
            name: FieldError::collect(&mut errors, "name", name).flatten(),
            description: FieldError::collect(&mut errors, "description", description).flatten(),
            starts_at: self.starts_at.map(time),
            ends_at: self.ends_at.map(|end| end.map(time)),
            venue: FieldError::collect(&mut errors, "venue", venue).flatten(),
            image_url: FieldError::collect(&mut errors, "image_url", image_url.transpose())
                .flatten(),
            sales_open_at: self.sales_open_at.map(|open| open.map(time)),
            sales_close_at: self.sales_close_at.map(|close| close.map(time)),
            max_seats_per_user: self.max_seats_per_user,
            waiting_room: self.waiting_room.map(|room| room.map(WaitingRoom::from)),
            currency: FieldError::collect(&mut errors, "currency", currency).flatten(),
            plan: self.seating.and_then(|seating| {
                SeatPlan::check(seating)
                    .map_err(|more| errors.extend(more))
                    .ok()
            }),
        };
        if errors.is_empty() {
            Ok(EventCommand::UpdateEvent {
                change: Box::new(change),
                now: now(),
            })
        } else {
            Err(errors)
        }
    }
}
