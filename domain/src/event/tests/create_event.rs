use super::fixtures::*;
use super::given::given;
use crate::event::{Details, Refusal, Status};

#[test]
fn creating_an_event_publishes_it_at_once() {
    given([]).when(create(false)).then([created(), published()]);
}

#[test]
fn a_draft_is_created_but_not_published() {
    given([]).when(create(true)).then([created()]);
    let draft = given([created()]).live();
    assert_eq!(
        (draft.status, draft.free(minute(0)), draft.version),
        (Status::Draft, 12, 1)
    );
}

#[test]
fn creating_it_again_changes_nothing() {
    given(on_sale()).when(create(false)).then_nothing();
    given([created()]).when(create(false)).then_nothing();
    given([created(), cancelled(1)])
        .when(create(false))
        .then_nothing();
}

#[test]
fn a_deleted_event_is_not_created_again() {
    given([created(), deleted(1)])
        .when(create(false))
        .then_refused(Refusal::EventNotFound);
}

#[test]
fn an_event_starts_after_it_is_created() {
    for starts_at in [-1, 0] {
        let past = Details {
            starts_at: minute(starts_at),
            ..details()
        };
        given([])
            .when(create_with(past, true))
            .then_refused_fields(&["starts_at"]);
    }
    let soon = Details {
        starts_at: minute(1),
        ..details()
    };
    given([])
        .when(create_with(soon.clone(), true))
        .then([created_with(soon)]);
}

#[test]
fn times_that_do_not_fit_together_are_refused_by_field() {
    let refused = |change: fn(&mut Details), fields: &[&str]| {
        let mut details = details();
        change(&mut details);
        given([])
            .when(create_with(details, false))
            .then_refused_fields(fields);
    };
    refused(|it| it.ends_at = Some(minute(STARTS)), &["ends_at"]);
    refused(
        |it| it.sales_open_at = Some(minute(STARTS)),
        &["sales_open_at"],
    );
    refused(
        |it| it.sales_close_at = Some(minute(STARTS + 1)),
        &["sales_close_at"],
    );
    refused(
        |it| {
            it.sales_open_at = Some(minute(20));
            it.sales_close_at = Some(minute(20));
        },
        &["sales_open_at"],
    );
    refused(
        |it| {
            it.ends_at = Some(minute(STARTS + 60));
            it.sales_close_at = Some(minute(STARTS + 61));
        },
        &["sales_close_at"],
    );
    refused(
        |it| {
            it.ends_at = Some(minute(1));
            it.max_seats_per_user = 0;
        },
        &["ends_at", "max_seats_per_user"],
    );
}

#[test]
fn sales_may_go_on_while_the_event_lasts() {
    let mut details = details();
    details.ends_at = Some(minute(STARTS + 60));
    details.sales_close_at = Some(minute(STARTS + 60));
    given([])
        .when(create_with(details.clone(), true))
        .then([created_with(details)]);
}

#[test]
fn a_buyer_may_be_allowed_from_one_to_ten_thousand_seats() {
    for (limit, fits) in [(0, false), (1, true), (10_000, true), (10_001, false)] {
        let details = Details {
            max_seats_per_user: limit,
            ..details()
        };
        let outcome = given([]).when(create_with(details.clone(), true));
        if fits {
            outcome.then([created_with(details)]);
        } else {
            outcome.then_refused_fields(&["max_seats_per_user"]);
        }
    }
}

#[test]
fn a_time_that_no_database_or_browser_can_hold_is_refused() {
    let year = |year: i32| {
        let day = chrono::NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
        day.and_hms_opt(0, 0, 0).unwrap().and_utc()
    };
    let mut details = details();
    details.sales_open_at = Some(year(-5_000));
    details.ends_at = Some(year(10_000));
    given([])
        .when(create_with(details, true))
        .then_refused_fields(&["ends_at", "sales_open_at"]);
}

#[test]
fn an_event_that_was_never_created_knows_no_command_but_that() {
    for command in every_command_but_create(1) {
        given([]).when(command).then_refused(Refusal::EventNotFound);
    }
}
