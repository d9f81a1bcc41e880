//! What can go wrong.

use std::fmt;
use std::time::Duration;

use seatlog_testkit::{Fault as MailFault, Weather};

/// A process of the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// A node with every role.
    NodeA,
    /// A node that takes commands.
    NodeB,
    Projector,
    Notifier,
    Postgres,
    Redis,
    Nats,
}

impl Part {
    pub(crate) const ALL: [Self; 7] = [
        Self::NodeA,
        Self::NodeB,
        Self::Projector,
        Self::Notifier,
        Self::Postgres,
        Self::Redis,
        Self::Nats,
    ];
    /// Processes of Seatlog: those with a wire to PostgreSQL.
    pub(crate) const SEATLOG: [Self; 4] =
        [Self::NodeA, Self::NodeB, Self::Projector, Self::Notifier];
    /// Those that people talk to.
    pub(crate) const NODES: [Self; 2] = [Self::NodeA, Self::NodeB];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NodeA => "node-a",
            Self::NodeB => "node-b",
            Self::Projector => "projector",
            Self::Notifier => "notifier",
            Self::Postgres => "postgres",
            Self::Redis => "redis",
            Self::Nats => "nats",
        }
    }
}

/// A thing that goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// `kill -9`, and a start some time later.
    Kill(Part),
    /// SIGSTOP, and SIGCONT some time later.
    Freeze(Part),
    /// `kill -9` of the node that owns the contended event.
    KillOwner,
    /// SIGSTOP of that node.
    FreezeOwner,
    /// `kill -9` of one of PostgreSQL's processes, upon which it ends all others and recovers.
    KillBackend,
    /// FLUSHALL.
    ForgetLeases,
    /// JetStream's store is gone when nats-server comes back.
    WipeStream,
    /// For a while, connections to PostgreSQL end at each step of an append in turn.
    Lose(Part),
    /// All its connections to PostgreSQL end at once, several times.
    Break(Part),
    /// Nothing comes or goes between it and PostgreSQL for a while, then everything does.
    Stall(Part),
    /// The same, but then the connections are gone.
    HalfOpen(Part),
    /// Everything to PostgreSQL takes longer.
    Delay(Part),
    /// A node is told to stop, and started again.
    Stop(Part),
    /// Both nodes are told to stop and started again, one after the other.
    Roll,
    /// The mail server has such a day.
    Mail(MailTrouble),
}

/// What the mail server does wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailTrouble {
    Down,
    Slow,
    Refusing,
    NotNow,
    DropAtMail,
    DropAtRecipient,
    DropAtData,
    DropInMessage,
    DropAfterFinalDot,
    HangAfterFinalDot,
}

impl MailTrouble {
    pub(crate) const ALL: [Self; 10] = [
        Self::Down,
        Self::Slow,
        Self::Refusing,
        Self::NotNow,
        Self::DropAtMail,
        Self::DropAtRecipient,
        Self::DropAtData,
        Self::DropInMessage,
        Self::DropAfterFinalDot,
        Self::HangAfterFinalDot,
    ];

    /// How it is for all mails, or what happens to single ones.
    pub(crate) fn as_told_to_the_sink(self) -> Result<Weather, MailFault> {
        match self {
            Self::Down => Ok(Weather::Down),
            Self::Slow => Ok(Weather::Slow(Duration::from_millis(200))),
            Self::Refusing => Ok(Weather::Refusing),
            Self::NotNow => Ok(Weather::NotNow),
            Self::DropAtMail => Err(MailFault::DropBeforeMail),
            Self::DropAtRecipient => Err(MailFault::DropAtRecipient),
            Self::DropAtData => Err(MailFault::DropAtData),
            Self::DropInMessage => Err(MailFault::DropInMessage),
            Self::DropAfterFinalDot => Err(MailFault::DropAfterFinalDot),
            Self::HangAfterFinalDot => Err(MailFault::HangAfterFinalDot),
        }
    }
}

impl Fault {
    /// Every one that there is, those of the mail server left out.
    pub(crate) fn all() -> Vec<Self> {
        let each =
            |parts: &'static [Part], fault: fn(Part) -> Self| parts.iter().copied().map(fault);
        let mut all: Vec<_> = each(&Part::ALL, Self::Kill).collect();
        all.extend(each(&Part::ALL, Self::Freeze));
        all.extend([Self::KillOwner, Self::FreezeOwner, Self::KillBackend]);
        all.extend([Self::ForgetLeases, Self::WipeStream, Self::Roll]);
        all.extend(each(&Part::SEATLOG, Self::Lose));
        all.extend(each(&Part::SEATLOG, Self::Break));
        all.extend(each(&Part::NODES, Self::Stall));
        all.extend(each(&Part::NODES, Self::HalfOpen));
        all.extend(each(&Part::NODES, Self::Delay));
        all.extend(each(&Part::NODES, Self::Stop));
        all
    }

    /// Whether it ends a process by force.
    pub(crate) fn is_kill(self) -> bool {
        matches!(
            self,
            Self::Kill(_) | Self::KillOwner | Self::KillBackend | Self::WipeStream
        )
    }

    /// Whether a process is told to stop in order, during which nothing else may go wrong.
    pub(crate) fn is_orderly(self) -> bool {
        matches!(self, Self::Stop(_) | Self::Roll)
    }

    /// Whether two may happen at the same time.
    pub(crate) fn goes_with(self, other: Self) -> bool {
        let whose = |fault: Self| match fault {
            Self::Kill(part) | Self::Freeze(part) => Some(part),
            Self::KillBackend => Some(Part::Postgres),
            Self::ForgetLeases => Some(Part::Redis),
            Self::WipeStream => Some(Part::Nats),
            Self::Lose(part) | Self::Break(part) | Self::Stall(part) | Self::HalfOpen(part) => {
                Some(part)
            }
            Self::Delay(part) => Some(part),
            // Whichever node that is.
            Self::KillOwner | Self::FreezeOwner => None,
            Self::Stop(_) | Self::Roll | Self::Mail(_) => None,
        };
        match (whose(self), whose(other)) {
            (Some(one), Some(other)) => one != other,
            (None, _) | (_, None) => false,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kill(part) => write!(f, "kill {part}"),
            Self::Freeze(part) => write!(f, "freeze {part}"),
            Self::KillOwner => f.write_str("kill the owner"),
            Self::FreezeOwner => f.write_str("freeze the owner"),
            Self::KillBackend => f.write_str("kill a process of postgres"),
            Self::ForgetLeases => f.write_str("flush redis"),
            Self::WipeStream => f.write_str("wipe jetstream"),
            Self::Lose(part) => write!(f, "cut appends of {part}"),
            Self::Break(part) => write!(f, "break connections of {part}"),
            Self::Stall(part) => write!(f, "stall {part}"),
            Self::HalfOpen(part) => write!(f, "half-open connections of {part}"),
            Self::Delay(part) => write!(f, "delay {part}"),
            Self::Stop(part) => write!(f, "stop {part}"),
            Self::Roll => f.write_str("restart both nodes in turn"),
            Self::Mail(trouble) => write!(f, "mail: {trouble:?}"),
        }
    }
}
