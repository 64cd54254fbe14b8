//! Who an officer is and how far their posts reach: pure.

use super::{OfficerId, OrganisationId};
use crate::{
    areas::AreaId,
    config,
    profile::{Administers, Profile},
    wall_clock::Instant,
};
use chrono::TimeDelta;

/// Somebody who is signed in, with the posts that are valid now. Being able to name one is proof of the sign-in.
#[derive(Clone, Debug)]
pub struct Officer {
    pub id: OfficerId,
    pub name: String,
    pub posts: Vec<Post>,
    /// The hash of the token they are signed in with; none for one who acts without (the command line).
    pub session: Option<String>,
}

/// A post (岗位): a role and the subtree it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub role: String,
    pub reach: Reach,
    pub sees: Sees,
    /// Stands in an organisation whose people never learn who reported (G-7).
    pub shielded: bool,
}

/// What of the cases within its reach a post lets its officer see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// One of the separate hats (三员): nobody reads cases by being one.
    Nothing,
    /// Cases within reach; a new one without a place is not within anybody's yet.
    Placed,
    /// Also the pool: new cases without a place (intake roles of the district).
    Pool,
}

impl Sees {
    /// By what the profile says of the role.
    pub fn by_role(profile: &Profile, role: &str) -> Self {
        match profile.role(role) {
            Some(known) if !known.administers.is_empty() => Self::Nothing,
            Some(_) if profile.is_intake_role(role) => Self::Pool,
            Some(_) => Self::Placed,
            None => Self::Nothing,
        }
    }
}

/// A subtree of one of the two trees. Paths as in the tables: a subtree is everything that begins with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    Area { id: AreaId, path: String },
    Organisation { id: OrganisationId, path: String },
}

impl Officer {
    pub fn has_role(&self, role: &str) -> bool {
        self.posts.iter().any(|post| post.role == role)
    }

    /// Whether reporters stay unnamed before this officer, whatever else they are.
    pub fn is_shielded(&self) -> bool {
        self.posts.iter().any(|post| post.shielded)
    }

    /// The posts by which this officer sees cases.
    pub fn seeing(&self) -> impl Iterator<Item = &Post> {
        self.posts.iter().filter(|post| post.sees != Sees::Nothing)
    }

    /// The subtrees of the organisation tree that this officer's posts reach.
    pub fn organisation_paths(&self) -> impl Iterator<Item = &str> {
        self.posts.iter().filter_map(|post| match &post.reach {
            Reach::Organisation { path, .. } => Some(path.as_str()),
            Reach::Area { .. } => None,
        })
    }
}

impl Post {
    /// Whether a place of the space tree lies within reach. A matter without a place lies within reach of the whole
    /// district only, whose path has a single part.
    pub fn reaches_area(&self, area_path: Option<&str>) -> bool {
        match (&self.reach, area_path) {
            (Reach::Area { path, .. }, Some(area)) => area.starts_with(path.as_str()),
            (Reach::Area { path, .. }, None) => is_root(path),
            (Reach::Organisation { .. }, _) => false,
        }
    }

    /// Whether an organisation lies within reach.
    pub fn reaches_organisation(&self, organisation_path: &str) -> bool {
        matches!(&self.reach, Reach::Organisation { path, .. } if organisation_path.starts_with(path.as_str()))
    }
}

/// Whether one of an officer's roles wears a hat of administration (三员). None of the hats lets anybody read cases.
pub fn may_administer(officer: &Officer, profile: &Profile, what: Administers) -> bool {
    profile.role.iter().any(|role| role.administers.contains(&what) && officer.has_role(&role.id))
}

/// When a sign-in ends unless something is heard from the officer: idle since `seen_at`, or in any case so long after
/// `began_at`.
pub fn session_ends(began_at: Instant, seen_at: Instant, limits: &config::Session) -> Instant {
    let idle = seen_at + TimeDelta::minutes(limits.idle_minutes.into());
    idle.min(began_at + TimeDelta::hours(limits.absolute_hours.into()))
}

/// From when until when; the end is exclusive, none means open.
pub type Span = (Instant, Option<Instant>);

/// Whether two spans have an instant in common.
pub fn overlap((a_from, a_to): Span, (b_from, b_to): Span) -> bool {
    a_to.is_none_or(|end| b_from < end) && b_to.is_none_or(|end| a_from < end)
}

/// Whether a path is that of a root: one part.
pub fn is_root(path: &str) -> bool {
    path.matches('/').count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Instant {
        Instant::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    #[test]
    fn spans_that_only_touch_do_not_overlap() {
        let cases = [
            ((0, Some(10)), (10, None), false),
            ((0, Some(11)), (10, None), true),
            ((0, None), (10, Some(20)), true),
            ((0, None), (10, None), true),
            ((30, None), (10, Some(20)), false),
            ((12, Some(15)), (10, Some(20)), true),
        ];
        for ((a, a_to), (b, b_to), expected) in cases {
            let (one, other) = ((at(a), a_to.map(at)), (at(b), b_to.map(at)));
            assert_eq!(overlap(one, other), expected, "{one:?} {other:?}");
            assert_eq!(overlap(other, one), expected, "{other:?} {one:?}");
        }
    }

    #[test]
    fn a_session_ends_idle_or_after_its_longest_time() {
        let limits = config::Session { idle_minutes: 60, absolute_hours: 12, secure_cookie: true };
        assert_eq!(session_ends(at(0), at(0), &limits), at(60));
        assert_eq!(session_ends(at(0), at(300), &limits), at(360));
        assert_eq!(session_ends(at(0), at(700), &limits), at(720));
    }

    #[test]
    fn a_root_has_one_part() {
        assert!(is_root("abc/") && !is_root("abc/def/"));
    }
}
