//! The aggregate `Account`: who may do what, and since when.
//!
//! Personal data (name, e-mail address, password) stands in an ordinary table, never in a fact,
//! so that a person can be forgotten while the log still replays.

use chrono::{DateTime, Utc};
use cqrs_es::{Aggregate, DomainEvent, event_sink::EventSink};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::upcasting::{Upcast, Upcaster, latest_version};

/// What an account may do.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Books seats.
    User,
    /// Also reads events, holds and bookings of everyone.
    Staff,
    /// May do everything.
    Admin,
}

impl Role {
    /// The role as the contract writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Staff => "staff",
            Self::Admin => "admin",
        }
    }
}

impl std::str::FromStr for Role {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        [Self::User, Self::Staff, Self::Admin]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or_else(|| "must be user, staff or admin".to_owned())
    }
}

/// Something that happened to an account. A stored contract, as [`crate::event::EventFact`] is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccountFact {
    /// Somebody registered, or the first admin was created.
    UserRegistered {
        /// The role to begin with.
        role: Role,
        /// When.
        registered_at: DateTime<Utc>,
    },
    /// An admin gave the account another role.
    RoleChanged {
        /// The role from now on.
        role: Role,
        /// When.
        changed_at: DateTime<Utc>,
    },
    /// The person was forgotten.
    UserErased {
        /// When.
        erased_at: DateTime<Utc>,
    },
}

impl AccountFact {
    /// The name of every type of fact.
    pub const TYPES: [&str; 3] = ["UserRegistered", "RoleChanged", "UserErased"];
}

impl DomainEvent for AccountFact {
    fn event_type(&self) -> String {
        match self {
            Self::UserRegistered { .. } => "UserRegistered",
            Self::RoleChanged { .. } => "RoleChanged",
            Self::UserErased { .. } => "UserErased",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        latest_version::<Self>(&self.event_type()).to_string()
    }
}

impl Upcast for AccountFact {
    fn upcasters(fact_type: &str) -> Option<&'static [Upcaster]> {
        Self::TYPES.contains(&fact_type).then_some(&[])
    }
}

/// A wish about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountCommand {
    /// Open the account.
    RegisterUser {
        /// The role to begin with.
        role: Role,
        /// When.
        now: DateTime<Utc>,
    },
    /// Give it another role.
    ChangeRole {
        /// The role from now on.
        role: Role,
        /// When.
        now: DateTime<Utc>,
    },
    /// Forget the person.
    EraseUser {
        /// When.
        now: DateTime<Utc>,
    },
}

/// The rule that a command would break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AccountRefusal {
    /// There is no such account, or it was erased.
    #[error("there is no such account")]
    NotFound,
    /// The id is taken.
    #[error("the account exists already")]
    AlreadyRegistered,
}

/// What the facts of one account add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Account {
    /// No fact yet.
    #[default]
    Unknown,
    /// A person who may log in.
    Active {
        /// What the person may do.
        role: Role,
    },
    /// A person who was forgotten.
    Erased,
}

impl Account {
    /// Decides a command: the facts that it leads to, or the rule that it would break.
    pub fn decide(&self, command: &AccountCommand) -> Result<Vec<AccountFact>, AccountRefusal> {
        match (self, *command) {
            (Self::Unknown, AccountCommand::RegisterUser { role, now }) => {
                Ok(vec![AccountFact::UserRegistered {
                    role,
                    registered_at: now,
                }])
            }
            (Self::Active { .. } | Self::Erased, AccountCommand::RegisterUser { .. }) => {
                Err(AccountRefusal::AlreadyRegistered)
            }
            (Self::Active { role: now_held }, AccountCommand::ChangeRole { role, now }) => {
                let changed = AccountFact::RoleChanged {
                    role,
                    changed_at: now,
                };
                Ok(if *now_held == role {
                    vec![]
                } else {
                    vec![changed]
                })
            }
            (Self::Active { .. }, AccountCommand::EraseUser { now }) => {
                Ok(vec![AccountFact::UserErased { erased_at: now }])
            }
            (Self::Unknown | Self::Erased, _) => Err(AccountRefusal::NotFound),
        }
    }

    /// Takes in a fact.
    pub fn evolve(&mut self, fact: &AccountFact) {
        *self = match *fact {
            AccountFact::UserRegistered { role, .. } | AccountFact::RoleChanged { role, .. } => {
                Self::Active { role }
            }
            AccountFact::UserErased { .. } => Self::Erased,
        };
    }
}

impl Aggregate for Account {
    const TYPE: &'static str = "account";
    type Command = AccountCommand;
    type Event = AccountFact;
    type Error = AccountRefusal;
    type Services = ();

    async fn handle(
        &mut self,
        command: AccountCommand,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), AccountRefusal> {
        for fact in self.decide(&command)? {
            sink.write(fact, self).await;
        }
        Ok(())
    }

    fn apply(&mut self, fact: AccountFact) {
        self.evolve(&fact);
    }
}

#[cfg(test)]
mod tests;
