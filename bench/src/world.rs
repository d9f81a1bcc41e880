//! The people who book and the events that they book: enough people that no buyer comes near the
//! limit of an event, and houses whose seats are wanted in no particular order.

use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::{TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use seatlog::accounts::secrets::Secrets;
use seatlog::accounts::tokens::Tokens;
use seatlog::event_store::Origin;
use seatlog_domain::account::Role;
use seatlog_domain::event::{
    Description, Details, Event, EventCommand, EventFact, EventName, MAX_SEATS_PER_USER, Pass,
    SeatChoice, Venue,
};
use seatlog_domain::ids::{BookingId, EventId, UserId};
use seatlog_domain::plan::SeatPlan;
use seatlog_domain::seat::SeatName;
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::{Builder, Uuid};

use crate::wire::{Connection, head};

/// What the tokens of this run are signed with; its servers are gone when it ends.
pub(crate) const SECRET: &str = "a secret of the benchmark and of nobody else";
/// How many people book. Tokens are this many too, so that none is in any cache of one.
const BUYERS: usize = 2_000;
/// The time in their ids, in milliseconds of Unix time: the end of the year 2023.
const BORN_MS: u64 = 1_704_000_000_000;
/// Seats in one row of a house.
const ROW: usize = 200;

/// The accounts of every database of the run.
pub(crate) struct People {
    /// Who book.
    pub(crate) buyers: Arc<[UserId]>,
    admin: UserId,
    tokens: Tokens,
}

impl People {
    /// Thinks them up.
    pub(crate) fn invent() -> Result<Self> {
        // The same ones in every run, so that the same log comes of them.
        let mut dice = StdRng::seed_from_u64(2_026);
        let mut person = |_| {
            let id = Builder::from_unix_timestamp_millis(BORN_MS, &dice.random());
            UserId::new(id.into_uuid())
        };
        let secrets = Secrets::new(vec![SECRET.to_owned()])?;
        Ok(Self {
            buyers: (0..BUYERS).map(&mut person).collect(),
            admin: person(0),
            tokens: Tokens::new(&secrets),
        })
    }

    /// All of them, and what they may do.
    pub(crate) fn everybody(&self) -> Vec<(UserId, Role)> {
        let buyers = self.buyers.iter().map(|id| (*id, Role::User));
        buyers.chain([(self.admin, Role::Admin)]).collect()
    }

    /// Enters them into a database with what the log says of a registration.
    pub(crate) async fn enter(&self, pool: &PgPool) -> Result<()> {
        enter_accounts(pool, &self.everybody()).await?;
        sqlx::query(
            "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type,
                                 event_version, payload, metadata)
             SELECT 'account', id, 1, 'UserRegistered', '1',
                    json_build_object('UserRegistered', json_build_object(
                        'role', role, 'registered_at', to_char(now() AT TIME ZONE 'UTC',
                            'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'))),
                    json_build_object('command_id', id)
             FROM accounts",
        )
        .execute(pool)
        .await?;
        Ok(())
    }

    /// An access token for each buyer, good for a quarter of an hour.
    pub(crate) fn tokens(&self) -> Result<Vec<String>> {
        let token = |id: &UserId| self.tokens.sign(*id, Role::User, 0, Utc::now());
        Ok(self.buyers.iter().map(token).collect::<Result<_, _>>()?)
    }

    /// The same for others.
    pub(crate) fn tokens_of(&self, people: &[(UserId, Role)]) -> Result<Vec<String>> {
        let token = |(id, role): &(UserId, Role)| self.tokens.sign(*id, *role, 0, Utc::now());
        Ok(people.iter().map(token).collect::<Result<_, _>>()?)
    }

    /// An access token for the admin.
    pub(crate) fn admin_token(&self) -> Result<String> {
        Ok(self.tokens.sign(self.admin, Role::Admin, 0, Utc::now())?)
    }
}

/// So many users who are in no database yet.
pub(crate) fn strangers(count: usize) -> Vec<(UserId, Role)> {
    let stranger = |_| (UserId::new(Uuid::now_v7()), Role::User);
    (0..count).map(stranger).collect()
}

/// Enters people into the table of accounts. Nobody logs in with a password: hashing thousands of
/// them would take minutes.
pub(crate) async fn enter_accounts(pool: &PgPool, people: &[(UserId, Role)]) -> Result<()> {
    let ids: Vec<Uuid> = people.iter().map(|(id, _)| id.uuid()).collect();
    let roles: Vec<&str> = people.iter().map(|(_, role)| role.as_str()).collect();
    sqlx::query(
        "INSERT INTO accounts (id, email, email_folded, name, password_hash, role)
         SELECT id, id || '@example.org', id || '@example.org',
                'Person ' || n, 'none', role
         FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS person (id, role, n)",
    )
    .bind(&ids)
    .bind(&roles)
    .execute(pool)
    .await?;
    Ok(())
}

/// The seats of a house, in the order in which they are wanted: the same one in every run.
pub(crate) fn wanted_seats(count: usize) -> Arc<[SeatName]> {
    let name = |n: usize| SeatName::new(&format!("ST-{}-{}", n / ROW + 1, n % ROW + 1));
    let mut seats: Vec<_> = (0..count).filter_map(|n| name(n).ok()).collect();
    seats.shuffle(&mut StdRng::seed_from_u64(2_026));
    seats.into()
}

/// A house with so many seats, in rows of 200.
pub(crate) fn seating(seats: usize) -> Value {
    let rows: Vec<Value> = (0..seats.div_ceil(ROW))
        .map(|row| json!({"label": (row + 1).to_string(), "seats": ROW.min(seats - row * ROW)}))
        .collect();
    json!({"sections": [{"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4_500,
        "rows": rows}]})
}

/// Puts an event on sale over HTTP.
pub(crate) async fn put_on_sale(
    connection: &mut Connection,
    admin_token: &str,
    seats: usize,
) -> Result<EventId> {
    let body = json!({
        "name": "Nabucco", "description": "An opera in four acts.",
        "starts_at": Utc::now() + TimeDelta::days(30), "venue": "Arena di Verona",
        "currency": "EUR", "max_seats_per_user": MAX_SEATS_PER_USER, "seating": seating(seats),
    });
    let head = head("POST", "/events", admin_token);
    let answer = connection.post(&head, body.to_string().as_bytes()).await?;
    let created: Value = serde_json::from_slice(answer.expect(201)?)?;
    let id = created["id"].as_str().context("an event without an id")?;
    Ok(id.parse()?)
}

/// The command that puts an event on sale.
pub(crate) fn create(seats: usize) -> Result<EventCommand> {
    let plan = SeatPlan::check(serde_json::from_value(seating(seats))?);
    let now = Utc::now();
    Ok(EventCommand::CreateEvent {
        details: Box::new(Details {
            name: EventName::new("Nabucco")?,
            description: Description::new("An opera in four acts.")?,
            starts_at: now + TimeDelta::days(30),
            ends_at: None,
            venue: Venue::new("Arena di Verona")?,
            image_url: None,
            sales_open_at: None,
            sales_close_at: None,
            max_seats_per_user: MAX_SEATS_PER_USER,
            waiting_room: None,
        }),
        currency: "EUR".parse().map_err(|_| anyhow::anyhow!("EUR"))?,
        plan: Box::new(plan.map_err(|errors| anyhow::anyhow!("{errors:?}"))?),
        draft: false,
        now,
    })
}

/// The command by which a buyer books one seat.
pub(crate) fn book(booking: Uuid, buyer: UserId, seat: &SeatName) -> EventCommand {
    EventCommand::BookSeats {
        booking_id: BookingId::new(booking),
        user_id: buyer,
        choice: SeatChoice::Named(vec![seat.clone()]),
        pass: Pass::None,
        now: Utc::now(),
    }
}

/// Where a command comes from, as it would be over HTTP.
pub(crate) fn origin(command_id: Uuid, buyer: Option<UserId>) -> Origin {
    Origin {
        actor_id: buyer,
        command_id,
        correlation_id: Some(Uuid::now_v7()),
        traceparent: None,
    }
}

/// The facts of an event with so many seats, each booked by itself, as the aggregate decides them;
/// the first two say that it was created and published.
pub(crate) fn sold_stream(people: &People, seats: usize) -> Result<Vec<EventFact>> {
    let mut event = Event::default();
    let mut facts = event.decide(&create(seats)?)?;
    facts.iter().for_each(|fact| event.evolve(fact));
    for (n, seat) in wanted_seats(seats).iter().enumerate() {
        let buyer = people.buyers[n % people.buyers.len()];
        for fact in event.decide(&book(Uuid::now_v7(), buyer, seat))? {
            event.evolve(&fact);
            facts.push(fact);
        }
    }
    Ok(facts)
}
