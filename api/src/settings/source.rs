//! Where settings come from.

use std::collections::HashMap;
use std::ffi::OsString;

use super::{BadSetting, TABLE};

/// The file that is read if it stands in the working directory.
const FILE: &str = "seatlog.toml";

/// Named texts. An empty one counts as unset.
#[derive(Debug, Clone, Default)]
pub struct Source(HashMap<String, String>);

impl Source {
    /// The environment, and below it `seatlog.toml`.
    ///
    /// # Errors
    /// The file cannot be read, or names a setting that does not exist.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn of_this_process() -> Result<Self, BadSetting> {
        let file = match std::fs::read_to_string(FILE) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(BadSetting::new(FILE, error)),
        };
        let environment = of_environment(std::env::vars_os())?;
        Ok(Self::of_file(&file)?.overlaid(environment))
    }

    /// A file of `NAME = value` lines.
    ///
    /// # Errors
    /// It is not TOML, or names a setting that does not exist.
    pub fn of_file(text: &str) -> Result<Self, BadSetting> {
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| BadSetting::new(FILE, error.message()))?;
        let mut values = HashMap::new();
        for (name, value) in table {
            let upper = name.to_uppercase();
            if !TABLE.iter().any(|(known, ..)| *known == upper) {
                return Err(BadSetting::new(
                    &name,
                    format!("there is no such setting ({FILE})"),
                ));
            }
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                toml::Value::Float(_)
                | toml::Value::Boolean(_)
                | toml::Value::Datetime(_)
                | toml::Value::Array(_)
                | toml::Value::Table(_) => {
                    return Err(BadSetting::new(&name, "must be a text or a number"));
                }
            };
            values.insert(upper, text);
        }
        Ok(Self(values))
    }

    /// The same, with these on top.
    pub fn overlaid(mut self, values: impl IntoIterator<Item = (String, String)>) -> Self {
        self.0.extend(values);
        self
    }

    pub(super) fn get(&self, name: &str) -> Option<String> {
        self.0.get(name).filter(|value| !value.is_empty()).cloned()
    }
}

/// The settings among these variables. What others hold, and be it no text, is not our affair.
pub(super) fn of_environment(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Vec<(String, String)>, BadSetting> {
    let setting = |name: &OsString| TABLE.iter().find(|(known, ..)| name == known);
    variables
        .into_iter()
        .filter_map(|(name, value)| Some((setting(&name)?.0, value)))
        .map(|(name, value)| match value.into_string() {
            Ok(value) => Ok((name.to_owned(), value)),
            Err(_) => Err(BadSetting::new(name, "is not valid UTF-8")),
        })
        .collect()
}
