//! What a request is known by.

use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{COOKIE, HeaderMap};
use memchr::memmem;
use sha2::{Digest, Sha256};

use crate::accounts::secrets;
use crate::http::authority::Caller;
use crate::http::origin::ClientAddress;
use crate::http::problem::Problem;

const HEADER: &str = "idempotency-key";
/// Most characters of a key.
const LONGEST: usize = 255;
/// Most characters of what stands between the fields of a form (RFC 2046, 5.1.1).
const LONGEST_BOUNDARY: usize = 70;

/// What the caller wrote into the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The key of a request, if it has one: once, visible ASCII.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let mut values = headers.get_all(HEADER);
        let Some(value) = values.next() else {
            return Ok(None);
        };
        let text = value.to_str().unwrap_or_default();
        let visible = text.chars().all(|c| c.is_ascii_graphic());
        if values.next().is_some() || !visible || !(1..=LONGEST).contains(&text.len()) {
            let message =
                "Idempotency-Key must be given once, as 1 to 255 visible ASCII characters.";
            return Err(Problem::BadRequest(message.to_owned()));
        }
        Ok(Some(Self(text.to_owned())))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Key> for String {
    fn from(Key(text): Key) -> Self {
        text
    }
}

/// Whose keys they are: nobody meets the key of somebody else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope(String);

impl Scope {
    /// The account that calls; for a stranger the address, the route and the cookies, so that of
    /// two people behind one address neither gets the session of the other.
    pub fn of(request: &ServiceRequest) -> Self {
        let known = request.extensions();
        if let Some(Caller { user_id, .. }) = known.get() {
            return Self(format!("account:{user_id}"));
        }
        let address = known
            .get::<ClientAddress>()
            .map(|ClientAddress(address)| *address);
        let mut digest = Sha256::new();
        digest.update(format!("{address:?} {}\n", request.path()));
        for cookies in request.headers().get_all(COOKIE) {
            digest.update(cookies.as_bytes());
            digest.update("\n");
        }
        Self(format!("stranger:{}", hex::encode(digest.finalize())))
    }

    /// As the table has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Scope> for String {
    fn from(Scope(text): Scope) -> Self {
        text
    }
}

/// Tells requests apart without telling what is in them. One for each of the server's secrets,
/// the newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint(Vec<Vec<u8>>);

impl Fingerprint {
    /// The fingerprint of a request and its body.
    pub fn of(request: &ServiceRequest, body: &[u8], keys: &[secrets::Key]) -> Self {
        let method = request.method().as_str().as_bytes();
        let target = request
            .uri()
            .path_and_query()
            .map_or("", |target| target.as_str());
        let form = request.mime_type().ok().flatten();
        let form = form.filter(|media| media.essence_str() == "multipart/form-data");
        let boundary = form.as_ref().and_then(|form| form.get_param("boundary"));
        let mut parts = vec![method, target.as_bytes()];
        parts.extend(pieces(boundary.map(|boundary| boundary.as_str()), body));
        Self(keys.iter().map(|key| key.seal(&parts).to_vec()).collect())
    }

    pub(super) fn newest(&self) -> &[u8] {
        self.0.first().map_or(&[], Vec::as_slice)
    }

    pub(super) fn all(&self) -> &[Vec<u8>] {
        &self.0
    }
}

/// The body in the pieces that count. Fields of a form stand between texts that whoever sends the
/// same form again chooses anew, so these do not count.
fn pieces<'a>(boundary: Option<&str>, body: &'a [u8]) -> Vec<&'a [u8]> {
    let length = 1..=LONGEST_BOUNDARY;
    let Some(boundary) = boundary.filter(|boundary| length.contains(&boundary.len())) else {
        return vec![body];
    };
    let boundary = format!("--{boundary}");
    let (mut pieces, mut from) = (Vec::new(), 0);
    // In time that grows with the body alone, whatever the two look like.
    for at in memmem::find_iter(body, &boundary) {
        pieces.push(&body[from..at]);
        from = at + boundary.len();
    }
    pieces.push(&body[from..]);
    pieces
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn the_same_form_between_other_boundaries_has_the_same_pieces() {
        let form = |boundary: &str, field: &str| {
            format!("--{boundary}\r\n\r\n{field}\r\n--{boundary}--\r\n").into_bytes()
        };
        let (first, again, other) = (form("a7", "x"), form("b", "x"), form("a7", "y"));
        assert_eq!(pieces(Some("a7"), &first), pieces(Some("b"), &again));
        assert_ne!(pieces(Some("a7"), &first), pieces(Some("a7"), &other));
        assert_eq!(pieces(None, &first), [first.as_slice()]);
        assert_eq!(pieces(Some(""), &first), [first.as_slice()]);
    }

    #[test]
    fn what_is_too_long_to_stand_between_fields_stands_between_none() {
        let form = |boundary: &str| format!("x--{boundary}y").into_bytes();
        let (longest, too_long) = ("-".repeat(70), "-".repeat(71));
        assert_eq!(pieces(Some(&longest), &form(&longest)).len(), 2);
        assert_eq!(pieces(Some(&too_long), &form(&too_long)).len(), 1);
    }

    fn key(values: &[&[u8]]) -> Result<Option<Key>, Problem> {
        let mut headers = HeaderMap::new();
        for value in values {
            let value = HeaderValue::from_bytes(value).unwrap();
            headers.append(HeaderName::from_static(HEADER), value);
        }
        Key::of(&headers)
    }

    #[test]
    fn a_key_is_visible_ascii_of_bounded_length_given_once() {
        let longest = "k".repeat(LONGEST);
        assert!(key(&[]).unwrap().is_none());
        for good in [
            "k",
            "!",
            "01926e3c-7d3a-7c65-9d0c-2f6f3f0c8a11",
            "\"a\"",
            &longest,
        ] {
            assert_eq!(key(&[good.as_bytes()]).unwrap().unwrap().as_str(), good);
        }
        let too_long = format!("{longest}k");
        for bad in [
            &b""[..],
            b"a b",
            b"a\tb",
            b"\xc3\xa4",
            b"\xff",
            too_long.as_bytes(),
        ] {
            assert!(
                matches!(key(&[bad]), Err(Problem::BadRequest(_))),
                "{bad:?}"
            );
        }
        assert!(matches!(key(&[b"a", b"a"]), Err(Problem::BadRequest(_))));
    }
}
