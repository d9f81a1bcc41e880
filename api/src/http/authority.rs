//! Who calls, and what that allows: a handler that does not ask for [`Admin`] cannot reach what
//! takes an [`Admin`].
//!
//! A middleware in front of the API checks the access token and puts the [`Caller`] into the
//! request; the extractors here only look at it. So they answer at once, before any body is read.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use seatlog_domain::account::Role;
use seatlog_domain::ids::UserId;
use uuid::Uuid;

use super::problem::Problem;

/// An account whose access token is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The account.
    pub user_id: UserId,
    /// What it may do.
    pub role: Role,
    /// The session that the access token was made in.
    pub session: Option<Uuid>,
}

/// Whoever calls, logged in or not.
#[derive(Debug, Clone, Copy)]
pub struct Anyone(pub Option<Caller>);

/// Somebody who is logged in.
#[derive(Debug, Clone, Copy)]
pub struct Authenticated(pub Caller);

/// Somebody who may read events and bookings of everyone.
#[derive(Debug, Clone, Copy)]
pub struct Staff(pub Caller);

/// Somebody who may do everything.
#[derive(Debug, Clone, Copy)]
pub struct Admin(pub Caller);

fn caller(request: &HttpRequest) -> Option<Caller> {
    request.extensions().get().copied()
}

fn at_least(role: Role, request: &HttpRequest) -> Result<Caller, Problem> {
    let caller = caller(request).ok_or(Problem::Unauthenticated)?;
    if caller.role >= role {
        Ok(caller)
    } else {
        Err(Problem::Forbidden)
    }
}

/// Whether an admin calls.
pub fn is_admin(request: &HttpRequest) -> bool {
    at_least(Role::Admin, request).is_ok()
}

impl Caller {
    /// Whether a user's bookings may be shown to this account.
    pub fn may_read_of(self, user: UserId) -> bool {
        self.user_id == user || self.role >= Role::Staff
    }

    /// Refuses whoever may not read the bookings of everybody.
    pub fn require_reads_everything(self) -> Result<(), Problem> {
        if self.role >= Role::Staff {
            Ok(())
        } else {
            Err(Problem::Forbidden)
        }
    }
}

impl Anyone {
    /// Whether drafts may be shown.
    pub fn reads_everything(self) -> bool {
        self.0.is_some_and(|caller| caller.role >= Role::Staff)
    }

    /// Refuses everyone to whom drafts may not be shown.
    pub fn require_reads_everything(self) -> Result<(), Problem> {
        let caller = self.0.ok_or(Problem::Unauthenticated)?;
        caller.require_reads_everything()
    }
}

impl FromRequest for Anyone {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self(caller(request))))
    }
}

impl FromRequest for Authenticated {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(at_least(Role::User, request).map(Self))
    }
}

impl FromRequest for Staff {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(at_least(Role::Staff, request).map(Self))
    }
}

impl FromRequest for Admin {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(at_least(Role::Admin, request).map(Self))
    }
}
