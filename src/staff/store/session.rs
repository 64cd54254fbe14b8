//! The table of sessions.

use crate::{staff::OfficerId, wall_clock::Instant};
use sea_orm::entity::prelude::*;

/// A sign-in. The token itself is only with the officer.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    /// SHA-256 of the token, in hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: String,
    pub officer_id: OfficerId,
    pub began_at: Instant,
    pub seen_at: Instant,
    pub ended_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
