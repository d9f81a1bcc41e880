//! Reports for those who run the house.

pub mod events;
pub mod sales;
pub mod summary;
pub mod user_bookings;
