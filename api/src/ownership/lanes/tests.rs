use uuid::Uuid;

use super::*;

fn lane() -> Lane {
    (NodeId(Uuid::now_v7()), EventId::new(Uuid::now_v7()))
}

fn parcel(line: impl Into<Vec<u8>>) -> Parcel<()> {
    let (answer, _) = oneshot::channel();
    Parcel {
        line: line.into(),
        answer,
    }
}

fn taken(lanes: &Lanes<()>, lane: Lane) -> Vec<Vec<u8>> {
    let load = lanes.take(lane);
    load.into_iter().map(|parcel| parcel.line).collect()
}

#[test]
fn what_comes_while_all_carriers_are_under_way_travels_together_with_the_next_one() {
    let (lanes, lane) = (Lanes::new(), lane());
    for _ in 0..CARRIERS {
        assert_eq!(lanes.add(lane, parcel("first")), Added::NeedsCarrier);
        assert_eq!(taken(&lanes, lane).len(), 1);
    }
    assert_eq!(lanes.add(lane, parcel("a")), Added::Waits);
    assert_eq!(lanes.add(lane, parcel("b")), Added::Waits);
    assert_eq!(taken(&lanes, lane), [b"a", b"b"]);
}

#[test]
fn a_lane_on_which_nothing_travels_takes_no_room() {
    let (lanes, lane) = (Lanes::new(), lane());
    lanes.add(lane, parcel("a"));
    lanes.add(lane, parcel("b"));
    assert_eq!(taken(&lanes, lane).len(), 2);
    assert!(taken(&lanes, lane).is_empty(), "the second carrier");
    assert_eq!(lanes.lanes().len(), 1, "the first one is under way");
    assert!(taken(&lanes, lane).is_empty(), "the first one");
    assert!(lanes.lanes().is_empty());
    assert_eq!(lanes.add(lane, parcel("c")), Added::NeedsCarrier);
}

#[test]
fn a_load_is_bounded_but_a_command_that_is_larger_travels_alone() {
    let (lanes, lane) = (Lanes::new(), lane());
    lanes.add(lane, parcel("small"));
    lanes.add(lane, parcel(vec![b'x'; BYTES_TOGETHER + 1]));
    lanes.add(lane, parcel("small"));
    let sizes = || taken(&lanes, lane).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(sizes(), [5]);
    assert_eq!(sizes(), [BYTES_TOGETHER + 1]);
    for _ in 0..TOGETHER {
        lanes.add(lane, parcel("s"));
    }
    assert_eq!(sizes().len(), TOGETHER);
    assert_eq!(sizes(), [1]);
}

#[test]
fn no_more_wait_than_there_is_room_for() {
    let (lanes, lane) = (Lanes::new(), lane());
    for _ in 0..WAITING {
        assert_ne!(lanes.add(lane, parcel("")), Added::TurnedAway);
    }
    assert_eq!(lanes.add(lane, parcel("")), Added::TurnedAway);
    lanes.take(lane);
    assert_eq!(lanes.add(lane, parcel("")), Added::Waits);
}
