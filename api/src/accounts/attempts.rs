//! Failed logins, counted for each account and each address on all nodes together.

use std::{net::IpAddr, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::{PgConnection, PgPool};

use super::AccountError;
use super::email::Email;
use super::secrets::{Key, Secrets};

/// From this many failures on, attempts are refused unseen.
pub const MOST: i64 = 10;
/// Failures older than this are forgotten.
pub const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// What failures are counted for: the account that was tried, if what was typed can be the name of
/// one, and where from.
#[derive(Debug, Clone)]
pub struct Subjects {
    account: Option<String>,
    address: Option<String>,
    /// What the account is called by secrets that no longer make.
    account_before: Vec<String>,
}

impl Subjects {
    /// An attempt at an account, whether it exists or not, or at none: by a text that is no e-mail
    /// address. The table keeps digests with the server's secret: people type passwords into the
    /// wrong field, and an address leads to a person.
    pub fn new(secrets: &Secrets, email: Option<&Email>, address: Option<IpAddr>) -> Self {
        let keys = secrets.keys_for("failed logins");
        let named = |kind: &str, key: &Key, text: &str| {
            format!("{kind}:{}", hex::encode(key.seal(&[text.as_bytes()])))
        };
        let folded = email.map(Email::folded);
        let mut accounts = folded
            .into_iter()
            .flat_map(|folded| keys.iter().map(move |key| named("account", key, folded)));
        let account = accounts.next();
        let account_before = accounts.collect();
        let network = address.map(|address| network(address).to_string());
        Self {
            account,
            account_before,
            address: network
                .zip(keys.first())
                .map(|(network, key)| named("address", key, &network)),
        }
    }

    fn all(&self) -> Vec<&str> {
        [self.account.as_deref(), self.address.as_deref()]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Refuses the attempt if there were too many failures.
    pub async fn check(&self, pool: &PgPool, now: DateTime<Utc>) -> Result<(), AccountError> {
        // The tenth youngest failure of a subject decides when its next attempt is looked at.
        let tenth: Option<DateTime<Utc>> = sqlx::query_scalar(
            "SELECT max(tenth.failed_at) FROM unnest($1::text[]) AS subject,
             LATERAL (SELECT failed_at FROM login_failures
                      WHERE login_failures.subject = subject.subject AND failed_at > $2
                      ORDER BY failed_at DESC OFFSET $3 LIMIT 1) AS tenth",
        )
        .bind(self.all())
        .bind(now - WINDOW)
        .bind(MOST - 1)
        .fetch_one(pool)
        .await?;
        match tenth {
            Some(tenth) => {
                let wait = (tenth + WINDOW - now).to_std().unwrap_or_default();
                Err(AccountError::TooManyAttempts(
                    wait.max(Duration::from_secs(1)),
                ))
            }
            None => Ok(()),
        }
    }

    /// Counts a failure.
    pub async fn failed(&self, pool: &PgPool, now: DateTime<Utc>) -> Result<(), AccountError> {
        sqlx::query(
            "INSERT INTO login_failures (subject, failed_at) SELECT unnest($1::text[]), $2",
        )
        .bind(self.all())
        .bind(now)
        .execute(pool)
        .await?;
        Ok(())
    }

    /// Forgets the account's failures: its owner is here. Those of the address stay, else an
    /// attacker with an account of his own could go on for ever.
    pub async fn succeeded(&self, pool: &PgPool) -> Result<(), AccountError> {
        sqlx::query("DELETE FROM login_failures WHERE subject = $1")
            .bind(&self.account)
            .execute(pool)
            .await?;
        Ok(())
    }

    /// Forgets that anybody ever tried the account; what is counted for addresses names nobody and
    /// is swept out soon.
    pub async fn forget(&self, db: &mut PgConnection) -> Result<(), sqlx::Error> {
        let mut names = self.account_before.clone();
        names.extend(self.account.clone());
        sqlx::query("DELETE FROM login_failures WHERE subject = ANY ($1)")
            .bind(names)
            .execute(db)
            .await
            .map(drop)
    }
}

/// Who has one IPv6 address has its whole /64, so that is what counts as one.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            std::net::Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_does_not_tell_what_was_typed() {
        let secrets = Secrets::new(vec!["a".repeat(32)]).unwrap();
        let subjects = |email: &str, address: Option<&str>| {
            let address = address.map(|address| address.parse().unwrap());
            Subjects::new(&secrets, Email::new(email).ok().as_ref(), address)
        };
        let tried = subjects("Ada@example.org", Some("::ffff:192.0.2.1"));
        for subject in tried.all() {
            assert!(!subject.contains("ada") && !subject.contains("192.0.2.1"));
        }
        let again = subjects("ADA@example.org", None);
        assert_eq!(again.all(), [tried.all()[0]]);
        let elsewhere = subjects("bob@example.org", Some("192.0.2.1"));
        assert_eq!(elsewhere.all()[1], tried.all()[1]);
        let other = Secrets::new(vec!["b".repeat(32), "a".repeat(32)]).unwrap();
        let ada = Email::new("ada@example.org").unwrap();
        let after = Subjects::new(&other, Some(&ada), None);
        assert_ne!(after.all(), again.all());
        assert_eq!(after.account_before, again.all());
        let no_address = subjects("seven-tenors-2026", Some("192.0.2.1"));
        assert_eq!(no_address.all(), [tried.all()[1]]);
    }

    #[test]
    fn one_household_is_one_ipv6_address() {
        let one = network("2001:db8:1:2:aaaa::1".parse().unwrap());
        let two = network("2001:db8:1:2:bbbb::2".parse().unwrap());
        let other = network("2001:db8:1:3::1".parse().unwrap());
        assert_eq!(one, two);
        assert_ne!(one, other);
    }
}
