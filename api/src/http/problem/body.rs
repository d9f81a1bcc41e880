//! What a problem looks like on the wire.

use std::fmt;

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use seatlog_domain::fields::FieldError;
use seatlog_domain::seat::SeatName;
use serde::Serialize;
use utoipa::ToSchema;

use super::Problem;

/// How long a caller should wait before asking a busy service again.
const BUSY_RETRY_SECS: u64 = 1;

/// How many refused fields are named; a seating plan can have a hundred thousand.
pub const MOST_ERRORS: usize = 50;

/// What is answered in place of what was asked for (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// Tells kinds of problems apart.
    #[serde(rename = "type")]
    #[schema(example = "/problems/seat-taken")]
    kind: String,
    /// A short sentence about the kind.
    title: &'static str,
    /// The HTTP status.
    #[schema(example = 409)]
    status: u16,
    /// What is wrong this time.
    detail: String,
    /// Whether the same request may succeed later.
    retryable: bool,
    /// The fields that were refused (`validation`), at most 50 of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    errors: Option<Vec<FieldError>>,
    /// The seats in question (`seat-taken`, `unknown-seat`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    seats: Option<Vec<SeatName>>,
    /// How many confirmed bookings there are (`event-has-bookings`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    bookings: Option<u32>,
    /// How many seats one buyer may have (`limit-reached`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    limit: Option<u32>,
    /// How many seats the buyer has (`limit-reached`).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    held_or_booked: Option<u32>,
}

impl ProblemBody {
    fn new(problem: &Problem) -> Self {
        let entry = problem.kind().entry();
        let mut body = Self {
            kind: problem.kind().type_uri(),
            title: entry.title,
            status: entry.status.as_u16(),
            detail: problem.to_string(),
            retryable: entry.retryable,
            errors: None,
            seats: None,
            bookings: None,
            limit: None,
            held_or_booked: None,
        };
        if let Problem::Validation(errors) = problem {
            body.errors = Some(errors.iter().take(MOST_ERRORS).cloned().collect());
        } else if let Problem::SeatTaken(seats) | Problem::UnknownSeat(seats) = problem {
            body.seats = Some(seats.clone());
        } else if let Problem::EventHasBookings(bookings) = problem {
            body.bookings = Some(*bookings);
        } else if let Problem::LimitReached {
            limit,
            held_or_booked,
        } = problem
        {
            (body.limit, body.held_or_booked) = (Some(*limit), Some(*held_or_booked));
        }
        body
    }
}

fn list<T: fmt::Display>(things: &[T]) -> String {
    let things: Vec<String> = things.iter().take(10).map(T::to_string).collect();
    things.join(", ")
}

impl fmt::Display for Problem {
    /// The `detail`; never the cause of a fault of the server's own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadJson(why)
            | Self::BadRequest(why)
            | Self::TooManyPixels(why)
            | Self::UnsupportedMedia(why) => f.write_str(why),
            Self::MethodNotAllowed(allowed) => write!(f, "Allowed here: {}.", allowed.join(", ")),
            Self::EventHasBookings(n) => write!(f, "{n} confirmed bookings; cancel them first."),
            Self::SeatTaken(seats) => write!(f, "Taken: {}.", list(seats)),
            Self::UnknownSeat(seats) => write!(f, "Unknown: {}.", list(seats)),
            Self::LimitReached {
                limit,
                held_or_booked,
            } => write!(f, "At most {limit}; you have {held_or_booked}."),
            Self::TooLarge(max) => write!(f, "At most {max} bytes are taken here."),
            Self::Validation(errors) => write!(f, "{}.", list(errors)),
            Self::TooManyAttempts(secs) | Self::TooManyRequests(secs) => {
                write!(f, "Try again in {secs} s.")
            }
            Self::Internal(_) => f.write_str("Nothing is wrong with your request. It was noted."),
            Self::Busy(_) | Self::ProjectionBehind => f.write_str("Try again in a moment."),
            Self::Unauthenticated
            | Self::BadCredentials
            | Self::SessionEnded
            | Self::Forbidden
            | Self::WrongPassword
            | Self::NotFound
            | Self::EmailTaken
            | Self::LastAdmin
            | Self::EventCancelled
            | Self::PlanInUse
            | Self::SalesClosed
            | Self::NotAdmitted
            | Self::NotEnoughSeats
            | Self::HoldCapReached
            | Self::HoldAlreadyBooked
            | Self::AlreadyCancelled
            | Self::TooLate
            | Self::MailNotFailed
            | Self::HoldExpired
            | Self::BadToken
            | Self::IdempotencyKeyReused => write!(f, "{}.", self.kind().entry().title),
        }
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.kind().entry().status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response
            .insert_header((header::CONTENT_TYPE, "application/problem+json"))
            .insert_header((header::CACHE_CONTROL, "no-store"));
        if let Self::MethodNotAllowed(allowed) = self {
            let head = allowed.contains(&"GET").then_some("HEAD");
            let allowed: Vec<&str> = allowed.iter().copied().chain(head).collect();
            response.insert_header((header::ALLOW, allowed.join(", ")));
        }
        if let Some(secs) = self.retry_after_secs() {
            response.insert_header((header::RETRY_AFTER, secs.to_string()));
        }
        if self.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        response.json(ProblemBody::new(self))
    }
}

impl Problem {
    fn retry_after_secs(&self) -> Option<u64> {
        if let Self::TooManyAttempts(secs) | Self::TooManyRequests(secs) = self {
            return Some(*secs);
        }
        self.kind().entry().retryable.then_some(BUSY_RETRY_SECS)
    }
}
