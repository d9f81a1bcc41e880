//! The events on sale.

use anyhow::{Context, Result};
use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use uuid::Uuid;

use super::person::Person;
use crate::dice::Dice;

/// How an event is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    name: &'static str,
    rows: usize,
    seats: usize,
    /// The most that one buyer may have.
    limit: usize,
    /// How many of a hundred wishes are for it.
    share: usize,
}

/// A small event that everybody wants, two larger ones, and one that will be called off.
pub(super) const PLANS: [Plan; 4] = [
    Plan {
        name: "Nabucco",
        rows: 4,
        seats: 8,
        limit: 6,
        share: 50,
    },
    Plan {
        name: "Aida",
        rows: 10,
        seats: 20,
        limit: 10,
        share: 25,
    },
    Plan {
        name: "Carmen",
        rows: 40,
        seats: 25,
        limit: 40,
        share: 15,
    },
    Plan {
        name: "Tosca",
        rows: 6,
        seats: 10,
        limit: 8,
        share: 10,
    },
];

/// An event on sale.
#[derive(Debug, Clone)]
pub(crate) struct Hall {
    pub(crate) id: Uuid,
    plan: Plan,
}

impl Plan {
    /// An event with rows of so many seats, of which one buyer may have all.
    pub(crate) fn of(rows: usize, seats: usize) -> Self {
        Self {
            name: "Turandot",
            rows,
            seats,
            limit: rows * seats,
            share: 1,
        }
    }

    /// What is posted to put it on sale.
    pub(crate) fn body(self) -> Value {
        let rows: Vec<Value> = (1..=self.rows)
            .map(|row| json!({"label": row.to_string(), "seats": self.seats}))
            .collect();
        json!({
            "name": self.name, "description": "", "venue": "Arena di Verona", "currency": "EUR",
            "starts_at": Utc::now() + TimeDelta::days(30), "max_seats_per_user": self.limit,
            "seating": {"sections": [{"id": "ST", "name": "Stalls", "kind": "reserved",
                "price_minor": 4500, "rows": rows}]},
        })
    }

    /// Puts it on sale.
    pub(crate) async fn open(self, admin: &Person) -> Result<Hall> {
        let created = admin.post("/events", &self.body()).await?;
        let id = created["id"].as_str().context("an event without an id")?;
        Ok(Hall {
            id: id.parse()?,
            plan: self,
        })
    }
}

impl Hall {
    /// One of several, as popular as each is.
    pub(super) fn choose<'a>(halls: &'a [Self], dice: &mut Dice) -> &'a Self {
        let mut point = dice.below(halls.iter().map(|hall| hall.plan.share).sum());
        for hall in halls {
            if point < hall.plan.share {
                return hall;
            }
            point -= hall.plan.share;
        }
        &halls[0]
    }

    /// One to three seats side by side.
    pub(super) fn some_seats(&self, dice: &mut Dice) -> Vec<String> {
        let count = 1 + dice.below(3);
        let row = 1 + dice.below(self.plan.rows);
        let first = 1 + dice.below(self.plan.seats - count + 1);
        let seats = first..first + count;
        seats.map(|seat| format!("ST-{row}-{seat}")).collect()
    }
}
