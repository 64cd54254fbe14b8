use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        cases(manager).await?;
        reports(manager).await?;
        work(manager).await?;
        clocks(manager).await
    }
}

async fn cases(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let case = Table::create()
        .table("case")
        .col(pk_uuid("id"))
        .col(string_uniq("number"))
        .col(uuid("profile_id"))
        .col(string_null("category"))
        .col(integer_null("standard"))
        .col(string("step"))
        .col(string("stage"))
        .col(boolean("urgent"))
        .col(uuid_null("area_id"))
        .col(super::path(manager, "area_path").null())
        .col(double_null("lon"))
        .col(double_null("lat"))
        .col(boolean("on_border"))
        .col(uuid_null("lead_id"))
        .col(super::path(manager, "lead_path").null())
        .col(string_null("outcome"))
        .col(uuid_null("merged_into"))
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone_null("closed_at"))
        .col(timestamp_with_time_zone("changed_at"))
        .col(timestamp_with_time_zone_null("next_due_at"))
        .col(string_null("next_due_clock"))
        .col(boolean("overdue"))
        .col(integer("returns"))
        .col(integer("reworks"))
        .col(integer("reopenings"))
        .col(integer("version"))
        .foreign_key(ForeignKey::create().from("case", "profile_id").to("profile", "id"))
        .foreign_key(ForeignKey::create().from("case", "area_id").to("area", "id"))
        .foreign_key(ForeignKey::create().from("case", "lead_id").to("organisation", "id"))
        .take();
    manager.create_table(case).await?;
    for index in [
        super::index("case", "case_stage", &["stage", "id"]),
        super::index("case", "case_area", &["area_path", "id"]),
        super::index("case", "case_lead", &["lead_path", "stage", "id"]),
        super::index("case", "case_duplicates", &["lat", "lon"]),
    ] {
        manager.create_index(index).await?;
    }
    Ok(())
}

async fn reports(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let report = Table::create()
        .table("report")
        .col(pk_uuid("id"))
        .col(uuid("case_id"))
        .col(uuid("first_case_id"))
        .col(string_uniq("tracking_code"))
        .col(string("kind"))
        .col(string("channel"))
        .col(text_null("text"))
        .col(string("salt"))
        .col(string_null("category"))
        .col(string_null("address"))
        .col(double_null("lon"))
        .col(double_null("lat"))
        .col(string_null("reporter_name"))
        .col(string_null("reporter_phone"))
        .col(boolean("hide_name"))
        .col(string_null("on_behalf_of"))
        .col(uuid_null("against_organisation"))
        .col(super::path(manager, "against_path").null())
        .col(uuid_null("against_officer"))
        .col(uuid_null("received_by"))
        .col(string_null("outside_number"))
        .col(timestamp_with_time_zone_null("outside_due_at"))
        .col(timestamp_with_time_zone("received_at"))
        .col(boolean_null("solved"))
        .col(string_null("satisfaction"))
        .col(timestamp_with_time_zone_null("rated_at"))
        .col(timestamp_with_time_zone_null("withdrawn_at"))
        .foreign_key(ForeignKey::create().from("report", "case_id").to("case", "id"))
        .take();
    manager.create_table(report).await?;
    manager.create_index(super::index("report", "report_case", &["case_id"])).await?;
    manager.create_index(super::index("report", "report_first_case", &["first_case_id"])).await?;

    let reveal = Table::create()
        .table("reveal")
        .col(pk_uuid("id"))
        .col(uuid("report_id"))
        .col(uuid("officer_id"))
        .col(string("role"))
        .col(text("reason"))
        .col(timestamp_with_time_zone("at"))
        .col(timestamp_with_time_zone("until"))
        .foreign_key(ForeignKey::create().from("reveal", "report_id").to("report", "id"))
        .take();
    manager.create_table(reveal).await?;
    manager.create_index(super::index("reveal", "reveal_report", &["report_id"])).await
}

/// Who holds a case, who was asked to look, what was asked for, what was written.
async fn work(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let assignment = Table::create()
        .table("assignment")
        .col(pk_uuid("id"))
        .col(uuid("case_id"))
        .col(uuid("organisation_id"))
        .col(super::path(manager, "organisation_path").not_null())
        .col(timestamp_with_time_zone("from"))
        .col(timestamp_with_time_zone_null("to"))
        .foreign_key(ForeignKey::create().from("assignment", "case_id").to("case", "id"))
        .foreign_key(ForeignKey::create().from("assignment", "organisation_id").to("organisation", "id"))
        .take();
    manager.create_table(assignment).await?;
    manager.create_index(super::index("assignment", "assignment_case", &["case_id"])).await?;
    let held = super::index("assignment", "assignment_held", &["organisation_path", "case_id"]);
    manager.create_index(held).await?;

    let task = Table::create()
        .table("task")
        .col(pk_uuid("id"))
        .col(uuid("case_id"))
        .col(string("kind"))
        .col(super::path(manager, "area_path").null())
        .col(timestamp_with_time_zone("opened_at"))
        .col(timestamp_with_time_zone_null("done_at"))
        .col(uuid_null("done_by"))
        .col(boolean_null("result"))
        .foreign_key(ForeignKey::create().from("task", "case_id").to("case", "id"))
        .take();
    manager.create_table(task).await?;
    manager.create_index(super::index("task", "task_case", &["case_id"])).await?;

    let request = Table::create()
        .table("request")
        .col(pk_uuid("id"))
        .col(uuid("case_id"))
        .col(string("kind"))
        .col(uuid("asked_by"))
        .col(timestamp_with_time_zone("asked_at"))
        .col(timestamp_with_time_zone_null("until"))
        .col(boolean_null("granted"))
        .col(uuid_null("decided_by"))
        .col(timestamp_with_time_zone_null("decided_at"))
        .foreign_key(ForeignKey::create().from("request", "case_id").to("case", "id"))
        .take();
    manager.create_table(request).await?;
    manager.create_index(super::index("request", "request_case", &["case_id"])).await?;

    let remark = Table::create()
        .table("remark")
        .col(pk_uuid("id"))
        .col(uuid("case_id"))
        .col(big_integer("event_no"))
        .col(string("kind"))
        .col(boolean("public"))
        .col(text_null("text"))
        .col(string("salt"))
        .col(timestamp_with_time_zone("at"))
        .foreign_key(ForeignKey::create().from("remark", "case_id").to("case", "id"))
        .take();
    manager.create_table(remark).await?;
    manager.create_index(super::index("remark", "remark_case", &["case_id", "event_no"])).await
}

async fn clocks(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let clock = Table::create()
        .table("clock")
        .col(pk_uuid("id"))
        .col(uuid("case_id"))
        .col(string("kind"))
        .col(timestamp_with_time_zone("started_at"))
        .col(string("limit"))
        .col(string("counts"))
        .col(integer("extensions"))
        .col(timestamp_with_time_zone("due_at"))
        .col(boolean("provisional"))
        .col(timestamp_with_time_zone_null("stopped_at"))
        .col(string_null("verdict"))
        .col(timestamp_with_time_zone_null("overdue_at"))
        .foreign_key(ForeignKey::create().from("clock", "case_id").to("case", "id"))
        .take();
    manager.create_table(clock).await?;
    manager.create_index(super::index("clock", "clock_case", &["case_id"])).await?;
    // At most one of a kind runs on a case.
    let running = super::index("clock", "clock_running", &["case_id", "kind"])
        .unique()
        .and_where(Expr::col("stopped_at").is_null())
        .take();
    manager.create_index(running).await?;
    // The sweep: running, not yet found overdue, oldest due first.
    let due = super::index("clock", "clock_due", &["due_at"])
        .and_where(Expr::col("stopped_at").is_null().and(Expr::col("overdue_at").is_null()))
        .take();
    manager.create_index(due).await
}
