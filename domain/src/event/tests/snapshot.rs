use super::fixtures::*;
use super::given::{Given, given};
use crate::event::{BadSnapshot, Canceller, Event, SNAPSHOT_VERSION};

fn busy() -> Given {
    given(on_sale())
        .after(book(FIRST, ANNA, &["ST-A-1", "GA-3"], 1))
        .after(hold(KEPT, BERT, &["ST-B-2A"], 2))
        .after(block(&["GA-1"], 3))
        .after(hold(OTHER, BERT, &["GA-5"], 3))
        .after(release(OTHER, BERT, 4))
        .after(book(SECOND, BERT, &["GA-2"], 5))
        .after(take_back(SECOND, Canceller::Admin, 6))
}

#[test]
fn a_snapshot_is_the_state_and_is_the_same_each_time() {
    let event = busy().event();
    let bytes = event.to_snapshot();
    assert_eq!(Event::from_snapshot(&bytes), Ok(event.clone()));
    assert_eq!(event.to_snapshot(), bytes);
    // However it came about: replayed anew, the tables inside hash with other keys.
    assert_eq!(busy().event().to_snapshot(), bytes);
}

#[test]
fn a_snapshot_of_another_version_is_not_read() {
    let mut bytes = busy().event().to_snapshot();
    let found = SNAPSHOT_VERSION + 1;
    bytes[..2].copy_from_slice(&found.to_le_bytes());
    assert_eq!(
        Event::from_snapshot(&bytes),
        Err(BadSnapshot::Version { found })
    );
}

#[test]
fn a_snapshot_with_one_bit_changed_or_its_end_cut_off_is_not_read() {
    let bytes = busy().event().to_snapshot();
    for at in 2..bytes.len() {
        for bit in 0..8 {
            let mut rotten = bytes.clone();
            rotten[at] ^= 1 << bit;
            let read = Event::from_snapshot(&rotten);
            assert!(
                matches!(read, Err(BadSnapshot::Damaged(_))),
                "{at}, bit {bit}"
            );
        }
    }
    for len in 0..bytes.len() {
        assert!(Event::from_snapshot(&bytes[..len]).is_err(), "{len} bytes");
    }
}
