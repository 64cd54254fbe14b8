//! The table of officers.

use crate::{staff::OfficerId, wall_clock::Instant};
use sea_orm::entity::prelude::*;

/// Who may sign in.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "officer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfficerId,
    #[sea_orm(unique)]
    pub login: String,
    pub name: String,
    /// Argon2id, as a PHC string.
    pub password: String,
    pub created_at: Instant,
    /// No sign-in from then on.
    pub ended_at: Option<Instant>,
}

impl ActiveModelBehavior for ActiveModel {}
