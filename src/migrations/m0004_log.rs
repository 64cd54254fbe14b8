use sea_orm_migration::{prelude::*, schema::*, sea_orm::DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The transaction that wrote an event, so that a reader can tell what may still be overtaken.
        let txn = match manager.get_database_backend() {
            DbBackend::Postgres => {
                big_integer("txn").default(Expr::cust("(pg_current_xact_id()::text::bigint)")).take()
            }
            _ => big_integer("txn").default(0).take(),
        };
        let event = Table::create()
            .table("event")
            .col(big_pk_auto("no"))
            .col(timestamp_with_time_zone("at"))
            .col(string("actor_kind"))
            .col(uuid_null("actor_id"))
            .col(uuid_null("case_id"))
            .col(integer_null("case_version"))
            .col(string("kind"))
            .col(json_binary("body"))
            .col(txn)
            .take();
        manager.create_table(event).await?;
        manager.create_index(super::index("event", "event_case", &["case_id", "no"])).await?;
        manager.create_index(super::index("event", "event_order", &["txn", "no"])).await?;

        let message = Table::create()
            .table("message")
            .col(pk_uuid("id"))
            .col(uuid("report_id"))
            .col(uuid("case_id"))
            .col(string("kind"))
            .col(text("text"))
            .col(text("text_en"))
            .col(timestamp_with_time_zone("created_at"))
            .col(timestamp_with_time_zone_null("sent_at"))
            .take();
        manager.create_table(message).await?;
        manager.create_index(super::index("message", "message_report", &["report_id", "created_at"])).await?;

        let once = Table::create()
            .table("idempotency")
            .col(string("actor"))
            .col(string("key"))
            .col(string("request_hash"))
            .col(text("response"))
            .col(timestamp_with_time_zone("at"))
            .primary_key(Index::create().col("actor").col("key"))
            .take();
        manager.create_table(once).await?;

        let counter =
            Table::create().table("counter").col(string("name").primary_key()).col(big_integer("next")).take();
        manager.create_table(counter).await
    }
}
