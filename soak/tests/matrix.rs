//! Everything goes wrong once, in about three minutes: the short form of `make soak`.

use std::path::PathBuf;

use seatlog_soak::{Length, Plan, run};

/// The program, which `cargo test --workspace` and `cargo build` leave two folders above the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this test's own file");
    let built = test.ancestors().nth(2).expect("the folder of the build");
    let program = built.join("seatlog");
    assert!(
        program.exists(),
        "{} is not there: build it first (cargo build -p seatlog), or run cargo test --workspace",
        program.display()
    );
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_lost_or_doubled_when_everything_has_gone_wrong_once() {
    let plan = Plan {
        seed: 20_261_130,
        length: Length::Round,
        buyers: 16,
        program: program(),
        plants: Vec::new(),
    };
    let outcome = run(&plan).await.expect("a run from beginning to end");
    outcome.report.print();
    assert!(outcome.holds(), "see {:?}", outcome.folder);
    let unstepped = |why: &&str| why.starts_with("clocks were not stepped");
    assert_eq!(
        outcome
            .report
            .left_out()
            .iter()
            .copied()
            .find(|it| unstepped(it)),
        None
    );
    for verdict in &outcome.verdicts {
        assert!(verdict.looked_at > 0, "{verdict:?} has seen nothing");
    }
}
