//! One's own account.

pub mod change_password;
pub mod edit;
pub mod erase;
pub mod export;
pub mod revoke_session;
pub mod sessions;
pub mod show;
