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
    /// Processes of Seatlog: those with a wire to each server.
    pub(crate) const SEATLOG: [Self; 4] =
        [Self::NodeA, Self::NodeB, Self::Projector, Self::Notifier];
    /// Those that need no process of Seatlog, and without which it has to get along.
    pub(crate) const SERVERS: [Self; 3] = [Self::Postgres, Self::Redis, Self::Nats];
    /// Those whose clock can be stepped. nats-server asks the system itself, without the C library;
    /// redis-server hangs at its start with libfaketime.
    pub(crate) const CLOCKS: [Self; 5] = [
        Self::NodeA,
        Self::NodeB,
        Self::Projector,
        Self::Notifier,
        Self::Postgres,
    ];
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

/// The way from a process of Seatlog to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Wire {
    pub(crate) near: Part,
    pub(crate) far: Part,
}

impl Wire {
    /// Every one that there is.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let of = |near| Part::SERVERS.map(|far| Self { near, far });
        Part::SEATLOG.into_iter().flat_map(of)
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
    /// The clock of the wall jumps, one way or the other, and back some time later. The clock that
    /// counts what has passed goes on.
    StepClock(Part),
    /// PostgreSQL's disk is full for a while.
    FillDisk,
    /// For a while, connections end at each step of an append in turn, or around a request to Redis:
    /// before it, in the middle of it, or when it is done and not answered.
    Lose(Wire),
    /// All its connections end at once, several times.
    Break(Wire),
    /// Nothing comes or goes for a while, then everything does.
    Stall(Wire),
    /// The same, but then the connections are gone.
    HalfOpen(Wire),
    /// Everything to the server takes longer.
    Delay(Wire),
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
        all.extend(each(&Part::NODES, Self::Stop));
        all.extend(each(&Part::CLOCKS, Self::StepClock));
        all.push(Self::FillDisk);
        all.extend(Wire::all().flat_map(Self::of_a_wire));
        all
    }

    /// What makes sense there: only nodes ask Redis, and what is said to NATS is mostly not answered.
    fn of_a_wire(wire: Wire) -> Vec<Self> {
        let is_node = Part::NODES.contains(&wire.near);
        let on_nodes = [Self::Stall(wire), Self::HalfOpen(wire), Self::Delay(wire)];
        if wire.far == Part::Redis && !is_node {
            return Vec::new();
        }
        let mut faults = vec![Self::Break(wire)];
        if wire.far != Part::Nats {
            faults.push(Self::Lose(wire));
        }
        match (wire.far, is_node) {
            (_, true) => faults.extend(on_nodes),
            (Part::Nats, false) => faults.push(Self::HalfOpen(wire)),
            (_, false) => {}
        }
        faults
    }

    /// What kind of fault it is, wherever it happens.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Kill(_) | Self::KillOwner | Self::KillBackend => "kill",
            Self::Freeze(_) | Self::FreezeOwner => "freeze",
            Self::ForgetLeases => "flush redis",
            Self::WipeStream => "wipe jetstream",
            Self::StepClock(_) => "step clock",
            Self::FillDisk => "fill disk",
            Self::Lose(_) => "lose requests",
            Self::Break(_) => "break connections",
            Self::Stall(_) => "stall",
            Self::HalfOpen(_) => "half-open connections",
            Self::Delay(_) => "delay",
            Self::Stop(_) => "stop",
            Self::Roll => "restart in turn",
            Self::Mail(_) => "mail",
        }
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
            Self::Kill(part) | Self::Freeze(part) | Self::StepClock(part) => Some(part),
            Self::KillBackend | Self::FillDisk => Some(Part::Postgres),
            Self::ForgetLeases => Some(Part::Redis),
            Self::WipeStream => Some(Part::Nats),
            Self::Lose(wire) | Self::Break(wire) | Self::Stall(wire) => Some(wire.near),
            Self::HalfOpen(wire) | Self::Delay(wire) => Some(wire.near),
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

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.near, self.far)
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
            Self::StepClock(part) => write!(f, "step the clock of {part}"),
            Self::FillDisk => f.write_str("fill the disk of postgres"),
            Self::Lose(wire) => write!(f, "lose requests of {wire}"),
            Self::Break(wire) => write!(f, "break connections of {wire}"),
            Self::Stall(wire) => write!(f, "stall {wire}"),
            Self::HalfOpen(wire) => write!(f, "half-open connections of {wire}"),
            Self::Delay(wire) => write!(f, "delay {wire}"),
            Self::Stop(part) => write!(f, "stop {part}"),
            Self::Roll => f.write_str("restart both nodes in turn"),
            Self::Mail(trouble) => write!(f, "mail: {trouble:?}"),
        }
    }
}
