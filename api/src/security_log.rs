//! What those who look after an installation want to know of attacks and of power: one line each,
//! under a target of its own. `SECURITY.md` lists them all.
//!
//! A line names accounts and sessions by their ids, and where a password was tried, the network
//! address that it came from; never a name, a mail address, or anything secret. The request that it
//! belongs to stands around it.

use std::fmt::Display;
use std::net::IpAddr;

use tracing::field::display;
use uuid::Uuid;

use seatlog_domain::account::Role;
use seatlog_domain::ids::UserId;

use crate::accounts::AccountError;

/// What the lines are filtered by, in `RUST_LOG` and where they are collected.
pub const TARGET: &str = "seatlog::security";

/// Somebody opened an account.
pub(crate) fn registered(account: UserId, role: Role) {
    tracing::info!(target: TARGET, { account.id = %account, account.role = role.as_str() }, "registered");
}

/// Somebody tried to log in: whose account it is, if there is one, and what came of it.
pub(crate) fn login(
    account: Option<Uuid>,
    address: Option<IpAddr>,
    outcome: Result<(), &AccountError>,
) {
    let (account, address) = (account.map(display), address.map(display));
    match outcome {
        Ok(()) => {
            tracing::info!(target: TARGET, { account.id = account, client.address = address }, "logged in");
        }
        Err(AccountError::BadCredentials) => {
            tracing::warn!(target: TARGET, { account.id = account, client.address = address }, "login failed");
        }
        Err(AccountError::TooManyAttempts(_)) => {
            tracing::warn!(target: TARGET, { account.id = account, client.address = address }, "login refused: too many failures");
        }
        // A fault of our own, which is told as such.
        Err(_) => {}
    }
}

/// Somebody who is logged in gave a password, to prove that it is them.
pub(crate) fn proof(account: UserId, address: IpAddr, outcome: Result<(), &AccountError>) {
    match outcome {
        Err(AccountError::WrongPassword) => {
            tracing::warn!(target: TARGET, { account.id = %account, client.address = %address }, "wrong password");
        }
        Err(AccountError::TooManyAttempts(_)) => {
            tracing::warn!(target: TARGET, { account.id = %account, client.address = %address }, "password refused: too many failures");
        }
        // What was proven tells of itself; a fault of our own is told as such.
        Ok(()) | Err(_) => {}
    }
}

/// Somebody logged out.
pub(crate) fn logged_out(account: UserId, session: Uuid) {
    tracing::info!(target: TARGET, { account.id = %account, session.id = %session }, "logged out");
}

/// Somebody ended one of their own sessions from another one.
pub(crate) fn session_ended(account: UserId, session: Uuid) {
    tracing::info!(target: TARGET, { account.id = %account, session.id = %session }, "session ended by its owner");
}

/// An admin ended all sessions of an account.
pub(crate) fn sessions_ended(account: UserId, actor: Option<UserId>) {
    tracing::info!(target: TARGET, { account.id = %account, actor.id = actor.map(display) }, "sessions ended by an admin");
}

/// A refresh token came a second time: it was stolen, or the thief was here first.
pub(crate) fn token_reused(account: UserId, session: Uuid) {
    tracing::warn!(target: TARGET, { account.id = %account, session.id = %session }, "refresh token used again: session ended");
}

/// An account has another password.
pub(crate) fn password_changed(account: UserId, with: &'static str) {
    tracing::info!(target: TARGET, { account.id = %account, with }, "password changed");
}

/// An account may do something else from now on.
pub(crate) fn role_changed(account: UserId, role: Role, actor: Option<UserId>) {
    tracing::info!(target: TARGET, { account.id = %account, account.role = role.as_str(), actor.id = actor.map(display) }, "role changed");
}

/// An account is gone.
pub(crate) fn erased(account: UserId, actor: Option<UserId>) {
    tracing::info!(target: TARGET, { account.id = %account, actor.id = actor.map(display) }, "account erased");
}

/// Somebody asked for what their account may not do, or a page of another site asked for it.
pub(crate) fn not_allowed() {
    tracing::warn!(target: TARGET, "not allowed");
}

/// An access token was not accepted. Most have run out, so these lines are for those who ask.
pub(crate) fn token_refused(reason: &impl Display) {
    tracing::debug!(target: TARGET, { %reason }, "access token refused");
}
