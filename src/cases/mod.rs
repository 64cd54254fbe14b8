//! The case (案卷): the work that one or many reports ask for, from first word to rating.

pub mod act;
mod http;
pub mod look_up;
mod numbers;
mod reveal;
pub mod rules;
pub mod store;
pub mod story;
mod timeline;
pub mod view;

pub use http::router;
pub use numbers::Numbers;

crate::id! {
    /// Names a case in the machine; people see its number.
    CaseId
}
crate::id! {
    /// Names a report; made on the device that wrote it.
    ReportId
}
