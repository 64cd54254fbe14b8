use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let profile = Table::create()
            .table("profile")
            .col(pk_uuid("id"))
            .col(string("code"))
            .col(integer("version"))
            .col(text("source"))
            .col(timestamp_with_time_zone("loaded_at"))
            .take();
        manager.create_table(profile).await?;
        manager.create_index(super::index("profile", "profile_version", &["code", "version"]).unique().take()).await?;

        let calendar_year = Table::create()
            .table("calendar_year")
            .col(string("calendar"))
            .col(integer("year"))
            .col(text("source"))
            .col(timestamp_with_time_zone("loaded_at"))
            .primary_key(Index::create().col("calendar").col("year"))
            .take();
        manager.create_table(calendar_year).await
    }
}
