use seatlog::command_bus::CommandBus;
use seatlog::demo;
use seatlog::engine::{Engine, Limits};
use seatlog::ownership::Ownership;
use sqlx::PgPool;

use super::*;

#[sqlx::test(migrations = "../migrations")]
async fn the_demo_has_an_account_of_each_role_with_a_verified_address_and_is_made_once(
    pool: PgPool,
) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let bus = CommandBus::new(engine, Ownership::Sole);
    let accounts = node(&pool).await;
    for _ in 0..2 {
        demo::seed(&bus, &accounts, "http://localhost:8080")
            .await
            .unwrap();
    }
    let opened: Vec<(String, bool)> = sqlx::query_as(
        "SELECT role, email_verified_at IS NOT NULL FROM accounts ORDER BY created_at, role",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let each = ["admin", "staff", "user"].map(|role| (role.to_owned(), true));
    assert_eq!(opened, each);
    bus.stop().await;
}

#[sqlx::test(migrations = "../migrations")]
async fn a_demo_that_was_cut_off_between_its_accounts_goes_on(pool: PgPool) {
    let engine = Engine::start(pool.clone(), Limits::default());
    let bus = CommandBus::new(engine, Ownership::Sole);
    let accounts = node(&pool).await;
    registered(&accounts, "user@seatlog.test").await;
    demo::seed(&bus, &accounts, "http://localhost:8080")
        .await
        .unwrap();
    assert_eq!(count(&pool, "accounts").await, 3);
    bus.stop().await;
}
