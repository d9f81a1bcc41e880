//! As of when a report is asked for, and which page of it.

use seatlog_projections::as_of::{AsOf, Moment, resolve};
use seatlog_projections::page::PageRequest;
use seatlog_projections::reports::Asked;
use utoipa::IntoParams;

use crate::http::problem::Problem;
use crate::http::query::{FromQuery, Params};
use crate::http::state::AppState;

/// As of when, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct AsOfParams {
    /// As the log stood then: an RFC 3339 time, or a position. Without it: now; the pages that
    /// follow are as of the first one.
    as_of: Option<String>,
}

/// As of when; nothing: now.
#[derive(Debug)]
pub struct When(Option<AsOf>);

impl FromQuery for When {
    fn from_query(params: &mut Params) -> Self {
        Self(params.as_of())
    }
}

impl When {
    /// Finds the moment in the log.
    pub async fn moment(self, state: &AppState) -> Result<Option<Moment>, Problem> {
        Ok(match self.0 {
            Some(as_of) => Some(resolve(&state.pool, as_of).await?),
            None => None,
        })
    }
}

/// As of when, and which page.
#[derive(Debug)]
pub struct PageWhen {
    when: When,
    page: PageRequest,
}

impl FromQuery for PageWhen {
    fn from_query(params: &mut Params) -> Self {
        Self {
            when: When::from_query(params),
            page: params.page(),
        }
    }
}

impl PageWhen {
    /// Finds the moment in the log.
    pub async fn asked(self, state: &AppState) -> Result<Asked, Problem> {
        Ok(Asked {
            as_of: self.when.moment(state).await?,
            page: self.page,
        })
    }
}
