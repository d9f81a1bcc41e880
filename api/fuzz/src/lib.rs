//! The bodies of the fuzz targets: what reads bytes from outside, and what must hold whatever they
//! are. The test `fuzz_corpus` runs the same functions over the corpus.

use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use chrono::{DateTime, TimeDelta, Utc};
use seatlog::accounts::email::Email;
use seatlog::accounts::secrets::Secrets;
use seatlog::accounts::tokens::{LIFETIME, Tokens};
use seatlog::http::client_address::client_address as find_client_address;
use seatlog::http::csv::Line;
use seatlog::http::cursor::Cursors;
use seatlog::http::events::live::last_event_id as read_last_event_id;
use seatlog::http::idempotency::Key;
use seatlog::http::query::{self, FromQuery, Params};
use seatlog::http::{json, seat_names as names};
use seatlog::settings::{Settings, Source};
use seatlog_domain::account::AccountFact;
use seatlog_domain::event::EventFact;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::Seating;
use seatlog_domain::upcasting;
use seatlog_projections::as_of::AsOf;
use seatlog_projections::page::{Cursor, PageRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

/// A fuzz target: its name, which is that of its folder in `corpus`, and its body.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: &[Target] = &[
    ("seating_plan", seating_plan),
    ("cursor", cursor),
    ("query", query),
    ("idempotency_key", idempotency_key),
    ("last_event_id", last_event_id),
    ("access_token", access_token),
    ("fact", fact),
    ("as_of", as_of),
    ("csv", csv),
    ("client_address", client_address),
    ("seat_names", seat_names),
];

fn secrets() -> Secrets {
    let secret = "a secret of the fuzzer's, long enough".to_owned();
    Secrets::new(vec![secret]).expect("one secret that is long enough")
}

fn headers(name: &'static str, values: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values.split(|byte| *byte == b'\n') {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    headers
}

/// What is accepted is written and read again as the same.
fn survives<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(value).expect("what was read can be written");
    let again: T = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(&again, value, "{text}");
}

/// A seating plan in a body: at most 100,000 seats, each with a name of its own by which it is
/// found.
pub fn seating_plan(data: &[u8]) {
    let Ok(seating) = json::parse::<Seating>(data) else {
        return;
    };
    survives(&seating);
    let Ok(plan) = SeatPlan::check(seating) else {
        return;
    };
    assert!((1..=100_000).contains(&plan.capacity()));
    survives(plan.seating());
}

/// A cursor: what nobody signed is refused; what is inside of a signed one may be anything.
pub fn cursor(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    assert!(Cursors::new(&secrets()).check(text).is_err(), "{text}");
    let page = PageRequest {
        limit: 20,
        cursor: Some(Cursor::from(text.to_owned())),
    };
    let _ = page.after::<(DateTime<Utc>, Uuid)>("0011223344556677");
    let _ = page.after::<(Option<i64>, String)>("t");
    let _ = page.after::<i64>("t");
}

struct Listing {
    range: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    page: PageRequest,
    search: Option<String>,
}

impl FromQuery for Listing {
    fn from_query(params: &mut Params) -> Self {
        Self {
            range: params.range(),
            page: params.page(),
            search: params.search(),
        }
    }
}

/// A query string: a range is never reversed, a page never empty or endless.
pub fn query(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let cursors = Cursors::new(&secrets());
    let Ok(Listing {
        range,
        page,
        search,
    }) = query::parse(text, &cursors)
    else {
        return;
    };
    if let (Some(from), Some(to)) = range {
        assert!(from <= to);
    }
    assert!((1..=100).contains(&page.limit) && page.cursor.is_none());
    assert!(search.is_none_or(|search| search.chars().count() <= 200 && !search.contains('\0')));
}

/// The header `Idempotency-Key`.
pub fn idempotency_key(data: &[u8]) {
    let headers = headers("idempotency-key", data);
    if let Ok(Some(key)) = Key::of(&headers) {
        assert_eq!(headers.get_all("idempotency-key").count(), 1);
        assert!((1..=255).contains(&key.as_str().len()));
        assert!(key.as_str().bytes().all(|byte| byte.is_ascii_graphic()));
    }
}

/// The header `Last-Event-ID`.
pub fn last_event_id(data: &[u8]) {
    let position = read_last_event_id(&headers("last-event-id", data));
    assert!(position.is_none_or(|position| position >= 0));
}

/// An access token: nobody signed it, so it is refused. Claims that are signed are kept to their
/// time.
pub fn access_token(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let tokens = Tokens::new(&secrets());
    let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
    assert!(tokens.verify(text, now).is_err(), "{text}");
    // Good claims, read a time later that the bytes say.
    let digest = |sum: u32, byte: &u8| sum.wrapping_mul(31).wrapping_add(u32::from(*byte));
    let later = i64::from(data.iter().fold(0, digest) % 4_000);
    let (user, role) = (Uuid::from_u128(7), seatlog_domain::account::Role::User);
    let token = tokens
        .sign(seatlog_domain::ids::UserId::new(user), role, 0, now)
        .expect("claims can be signed");
    let good = tokens
        .verify(&token, now + TimeDelta::seconds(later))
        .is_ok();
    assert_eq!(good, later < LIFETIME.num_seconds(), "{later}");
}

/// A fact as the log has it.
pub fn fact(data: &[u8]) {
    let Ok(payload) = std::str::from_utf8(data) else {
        return;
    };
    for (fact_type, version) in EventFact::TYPES
        .iter()
        .flat_map(|name| [(name, "1"), (name, "2")])
    {
        if let Ok(fact) = upcasting::read::<EventFact>(fact_type, version, payload) {
            survives(&fact);
        }
    }
    for fact_type in AccountFact::TYPES {
        if let Ok(fact) = upcasting::read::<AccountFact>(fact_type, "1", payload) {
            survives(&fact);
        }
    }
}

/// The parameter `as_of`.
pub fn as_of(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(AsOf::Time(time)) = text.parse() {
        // PostgreSQL keeps microseconds: a finer time would be another one there.
        assert_eq!(time.timestamp_subsec_nanos() % 1_000, 0);
        assert_eq!(time.to_rfc3339().parse(), Ok(AsOf::Time(time)));
    }
}

/// Texts in a line of a CSV file: they come out as they went in, and none is a formula.
pub fn csv(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let cells: Vec<&str> = text.split('\u{1f}').collect();
    let mut written = Vec::new();
    let mut line = Line::begin(&mut written);
    cells.iter().for_each(|cell| line.text(cell));
    line.end();
    let written = String::from_utf8(written).expect("text stays text");
    let read = read_csv_line(&written);
    assert_eq!(read.len(), cells.len(), "{written:?}");
    for (read, cell) in read.iter().zip(cells) {
        let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        let expected = if formula {
            format!("'{cell}")
        } else {
            cell.to_owned()
        };
        assert_eq!(read, &expected);
    }
}

/// One line, read by the grammar of RFC 4180.
fn read_csv_line(text: &str) -> Vec<String> {
    let mut rest = text.strip_suffix("\r\n").expect("a line ends");
    let mut cells = Vec::new();
    loop {
        let mut cell = String::new();
        if let Some(mut quoted) = rest.strip_prefix('"') {
            loop {
                let (part, after) = quoted.split_once('"').expect("a quote is closed");
                cell += part;
                match after.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        quoted = more;
                    }
                    None => {
                        rest = after;
                        break;
                    }
                }
            }
        } else {
            let end = rest.find(',').unwrap_or(rest.len());
            cell += &rest[..end];
            assert!(!cell.contains(['"', '\r', '\n']), "{cell:?}");
            rest = &rest[end..];
        }
        cells.push(cell);
        match rest.strip_prefix(',') {
            Some(more) => rest = more,
            None if rest.is_empty() => return cells,
            None => panic!("{rest:?} after a cell"),
        }
    }
}

/// What proxies say of where a call came from: nobody is believed but them.
pub fn client_address(data: &[u8]) {
    let source = Source::of_file("TRUSTED_PROXIES = '10.0.0.0/8'").expect("a setting");
    let trusted = Settings::read(&source).expect("a network").trusted_proxies;
    let (stranger, proxy) = (Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(10, 0, 0, 1));
    for name in ["forwarded", "x-forwarded-for"] {
        let headers = headers(name, data);
        let found = find_client_address(IpAddr::V4(stranger), &headers, &trusted);
        assert_eq!(found, IpAddr::V4(stranger));
        let _ = find_client_address(IpAddr::V4(proxy), &headers, &trusted);
    }
}

/// Seats and addresses as people type them: what is accepted is one line that says what it said.
pub fn seat_names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    if let Ok(seats) = names::parse(&lines) {
        let accepted: Vec<&str> = seats.iter().map(|seat| seat.as_str()).collect();
        assert_eq!(accepted, lines);
    }
    if let Ok(email) = Email::new(&text) {
        let header_breaks = ['\r', '\n', '\0', ' ', ',', '<', '>'];
        assert!(!email.as_str().contains(header_breaks), "{text:?}");
    }
}
