//! Whether a report makes sense.

use super::report::NewReport;
use crate::{
    cases::look_up::plain_text,
    error::{Error, Refusal, Result},
    profile::Edition,
    staff::{Officer, store::organisation},
};
use sea_orm::ConnectionTrait;

/// Whether all that was said makes sense.
///
/// # Errors
/// 422 naming the first field that does not.
pub fn check(new: &NewReport, by: Option<&Officer>, edition: &Edition) -> Result<()> {
    let refused =
        |code, field: &str, zh: String, en: String| Err(Error::Unprocessable(Refusal::new(code, zh, en).at(field)));
    if new.text.trim().is_empty() && new.photos.is_empty() {
        return refused(
            "nothing_said",
            "text",
            "请写下情况，或附上照片".into(),
            "Write what it is about, or add a photo".into(),
        );
    }
    let profile = &edition.profile;
    if !profile.channel.iter().any(|channel| channel.id == new.channel) {
        let known = profile.channel.iter().map(|channel| channel.id.as_str()).collect::<Vec<_>>().join(", ");
        let (zh, en) = (
            format!("没有渠道“{}”；可用：{known}", new.channel),
            format!("There is no channel \"{}\"; choose one of: {known}", new.channel),
        );
        return refused("unknown_channel", "channel", zh, en);
    }
    if let Some(category) = new.category.as_ref().filter(|id| profile.category(id).is_none()) {
        let (zh, en) = (format!("没有分类“{category}”"), format!("There is no category \"{category}\""));
        return refused("unknown_category", "category", zh, en);
    }
    let for_officers = [
        ("outside_number", new.outside_number.is_some()),
        ("outside_due_at", new.outside_due_at.is_some()),
        ("against_officer", new.against_officer.is_some()),
    ];
    if let Some((field, _)) = for_officers.into_iter().find(|(_, said)| by.is_none() && *said) {
        return refused("officers_only", field, "此项仅限工作人员填写".into(), "Only officers may say this".into());
    }
    if new.photos.len() > 9 {
        return refused("too_many_photos", "photos", "最多九张照片".into(), "Nine photos at most".into());
    }
    let reporter = new.reporter.clone().unwrap_or_default();
    if reporter.phone.as_ref().is_some_and(|phone| !is_phone(phone)) {
        let (zh, en) = (
            "电话号码应为 5 至 20 位数字，可含 + - 和空格，共不超过 30 个字符",
            "A phone number has 5 to 20 digits, with + - and spaces, 30 characters at most",
        );
        return refused("bad_phone", "reporter.phone", zh.into(), en.into());
    }
    plain_text("text", Some(&new.text), 5_000)?;
    plain_text("address", new.address.as_deref(), 300)?;
    plain_text("reporter.name", reporter.name.as_deref(), 60)?;
    plain_text("on_behalf_of", new.on_behalf_of.as_deref(), 60)?;
    plain_text("outside_number", new.outside_number.as_deref(), 60)
}

fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (5..=20).contains(&digits)
        && text.len() <= 30
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ' '))
}

/// The organisation that the report complains of.
///
/// # Errors
/// 422 when there is none with this code.
pub async fn against(db: &impl ConnectionTrait, new: &NewReport) -> Result<Option<organisation::Model>> {
    let Some(code) = &new.against else { return Ok(None) };
    let found = organisation::by_code(db, code).await?;
    let (zh, en) = (format!("没有编码为“{code}”的单位"), format!("There is no organisation with code \"{code}\""));
    found.map(Some).ok_or_else(|| Error::Unprocessable(Refusal::new("unknown_organisation", zh, en).at("against")))
}
