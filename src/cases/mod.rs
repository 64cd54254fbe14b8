//! The case (案卷): the work that one or many reports ask for, from first word to rating.

pub mod numbers;
pub mod rules;
pub mod store;

pub use numbers::Numbers;

crate::id! {
    /// Names a case in the machine; people see its number.
    CaseId
}
crate::id! {
    /// Names a report; made on the device that wrote it.
    ReportId
}
