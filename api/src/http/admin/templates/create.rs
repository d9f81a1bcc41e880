//! `POST /admin/templates`

use actix_web::HttpResponse;
use actix_web::web::Data;
use seatlog_domain::event::Venue;
use seatlog_domain::fields::FieldError;
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::event_store::Origin;
use crate::http::authority::Admin;
use crate::http::json::Json;
use crate::http::problem::{Problem, documented::problems};
use crate::http::routes::BASE;
use crate::http::state::AppState;
use crate::http::time::now;
use crate::venue_templates::{self, NewTemplate, VenueTemplatePlan};

problems!(Forbidden);

/// A plan to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateInput {
    /// One line, at most 200 characters; no other template has it.
    #[schema(example = "Arena di Verona")]
    name: String,
    /// What its prices are in.
    #[schema(example = "EUR")]
    currency: String,
    /// The seats, as in an event.
    seating: Seating,
}

impl TemplateInput {
    /// Parses every field; all that are wrong are named together.
    fn parse(self) -> Result<NewTemplate, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = FieldError::collect(&mut errors, "name", Venue::new(&self.name));
        let currency = self.currency.parse::<Currency>();
        let currency = FieldError::collect(&mut errors, "currency", currency);
        let plan = SeatPlan::check(self.seating)
            .map_err(|more| errors.extend(more))
            .ok();
        match (name, currency, plan) {
            (Some(name), Some(currency), Some(plan)) => Ok(NewTemplate {
                name,
                currency,
                plan,
            }),
            _ => Err(errors),
        }
    }
}

/// Keeps a seating plan for the next events.
#[utoipa::path(post, path = "/admin/templates", tag = "admin", request_body = TemplateInput,
    security(("access_token" = [])),
    responses((status = 201, description = "The template", body = VenueTemplatePlan,
        headers(("Location", description = "Where it is"))), Problems))]
pub async fn create_template(
    _admin: Admin,
    Json(input): Json<TemplateInput>,
    origin: Origin,
    state: Data<AppState>,
) -> Result<HttpResponse, Problem> {
    let id = origin.command_id;
    let kept = venue_templates::keep(&state.pool, id, &input.parse()?, now()).await?;
    Ok(HttpResponse::Created()
        .insert_header(("Location", format!("{BASE}/admin/templates/{id}")))
        .json(kept))
}
