//! What admins look after.

pub mod bookings;
pub mod mail;
pub mod mail_retry;
pub mod mails;
pub mod projection_rebuild;
pub mod projections;
pub mod templates;
pub mod users;
