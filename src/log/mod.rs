//! The log: one append-only row for everything that happened, written in the same transaction as the row it
//! changes. Nothing personal stands in an event: words, names, phones and exact points live in erasable rows, and
//! the event keeps a salted hash of them, so that erasing never breaks a seal (G-11).

pub mod event;
pub mod idempotency;
pub mod message;

pub use event::{Actor, NewEvent, append};
