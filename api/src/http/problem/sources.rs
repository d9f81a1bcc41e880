//! How the errors of the other parts become problems.

use seatlog_domain::event::Refusal;
use seatlog_domain::fields::FieldError;
use seatlog_domain::ids::NotAnId;
use seatlog_notifier::mails::RetryError;
use seatlog_projections::as_of::NoMoment;
use seatlog_projections::checkpoints::Behind;
use seatlog_projections::log::LogError;
use seatlog_projections::page::QueryError;
use seatlog_projections::seal::notary::SignError;
use seatlog_projections::seal::proof::ProofError;

use super::Problem;
use crate::accounts::AccountError;
use crate::command_bus::CommandError;
use crate::event_store::LoadError;
use crate::pictures::{PictureError, StoreError, Unusable};
use crate::seat_views::{Unmade, ViewError};
use crate::venue_templates::TemplateError;
use crate::waiting_rooms::JoinError;

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::EventNotFound | Refusal::BookingNotFound | Refusal::HoldNotFound => {
                Self::NotFound
            }
            Refusal::HoldExpired => Self::HoldExpired,
            Refusal::HoldCapReached => Self::HoldCapReached,
            Refusal::HoldAlreadyBooked => Self::HoldAlreadyBooked,
            Refusal::Invalid(errors) => Self::Validation(errors),
            Refusal::EventCancelled => Self::EventCancelled,
            Refusal::EventHasBookings { bookings } => Self::EventHasBookings(bookings),
            Refusal::PlanInUse => Self::PlanInUse,
            Refusal::SalesClosed => Self::SalesClosed,
            Refusal::NotAdmitted => Self::NotAdmitted,
            Refusal::SeatTaken { seats } => Self::SeatTaken(seats),
            Refusal::UnknownSeat { seats } => Self::UnknownSeat(seats),
            Refusal::NotEnoughSeats { free: _ } => Self::NotEnoughSeats,
            Refusal::LimitReached {
                limit,
                held_or_booked,
            } => Self::LimitReached {
                limit,
                held_or_booked,
            },
            Refusal::AlreadyCancelled => Self::AlreadyCancelled,
            Refusal::TooLate => Self::TooLate,
        }
    }
}

impl From<CommandError> for Problem {
    fn from(error: CommandError) -> Self {
        match error {
            CommandError::Refused(refusal) => refusal.into(),
            CommandError::Busy | CommandError::Unavailable(_) => Self::Busy(error.to_string()),
        }
    }
}

impl From<QueryError> for Problem {
    fn from(error: QueryError) -> Self {
        match error {
            QueryError::Database(error) => error.into(),
            QueryError::NotFound => Self::NotFound,
            QueryError::BadCursor => Self::field("cursor", error.to_string()),
        }
    }
}

impl From<NoMoment> for Problem {
    fn from(error: NoMoment) -> Self {
        match error {
            NoMoment::Database(error) => error.into(),
            NoMoment::Future | NoMoment::BeforeLog | NoMoment::BeyondHead { .. } => {
                Self::field("as_of", error.to_string())
            }
        }
    }
}

impl From<RetryError> for Problem {
    fn from(error: RetryError) -> Self {
        match error {
            RetryError::NotFound => Self::NotFound,
            RetryError::NotRetryable { state: _ } => Self::MailNotFailed,
            RetryError::Database(error) => error.into(),
        }
    }
}

impl From<uuid::Error> for Problem {
    fn from(_: uuid::Error) -> Self {
        NotAnId.into()
    }
}

impl From<Behind> for Problem {
    fn from(behind: Behind) -> Self {
        match behind {
            Behind::TimedOut { .. } => Self::ProjectionBehind,
            Behind::Database(error) => error.into(),
        }
    }
}

impl From<ProofError> for Problem {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::NotYet => Self::ProjectionBehind,
            ProofError::Database(error) | ProofError::Unsigned(SignError::Database(error)) => {
                error.into()
            }
            error @ (ProofError::Unsigned(_) | ProofError::Broken(_)) => {
                Self::Internal(error.into())
            }
        }
    }
}

impl From<ViewError> for Problem {
    fn from(error: ViewError) -> Self {
        match error {
            ViewError::NotFound => Self::NotFound,
            ViewError::Load(LoadError::Database(error)) => error.into(),
            ViewError::Load(error @ LoadError::Unreadable { .. }) => Self::Internal(error.into()),
            error @ ViewError::Misfit(_) => Self::Internal(error.into()),
        }
    }
}

impl From<LogError> for Problem {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Database(error) => error.into(),
            error @ LogError::Unreadable { .. } => Self::Internal(error.into()),
        }
    }
}

impl From<Unmade> for Problem {
    fn from(error: Unmade) -> Self {
        Self::Internal(error.into())
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        if matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed
        ) {
            Self::Busy(format!("the database does not answer: {error}"))
        } else {
            Self::Internal(error.into())
        }
    }
}

impl From<anyhow::Error> for Problem {
    fn from(error: anyhow::Error) -> Self {
        Self::Internal(error)
    }
}

impl From<Vec<FieldError>> for Problem {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Validation(errors)
    }
}

impl From<NotAnId> for Problem {
    fn from(error: NotAnId) -> Self {
        Self::BadRequest(format!("An id {error}."))
    }
}

impl From<AccountError> for Problem {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Invalid(errors) => Self::Validation(errors),
            AccountError::EmailTaken => Self::EmailTaken,
            AccountError::BadCredentials => Self::BadCredentials,
            AccountError::TooManyAttempts(wait) => {
                Self::TooManyAttempts(wait.as_secs() + u64::from(wait.subsec_nanos() > 0))
            }
            AccountError::WrongPassword => Self::WrongPassword,
            AccountError::BadToken => Self::BadToken,
            AccountError::SessionEnded => Self::SessionEnded,
            AccountError::BadCursor => QueryError::BadCursor.into(),
            AccountError::NotFound => Self::NotFound,
            AccountError::Forbidden => Self::Forbidden,
            AccountError::LastAdmin => Self::LastAdmin,
            AccountError::Busy(why) => Self::Busy(why),
            AccountError::Broken(why) => Self::Internal(anyhow::anyhow!(why)),
            AccountError::Database(error) => error.into(),
        }
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Unusable(why @ Unusable::NoPicture(_)) => {
                Self::UnsupportedMedia(why.to_string())
            }
            PictureError::Unusable(why @ Unusable::TooManyPixels) => {
                Self::TooManyPixels(why.to_string())
            }
            PictureError::Busy => Self::Busy(error.to_string()),
            PictureError::Store(error) => error.into(),
            PictureError::Broken(_) => Self::Internal(error.into()),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        Self::Busy(format!("pictures: {error}"))
    }
}

impl From<JoinError> for Problem {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::AccountGone => Self::Unauthenticated,
            JoinError::Database(error) => error.into(),
        }
    }
}

impl From<TemplateError> for Problem {
    fn from(error: TemplateError) -> Self {
        match error {
            TemplateError::NameTaken => Self::field("name", error.to_string()),
            TemplateError::Database(error) => error.into(),
        }
    }
}
