use futures_util::future::join_all;
use seatlog::accounts::AccountError;
use seatlog::accounts::registration::Registration;
use seatlog::event_store::Origin;
use seatlog_domain::account::{AccountFact, Role};
use seatlog_projections::log::{self, Fact};
use sqlx::PgPool;

use super::*;

#[sqlx::test(migrations = "../migrations")]
async fn the_log_learns_of_a_registration_but_not_of_the_person(pool: PgPool) {
    let accounts = node(&pool).await;
    let origin = Origin::system();
    let (user, position) = accounts
        .register(&registration("Ada@Example.org"), &origin, noon())
        .await
        .unwrap();
    assert_eq!(
        (user.email.as_str(), user.role),
        ("Ada@Example.org", Role::User)
    );

    let facts = log::read_after(&pool, 0, 10).await.unwrap();
    let registered = AccountFact::UserRegistered {
        role: Role::User,
        registered_at: noon(),
    };
    assert_eq!(facts.len(), 1);
    assert_eq!(facts[0].fact, Fact::Account(user.id, registered));
    assert_eq!(facts[0].position, position);
    let record: String = sqlx::query_scalar("SELECT events::text FROM events")
        .fetch_one(&pool)
        .await
        .unwrap();
    for personal in ["Ada", "xample", "argon2"] {
        assert!(!record.contains(personal), "{record}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_address_is_taken_whatever_its_case(pool: PgPool) {
    let accounts = node(&pool).await;
    registered(&accounts, "ada@example.org").await;
    let again = registration("ADA@example.ORG");
    let again = accounts.register(&again, &Origin::system(), noon()).await;
    assert!(matches!(again, Err(AccountError::EmailTaken)), "{again:?}");
    assert_eq!(
        (count(&pool, "accounts").await, count(&pool, "events").await),
        (1, 1)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn of_many_who_register_one_address_at_once_one_gets_it(pool: PgPool) {
    let accounts = node(&pool).await;
    let all = join_all((0..8).map(|_| {
        let accounts = accounts.clone();
        async move {
            accounts
                .register(&registration("ada@example.org"), &Origin::system(), noon())
                .await
        }
    }))
    .await;
    let (opened, refused): (Vec<_>, Vec<_>) = all.into_iter().partition(Result::is_ok);
    assert_eq!(opened.len(), 1);
    assert!(
        refused
            .iter()
            .all(|refused| matches!(refused, Err(AccountError::EmailTaken)))
    );
    assert_eq!(
        (count(&pool, "accounts").await, count(&pool, "events").await),
        (1, 1)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_same_command_tried_again_finds_its_account(pool: PgPool) {
    let accounts = node(&pool).await;
    let origin = Origin::system();
    let wish = registration("ada@example.org");
    let first = accounts.register(&wish, &origin, noon()).await.unwrap();
    let second = accounts.register(&wish, &origin, noon()).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(
        (count(&pool, "accounts").await, count(&pool, "events").await),
        (1, 1)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn every_refused_field_is_named_and_nothing_is_kept(pool: PgPool) {
    let accounts = node(&pool).await;
    let wish = Registration {
        email: "ada".to_owned(),
        password: "password1234".to_owned(),
        name: "Ada\r\nBcc: all@example.org".to_owned(),
    };
    let refused = accounts.register(&wish, &Origin::system(), noon()).await;
    let Err(AccountError::Invalid(errors)) = refused else {
        panic!("{refused:?}")
    };
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["email", "password", "name"]);
    assert_eq!(
        (count(&pool, "accounts").await, count(&pool, "events").await),
        (0, 0)
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_first_admin_is_created_once_however_many_nodes_start(pool: PgPool) {
    let nodes = join_all((0..4).map(|_| node(&pool))).await;
    let created = join_all(
        nodes
            .iter()
            .map(|node| node.ensure_admin("root@example.org", PASSWORD, noon())),
    )
    .await;
    assert_eq!(
        created
            .into_iter()
            .filter(|created| *created.as_ref().unwrap())
            .count(),
        1
    );
    let tickets = logged_in(&nodes[0], "root@example.org", noon()).await;
    assert_eq!(tickets.user.role, Role::Admin);
    assert!(
        !nodes[1]
            .ensure_admin("ROOT@example.org", "another", noon())
            .await
            .unwrap()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_first_admin_needs_a_good_password_too(pool: PgPool) {
    let refused = node(&pool)
        .await
        .ensure_admin("root@example.org", "admin", noon())
        .await;
    assert!(
        matches!(refused, Err(AccountError::Invalid(_))),
        "{refused:?}"
    );
}
