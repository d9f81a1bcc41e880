//! Lists in pages. A page ends with an opaque cursor that says after which item the next one
//! begins, so items that come and go meanwhile neither repeat others nor hide them.

use std::borrow::Cow;
use std::fmt::Debug;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// Why a read model did not answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// The database failed.
    #[error("the read model cannot be read: {0}")]
    Database(#[from] sqlx::Error),
    /// The cursor was not given out by this list with this filter.
    #[error("must be the next_cursor of this list with the same filter")]
    BadCursor,
}

/// Where in a list the next page begins; opaque to callers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String)]
pub struct Cursor(String);

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Cursor {
    /// The cursor as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn seal(tag: &str, key: &impl Serialize) -> Result<Self, QueryError> {
        let json = serde_json::to_vec(&(tag, key)).map_err(|_| QueryError::BadCursor)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(json)))
    }

    fn open<K: DeserializeOwned>(&self, tag: &str) -> Result<K, QueryError> {
        let json = URL_SAFE_NO_PAD.decode(&self.0).ok();
        let parts = json.and_then(|json| serde_json::from_slice::<(String, K)>(&json).ok());
        match parts {
            Some((found, key)) if found == tag => Ok(key),
            _ => Err(QueryError::BadCursor),
        }
    }
}

/// Which page is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// The greatest number of items.
    pub limit: u16,
    /// The `next_cursor` of the page before; nothing: the first page.
    pub cursor: Option<Cursor>,
}

impl PageRequest {
    /// The sort key after which the page begins; `tag` names the list and its filter.
    pub fn after<K: DeserializeOwned>(&self, tag: &str) -> Result<Option<K>, QueryError> {
        self.cursor
            .as_ref()
            .map(|cursor| cursor.open(tag))
            .transpose()
    }

    /// How many rows to fetch: one more than the page has tells whether another page follows.
    pub fn fetch(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Makes the page out of the rows fetched; `key` is an item's sort key.
    pub fn close<T, K: Serialize>(
        &self,
        tag: &str,
        mut items: Vec<T>,
        key: impl Fn(&T) -> K,
    ) -> Result<Page<T>, QueryError> {
        let more = items.len() > usize::from(self.limit);
        items.truncate(usize::from(self.limit));
        let last = items.last().filter(|_| more);
        let next_cursor = last.map(|item| Cursor::seal(tag, &key(item))).transpose()?;
        Ok(Page { items, next_cursor })
    }

    /// A page that ends before it is full, because looking for more took too long: the next one
    /// goes on behind `reached`.
    pub fn cut_short<T, K: Serialize>(
        &self,
        tag: &str,
        items: Vec<T>,
        reached: &K,
    ) -> Result<Page<T>, QueryError> {
        let next_cursor = Some(Cursor::seal(tag, reached)?);
        Ok(Page { items, next_cursor })
    }
}

/// Names a list and its filter inside its cursors. FNV-1a; it need not be secret: a forged key
/// only leads to another place in the same list.
pub fn tag(list: &str, filter: &impl Debug) -> String {
    let text = format!("{list} {filter:?}");
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Where the next page begins; nothing: this is the last one.
    pub next_cursor: Option<Cursor>,
}

impl<T: ToSchema> PartialSchema for Page<T> {
    fn schema() -> RefOr<Schema> {
        let items = ArrayBuilder::new().items(Ref::from_schema_name(T::name()));
        let cursor = ObjectBuilder::new()
            .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some("Where the next page begins; null on the last one."));
        let page = ObjectBuilder::new()
            .property("items", items)
            .required("items")
            .property("next_cursor", cursor)
            .required("next_cursor");
        page.into()
    }
}

/// In OpenAPI a page of `Event` is called `EventList`.
impl<T: ToSchema> ToSchema for Page<T> {
    fn name() -> Cow<'static, str> {
        format!("{}List", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(cursor: &str) -> PageRequest {
        PageRequest {
            limit: 2,
            cursor: Some(Cursor::from(cursor.to_owned())),
        }
    }

    #[test]
    fn a_cursor_opens_only_in_its_own_list_with_its_own_filter() {
        let mine = tag("events", &("verdi", 1));
        let cursor = Cursor::seal(&mine, &(7_i64, "x")).unwrap();
        let asked = request(cursor.as_str());
        assert_eq!(
            asked.after::<(i64, String)>(&mine).unwrap(),
            Some((7, "x".to_owned()))
        );
        for other in [tag("events", &("bach", 1)), tag("bookings", &("verdi", 1))] {
            let opened = asked.after::<(i64, String)>(&other);
            assert!(matches!(opened, Err(QueryError::BadCursor)));
        }
    }

    #[test]
    fn a_forged_cursor_is_refused() {
        for text in ["", "!", "e30", "AAAA", "WyIiLDFd", "\u{e9}"] {
            let opened = request(text).after::<i64>(&tag("events", &()));
            assert!(matches!(opened, Err(QueryError::BadCursor)), "{text}");
        }
    }

    #[test]
    fn only_a_page_that_another_follows_has_a_cursor() {
        let asked = PageRequest {
            limit: 2,
            cursor: None,
        };
        let page = asked.close("t", vec![1, 2, 3], |item| *item).unwrap();
        assert_eq!(page.items, [1, 2]);
        let next = PageRequest {
            limit: 2,
            cursor: page.next_cursor,
        };
        assert_eq!(next.after::<i64>("t").unwrap(), Some(2));
        let last = asked.close("t", vec![1, 2], |item| *item).unwrap();
        assert_eq!(last.next_cursor, None);
    }

    #[test]
    fn a_page_is_called_after_its_items() {
        assert_eq!(Page::<crate::catalogue::Event>::name(), "EventList");
        assert_eq!(Page::<crate::bookings::Booking>::name(), "BookingList");
    }
}
