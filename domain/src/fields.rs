//! What is wrong with a field, in words for the person who filled it in.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One field that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// The path of the field in the request, such as `seating.sections[1].id`.
    pub field: String,
    /// A sentence that says what would be accepted.
    pub message: String,
}

impl FieldError {
    /// Names a field and what is wrong with it.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            message: message.into(),
        }
    }

    /// Puts a parsed value into place, or notes the error under the field's name.
    pub fn collect<T, E: fmt::Display>(
        errors: &mut Vec<FieldError>,
        field: &str,
        parsed: Result<T, E>,
    ) -> Option<T> {
        parsed
            .map_err(|error| errors.push(FieldError::new(field, error.to_string())))
            .ok()
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.message)
    }
}
