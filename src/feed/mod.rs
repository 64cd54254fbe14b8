//! The feed: tells those who listen that something they may see has changed. It sends ids and kinds only; what is
//! shown is asked for again, through the same gate as everything else.

mod http;

pub use http::router;

use tokio::sync::watch;

/// Wakes readers of the log. A nudge makes it quick; a period makes it certain.
#[derive(Clone)]
pub struct Feed(watch::Sender<u64>);

/// The count that no number of nudges reaches.
const CLOSED: u64 = u64::MAX;

impl Default for Feed {
    fn default() -> Self {
        Self(watch::Sender::new(0))
    }
}

impl Feed {
    /// Something was committed.
    pub fn nudge(&self) {
        self.0.send_if_modified(|count| {
            let open = *count != CLOSED;
            *count += u64::from(open);
            open
        });
    }

    /// The server stops: every listener's stream ends, so that shutting down need not wait for them.
    pub fn close(&self) {
        self.0.send_replace(CLOSED);
    }

    pub fn is_closed(&self) -> bool {
        *self.0.borrow() == CLOSED
    }

    /// Wakes at each nudge and at the end.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}
