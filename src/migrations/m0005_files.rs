use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let file = Table::create()
            .table("file")
            .col(pk_uuid("id"))
            .col(string("media_type"))
            .col(big_integer("bytes"))
            .col(integer("width"))
            .col(integer("height"))
            .col(string("received_hash"))
            .col(timestamp_with_time_zone("stored_at"))
            .col(uuid_null("officer_id"))
            .col(uuid_null("case_id"))
            .col(uuid_null("report_id"))
            .col(string_null("effect"))
            .take();
        manager.create_table(file).await?;
        manager.create_index(super::index("file", "file_case", &["case_id"])).await?;
        manager.create_index(super::index("file", "file_unattached", &["case_id", "stored_at"])).await?;

        let deletion =
            Table::create().table("file_deletion").col(pk_uuid("id")).col(timestamp_with_time_zone("asked_at")).take();
        manager.create_table(deletion).await
    }
}
