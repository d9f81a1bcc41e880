//! All routes on one screen, and what follows from the list: the dispatch, the `Allow` of a method
//! that an address does not take, the read models that a read waits for, and the paths of the
//! OpenAPI document.

use actix_web::guard::{self, Guard};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use seatlog_projections::{bookings as b, catalogue as c, holds as h, reports as r};
use utoipa::OpenApi;

use super::json::BodyLimit;
use super::min_position::{self, ReadModels};
use super::problem::{Problem, ProblemBody};
use super::{
    admin, admission, audit, auth, bookings, deeds, events, holds, idempotency, me, openapi,
    reports, uploads,
};

/// Where the API lives.
pub const BASE: &str = "/api/v1";
/// What strangers may POST to, and where access tokens may have run out, is below this.
pub const AUTH: &str = "/api/v1/auth/";

/// A call of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: &'static str,
    /// The path below [`BASE`], with `{id}` in it.
    pub path: &'static str,
    /// Whether it answers from read models or from memory, and waits for them if asked to.
    pub waits: bool,
}

macro_rules! routes {
    ($($path:literal $(takes[$limit:expr])? $(reads[$($model:expr),+])? $(in $memory:ident)? {
        $($method:ident: $($part:ident)::+),+ $(,)?
    })+) => {
        /// Every call of the API.
        pub const TABLE: &[&[Call]] = &[$({
            const READ: &[&str] = &[$($($model),+)? $(stringify!($memory))?];
            &[$(Call {
                method: stringify!($method),
                path: $path,
                waits: !READ.is_empty() && matches!(stringify!($method).as_bytes(), b"GET"),
            }),+]
        }),+];

        fn api(config: &mut ServiceConfig) {
            $(config.service(
                web::resource($path)
                    $(.app_data($limit))?
                    $(.app_data(ReadModels(&[$($model),+])))?
                    $(.route(web::route().guard(method(stringify!($method))).to($($part)::+)))+
                    .default_service(web::to(|| async {
                        Err::<&str, _>(Problem::MethodNotAllowed(&[$(stringify!($method)),+]))
                    }))
                    .wrap(from_fn(deeds::keep))
                    .wrap(from_fn(min_position::wait))
                    .wrap(from_fn(idempotency::once)),
            );)+
        }

        #[derive(OpenApi)]
        #[openapi(paths($($($($part)::+),+),+), components(schemas(ProblemBody)))]
        pub(super) struct Documented;
    };
}

/// A GET route answers HEAD too.
fn method(name: &'static str) -> impl Guard {
    guard::fn_guard(move |call| {
        let asked = call.head().method.as_str();
        asked == name || (asked == "HEAD" && name == "GET")
    })
}

// Addresses are compared in this order: first what a sale consists of.
routes! {
    "/events/{id}/bookings" { POST: events::book::book_seats }
    "/events/{id}/holds" { POST: events::hold::hold_seats }

    "/auth/register" { POST: auth::register::register }
    "/auth/login" { POST: auth::login::login }
    "/auth/refresh" { POST: auth::refresh::refresh }
    "/auth/logout" { POST: auth::logout::logout }
    "/auth/email/verify" { POST: auth::verify_email::verify_email }
    "/auth/email/resend" { POST: auth::resend_verification::resend_verification }
    "/auth/password/forgot" { POST: auth::forgot_password::forgot_password }
    "/auth/password/reset" { POST: auth::reset_password::reset_password }

    "/me" { GET: me::show::get_me, PATCH: me::edit::edit_me, DELETE: me::erase::erase_me }
    "/me/password" { POST: me::change_password::change_password }
    "/me/sessions" { GET: me::sessions::list_sessions }
    "/me/sessions/{id}" { DELETE: me::revoke_session::revoke_session }
    "/me/export" reads[b::NAME, h::NAME] { GET: me::export::export_me }

    "/events" takes[BodyLimit::EVENT] reads[c::NAME] {
        GET: events::list::list_events, POST: events::create::create_event
    }
    "/events/{id}" takes[BodyLimit::EVENT] reads[c::NAME] {
        GET: events::show::get_event, PATCH: events::edit::edit_event,
        DELETE: events::delete::delete_event
    }
    "/events/{id}/publish" { POST: events::publish::publish_event }
    "/events/{id}/cancel" { POST: events::cancel::cancel_event }
    "/events/{id}/seats" in memory { GET: events::availability::get_event_seats }
    "/events/{id}/seats/live" in memory { GET: events::live::get_event_seats_live }
    "/events/{id}/queue" in memory {
        GET: events::queue::show::get_queue, POST: events::queue::join::join_queue
    }
    "/events/{id}/queue/order" in memory { GET: events::queue::order::list_queue_order }
    "/events/{id}/blocks" takes[BodyLimit::EVENT] { POST: events::block::block_seats }
    "/events/{id}/unblocks" takes[BodyLimit::EVENT] { POST: events::unblock::unblock_seats }

    "/holds/{id}" reads[h::NAME] {
        GET: holds::show::get_hold, DELETE: holds::release::release_hold
    }
    "/holds/{id}/extend" { POST: holds::extend::extend_hold }

    "/bookings" reads[b::NAME] { GET: bookings::list::list_bookings }
    "/bookings/check" { POST: bookings::check::check_booking }
    "/bookings/{id}" reads[b::NAME] { GET: bookings::show::get_booking }
    "/bookings/{id}/cancel" { POST: bookings::cancel::cancel_booking }

    "/uploads/images" takes[BodyLimit::PICTURE] { POST: uploads::image::upload_image }

    "/reports/summary" reads[r::NAME] { GET: reports::summary::report_summary }
    "/reports/events" reads[r::NAME] { GET: reports::events::report_events }
    "/reports/events/{id}/sections" reads[r::NAME] { GET: reports::sections::report_sections }
    "/reports/facts" reads[r::NAME] { GET: reports::facts::report_facts }
    "/reports/sales" reads[r::NAME] { GET: reports::sales::report_sales }
    "/reports/cancellations" reads[r::NAME] { GET: reports::cancellations::report_cancellations }
    "/reports/lost-demand" reads[r::NAME] { GET: reports::lost_demand::report_lost_demand }
    "/reports/lost-demand/events" reads[r::NAME] { GET: reports::lost_events::report_lost_events }
    "/reports/users/{id}/bookings" reads[b::NAME] {
        GET: reports::user_bookings::report_user_bookings
    }

    "/audit/verify" { POST: audit::verify::verify_log }
    "/audit/checkpoints" { GET: audit::checkpoints::list_checkpoints }
    "/audit/bookings/{id}/proof" reads[b::NAME] { GET: audit::proof::get_booking_proof }
    "/audit/check_proof.py" { GET: audit::checker::get_proof_checker }
    "/audit/facts" { GET: audit::facts::audit_facts }
    "/audit/events/{id}/seats/{seat}" { GET: audit::seat::audit_seat }
    "/audit/actions" { GET: audit::actions::audit_actions }
    "/audit/refusals" { GET: audit::refusals::audit_refusals }

    "/admin/users" { GET: admin::users::list::list_users }
    "/admin/users/{id}" {
        PATCH: admin::users::edit::edit_user, DELETE: admin::users::erase::erase_user
    }
    "/admin/users/{id}/sessions" { DELETE: admin::users::end_sessions::end_user_sessions }
    "/admin/bookings" reads[b::NAME] { GET: admin::bookings::admin_bookings }
    "/admin/mails" { GET: admin::mails::list_mails }
    "/admin/mails/{id}" { GET: admin::mail::get_mail }
    "/admin/mails/{id}/retry" { POST: admin::mail_retry::retry_mail }
    "/admin/templates" takes[BodyLimit::EVENT] {
        GET: admin::templates::list::list_templates, POST: admin::templates::create::create_template
    }
    "/admin/templates/{id}" {
        GET: admin::templates::show::get_template,
        DELETE: admin::templates::delete::delete_template
    }
    "/admin/projections" { GET: admin::projections::list_projections }
    "/admin/projections/{name}/rebuild" { POST: admin::projection_rebuild::rebuild_projection }

    "/openapi.json" { GET: openapi::openapi_json }
}

/// Puts the whole API in place; the server and the tests use this one.
pub fn configure(config: &mut ServiceConfig) {
    config
        .service(
            web::scope(BASE)
                .configure(api)
                .default_service(web::to(unknown))
                .wrap(from_fn(admission::admit)),
        )
        .service(web::scope("/api").default_service(web::to(unknown)));
}

async fn unknown() -> Result<&'static str, Problem> {
    Err(Problem::NotFound)
}
