//! Problems in the OpenAPI document: each call says once which kinds it can answer with.

use std::collections::BTreeMap;

use utoipa::openapi::{Content, Ref, RefOr, Response, Responses};

use super::Kind;

/// Declares the responses of a call's problems, for its `#[utoipa::path]`.
macro_rules! problems {
    ($($kind:ident),+ $(,)?) => {
        /// The problems that are this call's own.
        pub struct Problems;

        impl utoipa::IntoResponses for Problems {
            fn responses() -> std::collections::BTreeMap<
                String,
                utoipa::openapi::RefOr<utoipa::openapi::Response>,
            > {
                use $crate::http::problem::{Kind, documented};
                documented::responses(&[$(Kind::$kind),+])
            }
        }
    };
}

pub(in crate::http) use problems;

/// One response for each status that the kinds have.
pub fn responses(kinds: &[Kind]) -> BTreeMap<String, RefOr<Response>> {
    let mut responses = Responses::new();
    for kind in kinds {
        add(&mut responses, *kind);
    }
    responses.responses
}

/// Adds a kind to what is documented for its status.
pub fn add(responses: &mut Responses, kind: Kind) {
    let entry = kind.entry();
    let response = responses
        .responses
        .entry(entry.status.as_str().to_owned())
        .or_insert_with(|| {
            let content = Content::new(Some(Ref::from_schema_name("Problem")));
            let mut response = Response::new("");
            let media = "application/problem+json".to_owned();
            response.content.insert(media, content.into());
            response.into()
        });
    let line = format!("- `{}`: {}", entry.slug, entry.title);
    if let RefOr::T(response) = response
        && !response.description.contains(&line)
    {
        let before = std::mem::take(&mut response.description);
        response.description = format!("{before}\n{line}").trim_start().to_owned();
    }
}
