//! What `SECURITY.md` says is tested is tested.

use std::collections::HashSet;
use std::path::Path;

const DOCUMENT: &str = include_str!("../../SECURITY.md");

/// The names of all functions in a folder's Rust files.
fn functions(folder: &Path, found: &mut HashSet<String>) {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    for path in entries.map(|entry| entry.expect("an entry").path()) {
        if path.is_dir() {
            functions(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a text");
            // A test is a function under an attribute that says so.
            let parts = text
                .split("test")
                .skip(1)
                .filter(|part| part.starts_with([']', '(']));
            let named = parts.filter_map(|part| part.split_once("fn ")?.1.split('(').next());
            found.extend(named.map(str::to_owned));
        }
    }
}

/// What stands in backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn every_test_that_is_named_here_exists() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut tests = HashSet::new();
    for part in ["domain", "projections", "notifier", "api"] {
        functions(&workspace.join(part), &mut tests);
    }
    let rows = DOCUMENT
        .lines()
        .skip_while(|line| !line.starts_with("| 1."));
    let rows: Vec<&str> = rows.take_while(|line| line.starts_with("| ")).collect();
    assert!(rows.len() >= 45, "{} rows", rows.len());
    let mut missing = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        assert_eq!(cells.len(), 4, "{row}");
        missing.extend(quoted(cells[3]).filter(|name| !tests.contains(*name)));
    }
    assert!(missing.is_empty(), "no such tests: {missing:#?}");
}
