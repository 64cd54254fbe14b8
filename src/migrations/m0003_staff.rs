use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let organisation = Table::create()
            .table("organisation")
            .col(pk_uuid("id"))
            .col(string_uniq("code"))
            .col(string("name"))
            .col(string("kind"))
            .col(uuid_null("parent_id"))
            .col(super::path(manager, "path").not_null())
            .col(string_null("phone"))
            .foreign_key(ForeignKey::create().from("organisation", "parent_id").to("organisation", "id"))
            .take();
        manager.create_table(organisation).await?;
        manager.create_index(super::index("organisation", "organisation_path", &["path"]).unique().take()).await?;

        let organisation_area = Table::create()
            .table("organisation_area")
            .col(uuid("organisation_id"))
            .col(uuid("area_id"))
            .primary_key(Index::create().col("organisation_id").col("area_id"))
            .foreign_key(ForeignKey::create().from("organisation_area", "organisation_id").to("organisation", "id"))
            .foreign_key(ForeignKey::create().from("organisation_area", "area_id").to("area", "id"))
            .take();
        manager.create_table(organisation_area).await?;

        let officer = Table::create()
            .table("officer")
            .col(pk_uuid("id"))
            .col(string_uniq("login"))
            .col(string("name"))
            .col(string("password"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .take();
        manager.create_table(officer).await?;

        let post = Table::create()
            .table("post")
            .col(pk_uuid("id"))
            .col(uuid("officer_id"))
            .col(string("role"))
            .col(uuid_null("area_id"))
            .col(uuid_null("organisation_id"))
            .col(timestamp_with_time_zone("valid_from"))
            .col(timestamp_with_time_zone_null("valid_to"))
            .foreign_key(ForeignKey::create().from("post", "officer_id").to("officer", "id"))
            .foreign_key(ForeignKey::create().from("post", "area_id").to("area", "id"))
            .foreign_key(ForeignKey::create().from("post", "organisation_id").to("organisation", "id"))
            .take();
        manager.create_table(post).await?;
        manager.create_index(super::index("post", "post_officer", &["officer_id"])).await?;

        let session = Table::create()
            .table("session")
            .col(string("token_hash").primary_key())
            .col(uuid("officer_id"))
            .col(timestamp_with_time_zone("began_at"))
            .col(timestamp_with_time_zone("seen_at"))
            .col(timestamp_with_time_zone_null("ended_at"))
            .foreign_key(ForeignKey::create().from("session", "officer_id").to("officer", "id"))
            .take();
        manager.create_table(session).await?;
        manager.create_index(super::index("session", "session_officer", &["officer_id"])).await
    }
}
