//! The demo district: an invented 永安区.
