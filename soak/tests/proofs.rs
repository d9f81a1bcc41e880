//! The short form of a proof with a count (`make proofs`), where `matrix` does not show the same.

use std::path::PathBuf;

use seatlog_soak::proof::{Proof, Trial, prove};

/// The program, which `cargo test --workspace` and `cargo build` leave two folders above the tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().expect("this test's own file");
    let built = test.ancestors().nth(2).expect("the folder of the build");
    built.join("seatlog")
}

#[tokio::test(flavor = "multi_thread")]
async fn no_seat_is_sold_twice_in_any_condition_of_redis() {
    let trial = Trial {
        proof: Proof::Redis,
        count: Some(400),
        conditions: Vec::new(),
        seed: 20_261_130,
        program: program(),
    };
    let proved = prove(&trial).await.expect("a proof from beginning to end");
    proved.print();
    assert!(proved.holds(), "see {:?}", proved.folder);
    let conditions = proved.figures["conditions"].as_object();
    for (name, sum) in conditions.expect("figures of each condition") {
        // A hundred seats, and four attempts for each.
        assert!(sum["acknowledged"].as_u64() > Some(80), "{name}: {sum}");
        assert!(sum["refused"].as_u64() > Some(200), "{name}: {sum}");
    }
}
