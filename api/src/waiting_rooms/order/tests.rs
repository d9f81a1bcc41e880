use std::collections::HashSet;

use uuid::Uuid;

use super::*;

fn account(number: u128) -> UserId {
    UserId::new(Uuid::from_u128(number))
}

/// The seed of a trial.
fn seed(trial: u64) -> Seed {
    Seed::from(<[u8; 32]>::from(Sha256::digest(trial.to_be_bytes())))
}

#[test]
fn the_order_can_be_computed_by_anybody_who_knows_the_seed() {
    // printf 0192f0c8-7d3a-7c65-9d0c-2f6f3f0c8a11 |
    //     openssl dgst -sha256 -mac HMAC -macopt hexkey:070707…07
    let seed = Seed::from([7; 32]);
    let account: UserId = "0192f0c8-7d3a-7c65-9d0c-2f6f3f0c8a11".parse().unwrap();
    assert_eq!(hex::encode(seed.key(account)), KEY);
    assert_eq!(hex::encode(seed.commitment()), COMMITMENT);
}

const KEY: &str = "6e532cb411c408c96175372876421159c17cbcf4ec3cf2e3926fbdb9c3d9ec3b";
const COMMITMENT: &str = "4bb06f8e4e3a7715d201d573d0aa423762e55dabd61a2c02278fa56cc6d294e0";

#[test]
fn who_came_first_makes_no_difference() {
    let forth = seed(1).order((0..500).map(account));
    let back = seed(1).order((0..500).rev().map(account));
    assert_eq!(forth, back);
    let all: HashSet<_> = forth.iter().collect();
    assert_eq!(all.len(), 500, "everybody has a place");
}

#[test]
fn another_seed_gives_another_order_and_another_commitment() {
    let [one, other] = [1, 2].map(seed);
    let accounts = || (0..50).map(account);
    assert_ne!(one.order(accounts()), other.order(accounts()));
    assert_ne!(one.commitment(), other.commitment());
    assert_eq!(format!("{one:?}"), "Seed(..)");
}

#[test]
fn everybody_has_the_same_chance_of_each_place() {
    // Twenty people, ten thousand draws: how often each of them had each place. 361 degrees of
    // freedom; a fair draw is above 450 once in a thousand times, and these seeds are fixed.
    const PEOPLE: usize = 20;
    const DRAWS: u64 = 10_000;
    let mut had = [[0_u32; PEOPLE]; PEOPLE];
    for trial in 0..DRAWS {
        let order = seed(trial).order((0..PEOPLE as u128).map(account));
        for (place, account) in order.iter().enumerate() {
            had[account.uuid().as_u128() as usize][place] += 1;
        }
    }
    let expected = DRAWS as f64 / PEOPLE as f64;
    let off = |count: &u32| (f64::from(*count) - expected).powi(2) / expected;
    let chi_square: f64 = had.iter().flatten().map(off).sum();
    assert!(chi_square < 450.0, "{chi_square}");
    // The same measure finds a draw that is not fair: first come, first served, every tenth time.
    for (account, places) in had.iter_mut().enumerate() {
        places.iter_mut().for_each(|count| *count -= *count / 10);
        places[account] += DRAWS as u32 / 10;
    }
    let unfair: f64 = had.iter().flatten().map(off).sum();
    assert!(unfair > 450.0, "{unfair}");
}
