//! `GET /events`

use actix_web::web::Data;
use seatlog_projections::catalogue::{self, Event, EventFilter, PriceRange, StatusFilter};
use seatlog_projections::page::{Page, PageRequest};

use crate::http::authority::Anyone;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;
use crate::http::time::now;

problems!(Validation, Unauthenticated, Forbidden);

/// A page of them, as the document calls it.
pub type EventList = Page<Event>;

/// Which events are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    filter: EventFilter,
    page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let (from, to) = params.range();
        let price = PriceRange {
            least: params.parse("price_from"),
            most: params.parse("price_to"),
        };
        if price
            .least
            .zip(price.most)
            .is_some_and(|(least, most)| least > most)
        {
            params.refuse("price_to", "must not be less than price_from");
        }
        let status = params.parse("status").unwrap_or_default();
        let filter = EventFilter {
            q: params.search(),
            from,
            to,
            price,
            status,
        };
        Self {
            filter,
            page: params.page(),
        }
    }
}

/// Lists events: those to come, unless `status` says otherwise.
///
/// Ordered by start, then by id; past ones newest first. Drafts are shown to staff and admins.
#[utoipa::path(get, path = "/events", tag = "events",
    params(
        ("q" = Option<String>, Query, description = "Words in name, venue or description"),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Starts then or later"),
        ("to" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Starts before then"),
        ("price_from" = Option<String>, Query,
            description = "The cheapest seat costs so much or more, such as `12.50`, in the event's own currency"),
        ("price_to" = Option<String>, Query,
            description = "The cheapest seat costs so much or less"),
        ("status" = Option<String>, Query,
            description = "`upcoming` (default), `past`, `cancelled`, `draft` or `all`"),
        PageParams,
    ),
    responses((status = 200, description = "A page of events", body = EventList), Problems))]
pub async fn list_events(
    caller: Anyone,
    Query(Wanted { filter, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<EventList>, Problem> {
    let drafts = matches!(filter.status, StatusFilter::Draft | StatusFilter::All);
    if drafts {
        caller.require_reads_everything()?;
    }
    let events = catalogue::list(&state.pool, &filter, now(), &page).await?;
    Ok(Listed(events))
}
