//! Proving who one is.

pub mod forgot_password;
pub mod login;
pub mod logout;
pub mod refresh;
pub mod register;
pub mod resend_verification;
pub mod reset_password;
pub mod verify_email;

mod answer;
mod cookie;
mod same_site;

pub use answer::LoginAnswer;
