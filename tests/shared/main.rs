//! Tests on data that lies beside the checkout, in `../shared/data`; left out where it does not.

mod calendars;
mod replay;

/// A file of the data beside the checkout.
fn data(path: &str) -> String {
    String::from_utf8(bytes(path)).expect("UTF-8")
}

fn bytes(path: &str) -> Vec<u8> {
    let path = format!("{}/../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}
