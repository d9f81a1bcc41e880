//! Lists as comma-separated values (RFC 4180), page by page in constant memory, safe to open in a
//! spreadsheet.

mod format;
mod rows;

pub use format::Format;

use std::io::Write;

use chrono::{DateTime, SecondsFormat, Utc};

/// An item of a list as a line of a CSV file.
pub trait CsvRow {
    /// The names of its JSON members in order, nested ones joined by a dot.
    const COLUMNS: &'static [&'static str];

    /// Writes its cells, in the order of `COLUMNS`.
    fn write(&self, line: &mut Line<'_>);
}

/// A line that is being written.
#[derive(Debug)]
pub struct Line<'a> {
    to: &'a mut Vec<u8>,
    begun: bool,
}

impl<'a> Line<'a> {
    /// Begins a line.
    pub fn begin(to: &'a mut Vec<u8>) -> Self {
        Self { to, begun: false }
    }

    /// Ends it.
    pub fn end(self) {
        self.to.extend_from_slice(b"\r\n");
    }

    fn cell(&mut self) -> &mut Vec<u8> {
        if self.begun {
            self.to.push(b',');
        }
        self.begun = true;
        self.to
    }

    /// A number.
    pub fn number(&mut self, number: impl std::fmt::Display) {
        write!(self.cell(), "{number}").expect("a vector takes everything");
    }

    /// A time.
    pub fn time(&mut self, time: DateTime<Utc>) {
        let text = time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
        self.cell().extend_from_slice(text.as_bytes());
    }

    /// A text. One that a spreadsheet would take for a formula begins with an apostrophe, as OWASP
    /// advises.
    pub fn text(&mut self, text: &str) {
        let cell = self.cell();
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
        if !formula && !text.contains([',', '"', '\r', '\n']) {
            return cell.extend_from_slice(text.as_bytes());
        }
        cell.push(b'"');
        if formula {
            cell.push(b'\'');
        }
        cell.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        cell.push(b'"');
    }

    /// Something without commas and quotes, such as an id.
    pub fn plain(&mut self, value: impl std::fmt::Display) {
        self.number(value);
    }

    /// Nothing.
    pub fn none(&mut self) {
        self.cell();
    }

    /// Several values in one cell.
    pub fn several<T: std::fmt::Display>(&mut self, values: impl Iterator<Item = T>) {
        let values: Vec<String> = values.map(|value| value.to_string()).collect();
        self.text(&values.join(";"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(write: impl FnOnce(&mut Line<'_>)) -> String {
        let mut to = Vec::new();
        let mut line = Line::begin(&mut to);
        write(&mut line);
        line.end();
        String::from_utf8(to).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let written = line(|line| {
            line.text("plain");
            line.text("a \"b\", c");
            line.text("two\nlines");
            line.none();
            line.text("");
        });
        assert_eq!(written, "plain,\"a \"\"b\"\", c\",\"two\nlines\",,\r\n");
    }

    #[test]
    fn no_text_is_a_formula_and_numbers_stay_numbers() {
        for begin in ["=", "+", "-", "@", "\t", "\r"] {
            let written = line(|line| line.text(&format!("{begin}1+1")));
            assert_eq!(written, format!("\"'{begin}1+1\"\r\n"));
        }
        assert_eq!(line(|line| line.number(-5)), "-5\r\n");
    }
}
