//! The only place that reads the time of day. Everything else is given `now`.

use chrono::{DateTime, Duration, DurationRound, TimeDelta, Utc};
use std::sync::{Arc, Mutex};

/// An instant: UTC, whole microseconds (what both databases keep).
pub type Instant = DateTime<Utc>;

/// Where `now` comes from.
#[derive(Clone, Debug)]
pub enum WallClock {
    /// The machine's.
    System,
    /// Turned by hand: tests, the demo district, replays.
    Turned(Arc<Mutex<Instant>>),
}

impl WallClock {
    /// A clock that stands at `at` until it is turned.
    pub fn turned(at: Instant) -> Self {
        Self::Turned(Arc::new(Mutex::new(at)))
    }

    #[allow(clippy::disallowed_methods, reason = "this is the door through which time comes in")]
    pub fn now(&self) -> Instant {
        let now = match self {
            Self::System => Utc::now(),
            Self::Turned(at) => *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner),
        };
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }

    /// Turns a turned clock to `to`. The system's clock cannot be turned: nothing happens.
    pub fn turn_to(&self, to: Instant) {
        if let Self::Turned(at) = self {
            *at.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = to;
        }
    }

    /// Turns a turned clock onward.
    pub fn turn_by(&self, by: Duration) {
        self.turn_to(self.now() + by);
    }
}
