//! From facts to mails.
//!
//! A fact becomes rows in `mails`, one for each recipient, once: whichever way it comes, and
//! however often. Senders then take the rows one by one, and record what became of each. A second
//! copy of a mail is sent only when nobody can know whether the first one arrived, and never a
//! third.
//!
//! Modules stand in the order in which a fact passes through them.

pub mod settings;

mod feed;

mod enqueue;
mod occasion;

mod content;

pub mod account_mails;

mod outbox;

mod delivery;
mod sender;

pub mod erasure;
pub mod mails;
pub mod restored;

mod gauges;
mod notifier;

pub use enqueue::EnqueueError;
pub use erasure::ForgetError;
pub use feed::FactStream;
pub use notifier::{Notifier, NotifierError};
pub use settings::{CheckedSettings, NotifierSettings, SettingsError};
