//! How many of something each network has at the moment, and no more.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::accounts::attempts::network;

/// Who has how many; whoever has none is not in it.
type Had = Arc<Mutex<HashMap<IpAddr, u32>>>;

/// Counts what is open.
#[derive(Debug)]
pub(super) struct Tally {
    most: u32,
    had: Had,
}

/// One of those that are counted, until it is dropped.
#[derive(Debug)]
pub struct Open {
    network: IpAddr,
    had: Had,
}

impl Tally {
    /// Each network may have so many.
    pub(super) fn new(most: u32) -> Self {
        Self {
            most,
            had: Had::default(),
        }
    }

    /// One more, unless the network has its number.
    pub(super) fn open(&self, address: IpAddr) -> Option<Open> {
        let network = network(address);
        let mut had = lock(&self.had);
        let count = had.entry(network).or_default();
        if *count >= self.most {
            return None;
        }
        *count += 1;
        Some(Open {
            network,
            had: Arc::clone(&self.had),
        })
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut had = lock(&self.had);
        if let Some(count) = had.get_mut(&self.network) {
            *count -= 1;
            if *count == 0 {
                had.remove(&self.network);
            }
        }
    }
}

/// Nobody panics with it in hand; if somebody did, the counts would still be whole.
fn lock(had: &Had) -> MutexGuard<'_, HashMap<IpAddr, u32>> {
    had.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_has_its_number_and_no_more() {
        let tally = Tally::new(2);
        let ada = address("192.0.2.1");
        let (one, _two) = (tally.open(ada).unwrap(), tally.open(ada).unwrap());
        assert!(tally.open(ada).is_none());
        assert!(tally.open(address("192.0.2.2")).is_some());
        drop(one);
        assert!(tally.open(ada).is_some(), "what is closed makes room");
    }

    #[test]
    fn whoever_has_an_ipv6_network_has_one_number_for_all_its_addresses() {
        let tally = Tally::new(1);
        let _one = tally.open(address("2001:db8:0:1::1")).unwrap();
        assert!(tally.open(address("2001:db8:0:1::2")).is_none());
        assert!(tally.open(address("2001:db8:0:2::1")).is_some());
    }

    #[test]
    fn nobody_is_remembered_who_has_none() {
        let tally = Tally::new(1);
        drop(tally.open(address("192.0.2.1")));
        assert!(lock(&tally.had).is_empty());
    }
}
