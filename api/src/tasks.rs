//! Commands that do one thing and end.

pub mod evidence;
pub mod replay;
pub mod what_if;

use chrono::Utc;

use seatlog_domain::account::Role;
use seatlog_projections::checkpoints;

use crate::accounts::registration::Registration;
use crate::command_bus::CommandBus;
use crate::demo;
use crate::engine::{Engine, Limits};
use crate::event_store::Origin;
use crate::ownership::Ownership;
use crate::program::{Database, Failure, open_accounts};
use crate::rebuilding;
use crate::settings::Settings;

/// Fills an empty system with demo data.
///
/// # Errors
/// The database fails.
pub async fn demo(settings: &Settings) -> Result<(), Failure> {
    let database = Database::join(settings).await?;
    let engine = Engine::start(database.pool.clone(), Limits::default());
    // A program may run on the same database.
    let bus = CommandBus::new(engine, Ownership::Guest);
    let accounts = open_accounts(settings, &database).await?;
    let seeded = demo::seed(&bus, &accounts, &settings.public_url).await;
    bus.stop().await;
    database.close().await?;
    seeded
}

/// Creates an account with the role admin.
///
/// # Errors
/// The address is taken, the address or the password was refused, or the database fails.
pub async fn create_admin(
    settings: &Settings,
    email: &str,
    name: &str,
    password: &str,
) -> Result<(), Failure> {
    let database = Database::join(settings).await?;
    let accounts = open_accounts(settings, &database).await?;
    let registration = Registration {
        email: email.to_owned(),
        password: password.to_owned(),
        name: name.to_owned(),
    };
    let opened = accounts
        .open_account(&registration, Role::Admin, &Origin::system(), Utc::now())
        .await;
    database.close().await?;
    let (user, _) = opened?;
    println!("{} is an admin now", user.email);
    Ok(())
}

/// Prints every read model: how far it is, and whether it runs.
///
/// # Errors
/// The database fails.
pub async fn list_projections(settings: &Settings) -> Result<(), Failure> {
    let database = Database::join(settings).await?;
    let projections = checkpoints::list(&database.pool).await;
    database.close().await?;
    println!(
        "{:<16} {:>12} {:>12} {:>8} {:>8}  state",
        "name", "position", "head", "lag", "lag ms"
    );
    for it in projections? {
        let state = serde_json::to_value(it.state).map_err(Failure::new)?;
        println!(
            "{:<16} {:>12} {:>12} {:>8} {:>8}  {}{} {}",
            it.name,
            it.position,
            it.head,
            it.lag,
            it.lag_ms,
            state.as_str().unwrap_or_default(),
            rebuilding::progress(&it),
            it.error.unwrap_or_default()
        );
    }
    Ok(())
}
