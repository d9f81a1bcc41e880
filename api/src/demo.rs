//! Demo data: a season of events with pictures that need no internet, and an account of each role.

use chrono::{DateTime, Duration, NaiveTime, Utc};
use rand::Rng;
use serde::Deserialize;
use uuid::Uuid;

use seatlog_domain::account::Role;
use seatlog_domain::event::{Description, Details, EventCommand, EventName, Venue};
use seatlog_domain::ids::EventId;
use seatlog_domain::money::Currency;
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seating::{Seating, Section};
use seatlog_domain::text::HttpUrl;

use crate::accounts::Accounts;
use crate::accounts::registration::Registration;
use crate::command_bus::CommandBus;
use crate::event_store::Origin;
use crate::program::Failure;

/// The season, in the order in which it was planned.
const EVENTS: &str = include_str!("demo/events.json");

#[derive(Deserialize)]
struct Planned {
    name: String,
    venue: String,
    description: String,
    picture: String,
    in_days: i64,
    hour: u32,
    minutes_long: i64,
    currency: Currency,
    max_seats_per_user: u32,
    sections: Vec<Section>,
}

impl Planned {
    fn command(self, public_url: &str, now: DateTime<Utc>) -> Result<EventCommand, Failure> {
        let time = NaiveTime::from_hms_opt(self.hour, 0, 0).unwrap_or_default();
        let starts_at = (now + Duration::days(self.in_days))
            .date_naive()
            .and_time(time)
            .and_utc();
        let picture = format!("{public_url}/demo/{}", self.picture);
        let seating = Seating {
            sections: self.sections,
        };
        let details = Details {
            name: EventName::new(&self.name).map_err(Failure::new)?,
            description: Description::new(&self.description).map_err(Failure::new)?,
            starts_at,
            ends_at: Some(starts_at + Duration::minutes(self.minutes_long)),
            venue: Venue::new(&self.venue).map_err(Failure::new)?,
            image_url: Some(HttpUrl::new(&picture).map_err(Failure::new)?),
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: self.max_seats_per_user,
            waiting_room: None,
        };
        Ok(EventCommand::CreateEvent {
            details: Box::new(details),
            currency: self.currency,
            plan: Box::new(SeatPlan::try_from(seating).map_err(Failure::new)?),
            draft: false,
            now,
        })
    }
}

/// The id of the first demo event; the others follow. With fixed ids, a start that was cut off
/// goes on where it ended.
const FIRST_EVENT: u128 = 0x019a_a000_0000_7000_8000_0000_0000_0001;

/// Fills a system that has not had demo data yet, and prints the accounts.
///
/// # Errors
/// The database fails.
pub async fn seed(bus: &CommandBus, accounts: &Accounts, public_url: &str) -> Result<(), Failure> {
    let admin = account("admin@seatlog.test", "Ada Admin");
    if accounts.has(&admin.email).await? {
        return Ok(());
    }
    let now = Utc::now();
    let planned: Vec<Planned> = serde_json::from_str(EVENTS).map_err(Failure::new)?;
    for (id, event) in (FIRST_EVENT..).map(Uuid::from_u128).zip(planned) {
        let command = event.command(public_url, now)?;
        let done = bus
            .execute(EventId::new(id), command, &Origin::system())
            .await;
        done.map_err(Failure::new)?;
    }
    println!("\nDemo accounts, shown only this once:");
    // The admin last: it tells the next start that everything is there.
    for (role, account) in [
        (Role::User, account("user@seatlog.test", "Uma User")),
        (Role::Staff, account("staff@seatlog.test", "Sam Staff")),
        (Role::Admin, admin),
    ] {
        // From a start that was cut off. Whoever missed the password asks for a new one.
        if accounts.has(&account.email).await? {
            println!(
                "  {:<6} {:<20} as shown before",
                role.as_str(),
                account.email
            );
            continue;
        }
        let (user, _) = accounts
            .open_account(&account, role, &Origin::system(), now)
            .await?;
        // Nobody reads mail to these addresses.
        accounts.vouch_for_address(user.id, now).await?;
        println!(
            "  {:<6} {:<20} {}",
            role.as_str(),
            account.email,
            account.password
        );
    }
    println!();
    Ok(())
}

fn account(email: &str, name: &str) -> Registration {
    Registration {
        email: email.to_owned(),
        name: name.to_owned(),
        password: password(),
    }
}

/// Four groups of four easy letters and digits: about 80 bits.
fn password() -> String {
    const EASY: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut random = rand::rng();
    let mut group = || -> String {
        (0..4)
            .map(|_| char::from(EASY[random.random_range(0..EASY.len())]))
            .collect()
    };
    [group(), group(), group(), group()].join("-")
}
