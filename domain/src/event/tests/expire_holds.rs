use super::fixtures::*;
use super::given::{Given, given};

fn two() -> Given {
    given(on_sale())
        .after(hold(KEPT, ANNA, &["ST-A-1", "GA-1"], 1))
        .after(hold(OTHER, BERT, &["GA-2"], 2))
}

#[test]
fn every_hold_whose_time_is_over_ends_the_first_that_was_over_first() {
    let (annas, berts) = ((KEPT, ANNA), (OTHER, BERT));
    two()
        .when(sweep(11))
        .then([expired(annas, &["ST-A-1", "GA-1"], 11)]);
    two().when(sweep(12)).then([
        expired(annas, &["ST-A-1", "GA-1"], 12),
        expired(berts, &["GA-2"], 12),
    ]);
    two().after(extend(KEPT, ANNA, 5)).when(sweep(20)).then([
        expired(berts, &["GA-2"], 20),
        expired(annas, &["ST-A-1", "GA-1"], 20),
    ]);
}

#[test]
fn nothing_happens_before_or_again_or_where_nothing_is_held() {
    two().when(sweep(10)).then_nothing();
    two().after(sweep(12)).when(sweep(13)).then_nothing();
    given(on_sale()).when(sweep(12)).then_nothing();
}

#[test]
fn recording_the_end_changes_nothing_for_buyers() {
    let (before, after) = (two().live(), two().after(sweep(12)).live());
    for at in [12, 20] {
        assert_eq!(before.free(minute(at)), after.free(minute(at)));
        assert!(
            before
                .seat_states(minute(at))
                .eq(after.seat_states(minute(at)))
        );
    }
    assert_eq!(after.next_expiry(), None);
}
