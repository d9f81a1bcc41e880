//! Those who buy.

use std::collections::VecDeque;

use anyhow::Result;
use chrono::{DateTime, Utc};
use seatlog::event_store::Origin;
use seatlog_domain::account::{Account, AccountFact, Role};
use seatlog_domain::ids::UserId;

use super::Chance;
use crate::parts::million::copy::Rows;

/// Everybody who has registered and was not forgotten.
pub(super) struct Crowd {
    pub(super) users: Vec<(UserId, Role)>,
    /// So many, the first, are never forgotten.
    lasting: usize,
    /// Who register before anybody else.
    expected: VecDeque<(UserId, Role)>,
}

impl Crowd {
    pub(super) fn new(expected: &[(UserId, Role)]) -> Self {
        Self {
            users: Vec::new(),
            lasting: expected.len(),
            expected: expected.iter().copied().collect(),
        }
    }

    pub(super) fn register(
        &mut self,
        (now, chance): (DateTime<Utc>, &mut Chance),
        rows: &mut Rows,
    ) -> Result<()> {
        let next = self.expected.pop_front();
        let (id, role) = next.unwrap_or_else(|| (UserId::new(chance.id(now)), Role::User));
        self.users.push((id, role));
        let fact = AccountFact::UserRegistered {
            role,
            registered_at: now,
        };
        note(rows, (id, 1), &fact, (now, chance))
    }

    pub(super) fn forget(
        &mut self,
        (now, chance): (DateTime<Utc>, &mut Chance),
        rows: &mut Rows,
    ) -> Result<()> {
        if self.users.len() <= self.lasting {
            return Ok(());
        }
        let who = self.lasting + chance.below(self.users.len() - self.lasting);
        let (id, _) = self.users.swap_remove(who);
        let fact = AccountFact::UserErased { erased_at: now };
        note(rows, (id, 2), &fact, (now, chance))
    }

    pub(super) fn anybody(&self, chance: &mut Chance) -> UserId {
        self.users[chance.below(self.users.len())].0
    }
}

fn note(
    rows: &mut Rows,
    (id, sequence): (UserId, i64),
    fact: &AccountFact,
    (now, chance): (DateTime<Utc>, &mut Chance),
) -> Result<()> {
    let origin = Origin {
        actor_id: None,
        command_id: chance.id(now),
        ..Origin::system()
    };
    rows.push::<Account>((id.uuid(), sequence), fact, &origin, now)
}
