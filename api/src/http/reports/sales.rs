//! `GET /reports/sales`

use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::page::{Page, PageRequest};
use seatlog_projections::reports::{self, SalesBucket, SalesFilter};

use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type SalesBucketList = Page<SalesBucket>;

/// Which sales are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    filter: SalesFilter,
    page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let (from, to) = params.range();
        let filter = SalesFilter {
            event_id: params.parse("event_id"),
            bucket: params.parse("bucket").unwrap_or_default(),
            from,
            to,
        };
        Self {
            filter,
            page: params.page(),
        }
    }
}

/// Sales by hour or day.
///
/// A cancellation counts where it happened, so figures may be negative; empty buckets are zeros.
#[utoipa::path(get, path = "/reports/sales", tag = "reports",
    params(
        ("event_id" = Option<EventId>, Query, description = "Of this event"),
        ("bucket" = Option<String>, Query, description = "`hour` or `day`"),
        ("from" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "From then on"),
        ("to" = Option<chrono::DateTime<chrono::Utc>>, Query, description = "Before then"),
        PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of buckets", body = SalesBucketList), Problems))]
pub async fn report_sales(
    _admin: Admin,
    Query(Wanted { filter, page }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<SalesBucketList>, Problem> {
    Ok(Listed(reports::sales(&state.pool, &filter, &page).await?))
}
