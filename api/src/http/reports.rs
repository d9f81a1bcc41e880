//! Reports for those who run the house.

pub mod when;

pub mod cancellations;
pub mod events;
pub mod lost_demand;
pub mod lost_events;
pub mod sales;
pub mod sections;
pub mod summary;
pub mod user_bookings;
