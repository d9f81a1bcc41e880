//! Accounts on a real PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "accounts/demo.rs"]
mod demo;
#[path = "accounts/directory.rs"]
mod directory;
#[path = "accounts/login.rs"]
mod login;
#[path = "accounts/registration.rs"]
mod registration;
#[path = "accounts/roles.rs"]
mod roles;
#[path = "accounts/sessions.rs"]
mod sessions;

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use seatlog::accounts::login::Credentials;
use seatlog::accounts::registration::Registration;
use seatlog::accounts::secrets::Secrets;
use seatlog::accounts::sessions::Tickets;
use seatlog::accounts::{AccountError, Accounts, LoginLimits, User};
use seatlog::event_store::Origin;
use sqlx::PgPool;

const PASSWORD: &str = "seven-tenors-2026";
const SECRET: &str = "the first secret, which is long enough";

/// A node: its memory is its own, the database is everybody's.
async fn node(pool: &PgPool) -> Accounts {
    node_with(pool, &[SECRET]).await
}

async fn node_with(pool: &PgPool, secrets: &[&str]) -> Accounts {
    let secrets = Secrets::new(secrets.iter().map(|&secret| secret.to_owned()).collect()).unwrap();
    Accounts::open(pool.clone(), secrets, LoginLimits::On)
        .await
        .unwrap()
}

/// The time of the stories; each passes on what it needs.
fn noon() -> DateTime<Utc> {
    "2027-03-01T12:00:00Z".parse().unwrap()
}

fn registration(email: &str) -> Registration {
    Registration {
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        name: "Ada Lovelace".to_owned(),
    }
}

async fn registered(accounts: &Accounts, email: &str) -> User {
    let opened = accounts
        .register(&registration(email), &Origin::system(), noon())
        .await;
    opened.unwrap().0
}

fn credentials(email: &str, password: &str, address: &str) -> Credentials {
    Credentials {
        email: email.to_owned(),
        password: password.to_owned(),
        address: Some(address.parse::<IpAddr>().unwrap()),
        user_agent: Some("a test".to_owned()),
    }
}

async fn logged_in(accounts: &Accounts, email: &str, now: DateTime<Utc>) -> Tickets {
    accounts
        .login(&credentials(email, PASSWORD, "192.0.2.1"), now)
        .await
        .unwrap()
}

async fn count(pool: &PgPool, table: &str) -> i64 {
    sqlx::query_scalar(&format!("SELECT count(*) FROM {table}"))
        .fetch_one(pool)
        .await
        .unwrap()
}

/// The name of the refusal, to compare.
fn refusal<T: std::fmt::Debug>(result: Result<T, AccountError>) -> String {
    format!("{:?}", result.unwrap_err())
}
