//! A fact as the log stores it, and the bytes that its hash is over.

use super::hash::Hash;
use crate::log::Position;

/// Names the form below; another form needs another name.
pub const FORM: &str = "seatlog-fact-1";

/// A fact exactly as its row has it: payload and metadata are the stored texts, not what they mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the columns of table events")]
pub struct Record<'a> {
    pub position: Position,
    pub aggregate_type: &'a [u8],
    pub aggregate_id: &'a [u8],
    pub sequence: i64,
    pub event_type: &'a [u8],
    pub event_version: &'a [u8],
    pub payload: &'a [u8],
    pub metadata: &'a [u8],
    /// Microseconds since 1970-01-01T00:00:00Z.
    pub recorded_at_us: i64,
}

impl Record<'_> {
    /// Writes the canonical form: ten netstrings (`length:bytes,`), the name of the form first,
    /// then the fields in the order above, numbers in decimal.
    pub fn write_canonical(&self, form: &mut Vec<u8>) {
        form.clear();
        let mut number = Decimal::default();
        put(form, FORM.as_bytes());
        put(form, number.of(self.position));
        put(form, self.aggregate_type);
        put(form, self.aggregate_id);
        put(form, number.of(self.sequence));
        put(form, self.event_type);
        put(form, self.event_version);
        put(form, self.payload);
        put(form, self.metadata);
        put(form, number.of(self.recorded_at_us));
    }

    /// The leaf of this record; `form` is room for its canonical form.
    pub fn leaf(&self, form: &mut Vec<u8>) -> Hash {
        self.write_canonical(form);
        Hash::of_record(form)
    }
}

fn put(form: &mut Vec<u8>, field: &[u8]) {
    form.extend_from_slice(Decimal::default().of(field.len() as i64));
    form.push(b':');
    form.extend_from_slice(field);
    form.push(b',');
}

/// Room for the decimal digits of a number and its sign, so that writing one allocates nothing.
#[derive(Default)]
struct Decimal([u8; 20]);

impl Decimal {
    fn of(&mut self, number: i64) -> &[u8] {
        let mut at = self.0.len();
        let mut rest = number.unsigned_abs();
        loop {
            at -= 1;
            self.0[at] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            at -= 1;
            self.0[at] = b'-';
        }
        &self.0[at..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: Record<'_> = Record {
        position: 7,
        aggregate_type: b"event",
        aggregate_id: b"e1",
        sequence: 2,
        event_type: b"EventPublished",
        event_version: b"1",
        payload: br#"{"a": 1}"#,
        metadata: b"{}",
        recorded_at_us: 1_790_000_000_123_456,
    };

    fn form(record: Record<'_>) -> String {
        let mut form = Vec::new();
        record.write_canonical(&mut form);
        String::from_utf8(form).unwrap()
    }

    #[test]
    fn the_canonical_form_and_its_hashes_are_these() {
        assert_eq!(
            form(RECORD),
            "14:seatlog-fact-1,1:7,5:event,2:e1,1:2,14:EventPublished,1:1,8:{\"a\": 1},2:{},\
             16:1790000000123456,"
        );
        // Made with Python's hashlib.
        let leaf = RECORD.leaf(&mut Vec::new());
        assert_eq!(
            leaf.to_string(),
            "f5371044fe5b820209a159f3450c98cb3ffcbf8ba8324e9f08fb8fccd273926d"
        );
        assert_eq!(
            Hash::NOTHING.chained(leaf).to_string(),
            "5e69ded22efbafa6105e184f41d3f00c7b5e2b7b97ef6960728744be0adf736d"
        );
    }

    #[test]
    fn moving_a_boundary_between_fields_changes_the_form() {
        let moved = Record {
            aggregate_type: b"even",
            aggregate_id: b"te1",
            ..RECORD
        };
        assert_ne!(form(moved), form(RECORD));
    }

    #[test]
    fn every_number_has_its_digits() {
        for number in [0, 9, 10, -1, i64::MAX, i64::MIN] {
            let written = Decimal::default().of(number).to_vec();
            assert_eq!(String::from_utf8(written).unwrap(), number.to_string());
        }
    }
}
