//! Opening a masked name and phone: for a reason, for some minutes, on record.

use super::{
    CaseId, ReportId,
    look_up::plain_text,
    rules,
    store::{self, reveal},
};
use crate::{
    app::App,
    error::{Error, Refusal, Result},
    log::{self, Actor, NewEvent, idempotency::Once},
    staff::Officer,
    wall_clock::Instant,
};
use chrono::{DateTime, Duration, Utc};
use sea_orm::{EntityTrait, IntoActiveModel, entity::prelude::Uuid};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

/// Which report's reporter, and why.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewReveal {
    pub report: ReportId,
    /// At least four characters; the reporter can read it.
    pub reason: String,
}

/// The opened fields. Clients forget them at `until`.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Revealed {
    pub reporter_name: Option<String>,
    pub reporter_phone: Option<String>,
    pub until: DateTime<Utc>,
}

/// What is stored of the answer: nothing personal.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Opened {
    until: Instant,
}

/// Opens the reporter's fields for the profile's number of minutes.
///
/// # Errors
/// 404 outside what the officer may see, 403 without a role that may or when the report is against them, 422 without
/// a reason.
pub async fn reveal(app: &App, by: &Officer, id: CaseId, new: &NewReveal, once: &Once) -> Result<Revealed> {
    let opened = app.write_once(once, async |txn| {
        let file = store::take(txn, id, by).await?.ok_or(Error::NotFound)?;
        let report = file.reports.iter().find(|report| report.id == new.report).ok_or(Error::NotFound)?;
        let edition = app.profiles.of(file.case.profile_id)?;
        let profile = &edition.profile;
        let entitled = |post: &&crate::staff::Post| {
            profile.reveal.who.contains(&post.role)
                && (post.reaches_area(file.case.area_path.as_deref())
                    || file.case.lead_path.as_deref().is_some_and(|lead| post.reaches_organisation(lead)))
        };
        let post = by.posts.iter().find(entitled).ok_or_else(not_entitled)?;
        if by.is_shielded() || !rules::sees_reporters(&file.reports, by) || report.hide_name {
            return Err(not_entitled());
        }
        good_reason(&new.reason)?;
        let now = app.clock.now();
        let until = now + Duration::minutes(i64::from(profile.reveal.minutes));
        let row = reveal::Model {
            id: Uuid::now_v7(),
            report_id: report.id,
            officer_id: by.id,
            role: post.role.clone(),
            reason: new.reason.clone(),
            at: now,
            until,
        };
        let body = json!({ "v": 1, "report": report.id, "reveal": row.id, "role": post.role, "until": until });
        reveal::Entity::insert(row.into_active_model()).exec_without_returning(txn).await?;
        // Looking changes nothing: the case keeps its version.
        let case = Some((id.0, file.case.version));
        log::append(txn, NewEvent { at: now, actor: Actor::Officer(by.id.0), case, kind: "reveal".to_owned(), body })
            .await?;
        Ok(Opened { until })
    });
    let opened = opened.await?.answer;
    if app.clock.now() > opened.until {
        return Err(not_entitled());
    }
    let file = store::find(app.db.read(), id, by).await?.ok_or(Error::NotFound)?;
    let report = file.reports.into_iter().find(|report| report.id == new.report).ok_or(Error::NotFound)?;
    Ok(Revealed { reporter_name: report.reporter_name, reporter_phone: report.reporter_phone, until: opened.until })
}

fn not_entitled() -> Error {
    Error::Forbidden(Refusal::new(
        "not_yours_to_open",
        "您无权查看该反映人的信息；可通过平台留言与其联系",
        "These fields are not yours to open; write to the reporter through the platform",
    ))
}

fn good_reason(reason: &str) -> Result<()> {
    if reason.trim().chars().count() < 4 {
        let (zh, en) = (
            "请写明查看理由（至少四个字），反映人可以看到",
            "Say why, in four characters at least; the reporter can read it",
        );
        return Err(Error::Unprocessable(Refusal::new("reason_needed", zh, en).at("reason")));
    }
    plain_text("reason", Some(reason), 500)
}
