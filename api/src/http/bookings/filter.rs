//! Which bookings a list is asked for.

use seatlog_projections::bookings::{Booking, BookingFilter};
use seatlog_projections::page::{Page, PageRequest};

use crate::http::query::{FromQuery, Params};

/// A page of bookings, as the document calls it.
pub type BookingList = Page<Booking>;

/// A filter, and which page of what it leaves.
#[derive(Debug)]
pub struct Wanted {
    pub(in crate::http) filter: BookingFilter,
    pub(in crate::http) page: PageRequest,
}

impl FromQuery for Wanted {
    fn from_query(params: &mut Params) -> Self {
        let filter = BookingFilter {
            user_id: params.parse("user_id"),
            event_id: params.parse("event_id"),
            status: params.parse("status"),
            q: params.search(),
            as_of: None,
        };
        Self {
            filter,
            page: params.page(),
        }
    }
}

/// A filter, and whether it goes through the bookings of all buyers.
#[derive(Debug)]
pub struct Whose {
    pub(super) all: bool,
    pub(super) wanted: Wanted,
}

impl FromQuery for Whose {
    fn from_query(params: &mut Params) -> Self {
        let whose = params.take("whose");
        if whose
            .as_deref()
            .is_some_and(|whose| !["own", "all"].contains(&whose))
        {
            params.refuse("whose", "must be own or all");
        }
        Self {
            all: whose.as_deref() == Some("all"),
            wanted: Wanted::from_query(params),
        }
    }
}
