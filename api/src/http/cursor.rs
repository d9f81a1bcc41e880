//! Cursors leave the house signed, and only what was signed here comes in again: where a list goes
//! on is told by the list, not by the caller.

use std::sync::Arc;

use actix_web::body::BoxBody;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use seatlog_projections::page::{Cursor, Page, QueryError};
use seatlog_projections::reports::Report;
use serde::Serialize;
use subtle::ConstantTimeEq;

use super::problem::Problem;
use super::state::AppState;
use crate::accounts::secrets::{Key, Secrets};

/// How many bytes of a signature are kept; nobody guesses 128 bits.
const SIGNATURE_BYTES: usize = 16;

/// What signs cursors, with the first key, and knows them again by any.
#[derive(Clone)]
pub struct Cursors(Arc<[Key]>);

impl std::fmt::Debug for Cursors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cursors(..)")
    }
}

impl Cursors {
    /// Derives the keys.
    pub fn new(secrets: &Secrets) -> Self {
        Self(secrets.keys_for("cursor").into())
    }

    /// Of one request.
    pub fn of(request: &HttpRequest) -> Result<&Self, Problem> {
        request
            .app_data::<Data<AppState>>()
            .map(|state| &state.cursors)
            .ok_or_else(|| Problem::Internal(anyhow::anyhow!("the API has no state")))
    }

    fn sign(&self, cursor: &Cursor) -> Cursor {
        let cursor = cursor.as_str();
        let signature = signature(&self.0[0], cursor);
        Cursor::from(format!("{cursor}.{signature}"))
    }

    /// The cursor inside of a signed one, if one of the keys signed it.
    pub fn check(&self, signed: &str) -> Result<Cursor, QueryError> {
        let (cursor, given) = signed.rsplit_once('.').ok_or(QueryError::BadCursor)?;
        let given = given.as_bytes();
        let by = |key| signature(key, cursor).as_bytes().ct_eq(given).into();
        if self.0.iter().any(by) {
            Ok(Cursor::from(cursor.to_owned()))
        } else {
            Err(QueryError::BadCursor)
        }
    }
}

fn signature(key: &Key, cursor: &str) -> String {
    URL_SAFE_NO_PAD.encode(&key.seal(&[cursor.as_bytes()])[..SIGNATURE_BYTES])
}

/// A page of a list on its way out.
#[derive(Debug)]
pub struct Listed<P>(pub P);

impl<T: Serialize> Responder for Listed<Page<T>> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Self(Page { items, next_cursor }) = self;
        match Cursors::of(request) {
            Ok(cursors) => HttpResponse::Ok().json(Page {
                items,
                next_cursor: next_cursor.map(|cursor| cursors.sign(&cursor)),
            }),
            Err(problem) => problem.error_response(),
        }
    }
}

impl<T: Serialize> Responder for Listed<Report<T>> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Self(mut report) = self;
        match Cursors::of(request) {
            Ok(cursors) => {
                report.next_cursor = report.next_cursor.map(|cursor| cursors.sign(&cursor));
                HttpResponse::Ok().json(report)
            }
            Err(problem) => problem.error_response(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursors(secrets: &[&str]) -> Cursors {
        let secrets = secrets.iter().map(|secret| secret.repeat(32)).collect();
        Cursors::new(&Secrets::new(secrets).unwrap())
    }

    #[test]
    fn a_cursor_that_was_signed_here_comes_in_again() {
        let inner = Cursor::from("WyJ0Iiw3XQ".to_owned());
        let signed = cursors(&["a"]).sign(&inner);
        assert_ne!(signed, inner);
        for secrets in [&["a"][..], &["b", "a"]] {
            let found = cursors(secrets).check(signed.as_str());
            assert_eq!(found.ok().as_ref(), Some(&inner), "{secrets:?}");
        }
        assert!(cursors(&["b"]).check(signed.as_str()).is_err());
    }

    #[test]
    fn a_cursor_that_was_changed_does_not() {
        let ours = cursors(&["a"]);
        let signed = ours.sign(&Cursor::from("WyJ0Iiw3XQ".to_owned()));
        let (inner, signature) = signed.as_str().split_once('.').unwrap();
        for forged in [
            "",
            ".",
            inner,
            &format!("{inner}."),
            &format!("{inner}.{}", &signature[1..]),
            &format!("WyJ0Iiw4XQ.{signature}"),
            &format!("{inner}.{signature}="),
            &format!("{inner}.{inner}.{signature}"),
        ] {
            assert!(ours.check(forged).is_err(), "{forged}");
        }
    }
}
