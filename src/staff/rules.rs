//! Who an officer is and how far their posts reach: pure.

use super::{OfficerId, OrganisationId};
use crate::areas::AreaId;

/// Somebody who is signed in, with the posts that are valid now. Being able to name one is proof of the sign-in.
#[derive(Clone, Debug)]
pub struct Officer {
    pub id: OfficerId,
    pub name: String,
    pub posts: Vec<Post>,
}

/// A post (岗位): a role and the subtree it reaches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    pub role: String,
    pub reach: Reach,
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

    /// The subtrees of the space tree that this officer's posts reach.
    pub fn area_paths(&self) -> impl Iterator<Item = &str> {
        self.posts.iter().filter_map(|post| match &post.reach {
            Reach::Area { path, .. } => Some(path.as_str()),
            Reach::Organisation { .. } => None,
        })
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

/// Whether a path is that of a root: one part.
pub fn is_root(path: &str) -> bool {
    path.matches('/').count() == 1
}
