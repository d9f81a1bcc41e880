//! `GET /reports/sales`

use actix_web::web::Data;
use seatlog_domain::ids::EventId;
use seatlog_projections::reports::{self, Report, SalesBucket, SalesFilter, Series};

use super::when::{AsOfParams, PageWhen};
use crate::http::authority::Admin;
use crate::http::cursor::Listed;
use crate::http::problem::{Problem, documented::problems};
use crate::http::query::{FromQuery, PageParams, Params, Query};
use crate::http::state::AppState;

problems!(Forbidden, Validation);

/// A page of them, as the document calls it.
pub type SalesBucketList = Report<SalesBucket>;

/// Which sales are asked for, and which page of them.
#[derive(Debug)]
pub struct Wanted {
    pub(super) filter: SalesFilter,
    pub(super) when: PageWhen,
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
            when: PageWhen::from_query(params),
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
        AsOfParams, PageParams,
    ),
    security(("access_token" = [])),
    responses((status = 200, description = "A page of buckets", body = SalesBucketList), Problems))]
pub async fn report_sales(
    _admin: Admin,
    Query(Wanted { filter, when }): Query<Wanted>,
    state: Data<AppState>,
) -> Result<Listed<SalesBucketList>, Problem> {
    let asked = when.asked(&state).await?;
    let sales = reports::sales(&state.pool, (Series::Sales, &filter), &asked);
    Ok(Listed(sales.await?))
}
