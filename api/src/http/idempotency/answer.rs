//! Answers as they are kept: what a caller needs of them, sealed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use base64::{Engine, prelude::BASE64_STANDARD};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};

use crate::accounts::secrets::Key;

/// Tells that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// The headers that belong to the answer; the others belong to the way it is sent.
const KEPT: [&str; 8] = [
    "cache-control",
    "content-disposition",
    "content-type",
    "etag",
    "location",
    "retry-after",
    "seatlog-position",
    "set-cookie",
];
const NONCE_BYTES: usize = 24;

/// An answer that can be given again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAnswer {
    status: u16,
    headers: Vec<(String, String)>,
    /// In base64.
    body: String,
}

impl StoredAnswer {
    /// Takes down an answer.
    pub fn new(head: &HttpResponse<()>, body: &[u8]) -> Self {
        let kept = |(name, value): (&HeaderName, &HeaderValue)| {
            let value = value
                .to_str()
                .ok()
                .filter(|_| KEPT.contains(&name.as_str()))?;
            Some((name.as_str().to_owned(), value.to_owned()))
        };
        Self {
            status: head.status().as_u16(),
            headers: head.headers().iter().filter_map(kept).collect(),
            body: BASE64_STANDARD.encode(body),
        }
    }

    /// The answer again, marked as such.
    pub fn replay(&self) -> HttpResponse {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::OK);
        let mut response = HttpResponse::build(status);
        for (name, value) in &self.headers {
            response.append_header((name.as_str(), value.as_str()));
        }
        response.insert_header((REPLAYED, "true"));
        response.body(BASE64_STANDARD.decode(&self.body).unwrap_or_default())
    }

    /// Makes the answer unreadable and unchangeable for whoever has the database only. `place` is
    /// where it stands, so that it cannot be moved to another place.
    pub(super) fn seal(&self, key: &Key, place: &[u8]) -> Result<Vec<u8>, BadAnswer> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let msg = serde_json::to_vec(self).map_err(|_| BadAnswer)?;
        let sealed = cipher(key)
            .encrypt(
                XNonce::from_slice(&nonce),
                Payload {
                    msg: &msg,
                    aad: place,
                },
            )
            .map_err(|_| BadAnswer)?;
        Ok([&nonce[..], &sealed].concat())
    }

    /// Reads a sealed answer with whichever key it was sealed with.
    pub(super) fn open(sealed: &[u8], keys: &[Key], place: &[u8]) -> Result<Self, BadAnswer> {
        let (nonce, msg) = sealed.split_at_checked(NONCE_BYTES).ok_or(BadAnswer)?;
        let payload = || Payload { msg, aad: place };
        let open = |key| {
            cipher(key)
                .decrypt(XNonce::from_slice(nonce), payload())
                .ok()
        };
        let opened = keys.iter().find_map(open).ok_or(BadAnswer)?;
        serde_json::from_slice(&opened).map_err(|_| BadAnswer)
    }
}

fn cipher(key: &Key) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.bytes().into())
}

/// A kept answer cannot be sealed or opened: it was changed, moved, or sealed with a secret that
/// is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the kept answer cannot be sealed or opened with the secrets of this server")]
pub(super) struct BadAnswer;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::secrets::Secrets;

    fn keys(secrets: &[&str]) -> Vec<Key> {
        let secrets = secrets.iter().map(|secret| secret.repeat(32)).collect();
        Secrets::new(secrets).unwrap().keys_for("a test")
    }

    fn answer() -> StoredAnswer {
        let response = HttpResponse::Created()
            .insert_header(("Location", "/api/v1/events/1"))
            .append_header(("Set-Cookie", "a=1"))
            .append_header(("Set-Cookie", "b=2"))
            .insert_header(("Date", "Mon, 01 Mar 2027 12:00:00 GMT"))
            .finish();
        StoredAnswer::new(&response.drop_body(), b"{\"token\":\"secret\"}")
    }

    #[test]
    fn a_replay_has_what_belongs_to_the_answer() {
        let again = answer().replay();
        assert_eq!(again.status(), StatusCode::CREATED);
        assert_eq!(again.headers().get("location").unwrap(), "/api/v1/events/1");
        assert_eq!(again.headers().get("idempotent-replayed").unwrap(), "true");
        assert_eq!(again.headers().get_all("set-cookie").count(), 2);
        assert!(again.headers().get("date").is_none());
    }

    #[test]
    fn a_sealed_answer_opens_with_its_key_in_its_place_only() {
        let (old, both, new) = (keys(&["o"]), keys(&["n", "o"]), keys(&["n"]));
        let sealed = answer().seal(&old[0], b"here").unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"secret"));
        assert_eq!(StoredAnswer::open(&sealed, &both, b"here"), Ok(answer()));
        assert_eq!(StoredAnswer::open(&sealed, &new, b"here"), Err(BadAnswer));
        assert_eq!(StoredAnswer::open(&sealed, &both, b"there"), Err(BadAnswer));
        let mut changed = sealed.clone();
        changed[NONCE_BYTES] ^= 1;
        assert_eq!(StoredAnswer::open(&changed, &both, b"here"), Err(BadAnswer));
        assert_eq!(
            StoredAnswer::open(&sealed[..10], &both, b"here"),
            Err(BadAnswer)
        );
    }
}
