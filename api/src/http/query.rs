//! Query strings, read strictly: what is unknown, given twice or out of range is refused, and every
//! refusal is named, not just the first.

use std::future::{Ready, ready};
use std::str::FromStr;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use chrono::{DateTime, Utc};
use seatlog_domain::fields::FieldError;
use seatlog_projections::as_of::AsOf;
use seatlog_projections::page::PageRequest;

use serde::de::{DeserializeOwned, IntoDeserializer, value};
use utoipa::IntoParams;

use super::cursor::Cursors;
use super::problem::{MOST_ERRORS, Problem};
use super::time;

/// How many items a page has that says nothing else.
pub const DEFAULT_LIMIT: u16 = 20;
/// The most items that a page may have.
pub const MAX_LIMIT: u16 = 100;
/// The most characters of a search.
const MAX_SEARCH: usize = 200;

/// What a call can be asked in its query string.
pub trait FromQuery: Sized {
    /// Takes each parameter that it knows; the caller refuses what is left.
    fn from_query(params: &mut Params) -> Self;
}

/// A call that takes no parameters at all.
#[derive(Debug)]
pub struct Nothing;

impl FromQuery for Nothing {
    fn from_query(_: &mut Params) -> Self {
        Self
    }
}

/// Which page of a list, for the document.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub struct PageParams {
    /// How many items a page has.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u16>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A call that takes only a page.
impl FromQuery for PageRequest {
    fn from_query(params: &mut Params) -> Self {
        params.page()
    }
}

/// The query string of a call, read into `T`.
#[derive(Debug)]
pub struct Query<T>(pub T);

impl<T: FromQuery + 'static> FromRequest for Query<T> {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let cursors = Cursors::of(request);
        ready(cursors.and_then(|cursors| parse(request.query_string(), cursors).map(Self)))
    }
}

/// Reads a query string.
pub fn parse<T: FromQuery>(query: &str, cursors: &Cursors) -> Result<T, Problem> {
    let mut params = Params::new(query, cursors)?;
    let value = T::from_query(&mut params);
    params.finish()?;
    Ok(value)
}

/// The parameters that nobody has taken yet, and what was wrong with those that somebody took.
#[derive(Debug)]
pub struct Params {
    left: Vec<(String, String)>,
    errors: Vec<FieldError>,
    cursors: Cursors,
}

impl Params {
    fn new(query: &str, cursors: &Cursors) -> Result<Self, Problem> {
        let left: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect();
        // The parser puts this character in the place of bytes that are not UTF-8.
        if left
            .iter()
            .any(|(name, value)| name.contains('\u{fffd}') || value.contains('\u{fffd}'))
        {
            let message = "The query string is not UTF-8.";
            return Err(Problem::BadRequest(message.to_owned()));
        }
        Ok(Self {
            left,
            errors: Vec::new(),
            cursors: cursors.clone(),
        })
    }

    fn finish(mut self) -> Result<(), Problem> {
        for (name, _) in self.left {
            // More are not told, and to look for each among very many would take long.
            if self.errors.len() >= MOST_ERRORS {
                break;
            }
            let taken_already = self.errors.iter().any(|error| error.field == name);
            if !taken_already {
                self.errors
                    .push(FieldError::new(name, "is not a parameter of this call"));
            }
        }
        if self.errors.is_empty() {
            Ok(())
        } else {
            Err(Problem::Validation(self.errors))
        }
    }

    /// Notes that a parameter is refused.
    pub fn refuse(&mut self, name: &str, message: impl Into<String>) {
        self.errors.push(FieldError::new(name, message));
    }

    /// The text of a parameter, if it was given.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.left.iter().position(|(given, _)| given == name)?;
        let (_, value) = self.left.remove(at);
        let before = self.left.len();
        self.left.retain(|(given, _)| given != name);
        if self.left.len() < before {
            self.refuse(name, "must be given once");
            return None;
        }
        Some(value)
    }

    /// A parameter, parsed.
    pub fn parse<T: FromStr>(&mut self, name: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.take(name)?;
        FieldError::collect(&mut self.errors, name, text.parse())
    }

    /// One of a few words, as JSON spells them.
    pub fn word<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        let text = self.take(name)?;
        let word: Result<T, value::Error> = T::deserialize(text.as_str().into_deserializer());
        FieldError::collect(&mut self.errors, name, word)
    }

    /// One of a few words, which must be given.
    pub fn required<T: DeserializeOwned>(&mut self, name: &str) -> Option<T> {
        if !self.left.iter().any(|(given, _)| given == name) {
            self.refuse(name, "must be given");
        }
        self.word(name)
    }

    /// A point in time.
    pub fn time(&mut self, name: &str) -> Option<DateTime<Utc>> {
        let text = self.take(name)?;
        let time = time::parse(&text);
        FieldError::collect(&mut self.errors, name, time)
    }

    /// `from` (inclusive) and `to` (exclusive), in this order.
    pub fn range(&mut self) -> (Option<DateTime<Utc>>, Option<DateTime<Utc>>) {
        let (from, to) = (self.time("from"), self.time("to"));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.refuse("to", "must not be before from");
        }
        (from, to)
    }

    /// The moment that is asked about; nothing: now.
    pub fn as_of(&mut self) -> Option<AsOf> {
        self.parse("as_of")
    }

    /// Words to search for; an empty search is none.
    pub fn search(&mut self) -> Option<String> {
        let text = self.take("q")?;
        if text.chars().count() > MAX_SEARCH {
            self.refuse("q", format!("must be at most {MAX_SEARCH} characters"));
        } else if text.contains(char::is_control) {
            self.refuse("q", "must not contain control characters");
        }
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Which page to list.
    pub fn page(&mut self) -> PageRequest {
        let cursor = self.take("cursor").and_then(|signed| {
            let cursor = self.cursors.check(&signed);
            FieldError::collect(&mut self.errors, "cursor", cursor)
        });
        PageRequest {
            limit: self.limit(),
            cursor,
        }
    }

    fn limit(&mut self) -> u16 {
        let Some(text) = self.take("limit") else {
            return DEFAULT_LIMIT;
        };
        let limit = text
            .parse()
            .ok()
            .filter(|limit| (1..=MAX_LIMIT).contains(limit));
        let limit = limit.ok_or_else(|| format!("must be a number from 1 to {MAX_LIMIT}"));
        FieldError::collect(&mut self.errors, "limit", limit).unwrap_or(DEFAULT_LIMIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::secrets::Secrets;

    #[derive(Debug)]
    struct Listing {
        limit: u16,
        q: Option<String>,
        range: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    }

    impl FromQuery for Listing {
        fn from_query(params: &mut Params) -> Self {
            Self {
                limit: params.page().limit,
                q: params.search(),
                range: params.range(),
            }
        }
    }

    fn read(query: &str) -> Result<Listing, Problem> {
        let secrets = Secrets::new(vec!["a".repeat(32)]).unwrap();
        parse(query, &Cursors::new(&secrets))
    }

    fn refused(query: &str) -> Vec<String> {
        let Problem::Validation(errors) = read(query).unwrap_err() else {
            panic!("not a validation: {query}");
        };
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn what_is_not_given_has_its_default() {
        let listing = read("q=+").unwrap();
        assert_eq!(listing.limit, DEFAULT_LIMIT);
        assert_eq!(listing.q, None);
        assert_eq!(listing.range, (None, None));
    }

    #[test]
    fn every_refused_parameter_is_named() {
        assert_eq!(refused("limit=0"), ["limit"]);
        assert_eq!(refused("limit=101"), ["limit"]);
        assert_eq!(refused("limit=99999999999999999999"), ["limit"]);
        assert_eq!(refused("limit=ten&colour=red"), ["limit", "colour"]);
        assert_eq!(refused("from=yesterday&to=2027-01-01"), ["from", "to"]);
        assert_eq!(
            refused("from=2027-01-02T00:00:00Z&to=2027-01-01T00:00:00Z"),
            ["to"]
        );
        assert_eq!(refused("cursor=WyJ0Iiw3XQ&limit=0"), ["cursor", "limit"]);
        assert_eq!(refused("q=a&q=b"), ["q"]);
        assert_eq!(refused("q=%00"), ["q"]);
    }

    #[test]
    fn of_very_many_unknown_parameters_no_more_are_noted_than_are_told() {
        let query: Vec<_> = (0..16_000).map(|n| format!("x{n}")).collect();
        let refused = refused(&query.join("&"));
        assert_eq!(refused.len(), MOST_ERRORS);
        assert_eq!((refused[0].as_str(), refused[49].as_str()), ("x0", "x49"));
    }

    #[test]
    fn bytes_that_are_no_text_are_a_bad_request() {
        assert!(matches!(read("q=%ff").unwrap_err(), Problem::BadRequest(_)));
    }
}
