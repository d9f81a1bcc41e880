use serde_json::{Value, json};

use super::*;

fn plan(sections: Value) -> Result<SeatPlan, Vec<FieldError>> {
    SeatPlan::check(serde_json::from_value(json!({ "sections": sections })).unwrap())
}

fn house() -> SeatPlan {
    plan(json!([
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 4500,
         "rows": [{"label": "A", "seats": 20}, {"label": "B", "seats": ["1", "2", "2A"]}]},
        {"id": "GA", "name": "Standing", "kind": "general", "price_minor": 2500, "capacity": 500},
    ]))
    .unwrap()
}

fn fields(sections: Value) -> Vec<String> {
    plan(sections)
        .unwrap_err()
        .into_iter()
        .map(|error| error.field)
        .collect()
}

#[test]
fn every_seat_has_one_name_and_every_name_one_seat() {
    let plan = house();
    assert_eq!(plan.capacity(), 523);
    for seat in (0..plan.capacity()).map(SeatIndex) {
        assert_eq!(plan.find(&plan.name(seat)), Some(seat));
    }
    assert_eq!(plan.name(SeatIndex(0)).as_str(), "ST-A-1");
    assert_eq!(plan.name(SeatIndex(22)).as_str(), "ST-B-2A");
    assert_eq!(plan.name(SeatIndex(522)).as_str(), "GA-500");
}

#[test]
fn a_name_that_the_plan_does_not_have_finds_nothing() {
    let plan = house();
    for name in [
        "ST-A-0",
        "ST-A-21",
        "ST-A-01",
        "ST-A-+1",
        "ST-C-1",
        "ST-A",
        "ST-B-3",
        "GA-0",
        "GA-501",
        "GA-1-1",
        "ST-A-1-",
        "XX-1",
        "st-a-1",
        "-",
        "ST",
        "ST-A-99999999999",
    ] {
        assert_eq!(plan.find(&SeatName::new(name).unwrap()), None, "{name}");
    }
}

#[test]
fn a_seat_costs_what_its_section_costs() {
    let plan = house();
    let price = |name: &str| plan.price_minor(plan.find(&SeatName::new(name).unwrap()).unwrap());
    assert_eq!((price("ST-B-2A"), price("GA-1")), (4500, 2500));
    assert_eq!(plan.price_from_minor(), 2500);
}

#[test]
fn where_seats_are_drawn_changes_nothing_about_them() {
    let plain = plan(json!([
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 1,
         "rows": [{"label": "A", "seats": 6}]}
    ]))
    .unwrap();
    let drawn = plan(json!([
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 1,
         "rows": [{"label": "A", "seats": 6, "gaps": [{"after": 0, "width": 1}, {"after": 5, "width": 100}]}],
         "layout": {"x": 0, "y": 50_000, "rotation": -180, "curve": 180}}
    ]))
    .unwrap();
    assert!(plain.names().eq(drawn.names()));
    assert_eq!(plain.runs(), drawn.runs());
}

#[test]
fn each_mistake_in_where_seats_are_drawn_is_named_by_its_field() {
    let section = |layout: Value, gaps: Value| {
        json!([{"id": "A", "name": "x", "kind": "reserved", "price_minor": 1, "layout": layout,
                "rows": [{"label": "A", "seats": 3, "gaps": gaps}]}])
    };
    let at = |layout: Value| fields(section(layout, json!([])));
    let path = "seating.sections[0]";
    assert_eq!(
        at(json!({"x": -1, "y": 50_001})),
        [format!("{path}.layout.x"), format!("{path}.layout.y")]
    );
    assert_eq!(
        at(json!({"x": 0, "y": 0, "rotation": 181, "curve": -1})),
        [
            format!("{path}.layout.rotation"),
            format!("{path}.layout.curve")
        ]
    );
    let gaps = |gaps: Value| fields(section(json!({"x": 0, "y": 0}), gaps));
    let (after, width) = (
        format!("{path}.rows[0].gaps[0].after"),
        format!("{path}.rows[0].gaps[0].width"),
    );
    assert_eq!(gaps(json!([{"after": 3, "width": 0}])), [after, width]);
    let twice = json!([{"after": 2, "width": 1}, {"after": 2, "width": 101}]);
    let second = format!("{path}.rows[0].gaps[1]");
    assert_eq!(
        gaps(twice),
        [format!("{second}.after"), format!("{second}.width")]
    );
}

#[test]
fn each_mistake_in_a_seating_is_named_by_its_field() {
    let general = |id: &str, capacity: u32| json!({"id": id, "name": "x", "kind": "general", "price_minor": 1, "capacity": capacity});
    let reserved = |rows: Value| json!([{"id": "A", "name": "x", "kind": "reserved", "price_minor": 1, "rows": rows}]);
    assert_eq!(fields(json!([])), ["seating.sections"]);
    assert_eq!(
        fields(json!([general("A", 1), general("A", 1)])),
        ["seating.sections[1].id"]
    );
    assert_eq!(
        fields(json!([general("A-B", 1)])),
        ["seating.sections[0].id"]
    );
    assert_eq!(
        fields(json!([general("A", 0)])),
        ["seating.sections[0].capacity"]
    );
    assert_eq!(
        fields(json!([general("A", 60_000), general("B", 40_001)])),
        ["seating.sections"]
    );
    assert_eq!(
        fields(
            json!([{"id": "A", "name": "x\r\n", "kind": "general", "price_minor": -1,
                       "capacity": 1}])
        ),
        [
            "seating.sections[0].name",
            "seating.sections[0].price_minor"
        ]
    );
    assert_eq!(fields(reserved(json!([]))), ["seating.sections[0].rows"]);
    assert_eq!(
        fields(reserved(
            json!([{"label": "A", "seats": 1}, {"label": "A", "seats": 0}])
        )),
        [
            "seating.sections[0].rows[1].label",
            "seating.sections[0].rows[1].seats"
        ]
    );
    assert_eq!(
        fields(reserved(
            json!([{"label": "A", "seats": ["1", "1", "a b"]}])
        )),
        [
            "seating.sections[0].rows[0].seats[1]",
            "seating.sections[0].rows[0].seats[2]"
        ]
    );
}

#[test]
fn counts_that_overflow_are_too_many_seats_and_no_crash() {
    let rows: Vec<Value> = (0..3)
        .map(|n| json!({"label": n.to_string(), "seats": u32::MAX}))
        .collect();
    let sections = json!([
        {"id": "A", "name": "x", "kind": "reserved", "price_minor": 1, "rows": rows}
    ]);
    assert_eq!(fields(sections), ["seating.sections"]);
}

#[test]
fn a_hundred_thousand_seats_are_allowed() {
    let sections = json!([
        {"id": "A", "name": "x", "kind": "general", "price_minor": 1, "capacity": MAX_SEATS}
    ]);
    assert_eq!(plan(sections).unwrap().capacity(), 100_000);
}

#[test]
fn seats_are_found_by_label_in_whatever_order_they_stand() {
    let odd_left = json!([
        "9", "7", "5", "3", "1", "2", "4", "6", "8", "10", "Ä", "é", "座"
    ]);
    let plan = plan(json!([
        {"id": "ST", "name": "Stalls", "kind": "reserved", "price_minor": 1,
         "rows": [{"label": "A", "seats": 2}, {"label": "B", "seats": odd_left},
                  {"label": "C", "seats": ["2", "1"]}]},
    ]))
    .unwrap();
    for seat in (0..plan.capacity()).map(SeatIndex) {
        assert_eq!(plan.find(&plan.name(seat)), Some(seat));
    }
    assert_eq!(plan.name(SeatIndex(2)).as_str(), "ST-B-9");
    assert_eq!(plan.find(&SeatName::new("ST-B-11").unwrap()), None);
    // The same letter written as two characters is another text, and no label.
    assert_eq!(plan.find(&SeatName::new("ST-B-e\u{301}").unwrap()), None);
}

#[test]
fn a_plan_survives_being_stored_and_a_wrong_one_is_not_read() {
    let stored = serde_json::to_string(&house()).unwrap();
    assert_eq!(serde_json::from_str::<SeatPlan>(&stored).unwrap(), house());
    assert!(serde_json::from_str::<SeatPlan>(r#"{"sections": []}"#).is_err());
}

#[test]
fn a_seating_says_what_would_be_right() {
    let reads = |seats: Value| {
        let section = json!({"id": "A", "name": "x", "kind": "reserved", "price_minor": 1,
            "rows": [{"label": "A", "seats": seats}]});
        serde_json::from_value::<Seating>(json!({ "sections": [section] }))
            .map_err(|it| it.to_string())
    };
    assert!(reads(json!(3)).is_ok() && reads(json!(["1"])).is_ok());
    for wrong in [
        json!(-1),
        json!(1.5),
        json!("3"),
        json!(null),
        json!(u64::MAX),
        json!([1]),
    ] {
        assert!(reads(wrong.clone()).is_err(), "{wrong}");
    }
    assert!(reads(json!("3")).is_err_and(|it| it.contains("a number of seats or a list")));
    let unknown = json!({"sections": [], "stage": 1});
    assert!(serde_json::from_value::<Seating>(unknown).is_err());
}

#[test]
fn a_label_has_letters_of_any_script_but_nothing_that_breaks_a_name() {
    let with = |id: &str| {
        plan(json!([
            {"id": id, "name": "x", "kind": "general", "price_minor": 1, "capacity": 1}
        ]))
    };
    for id in ["ST", "Балкон", "左", "a_1.2", "sixteen_letters_"] {
        assert!(with(id).is_ok(), "{id}");
    }
    for id in [
        "",
        "A-B",
        "A B",
        "A\u{301}",
        "A\u{200d}",
        "A/B",
        "A\n",
        "\u{202e}A",
        "seventeen_letters",
        "%",
        "'",
    ] {
        assert!(with(id).is_err(), "{id:?}");
    }
}
