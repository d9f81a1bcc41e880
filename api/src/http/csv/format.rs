//! Which of its two forms a list is answered in, as `Accept` asks for, and the answer.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, Accept, Header};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use futures_util::stream;
use seatlog_projections::page::{Page, PageRequest, QueryError};
use seatlog_projections::reports::{Asked, Report};
use serde::Serialize;

use super::{CsvRow, Line};
use crate::http::cursor::Listed;
use crate::http::problem::Problem;

/// How many rows are read, written and sent at a time.
const ROWS: u16 = 5_000;

/// JSON, or CSV if the caller prefers it.
#[derive(Debug)]
pub struct Format {
    request: HttpRequest,
    csv: bool,
}

impl FromRequest for Format {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let accept = Accept::parse(request);
        ready(Ok(Self {
            request: request.clone(),
            csv: accept.is_ok_and(|accept| prefers_csv(&accept)),
        }))
    }
}

/// Whether CSV is wanted more; what is named counts before what `*` stands for, then what is named
/// first.
fn prefers_csv(accept: &Accept) -> bool {
    let wish = |top: &str, sub: &str| {
        let ranges = accept.iter().enumerate().filter_map(|(at, range)| {
            let (t, s) = (range.item.type_().as_str(), range.item.subtype().as_str());
            let named = match (t, s) {
                ("*", "*") => 0,
                (t, "*") if t == top => 1,
                (t, s) if (t, s) == (top, sub) => 2,
                _ => return None,
            };
            Some((named, range.quality, std::cmp::Reverse(at)))
        });
        // The closest range says how much it is wanted (RFC 9110, 12.5.1).
        let closest = ranges.max_by_key(|(named, ..)| *named);
        closest.filter(|(_, quality, _)| *quality > header::Quality::ZERO)
    };
    let rank = |(named, quality, at)| (quality, named, at);
    let (csv, json) = (wish("text", "csv"), wish("application", "json"));
    csv.filter(|(named, ..)| *named > 0).map(rank) > json.map(rank)
}

impl Format {
    /// Whether CSV is wanted.
    pub fn is_csv(&self) -> bool {
        self.csv
    }

    /// Answers with a page in JSON, or with the whole list in CSV.
    ///
    /// # Errors
    /// The first page cannot be made. Should a later one fail, the connection breaks.
    pub async fn list<T: Serialize + CsvRow + 'static>(
        &self,
        name: &str,
        mut asked: Asked,
        pages: impl AsyncFn(Asked) -> Result<Report<T>, QueryError> + 'static,
    ) -> Result<HttpResponse, Problem> {
        if !self.csv {
            let answer = Listed(pages(asked).await?).respond_to(&self.request);
            return Ok(varying(answer));
        }
        asked.page = PageRequest {
            limit: ROWS,
            cursor: None,
        };
        let first = pages(asked.clone()).await?;
        let mut answer = attachment(name);
        let (position, as_of) = (first.position, first.as_of);
        answer.insert_header(("Seatlog-As-Of-Position", position.to_string()));
        answer.insert_header(("Seatlog-As-Of", as_of.to_rfc3339()));
        let mut text = Vec::new();
        head::<T>(&mut text);
        let begin = Some((text, first));
        let lines = stream::try_unfold((begin, asked, pages), async |(next, mut asked, pages)| {
            let Some((mut text, page)) = next else {
                return Ok(None);
            };
            page.items.iter().for_each(|item| row(&mut text, item));
            asked.page.cursor = page.next_cursor;
            let next = match asked.page.cursor {
                Some(_) => Some((Vec::new(), pages(asked.clone()).await.inspect_err(broken)?)),
                None => None,
            };
            Ok::<_, QueryError>(Some((Bytes::from(text), (next, asked, pages))))
        });
        Ok(answer.streaming(lines))
    }

    /// Answers with a page that knows of no past, in JSON.
    pub fn page<T: Serialize>(&self, page: Page<T>) -> HttpResponse {
        varying(Listed(page).respond_to(&self.request))
    }

    /// Answers with one thing in JSON, or with a file of one line in CSV.
    pub fn one<T: Serialize + CsvRow>(&self, name: &str, item: &T) -> HttpResponse {
        if !self.csv {
            return varying(HttpResponse::Ok().json(item));
        }
        let mut text = Vec::new();
        head::<T>(&mut text);
        row(&mut text, item);
        attachment(name).body(text)
    }
}

fn broken(error: &QueryError) {
    tracing::error!(%error, "a list broke off");
}

fn varying(mut answer: HttpResponse) -> HttpResponse {
    let accept = header::HeaderValue::from_static("accept");
    answer.headers_mut().append(header::VARY, accept);
    answer
}

fn attachment(name: &str) -> actix_web::HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type("text/csv; charset=utf-8; header=present")
        .append_header((header::VARY, "accept"))
        .append_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.csv\""),
        ));
    answer
}

fn head<T: CsvRow>(to: &mut Vec<u8>) {
    to.extend_from_slice(T::COLUMNS.join(",").as_bytes());
    to.extend_from_slice(b"\r\n");
}

fn row(to: &mut Vec<u8>, item: &impl CsvRow) {
    let mut line = Line::begin(to);
    item.write(&mut line);
    line.end();
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_form_that_is_wanted_most_is_given() {
        for (accept, csv) in [
            ("", false),
            ("*/*", false),
            ("text/csv", true),
            ("text/*", true),
            ("text/csv, */*", true),
            ("application/json, text/plain, */*", false),
            ("text/csv;q=0.5, application/json", false),
            ("text/csv, application/json;q=0.9", true),
            ("text/csv, application/json", true),
            ("application/json, text/csv", false),
            ("text/csv;q=0, */*", false),
            ("text/csv;q=0.1, */*;q=0.5", false),
            ("nonsense", false),
        ] {
            let request = TestRequest::default().insert_header((header::ACCEPT, accept));
            let accepted = Accept::parse(&request.to_http_request());
            let found = accepted.is_ok_and(|accept| prefers_csv(&accept));
            assert_eq!(found, csv, "{accept}");
        }
    }
}
