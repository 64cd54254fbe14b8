//! What a district is, as data (区情配置): the shape of a profile file, what is checked before one is used, and
//! what the rest of the program asks it.

pub mod check;
#[cfg(test)]
mod generated;
mod http;
mod lookup;
pub mod rules;
pub mod shape;
pub mod store;
mod word;
mod work_time;

pub use check::{Mistake, check};
pub use http::router;
pub use lookup::REPORTER;
pub use rules::{Grammar, grammar};
pub use shape::*;
pub use store::{Edition, Editions};
pub use word::{Word, word};

crate::id! {
    /// Names a stored version of the profile.
    EditionId
}

/// The JSON Schema of a profile file (`profiles/schema.json`), for editors that know one.
pub fn schema() -> schemars::Schema {
    schemars::schema_for!(Profile)
}
