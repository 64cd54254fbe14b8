use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let area = Table::create()
            .table("area")
            .col(pk_uuid("id"))
            .col(string("level"))
            .col(string_uniq("code"))
            .col(string("name"))
            .col(uuid_null("parent_id"))
            .col(super::path(manager, "path").not_null())
            .col(date("valid_from"))
            .col(date_null("valid_to"))
            .col(text_null("boundary"))
            .col(double_null("label_lon"))
            .col(double_null("label_lat"))
            .foreign_key(ForeignKey::create().from("area", "parent_id").to("area", "id"))
            .take();
        manager.create_table(area).await?;
        manager.create_index(super::index("area", "area_path", &["path"])).await
    }
}
