//! How much one address and one account may ask for. Generous: they are there for programs gone
//! wild, not for people in a hurry. Each node counts for itself.

mod tally;

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use seatlog_domain::ids::UserId;

use super::problem::Problem;
use crate::accounts::attempts::network;
use tally::Tally;

pub use tally::Open;

/// So many calls at once, and so many a second after that.
#[derive(Debug, Clone, Copy)]
struct Allowance {
    burst: NonZeroU32,
    per_second: NonZeroU32,
}

/// So many calls at once, and one more every so often after that.
#[derive(Debug, Clone, Copy)]
struct Rarely {
    burst: NonZeroU32,
    every: Duration,
}

/// A household, an office or a theatre may share one address.
const ADDRESS: Allowance = allowance(2_000, 200);
const ACCOUNT: Allowance = allowance(500, 50);
/// Calls that have mail sent or bring back what was in one.
const MAIL: Rarely = rarely(20, Duration::from_secs(15));
/// Each cancellation makes room for another booking, and both are mailed to the buyer, whose address
/// need not be theirs, and to the admins.
const CANCELLATIONS: Rarely = rarely(50, Duration::from_secs(10));
/// A school or an office may come to a waiting room together; one machine with many accounts must
/// take its time.
const JOINS: Allowance = allowance(500, 5);
/// How many connections one address may have open: enough for many browsers, of which each has six,
/// and few beside what a node can have.
const CONNECTIONS: u32 = 1_000;
/// How many of them may follow seats. Whoever gets none asks every few seconds instead.
const LISTENERS: u32 = 500;
/// How soon it may be tried again.
const LISTEN_AGAIN_SECS: u64 = 15;

const fn allowance(burst: u32, per_second: u32) -> Allowance {
    let (Some(burst), Some(per_second)) = (NonZeroU32::new(burst), NonZeroU32::new(per_second))
    else {
        panic!("an allowance of nothing")
    };
    Allowance { burst, per_second }
}

const fn rarely(burst: u32, every: Duration) -> Rarely {
    let Some(burst) = NonZeroU32::new(burst) else {
        panic!("an allowance of nothing")
    };
    Rarely { burst, every }
}

impl From<Allowance> for Quota {
    fn from(Allowance { burst, per_second }: Allowance) -> Self {
        Self::per_second(per_second).allow_burst(burst)
    }
}

impl From<Rarely> for Quota {
    fn from(Rarely { burst, every }: Rarely) -> Self {
        let quota = Self::with_period(every);
        quota
            .unwrap_or(Self::per_minute(NonZeroU32::MIN))
            .allow_burst(burst)
    }
}

/// Counts the calls of each key.
struct Limiter<K: Hash + Eq + Clone, C: Clock + Clone = DefaultClock> {
    clock: C,
    state: RateLimiter<K, DashMapStateStore<K>, C, NoOpMiddleware<C::Instant>>,
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Limiter<K, C> {
    fn new(allowance: impl Into<Quota>, clock: C) -> Self {
        Self {
            state: RateLimiter::dashmap_with_clock(allowance.into(), clock.clone()),
            clock,
        }
    }

    fn check(&self, key: &K) -> Result<(), Problem> {
        self.state.check_key(key).map_err(|refused| {
            let wait = refused.wait_time_from(self.clock.now());
            Problem::TooManyRequests(wait.as_secs() + 1)
        })
    }

    /// Forgets whoever has the whole allowance again.
    fn forget_idle(&self) {
        self.state.retain_recent();
        self.state.shrink_to_fit();
    }
}

/// The limits of this node.
pub struct Limits(Option<Counters>);

struct Counters {
    addresses: Limiter<IpAddr>,
    accounts: Limiter<UserId>,
    mails: Limiter<IpAddr>,
    cancellations: Limiter<UserId>,
    joins: Limiter<IpAddr>,
    connections: Tally,
    listeners: Tally,
}

impl Limits {
    /// Limits, or none of them (load tests).
    pub fn new(on: bool) -> Self {
        if !on {
            tracing::warn!("RATE_LIMITS=off: neither calls nor failed logins are limited");
        }
        Self(on.then(|| Counters {
            addresses: Limiter::new(ADDRESS, DefaultClock::default()),
            accounts: Limiter::new(ACCOUNT, DefaultClock::default()),
            mails: Limiter::new(MAIL, DefaultClock::default()),
            cancellations: Limiter::new(CANCELLATIONS, DefaultClock::default()),
            joins: Limiter::new(JOINS, DefaultClock::default()),
            connections: Tally::new(CONNECTIONS),
            listeners: Tally::new(LISTENERS),
        }))
    }

    /// Counts a call from an address.
    pub fn check_address(&self, address: IpAddr) -> Result<(), Problem> {
        self.0.as_ref().map_or(Ok(()), |counters| {
            counters.addresses.check(&network(address))
        })
    }

    /// Counts a call of an account.
    pub fn check_account(&self, account: UserId) -> Result<(), Problem> {
        self.0
            .as_ref()
            .map_or(Ok(()), |counters| counters.accounts.check(&account))
    }

    /// Counts a call from an address that has to do with mail.
    pub fn check_mail(&self, address: IpAddr) -> Result<(), Problem> {
        self.0
            .as_ref()
            .map_or(Ok(()), |counters| counters.mails.check(&network(address)))
    }

    /// Counts a cancellation that an account asks for.
    pub fn check_cancellation(&self, account: UserId) -> Result<(), Problem> {
        self.0
            .as_ref()
            .map_or(Ok(()), |counters| counters.cancellations.check(&account))
    }

    /// Counts somebody from an address who comes to a waiting room.
    pub fn check_join(&self, address: IpAddr) -> Result<(), Problem> {
        self.0
            .as_ref()
            .map_or(Ok(()), |counters| counters.joins.check(&network(address)))
    }

    /// Counts a connection from an address until it ends; an error if it is one too many. Nothing
    /// where nobody counts.
    pub fn connect(&self, address: IpAddr) -> Result<Option<Open>, Problem> {
        self.open(address, |counters| &counters.connections)
    }

    /// The same for somebody who follows the seats of an event.
    pub fn listen(&self, address: IpAddr) -> Result<Option<Open>, Problem> {
        self.open(address, |counters| &counters.listeners)
    }

    fn open(
        &self,
        address: IpAddr,
        of: impl FnOnce(&Counters) -> &Tally,
    ) -> Result<Option<Open>, Problem> {
        let Some(counters) = &self.0 else {
            return Ok(None);
        };
        let open = of(counters).open(address);
        open.map(Some)
            .ok_or(Problem::TooManyRequests(LISTEN_AGAIN_SECS))
    }

    /// Forgets everyone who was idle for a while, so that the memory follows the load.
    pub fn forget_idle(&self) {
        if let Some(counters) = &self.0 {
            counters.addresses.forget_idle();
            counters.accounts.forget_idle();
            counters.mails.forget_idle();
            counters.cancellations.forget_idle();
            counters.joins.forget_idle();
        }
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn a_burst_is_taken_and_then_a_steady_stream() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::new(allowance(5, 2), clock.clone());
        assert!((0..5).all(|_| limiter.check(&"ada").is_ok()));
        assert!(matches!(
            limiter.check(&"ada"),
            Err(Problem::TooManyRequests(1))
        ));
        assert!(limiter.check(&"bob").is_ok());
        clock.advance(Duration::from_secs(1));
        assert!(limiter.check(&"ada").is_ok());
        assert!(limiter.check(&"ada").is_ok());
        assert!(limiter.check(&"ada").is_err());
    }

    #[test]
    fn what_is_rare_is_let_in_one_by_one_after_a_burst() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::new(rarely(3, Duration::from_secs(10)), clock.clone());
        assert!((0..3).all(|_| limiter.check(&"ada").is_ok()));
        clock.advance(Duration::from_secs(9));
        assert!(matches!(
            limiter.check(&"ada"),
            Err(Problem::TooManyRequests(2))
        ));
        clock.advance(Duration::from_secs(1));
        assert!(limiter.check(&"ada").is_ok());
        assert!(limiter.check(&"ada").is_err());
    }

    #[test]
    fn who_was_idle_is_forgotten() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::new(allowance(5, 1), clock.clone());
        for n in 0..1_000 {
            limiter.check(&n).unwrap();
        }
        clock.advance(Duration::from_secs(10));
        limiter.check(&0).unwrap();
        limiter.forget_idle();
        assert_eq!(limiter.state.len(), 1);
    }

    #[test]
    fn without_limits_nobody_is_refused() {
        let (on, off) = (Limits::new(true), Limits::new(false));
        let address = "192.0.2.1".parse().unwrap();
        let refused = |limits: &Limits| (0..3_000).any(|_| limits.check_address(address).is_err());
        assert!(refused(&on));
        assert!(!refused(&off));
    }
}
