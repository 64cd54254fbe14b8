//! Taking in what people say (诉求): one way in for every channel, and the way back to whoever said it.

mod check;
mod duplicates;
mod http;
mod join;
mod receive;
mod report;
mod tracking;

pub use http::router;
pub use receive::receive;
pub use report::{NewReport, NewReporter, Receipt};
