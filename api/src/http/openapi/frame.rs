//! What calls have in common: headers, security, and the problems of the frame around handlers.

use utoipa::openapi::path::{Operation, Parameter, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, Header, Info, OpenApi, RefOr, Required, Response, Server};

use crate::http::answer::POSITION;
use crate::http::min_position::MIN_POSITION;
use crate::http::problem::{Kind, documented};
use crate::http::routes::{BASE, Call, TABLE};

const INTRODUCTION: &str = "Seats for events, sold once. Times are RFC 3339 in UTC, ids are UUIDs, \
     amounts are whole minor units of an ISO 4217 currency. What is refused is answered with a \
     `Problem` (RFC 9457), whose `type` says what it is.";

/// Completes the document that the routes make.
pub(super) fn complete(document: &mut OpenApi) {
    document.info = Info::new("Seatlog", env!("CARGO_PKG_VERSION"));
    document.info.description = Some(INTRODUCTION.to_owned());
    document.servers = Some(vec![Server::new(BASE)]);
    let components = document.components.get_or_insert_with(Components::new);
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .build();
    components.add_security_scheme("access_token", SecurityScheme::Http(bearer));
    for call in TABLE.iter().copied().flatten() {
        if let Some(operation) = operation(document, call) {
            frame(operation, call);
        }
    }
}

fn operation<'a>(document: &'a mut OpenApi, call: &Call) -> Option<&'a mut Operation> {
    let path = document.paths.paths.get_mut(call.path)?;
    match call.method {
        "GET" => path.get.as_mut(),
        "PATCH" => path.patch.as_mut(),
        "DELETE" => path.delete.as_mut(),
        _ => path.post.as_mut(),
    }
}

fn frame(operation: &mut Operation, call: &Call) {
    // Also where nobody has to log in, whoever shows a token that counts no more is told so; only below
    // `/auth/` nobody looks at it, where to name the answer does no harm.
    let mut problems = vec![
        Kind::TooManyRequests,
        Kind::Internal,
        Kind::Busy,
        Kind::Unauthenticated,
    ];
    if call.path.contains("{id}") {
        problems.push(Kind::BadRequest);
    }
    // A command that has nothing to say takes an empty body and refuses any other.
    if operation.request_body.is_some() || call.method == "POST" {
        problems.extend([
            Kind::BadJson,
            Kind::BadRequest,
            Kind::TooLarge,
            Kind::UnsupportedMedia,
        ]);
        problems.push(Kind::Validation);
    }
    if call.waits {
        problems.extend([Kind::BadRequest, Kind::ProjectionBehind]);
        let about = "Wait, at most 2 s, until the answer knows of this log position.";
        header(operation, MIN_POSITION, Type::Integer, about);
    }
    if call.method == "POST" {
        problems.extend([Kind::BadRequest, Kind::IdempotencyKeyReused]);
        let about = "1 to 255 visible ASCII characters. The same key with the same request gets \
                     the same answer, with `Idempotent-Replayed: true`.";
        header(operation, "Idempotency-Key", Type::String, about);
    }
    for kind in problems {
        documented::add(&mut operation.responses, kind);
    }
    if call.method != "GET" {
        answered_with_position(operation);
    }
}

fn header(operation: &mut Operation, name: &str, of: Type, about: &str) {
    let mut parameter = Parameter::new(name);
    parameter.parameter_in = ParameterIn::Header;
    parameter.required = Required::False;
    parameter.description = Some(about.to_owned());
    parameter.schema = Some(ObjectBuilder::new().schema_type(of).into());
    operation
        .parameters
        .get_or_insert_default()
        .push(parameter.into());
}

/// A command that changes something tells the position of its last fact.
fn answered_with_position(operation: &mut Operation) {
    let succeeded = |(status, _): &(&String, &mut RefOr<Response>)| status.starts_with('2');
    for (_, response) in operation.responses.responses.iter_mut().filter(succeeded) {
        if let RefOr::T(response) = response {
            let number = ObjectBuilder::new().schema_type(Type::Integer);
            let mut header = Header::new(number);
            header.description = Some("The log position of the last fact, if any.".to_owned());
            response.headers.insert(POSITION.to_owned(), header.into());
        }
    }
}
