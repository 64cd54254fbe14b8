//! Who works here: organisations (单位), officers (工作人员), their dated posts (岗位), and signing in.

mod http;
mod rules;
pub mod store;

pub use rules::{Officer, Post, Reach, is_root};

crate::id! {
    /// Names an officer.
    OfficerId
}
crate::id! {
    /// Names an organisation.
    OrganisationId
}
crate::id! {
    /// Names a post.
    PostId
}
