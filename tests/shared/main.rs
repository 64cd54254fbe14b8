//! Tests on data that lies beside the checkout, in `../shared/data`; left out where it does not.

mod calendars;

/// A file of the data beside the checkout.
fn data(path: &str) -> String {
    let path = format!("{}/../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
