//! As of when a report is asked for, and which page of it.

use seatlog_projections::as_of::{AsOf, Moment, resolve};
use seatlog_projections::checkpoints;
use seatlog_projections::log::Position;
use seatlog_projections::page::PageRequest;
use seatlog_projections::reports::{self, Asked};
use utoipa::IntoParams;

use crate::http::min_position::PATIENCE;
use crate::http::problem::Problem;
use crate::http::query::{FromQuery, Params};
use crate::http::state::AppState;

/// How many facts before the moment the model may not know.
const MOST_FOLDED: Position = 4_096;

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
    /// Finds the moment in the log. Facts that the model does not know yet are folded for each answer,
    /// so it must not be far behind.
    pub async fn moment(self, state: &AppState) -> Result<Option<Moment>, Problem> {
        let Some(as_of) = self.0 else {
            return Ok(None);
        };
        let moment = resolve(&state.pool, as_of).await?;
        let near = moment.position - MOST_FOLDED;
        checkpoints::wait_for(&state.pool, &[reports::NAME], near, PATIENCE).await?;
        Ok(Some(moment))
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
