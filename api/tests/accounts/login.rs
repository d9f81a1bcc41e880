use chrono::TimeDelta;
use futures_util::future::join_all;
use seatlog_domain::account::Role;
use sqlx::PgPool;

use super::*;

const WRONG: &str = "eight-tenors-2026";

/// Fails to log in; says how.
async fn fail(accounts: &Accounts, email: &str, address: &str) -> String {
    refusal(
        accounts
            .login(&credentials(email, WRONG, address), noon())
            .await,
    )
}

#[sqlx::test(migrations = "../migrations")]
async fn a_login_gives_a_token_that_says_who_it_is(pool: PgPool) {
    let accounts = node(&pool).await;
    let ada = registered(&accounts, "Ada@example.org").await;
    let tickets = logged_in(&accounts, "ada@EXAMPLE.org", noon()).await;
    assert_eq!(tickets.user, ada);
    let who = accounts.identify(&tickets.access_token, noon()).unwrap();
    assert_eq!((who.user_id, who.role), (ada.id, Role::User));
    // Another node, which has only the secret in common, knows it too.
    assert_eq!(
        node(&pool)
            .await
            .identify(&tickets.access_token, noon())
            .unwrap(),
        who
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_answer_does_not_tell_whether_an_account_exists(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    for email in ["ada@example.org", "bob@example.org", "no address", ""] {
        assert_eq!(
            fail(&accounts, email, "192.0.2.1").await,
            "BadCredentials",
            "{email}"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn the_tenth_failure_of_an_account_closes_it_on_every_node_for_a_while(pool: PgPool) {
    let (one, other) = (node(&pool).await, node(&pool).await);
    registered(&one, "ada@example.org").await;
    for n in 0..9 {
        let at = if n % 2 == 0 { &one } else { &other };
        let address = format!("192.0.2.{n}");
        assert_eq!(
            fail(at, "ada@example.org", &address).await,
            "BadCredentials"
        );
    }
    assert_eq!(
        fail(&one, "ADA@example.org", "192.0.2.99").await,
        "TooManyAttempts(900s)"
    );
    let right = credentials("ada@example.org", PASSWORD, "192.0.2.100");
    let later = noon() + TimeDelta::minutes(14);
    assert_eq!(
        refusal(other.login(&right, later).await),
        "TooManyAttempts(60s)"
    );
    // A node that starts only now knows it as well; and the wait ends.
    assert!(node(&pool).await.login(&right, later).await.is_err());
    assert!(
        other
            .login(&right, noon() + TimeDelta::minutes(15))
            .await
            .is_ok()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn an_unknown_account_is_closed_like_a_known_one(pool: PgPool) {
    let accounts = node(&pool).await;
    for n in 0..9 {
        fail(&accounts, "nobody@example.org", &format!("192.0.2.{n}")).await;
    }
    let tenth = fail(&accounts, "nobody@example.org", "192.0.2.99").await;
    assert_eq!(tenth, "TooManyAttempts(900s)");
}

#[sqlx::test(migrations = "../migrations")]
async fn whoever_tries_many_accounts_is_shut_out_and_nobody_else(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    for n in 0..10 {
        fail(&accounts, &format!("user{n}@example.org"), "2001:db8::1").await;
    }
    let same = credentials("ada@example.org", PASSWORD, "2001:db8::2");
    assert_eq!(
        refusal(accounts.login(&same, noon()).await),
        "TooManyAttempts(900s)"
    );
    let elsewhere = credentials("ada@example.org", PASSWORD, "2001:db8:0:1::1");
    assert!(accounts.login(&elsewhere, noon()).await.is_ok());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_no_address_is_counted_for_where_it_comes_from(pool: PgPool) {
    let accounts = node(&pool).await;
    for n in 0..9 {
        let text = format!("no address {n}");
        assert_eq!(fail(&accounts, &text, "192.0.2.1").await, "BadCredentials");
    }
    for email in ["no address", "ada@example.org"] {
        assert_eq!(
            fail(&accounts, email, "192.0.2.1").await,
            "TooManyAttempts(900s)"
        );
    }
    let elsewhere = fail(&accounts, "no address", "192.0.2.2").await;
    assert_eq!(elsewhere, "BadCredentials");
}

#[sqlx::test(migrations = "../migrations")]
async fn guesses_made_side_by_side_are_all_counted(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    let guesses = (0..30).map(|_| fail(&accounts, "ada@example.org", "192.0.2.1"));
    let answers = join_all(guesses).await;
    let seen = answers
        .iter()
        .filter(|answer| *answer == "BadCredentials")
        .count();
    assert!(seen <= 9, "{seen} guesses were answered");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_login_clears_the_failures_of_the_account_but_not_of_the_address(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    for _ in 0..9 {
        fail(&accounts, "ada@example.org", "192.0.2.1").await;
    }
    logged_in(&accounts, "ada@example.org", noon()).await;
    assert_eq!(
        fail(&accounts, "ada@example.org", "192.0.2.2").await,
        "BadCredentials"
    );
    let tenth = fail(&accounts, "bob@example.org", "192.0.2.1").await;
    assert_eq!(tenth, "TooManyAttempts(900s)");
}

#[sqlx::test(migrations = "../migrations")]
async fn failures_that_no_longer_count_are_swept_out(pool: PgPool) {
    let accounts = node(&pool).await;
    fail(&accounts, "ada@example.org", "192.0.2.1").await;
    accounts
        .sweep(noon() + TimeDelta::minutes(14))
        .await
        .unwrap();
    assert_eq!(count(&pool, "login_failures").await, 2);
    accounts
        .sweep(noon() + TimeDelta::minutes(15))
        .await
        .unwrap();
    assert_eq!(count(&pool, "login_failures").await, 0);
}

#[sqlx::test(migrations = "../migrations")]
async fn without_limits_failures_are_not_counted(pool: PgPool) {
    let secrets = Secrets::new(vec![SECRET.to_owned()]).unwrap();
    let accounts = Accounts::open(pool.clone(), secrets, LoginLimits::Off)
        .await
        .unwrap();
    for _ in 0..12 {
        assert_eq!(
            fail(&accounts, "ada@example.org", "192.0.2.1").await,
            "BadCredentials"
        );
    }
    assert_eq!(count(&pool, "login_failures").await, 0);
}
