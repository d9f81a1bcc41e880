//! Ten thousand changes to a copy of the rows in memory, through the code that checks the rows of
//! the database.

use seatlog_projections::seal::check::{Course, RangeCheck};
use seatlog_projections::seal::note::Checkpoint;
use seatlog_projections::seal::record::Record;
use seatlog_projections::seal::{Hash, Seals, sealer, tree};

/// Facts of the log.
const FACTS: i64 = 24;
const TAMPERINGS: u64 = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    position: i64,
    stream: String,
    sequence: i64,
    event_type: String,
    version: String,
    payload: String,
    metadata: String,
    recorded_at_us: i64,
}

impl Row {
    fn number(position: i64) -> Self {
        Self {
            position,
            stream: format!("stream-{}", position % 5),
            sequence: position / 5 + 1,
            event_type: "SeatsBooked".to_owned(),
            version: "1".to_owned(),
            payload: format!(r#"{{"SeatsBooked":{{"seat":"ST-A-{position}"}}}}"#),
            metadata: format!(r#"{{"command_id":"{position}"}}"#),
            recorded_at_us: 1_800_000_000_000_000 + position * 1_000,
        }
    }

    fn record(&self) -> Record<'_> {
        Record {
            position: self.position,
            aggregate_type: b"event",
            aggregate_id: self.stream.as_bytes(),
            sequence: self.sequence,
            event_type: self.event_type.as_bytes(),
            event_version: self.version.as_bytes(),
            payload: self.payload.as_bytes(),
            metadata: self.metadata.as_bytes(),
            recorded_at_us: self.recorded_at_us,
        }
    }
}

fn log() -> Vec<Row> {
    (1..=FACTS).map(Row::number).collect()
}

fn seals(rows: &[Row]) -> Vec<Seals> {
    sealer::seal_all(rows.iter().map(Row::record))
}

/// What a notary would have signed of these seals.
fn checkpoint(seals: &[Seals], size: i64) -> Checkpoint {
    let all: Vec<Hash> = seals.iter().flat_map(|row| row.leaves.clone()).collect();
    let chain: Vec<Hash> = seals.iter().flat_map(|row| row.chain.clone()).collect();
    Checkpoint {
        origin: "seatlog/test".to_owned(),
        tree_size: size,
        root: tree::root(&all[..size as usize]).unwrap(),
        chain: chain[size as usize - 1],
        signed_at: "2027-01-01T00:00:00Z".to_owned(),
    }
}

/// The first bad position; nothing if everything checks.
fn first_bad(rows: &[Row], seals: &[Seals], checkpoints: &[Checkpoint]) -> Option<i64> {
    let last = seals.last().map_or(0, Seals::last);
    let sizes = checkpoints.iter().map(|it| it.tree_size).collect();
    let mut check = RangeCheck::new(0, Hash::NOTHING, seals, sizes);
    rows.iter().for_each(|row| check.take(row.record()));
    let gone = Course::default().go(check.finish(last, 0), checkpoints);
    gone.err().map(|bad| bad.position)
}

/// Numbers that differ and repeat from run to run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    fn change(&mut self, text: &mut String) {
        let at = self.below(text.len() as u64) as usize;
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        *text = String::from_utf8(bytes).unwrap();
    }
}

/// Changes the rows in one of ten ways; tells the lowest position that is not what it was.
fn tamper(rows: &mut Vec<Row>, kind: u64, dice: &mut Dice) -> i64 {
    let at = dice.below(FACTS as u64) as usize;
    let row = &mut rows[at];
    match kind {
        0 => dice.change(&mut row.payload),
        1 => dice.change(&mut row.metadata),
        2 => dice.change(&mut row.event_type),
        3 => dice.change(&mut row.version),
        4 => dice.change(&mut row.stream),
        5 => row.recorded_at_us += 1 + dice.below(1_000_000) as i64,
        6 => row.sequence += 1,
        7 => drop(rows.remove(at)),
        8 => {
            // One more, and all behind it one further.
            let mut more = row.clone();
            more.payload.push(' ');
            rows[at..].iter_mut().for_each(|row| row.position += 1);
            rows.insert(at, more);
        }
        _ => {
            let other = (at + 1 + dice.below(FACTS as u64 - 1) as usize) % rows.len();
            rows.swap(at, other);
            let (low, high) = (at.min(other), at.max(other));
            (rows[low].position, rows[high].position) = (low as i64 + 1, high as i64 + 1);
            return low as i64 + 1;
        }
    }
    at as i64 + 1
}

#[test]
fn every_one_of_ten_thousand_tamperings_is_found_at_its_position() {
    let honest = log();
    let seals = seals(&honest);
    let checkpoints = [checkpoint(&seals, 9), checkpoint(&seals, FACTS)];
    assert_eq!(first_bad(&honest, &seals, &checkpoints), None);
    let mut dice = Dice(2_026);
    for n in 0..TAMPERINGS {
        let mut rows = honest.clone();
        let changed = tamper(&mut rows, n % 10, &mut dice);
        let found = first_bad(&rows, &seals, &checkpoints);
        assert_eq!(found, Some(changed), "tampering {n}, kind {}", n % 10);
    }
}

#[test]
fn a_history_that_was_sealed_anew_is_found_against_a_checkpoint() {
    let honest = log();
    let sealed = seals(&honest);
    let checkpoints = [checkpoint(&sealed, 9), checkpoint(&sealed, FACTS)];
    let mut dice = Dice(1);
    for n in 0..200 {
        let mut rows = honest.clone();
        let changed = tamper(&mut rows, [0, 1, 2, 3, 4, 5, 6, 9][n % 8], &mut dice);
        let anew = seals(&rows);
        // By itself it is in order.
        assert_eq!(first_bad(&rows, &anew, &[]), None);
        // It is somewhere behind the last checkpoint that agrees.
        let behind = if changed <= 9 { 1 } else { 10 };
        assert_eq!(first_bad(&rows, &anew, &checkpoints), Some(behind));
    }
}

#[test]
fn a_changed_seal_is_found_where_the_chain_breaks() {
    let honest = log();
    let sealed = seals(&honest);
    let wrong = Hash::of_record(b"something else");
    for at in 0..FACTS as usize {
        let mut leaf = sealed.clone();
        leaf[0].leaves[at] = wrong;
        assert_eq!(first_bad(&honest, &leaf, &[]), Some(at as i64 + 1));
        let mut chain = sealed.clone();
        chain[0].chain[at] = wrong;
        assert_eq!(first_bad(&honest, &chain, &[]), Some(at as i64 + 1));
    }
}

#[test]
fn a_fact_in_front_of_the_first_one_is_found() {
    let mut rows = log();
    let seals = seals(&rows);
    rows.insert(0, Row::number(0));
    assert_eq!(first_bad(&rows, &seals, &[]), Some(0));
}
