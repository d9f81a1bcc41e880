//! The fuzz targets over their corpus and what it becomes by small changes: the same functions that
//! `dev/fuzz` runs for long, guided by coverage.

#[path = "../fuzz/src/lib.rs"]
#[expect(
    unreachable_pub,
    reason = "it is a library, which the fuzzer's programs use"
)]
mod targets;

use std::fs;
use std::panic::catch_unwind;
use std::path::Path;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};

/// How many changed texts each target gets.
const CHANGES: usize = 400;
const SEED: u64 = 20_261_130;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let entries = fs::read_dir(folder.join(target));
    let entries = entries.unwrap_or_else(|error| panic!("the corpus of {target}: {error}"));
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    let texts = files.iter().map(|file| fs::read(file).expect("a file"));
    texts.collect()
}

/// What fuzzers do: bytes change, go, come twice, or come from another text.
fn change(random: &mut StdRng, texts: &[Vec<u8>]) -> Vec<u8> {
    let mut text = texts.choose(random).cloned().unwrap_or_default();
    for _ in 0..random.random_range(1..4) {
        let at = random.random_range(0..=text.len());
        let to = random.random_range(at..=text.len());
        match random.random_range(0..5) {
            0 if at < text.len() => text[at] = random.random(),
            1 => drop(text.drain(at..to)),
            2 => {
                let part = text[at..to].to_vec();
                text.splice(at..at, part);
            }
            3 => {
                let bytes = *b"\"\\{}[],:.=-+0\n\r\0\x80\xff";
                text.insert(at, *bytes.choose(random).expect("bytes"));
            }
            _ => {
                let other = texts.choose(random).cloned().unwrap_or_default();
                let from = random.random_range(0..=other.len());
                text.splice(at..to, other[from..].iter().copied());
            }
        }
    }
    text.truncate(16 * 1024);
    text
}

#[test]
fn no_target_fails_on_its_corpus_or_small_changes_of_it() {
    let mut failed = Vec::new();
    for (name, target) in targets::TARGETS {
        let texts = corpus(name);
        assert!(texts.len() >= 3, "{name} has {} texts", texts.len());
        let mut random = StdRng::seed_from_u64(SEED);
        let changed = (0..CHANGES).map(|_| change(&mut random, &texts));
        for text in texts.iter().cloned().chain(changed) {
            if catch_unwind(|| target(&text)).is_err() {
                failed.push(format!("{name}: {:?}", String::from_utf8_lossy(&text)));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn every_target_has_a_program_of_its_own() {
    let manifest = include_str!("../fuzz/Cargo.toml");
    for (name, _) in targets::TARGETS {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
        let program = format!("fuzz/fuzz_targets/{name}.rs");
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join(program);
        let text = fs::read_to_string(program).expect("a program");
        assert!(
            text.contains(&format!("seatlog_fuzz::{name}(data)")),
            "{name}"
        );
    }
}
