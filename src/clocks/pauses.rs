//! When a clock stands still (挂账, waiting for the reporter).

use crate::wall_clock::Instant;
use chrono::{DateTime, TimeDelta};

/// A time from an instant on, until another that no longer belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Instant,
    /// None while nobody has said when it ends.
    pub until: Option<Instant>,
}

/// Pauses in order; what overlaps or touches has become one.
pub(super) struct Pauses(Vec<(Instant, Instant)>);

/// Part of a time during which a clock only ran or only stood still.
pub(super) struct Piece {
    pub from: Instant,
    pub until: Instant,
    pub paused: bool,
}

impl Piece {
    pub fn length(&self) -> TimeDelta {
        self.until - self.from
    }
}

const NEVER: Instant = DateTime::<chrono::Utc>::MAX_UTC;

impl Pauses {
    pub fn new(spans: &[Span]) -> Self {
        let mut all: Vec<_> = spans.iter().map(|span| (span.from, span.until.unwrap_or(NEVER))).collect();
        all.retain(|(from, until)| from < until);
        all.sort_unstable();
        let mut merged: Vec<(Instant, Instant)> = Vec::with_capacity(all.len());
        for (from, until) in all {
            match merged.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(until),
                _ => merged.push((from, until)),
            }
        }
        Self(merged)
    }

    /// Whether a clock stands still at this instant.
    pub fn cover(&self, at: Instant) -> bool {
        self.after(at).first().is_some_and(|(from, _)| *from <= at)
    }

    /// Whether a clock stands still from this instant on without end.
    pub fn cover_all_after(&self, at: Instant) -> bool {
        self.after(at).first().is_some_and(|(from, until)| *from <= at && *until == NEVER)
    }

    /// Cuts a time into the pieces during which a clock runs and those during which it stands still, in order.
    pub fn cut(&self, mut from: Instant, until: Instant) -> Vec<Piece> {
        let mut pieces = Vec::new();
        let mut push = |from, until, paused| {
            if from < until {
                pieces.push(Piece { from, until, paused });
            }
        };
        for pause in self.after(from).iter().take_while(|pause| pause.0 < until) {
            push(from, pause.0, false);
            push(from.max(pause.0), until.min(pause.1), true);
            from = pause.1;
        }
        push(from, until, false);
        pieces
    }

    /// The pauses that end after this instant.
    fn after(&self, at: Instant) -> &[(Instant, Instant)] {
        &self.0[self.0.partition_point(|(_, until)| *until <= at)..]
    }
}
