//! The same in a real log, whose guards the intruder has switched off.

use std::future::poll_fn;
use std::path::PathBuf;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use seatlog_projections::log;
use seatlog_projections::page::PageRequest;
use seatlog_projections::seal::notary::{Notary, SignError};
use seatlog_projections::seal::note::Checkpoint;
use seatlog_projections::seal::proof::{ProofError, prove};
use seatlog_projections::seal::sealer::{self, SealError};
use seatlog_projections::seal::verify::{Verdict, verify};
use seatlog_projections::seal::{self, Hash, tree};
use sqlx::PgPool;

/// More than one block, and one that is not full.
const FACTS: i64 = 1_100;

async fn append(pool: &PgPool, from: i64, count: i64) {
    let sql = "
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata)
        SELECT 'event', 'stream', n, 'SeatsBooked', '1',
               json_build_object('n', n, 'text', 'a  b'), '{\"command_id\" : \"c\"}'
        FROM generate_series($1, $1 + $2 - 1) AS n ORDER BY n";
    sqlx::query(sql)
        .bind(from)
        .bind(count)
        .execute(pool)
        .await
        .unwrap();
}

fn notary(pool: &PgPool) -> Notary {
    let nowhere = PathBuf::from("/dev/null/checkpoints");
    Notary::new(pool.clone(), vec![[7; 32]], nowhere)
}

/// A log that was sealed bit by bit and signed twice.
async fn signed_log(pool: &PgPool) -> Notary {
    let notary = notary(pool);
    for (from, count) in [(1, 3), (4, 1), (5, 600), (605, FACTS - 604)] {
        append(pool, from, count).await;
        sealer::catch_up(pool).await.unwrap();
        if from >= 5 {
            notary.sign(Duration::ZERO).await.unwrap().unwrap();
        }
    }
    notary
}

async fn look(pool: &PgPool, notary: &Notary) -> Verdict {
    let trusted = notary.public_keys().await.unwrap();
    verify(pool, &trusted, &[]).await.unwrap()
}

/// Does something to the log behind the back of its guards, looks at it, and undoes it.
async fn bad_after(pool: &PgPool, notary: &Notary, sql: &str) -> Option<i64> {
    sqlx::raw_sql(&format!(
        "CREATE TABLE saved_events AS SELECT * FROM events;
         CREATE TABLE saved_seals AS SELECT * FROM seals;
         CREATE TABLE saved_checkpoints AS SELECT * FROM log_checkpoints;
         ALTER TABLE events DISABLE TRIGGER ALL; {sql};"
    ))
    .execute(pool)
    .await
    .unwrap();
    let verdict = look(pool, notary).await;
    assert_eq!(verdict.ok, verdict.first_bad_position.is_none());
    sqlx::raw_sql(
        "DELETE FROM events; DELETE FROM seals; DELETE FROM log_checkpoints;
         INSERT INTO events OVERRIDING SYSTEM VALUE SELECT * FROM saved_events;
         INSERT INTO seals SELECT * FROM saved_seals;
         INSERT INTO log_checkpoints SELECT * FROM saved_checkpoints;
         ALTER TABLE events ENABLE TRIGGER ALL;
         DROP TABLE saved_events, saved_seals, saved_checkpoints;",
    )
    .execute(pool)
    .await
    .unwrap();
    verdict.first_bad_position
}

#[sqlx::test(migrations = "../migrations")]
async fn an_untouched_log_verifies_to_its_head(pool: PgPool) {
    let empty = look(&pool, &notary(&pool)).await;
    assert!(empty.ok && empty.checked == 0, "{empty:?}");
    let notary = signed_log(&pool).await;
    let verdict = look(&pool, &notary).await;
    assert!(verdict.ok, "{verdict:?}");
    assert_eq!((verdict.checked, verdict.head_position), (FACTS, FACTS));
    assert_eq!(verdict.checkpoints, 2);
    let head = seal::hashes(&pool, &[FACTS], Duration::ZERO).await.unwrap();
    assert_eq!(head, [Some(verdict.head_hash)]);
}

#[sqlx::test(migrations = "../migrations")]
async fn each_fact_has_its_hash_in_the_chain_as_soon_as_it_is_sealed(pool: PgPool) {
    signed_log(&pool).await;
    append(&pool, FACTS + 1, 1).await;
    let wanted = [1_025, FACTS + 1, 3, 1_024, 3];
    let early = seal::hashes(&pool, &wanted, Duration::ZERO).await.unwrap();
    assert_eq!(early[1], None);
    assert!(early[0].is_some() && early[2].is_some() && early[2] == early[4]);

    let (waited, sealed) = tokio::join!(
        seal::hashes(&pool, &wanted, Duration::from_secs(60)),
        sealer::catch_up(&pool),
    );
    sealed.unwrap();
    let mut waited = waited.unwrap();
    assert!(waited[1].take().is_some());
    assert_eq!(waited, early);
    let sql = "SELECT leaves FROM seals ORDER BY last_position";
    let rows: Vec<Vec<u8>> = sqlx::query_scalar(sql).fetch_all(&pool).await.unwrap();
    let leaves = rows.iter().flat_map(|row| Hash::all_in(row)).take(1_025);
    let chain = leaves.fold(Hash::NOTHING, Hash::chained);
    assert_eq!(early[0], Some(chain));
    sqlx::raw_sql("DELETE FROM seals WHERE first_position = 1")
        .execute(&pool)
        .await
        .unwrap();
    let gone = seal::hashes(&pool, &wanted, Duration::ZERO).await.unwrap();
    assert_eq!((gone[0], gone[2]), (early[0], None));
}

#[sqlx::test(migrations = "../migrations")]
async fn every_kind_of_change_is_found_at_its_position(pool: PgPool) {
    let notary = signed_log(&pool).await;
    let mut position = 1;
    for round in 0..10 {
        let p = position;
        position = (position * 7 + 13 * round) % (FACTS - 2) + 1;
        for (sql, found) in [
            (
                format!("UPDATE events SET payload = '{{\"n\":0}}' WHERE position = {p}"),
                p,
            ),
            // The same JSON, written in another way.
            (
                format!("UPDATE events SET payload = payload::jsonb::json WHERE position = {p}"),
                p,
            ),
            (
                format!("UPDATE events SET metadata = '{{}}' WHERE position = {p}"),
                p,
            ),
            (
                format!(
                    "UPDATE events SET recorded_at = recorded_at + interval '1 microsecond'
                      WHERE position = {p}"
                ),
                p,
            ),
            (
                format!("UPDATE events SET recorded_at = 'infinity' WHERE position = {p}"),
                p,
            ),
            (
                format!("UPDATE events SET event_type = 'SeatsHeld' WHERE position = {p}"),
                p,
            ),
            (
                format!("UPDATE events SET event_version = '2' WHERE position = {p}"),
                p,
            ),
            (
                format!("UPDATE events SET sequence = 100000 WHERE position = {p}"),
                p,
            ),
            (format!("DELETE FROM events WHERE position = {p}"), p),
            (format!("DELETE FROM events WHERE position >= {p}"), p),
            (
                format!(
                    "UPDATE seals SET leaves = overlay(leaves PLACING '\\x00'::bytea FROM 5)
                      WHERE first_position <= {p} AND last_position >= {p}"
                ),
                if p > 1_024 { 1_025 } else { 1 },
            ),
        ] {
            assert_eq!(bad_after(&pool, &notary, &sql).await, Some(found), "{sql}");
        }
    }
    assert!(look(&pool, &notary).await.ok);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_was_rewritten_with_its_seals_or_cut_off_contradicts_a_checkpoint(pool: PgPool) {
    let notary = signed_log(&pool).await;
    let trusted = notary.public_keys().await.unwrap();
    for (sql, found) in [
        // The seals are made anew while verifying.
        (
            "UPDATE events SET payload = '{}' WHERE position = 7; DELETE FROM seals".to_owned(),
            1,
        ),
        (
            "UPDATE events SET payload = '{}' WHERE position = 700;
          DELETE FROM seals"
                .to_owned(),
            605,
        ),
        (
            format!(
                "DELETE FROM events WHERE position > {}; DELETE FROM seals",
                FACTS - 5
            ),
            FACTS - 4,
        ),
        (
            "UPDATE log_checkpoints SET note = replace(note, 'time 2', 'time 3')
          WHERE tree_size = 604"
                .to_owned(),
            604,
        ),
        (
            "INSERT INTO events OVERRIDING SYSTEM VALUE
          SELECT 'event', 'other', 1, event_type, event_version, payload, metadata, -3, recorded_at
          FROM events WHERE position = 1"
                .to_owned(),
            -3,
        ),
    ] {
        assert_eq!(bad_after(&pool, &notary, &sql).await, Some(found), "{sql}");
    }
    // Whoever empties the table of checkpoints is found by one that was kept elsewhere.
    let page = PageRequest {
        limit: 1,
        cursor: None,
    };
    let newest = notary.list(&page).await.unwrap().items.remove(0);
    let kept = Checkpoint::open(&newest.note, &trusted).unwrap();
    sqlx::raw_sql(
        "ALTER TABLE events DISABLE TRIGGER ALL; DELETE FROM events WHERE position > 1090;
         DELETE FROM seals; DELETE FROM log_checkpoints",
    )
    .execute(&pool)
    .await
    .unwrap();
    assert!(look(&pool, &notary).await.ok);
    let verdict = verify(&pool, &trusted, &[kept]).await.unwrap();
    assert_eq!(verdict.first_bad_position, Some(1_091), "{verdict:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn nothing_is_sealed_behind_a_hole_and_nothing_signed_that_contradicts(pool: PgPool) {
    let notary = signed_log(&pool).await;
    sqlx::raw_sql("DELETE FROM seals")
        .execute(&pool)
        .await
        .unwrap();
    sqlx::raw_sql("ALTER TABLE events DISABLE TRIGGER ALL; UPDATE events SET payload = '[]' WHERE position = 8")
        .execute(&pool).await.unwrap();
    sqlx::raw_sql("ALTER TABLE events ENABLE TRIGGER ALL")
        .execute(&pool)
        .await
        .unwrap();
    append(&pool, FACTS + 1, 1).await;
    sealer::catch_up(&pool).await.unwrap();
    let signed = notary.sign(Duration::ZERO).await;
    assert!(
        matches!(signed, Err(SignError::Contradiction(FACTS))),
        "{signed:?}"
    );
    append(&pool, FACTS + 2, 2).await;
    sqlx::raw_sql(
        "ALTER TABLE events DISABLE TRIGGER ALL; DELETE FROM events WHERE position = 1102",
    )
    .execute(&pool)
    .await
    .unwrap();
    let sealed = sealer::advance(&pool).await;
    assert!(
        matches!(sealed, Err(SealError::Missing { position: 1_102 })),
        "{sealed:?}"
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn every_fact_has_a_proof_that_leads_to_the_signed_root(pool: PgPool) {
    let notary = signed_log(&pool).await;
    let trusted = notary.public_keys().await.unwrap();
    for position in [1, 604, 1_024, 1_025, FACTS] {
        let proof = prove(&pool, &notary, position).await.unwrap();
        let said = Checkpoint::open(&proof.checkpoint, &trusted).unwrap();
        let (index, size) = (proof.leaf_index as u64, proof.tree_size as u64);
        let root = tree::root_of_path(proof.leaf_hash, index, size, &proof.audit_path);
        assert_eq!(root, Some(said.root));
        assert!(proof.record.starts_with(&format!(
            "14:seatlog-fact-1,{}:",
            position.to_string().len()
        )));
    }
    sqlx::raw_sql("ALTER TABLE events DISABLE TRIGGER ALL; UPDATE events SET metadata = '{}' WHERE position = 9")
        .execute(&pool).await.unwrap();
    let broken = prove(&pool, &notary, 9).await;
    assert!(matches!(broken, Err(ProofError::Broken(9))), "{broken:?}");
    // Not sealed yet, so not signed.
    append(&pool, FACTS + 1, 1).await;
    let head = log::head(&pool).await.unwrap();
    assert!(matches!(
        prove(&pool, &notary, head).await,
        Err(ProofError::NotYet)
    ));
}

/// Lets work go on until it has to wait for the so-manieth time, and gives it up then; false if it
/// had ended before.
async fn give_up_at<T>(wait: usize, work: impl Future<Output = T>) -> bool {
    let (mut work, mut waits) = (pin!(work), 0);
    poll_fn(|cx| match work.as_mut().poll(cx) {
        Poll::Ready(_) => Poll::Ready(false),
        Poll::Pending => {
            waits += 1;
            match waits == wait {
                true => Poll::Ready(true),
                false => Poll::Pending,
            }
        }
    })
    .await
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_hangs_up_half_way_leaves_no_answers_to_the_next_one(pool: PgPool) {
    signed_log(&pool).await;
    let one = pool.options().clone().max_connections(1);
    let one = one.connect_with((*pool.connect_options()).clone()).await;
    let one = one.unwrap();
    let notary = notary(&one);
    let (mut wait, mut given_up) = (1, true);
    while given_up {
        append(&pool, FACTS + wait as i64, 1).await;
        given_up = give_up_at(wait, prove(&one, &notary, 700)).await;
        given_up |= give_up_at(wait, sealer::advance(&one)).await;
        for number in [wait as i64, -1] {
            let told = sqlx::query_scalar("SELECT $1::bigint").bind(number);
            let told: Option<i64> = told.fetch_optional(&one).await.unwrap();
            assert_eq!(told, Some(number), "given up at wait {wait}");
        }
        wait += 1;
    }
    assert!(wait > 8, "there were {wait} waits");
}
