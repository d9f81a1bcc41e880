//! `GET /reports/facts`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::reports::{self, Contribution, FactsFilter, Figure, Report};

use super::when::{AsOfParams, PageWhen};
use crate::http::authority::Admin;
use crate::http::csv::Format;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type ContributionList = Report<Contribution>;

/// Which facts are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    filter: FactsFilter,
    when: PageWhen,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let (from, to) = params.range();
        let figure = params.required("figure");
        Self {
            filter: FactsFilter {
                figure: figure.unwrap_or(Figure::Bookings),
                event_id: params.parse("event_id"),
                from,
                to,
            },
            when: PageWhen::from_query(params),
        }
    }
}

/// The facts behind a figure, in the order of the log; what they contribute adds up to it.
#[utoipa::path(get, path = "/reports/facts", tag = "reports",
    params(
        ("figure" = String, Query, description = "`bookings`, `cancelled_bookings`, `seats_sold`, `revenue_minor`, `lost_holds`, `lost_seats` or `lost_minor`"),
        ("event_id" = Option<EventId>, Query, description = "Of this event"),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "That happened then or later"),
        ("to" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "That happened earlier"),
        AsOfParams, PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of facts", content((ContributionList = "application/json"), (String = "text/csv"))), Problems))]
pub async fn report_facts(
    _admin: Admin,
    Query(Wanted { filter, when }): Query<Wanted>,
    format: Format,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let asked = when.asked(&state).await?;
    let pool = state.pool.clone();
    let pages = async move |asked| reports::facts(&pool, &filter, &asked).await;
    format.list("facts", asked, pages).await
}
