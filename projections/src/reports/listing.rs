//! Lists of figures, in pages that agree: a cursor carries the position that its first page was made
//! as of.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::PgPool;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::as_of::{self, AsOf, Moment};
use crate::log::Position;
use crate::page::{Cursor, Page, PageRequest, QueryError};

/// A page of a list, and the moment that all its pages are as of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Where the next page begins; nothing: this is the last one.
    pub next_cursor: Option<Cursor>,
    /// The last fact that the figures know of.
    pub position: Position,
    /// The time that was asked for, or when that fact was recorded.
    pub as_of: DateTime<Utc>,
}

impl<T> Report<T> {
    pub(super) fn new(page: Page<T>, moment: Moment) -> Self {
        Self {
            items: page.items,
            next_cursor: page.next_cursor,
            position: moment.position,
            as_of: moment.time,
        }
    }
}

impl<T: ToSchema> PartialSchema for Report<T> {
    fn schema() -> RefOr<Schema> {
        let position = i64::schema();
        let time = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)));
        let page = match Page::<T>::schema() {
            RefOr::T(Schema::Object(page)) => ObjectBuilder::from(page),
            other => return other,
        };
        page.property("position", position)
            .required("position")
            .property("as_of", time)
            .required("as_of")
            .into()
    }
}

/// In OpenAPI a report of `EventReport` is called `EventReportListAsOf`.
impl<T: ToSchema> ToSchema for Report<T> {
    fn name() -> Cow<'static, str> {
        format!("{}ListAsOf", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Page::<T>::schemas(schemas);
    }
}

/// Which page, as of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// As of when; nothing: now, or when the first page was made.
    pub as_of: Option<Moment>,
    /// Which page.
    pub page: PageRequest,
}

impl Asked {
    /// The moment, and where the page begins.
    pub(super) async fn open<K: DeserializeOwned>(
        &self,
        pool: &PgPool,
        tag: &str,
    ) -> Result<(Option<Moment>, Option<K>), QueryError> {
        let Some((position, after)) = self.page.after::<(Position, K)>(tag)? else {
            return Ok((self.as_of, None));
        };
        if position == 0 {
            // The first page was made of an empty log.
            return Ok((None, Some(after)));
        }
        if let Some(asked) = self.as_of {
            return match asked.position == position {
                true => Ok((self.as_of, Some(after))),
                false => Err(QueryError::BadCursor),
            };
        }
        let moment = as_of::resolve(pool, AsOf::Position(position)).await;
        let moment = moment.map_err(|_| QueryError::BadCursor)?;
        Ok((Some(moment), Some(after)))
    }

    /// A page of a list that is there as a whole.
    pub(super) fn cut<T>(
        &self,
        tag: &str,
        (moment, after): (Moment, Option<usize>),
        items: Vec<T>,
    ) -> Result<Report<T>, QueryError> {
        let begin = after.unwrap_or(0);
        let numbered = (begin + 1..).zip(items.into_iter().skip(begin));
        let items = numbered
            .take(usize::from(self.page.limit) + 1)
            .collect::<Vec<_>>();
        let page = self
            .page
            .close(tag, items, |(number, _)| (moment.position, *number))?;
        let page = Page {
            items: page.items.into_iter().map(|(_, item)| item).collect(),
            next_cursor: page.next_cursor,
        };
        Ok(Report::new(page, moment))
    }
}
