//! What the command line does.

pub mod staff;
