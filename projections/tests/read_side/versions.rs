//! Facts that another version of the program wrote.

use std::time::Duration;

use seatlog_domain::event::{EventFact, HoldState, ReleaseCause};
use seatlog_projections::as_of::{AsOf, resolve};
use seatlog_projections::audit::{compare, facts, replay};
use seatlog_projections::log::{Fact, LogError, read_after};
use seatlog_projections::projector::{self, AdvanceError, advance};
use seatlog_projections::runner::catch_up;
use seatlog_projections::seal::verify::verify;
use seatlog_projections::{checkpoints, holds};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::written_log::*;

/// As `HoldReleased` was written before it had a cause.
fn released_in_version_1() -> Value {
    json!({"HoldReleased": {
        "hold_id": hold_id(7), "user_id": user(7), "seats": ["ST-A-1"],
        "released_at": "2027-03-01T12:10:00Z",
    }})
}

/// A seat that was held, given back in version 1, and sold to somebody else.
async fn written_by_an_older_program(pool: &PgPool) -> Vec<Fact> {
    let hold = held(1, 7, &["ST-A-1"]);
    append(pool, &[created(1, "Nabucco", at(24)), hold.made()]).await;
    let release = released_in_version_1();
    assert_eq!(
        append_version(pool, 1, ("HoldReleased", "1"), release).await,
        3
    );
    append(pool, &[sold(1, 8, &["ST-A-1"]).booked()]).await;
    let read = read_after(pool, 0, 10).await.unwrap();
    read.into_iter().map(|recorded| recorded.fact).collect()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_fact_of_an_older_version_is_read_as_one_of_todays(pool: PgPool) {
    let facts = written_by_an_older_program(&pool).await;
    let Fact::Event(_, EventFact::HoldReleased { cause, seats, .. }) = &facts[2] else {
        panic!("{:?}", facts[2]);
    };
    assert_eq!((*cause, seats.len()), (ReleaseCause::Unrecorded, 1));

    catch_up(&pool).await.unwrap();
    let hold = holds::find(&pool, hold_id(7), Duration::ZERO)
        .await
        .unwrap();
    assert_eq!(hold.unwrap().state(at(0)), HoldState::Released);
    let mut differences = vec![];
    let compared = compare::compare(&pool, None, &mut |it| differences.push(it)).await;
    assert_eq!((compared.unwrap().events, differences), (1, vec![]));
}

#[sqlx::test(migrations = "../migrations")]
async fn the_chain_and_the_auditors_list_have_what_was_stored(pool: PgPool) {
    written_by_an_older_program(&pool).await;
    let verdict = verify(&pool, &[], &[]).await.unwrap();
    assert!(verdict.ok, "{verdict:?}");
    let filter = facts::FactFilter::default();
    let listed = facts::list(&pool, &filter, &page(10, None), Duration::from_secs(30)).await;
    let release = &listed.unwrap().items[2];
    assert_eq!(
        (release.version.as_str(), &release.payload),
        ("1", &released_in_version_1())
    );

    // What it is turned into was never stored, and is not taken for it.
    sqlx::raw_sql(
        "ALTER TABLE events DISABLE TRIGGER ALL;
         UPDATE events SET event_version = '2', payload = jsonb_set(payload::jsonb,
             '{HoldReleased,cause}', '\"unrecorded\"') WHERE position = 3",
    )
    .execute(&pool)
    .await
    .unwrap();
    let verdict = verify(&pool, &[], &[]).await.unwrap();
    assert_eq!(verdict.first_bad_position, Some(3));
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_gets_past_a_version_that_is_newer_than_the_program(pool: PgPool) {
    let hold = held(1, 7, &["ST-A-1"]);
    append(&pool, &[created(1, "Nabucco", at(24)), hold.made()]).await;
    let newer = append_version(&pool, 1, ("HoldReleased", "3"), released_in_version_1()).await;
    let named = r#"HoldReleased has no version "3", the latest is 2"#;
    for model in projector::all() {
        let halted = advance(&pool, model).await;
        let Err(AdvanceError::Halted(halt)) = halted else {
            panic!("{}: {halted:?}", model.name());
        };
        assert_eq!((halt.position, halt.reason.as_str()), (newer, named));
    }
    for reached in checkpoints::list(&pool).await.unwrap() {
        assert_eq!(reached.position, newer - 1, "{}", reached.name);
    }
    let now = resolve(&pool, AsOf::Position(newer)).await.unwrap();
    let replayed = replay::replay::<LogError>(&pool, now, None, |_| Ok(())).await;
    let error = replayed.unwrap_err().to_string();
    assert!(
        error.contains(&format!("position {newer}")) && error.contains(named),
        "{error}"
    );
}
