use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use futures_util::future::join_all;
use seatlog::accounts::sessions::{GRACE, IDLE, LIFETIME, RefreshToken};
use seatlog_projections::page::PageRequest;
use sqlx::PgPool;

use super::*;

fn soon() -> DateTime<Utc> {
    noon() + TimeDelta::minutes(10)
}

#[sqlx::test(migrations = "../migrations")]
async fn each_refresh_gives_another_token_of_each_kind(pool: PgPool) {
    let accounts = node(&pool).await;
    let ada = registered(&accounts, "ada@example.org").await;
    let login = logged_in(&accounts, "ada@example.org", noon()).await;
    let first = accounts
        .refresh(&login.refresh_token, soon())
        .await
        .unwrap();
    let second = accounts
        .refresh(&first.refresh_token, soon())
        .await
        .unwrap();
    assert_ne!(login.refresh_token, first.refresh_token);
    assert_ne!(first.refresh_token, second.refresh_token);
    assert_eq!(
        accounts
            .identify(&second.access_token, soon())
            .unwrap()
            .user_id,
        ada.id
    );
    assert_eq!(second.session_ends_at, soon() + IDLE);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_lost_reply_can_be_asked_for_again(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    let login = logged_in(&accounts, "ada@example.org", noon()).await;
    let all = join_all((0..8).map(|_| accounts.refresh(&login.refresh_token, soon()))).await;
    let first = all[0].as_ref().unwrap().refresh_token.clone();
    assert!(
        all.iter()
            .all(|tickets| tickets.as_ref().unwrap().refresh_token == first)
    );

    let late = accounts
        .refresh(&login.refresh_token, soon() + GRACE)
        .await
        .unwrap();
    assert_eq!(late.refresh_token, first);
    assert!(accounts.refresh(&first, soon() + GRACE).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_successor_is_given_also_after_a_change_of_secret(pool: PgPool) {
    let before = node(&pool).await;
    registered(&before, "ada@example.org").await;
    let login = logged_in(&before, "ada@example.org", noon()).await;
    let first = before.refresh(&login.refresh_token, soon()).await.unwrap();
    let after = node_with(&pool, &["another secret, which is long enough too", SECRET]).await;
    let again = after.refresh(&login.refresh_token, soon()).await.unwrap();
    assert_eq!(again.refresh_token, first.refresh_token);
}

#[sqlx::test(migrations = "../migrations")]
async fn a_token_used_again_later_ends_its_session_and_no_other(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    let stolen = logged_in(&accounts, "ada@example.org", noon()).await;
    let other = logged_in(&accounts, "ada@example.org", noon()).await;
    let next = accounts
        .refresh(&stolen.refresh_token, soon())
        .await
        .unwrap();

    let later = soon() + GRACE + TimeDelta::milliseconds(1);
    let reuse = accounts.refresh(&stolen.refresh_token, later).await;
    assert_eq!(refusal(reuse), "SessionEnded");
    assert_eq!(
        refusal(accounts.refresh(&next.refresh_token, later).await),
        "SessionEnded"
    );
    for tickets in [&stolen, &next] {
        assert!(accounts.identify(&tickets.access_token, later).is_err());
    }
    assert!(accounts.identify(&other.access_token, later).is_ok());
    assert!(accounts.refresh(&other.refresh_token, later).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_logout_ends_the_session_once(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    let login = logged_in(&accounts, "ada@example.org", noon()).await;
    let next = accounts
        .refresh(&login.refresh_token, soon())
        .await
        .unwrap();
    accounts.logout(&login.refresh_token, soon()).await.unwrap();
    let other = node(&pool).await;
    for tickets in [&login, &next] {
        for node in [&accounts, &other] {
            assert!(node.identify(&tickets.access_token, soon()).is_err());
        }
    }
    for token in [&login.refresh_token, &next.refresh_token] {
        assert_eq!(
            refusal(accounts.refresh(token, soon()).await),
            "SessionEnded"
        );
        assert_eq!(
            refusal(accounts.logout(token, soon()).await),
            "SessionEnded"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_ends_after_thirty_days_and_is_swept_out(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    let end = noon() + LIFETIME;
    let mut next = logged_in(&accounts, "ada@example.org", noon()).await;
    for at in [
        noon() + TimeDelta::days(10),
        noon() + TimeDelta::days(20),
        end - TimeDelta::seconds(1),
    ] {
        next = accounts.refresh(&next.refresh_token, at).await.unwrap();
        assert_eq!(next.session_ends_at, end.min(at + IDLE));
    }
    assert_eq!(
        refusal(accounts.refresh(&next.refresh_token, end).await),
        "SessionEnded"
    );
    accounts.sweep(end).await.unwrap();
    assert_eq!(count(&pool, "sessions").await, 1);
    accounts.sweep(end + TimeDelta::days(1)).await.unwrap();
    assert_eq!(
        (
            count(&pool, "sessions").await,
            count(&pool, "refresh_tokens").await
        ),
        (0, 0)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_session_ends_after_a_fortnight_without_use(pool: PgPool) {
    let accounts = node(&pool).await;
    let ada = registered(&accounts, "ada@example.org").await;
    let login = logged_in(&accounts, "ada@example.org", noon()).await;
    let last_moment = noon() + IDLE - TimeDelta::seconds(1);
    let refreshed = accounts.refresh(&login.refresh_token, last_moment).await;
    let next = refreshed.unwrap();
    let over = last_moment + IDLE;
    let page = PageRequest {
        limit: 20,
        cursor: None,
    };
    let listed = async |now| accounts.sessions(ada.id, None, &page, now).await.unwrap();
    let before = listed(over - TimeDelta::seconds(1)).await;
    assert_eq!(before.items[0].expires_at, over);
    assert!(listed(over).await.items.is_empty());
    assert_eq!(
        refusal(accounts.refresh(&next.refresh_token, over).await),
        "SessionEnded"
    );
    // The reply that was lost is given again, and makes the session no longer.
    let again = accounts.refresh(&login.refresh_token, last_moment).await;
    assert_eq!(again.unwrap().session_ends_at, over);
}

#[sqlx::test(migrations = "../migrations")]
async fn what_nobody_was_given_opens_nothing(pool: PgPool) {
    let accounts = node(&pool).await;
    for text in ["", "x", "' OR true --"] {
        let token = RefreshToken::presented(text);
        assert_eq!(
            refusal(accounts.refresh(&token, noon()).await),
            "SessionEnded"
        );
        assert_eq!(
            refusal(accounts.logout(&token, noon()).await),
            "SessionEnded"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_database_never_sees_a_token(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    let login = logged_in(&accounts, "ada@example.org", noon()).await;
    let next = accounts
        .refresh(&login.refresh_token, soon())
        .await
        .unwrap();
    let rows: Vec<Vec<u8>> = sqlx::query_scalar("SELECT token_hash FROM refresh_tokens")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(rows.len(), 2);
    for token in [login.refresh_token, next.refresh_token] {
        assert_eq!(token.expose().len(), 43);
        let decoded = BASE64_URL_SAFE_NO_PAD.decode(token.expose()).unwrap();
        assert!(!rows.contains(&decoded) && !rows.contains(&token.expose().into()));
    }
}
