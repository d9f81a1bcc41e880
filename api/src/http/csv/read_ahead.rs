//! The lines of a list, page by page: while one page is written and sent, the next one is read.
//! However long the list and however slow the reader, three pages at most are in memory.

use actix_web::rt;
use actix_web::web::Bytes;
use futures_util::stream::{self, Stream};
use seatlog_projections::page::QueryError;
use seatlog_projections::reports::{Asked, Report};
use tokio::sync::mpsc;

use super::CsvRow;
use super::format::row;

/// Pages that may wait to be written.
const AHEAD: usize = 1;

type Read<T> = Result<Report<T>, QueryError>;

/// What is still to be sent.
struct Rest<T> {
    /// What stands before the first line.
    text: Vec<u8>,
    first: Option<Report<T>>,
    /// Whether the last page was sent.
    over: bool,
    pages: mpsc::Receiver<Read<T>>,
}

/// Text, and after it a line for each item of a list, of which the first page is there. If another
/// page cannot be read, the stream ends with an error, never as if it were whole.
pub(super) fn lines<T: CsvRow + 'static>(
    text: Vec<u8>,
    first: Report<T>,
    asked: Asked,
    pages: impl AsyncFn(Asked) -> Read<T> + 'static,
) -> impl Stream<Item = Result<Bytes, QueryError>> {
    let (to, from) = mpsc::channel(AHEAD);
    let mut asked = asked;
    asked.page.cursor.clone_from(&first.next_cursor);
    rt::spawn(read(asked, pages, to));
    let all = Rest {
        text,
        first: Some(first),
        over: false,
        pages: from,
    };
    stream::try_unfold(all, next)
}

/// Reads on until the last page, or until nobody wants any more.
async fn read<T>(
    mut asked: Asked,
    pages: impl AsyncFn(Asked) -> Read<T>,
    to: mpsc::Sender<Read<T>>,
) {
    while asked.page.cursor.is_some() {
        let page = pages(asked.clone()).await;
        asked.page.cursor = match &page {
            Ok(page) => page.next_cursor.clone(),
            Err(_) => None,
        };
        if to.send(page).await.is_err() {
            return;
        }
    }
}

async fn next<T: CsvRow>(mut rest: Rest<T>) -> Result<Option<(Bytes, Rest<T>)>, QueryError> {
    if rest.over {
        return Ok(None);
    }
    let page = match rest.first.take() {
        Some(first) => first,
        None => match rest.pages.recv().await {
            Some(page) => page.inspect_err(broken)?,
            // Whoever reads has ended before the end.
            None => return Err(sqlx_closed()).inspect_err(broken),
        },
    };
    rest.over = page.next_cursor.is_none();
    let mut text = std::mem::take(&mut rest.text);
    page.items.iter().for_each(|item| row(&mut text, item));
    Ok(Some((Bytes::from(text), rest)))
}

fn sqlx_closed() -> QueryError {
    sqlx::Error::WorkerCrashed.into()
}

fn broken(error: &QueryError) {
    tracing::error!(%error, "a list broke off");
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use chrono::DateTime;
    use futures_util::{StreamExt, TryStreamExt};
    use seatlog_projections::page::PageRequest;

    use super::*;
    use crate::http::csv::Line;

    struct Number(u32);

    impl CsvRow for Number {
        const COLUMNS: &'static [&'static str] = &["number"];

        fn write(&self, line: &mut Line<'_>) {
            line.number(self.0);
        }
    }

    fn page(number: u32, of: u32) -> Report<Number> {
        Report {
            items: vec![Number(number)],
            next_cursor: (number < of).then(|| (number + 1).to_string().into()),
            position: 1,
            as_of: DateTime::UNIX_EPOCH,
        }
    }

    fn asked() -> Asked {
        let page = PageRequest {
            limit: 1,
            cursor: None,
        };
        Asked { as_of: None, page }
    }

    fn number(asked: &Asked) -> u32 {
        asked
            .page
            .cursor
            .as_ref()
            .unwrap()
            .as_str()
            .parse()
            .unwrap()
    }

    #[actix_web::test]
    async fn all_pages_follow_each_other() {
        for count in 1..4 {
            let pages = async move |asked: Asked| Ok(page(number(&asked), count));
            let all = lines(b"number\r\n".to_vec(), page(1, count), asked(), pages);
            let all: Vec<Bytes> = all.try_collect().await.unwrap();
            let expected: String = (1..=count).map(|n| format!("{n}\r\n")).collect();
            assert_eq!(all.concat(), format!("number\r\n{expected}").as_bytes());
        }
    }

    #[actix_web::test]
    async fn a_page_that_cannot_be_read_is_no_end() {
        let pages = async |asked: Asked| match number(&asked) {
            2 => Ok(page(2, 9)),
            _ => Err(QueryError::NotFound),
        };
        let all: Vec<_> = lines(vec![], page(1, 9), asked(), pages).collect().await;
        let read: Vec<bool> = all.iter().map(Result::is_ok).collect();
        assert_eq!(read, [true, true, false]);
    }

    #[actix_web::test]
    async fn a_reader_who_takes_nothing_has_little_read_for_them() {
        let read = Rc::new(Cell::new(0));
        let counted = read.clone();
        let pages = async move |asked: Asked| {
            counted.set(number(&asked));
            Ok(page(number(&asked), 1_000))
        };
        let mut all = Box::pin(lines(vec![], page(1, 1_000), asked(), pages));
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(read.get(), 3);
        all.next().await.unwrap().unwrap();
        all.next().await.unwrap().unwrap();
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert_eq!(read.get(), 4);
        drop(all);
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(read.get() <= 5, "{}", read.get());
    }
}
