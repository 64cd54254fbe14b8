//! What an officer is shown of a report.

use crate::{
    cases::{
        ReportId,
        store::report::{self, Kind},
    },
    files::{self, FileId},
    profile::{Edition, Word, word},
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

/// A report as an officer is shown it: name and phone masked; nothing at all of it to those it is against (G-7).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReportView {
    pub id: ReportId,
    pub kind: Kind,
    pub channel: Word,
    /// True: it complains of this officer's organisation, so reporter, words and photos stay hidden.
    pub hidden: bool,
    pub text: Option<String>,
    pub address: Option<String>,
    /// Such as `张**`.
    pub reporter_name: Option<String>,
    /// Such as `138****0000`.
    pub reporter_phone: Option<String>,
    pub hide_name: bool,
    pub photos: Vec<FileId>,
    pub outside_number: Option<String>,
    /// The deadline another system set, beside ours.
    pub outside_due_at: Option<DateTime<Utc>>,
    pub received_at: DateTime<Utc>,
    pub solved: Option<bool>,
    pub satisfaction: Option<String>,
    pub withdrawn: bool,
}

/// The report before this officer: `hidden` from those it is against, `unnamed` before whoever never learns names.
pub(super) fn report_view(
    report: &report::Model,
    hidden: bool,
    unnamed: bool,
    edition: &Edition,
    attached: &[files::store::file::Model],
) -> ReportView {
    let named = |text: &Option<String>| text.clone().filter(|_| !hidden && !unnamed && !report.hide_name);
    let shown = |text: &Option<String>| text.clone().filter(|_| !hidden);
    let channel = edition.profile.channel.iter().find(|it| it.id == report.channel);
    let photos = attached.iter().filter(|file| !hidden && file.report_id == Some(report.id.0)).map(|file| file.id);
    ReportView {
        id: report.id,
        kind: report.kind,
        channel: word(&report.channel, channel.map(|it| (&it.name, &it.name_en))),
        hidden,
        text: shown(&report.text),
        address: shown(&report.address),
        reporter_name: named(&report.reporter_name).map(|name| mask_name(&name)),
        reporter_phone: named(&report.reporter_phone).map(|phone| mask_phone(&phone)),
        hide_name: report.hide_name,
        photos: photos.collect(),
        outside_number: shown(&report.outside_number),
        outside_due_at: report.outside_due_at,
        received_at: report.received_at,
        solved: report.solved,
        satisfaction: report.satisfaction.clone(),
        withdrawn: report.withdrawn_at.is_some(),
    }
}

/// Only the first character of a name.
pub fn mask_name(name: &str) -> String {
    name.chars().take(1).chain("**".chars()).collect()
}

/// The first three and the last four digits of a long number, the last two of a short one.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let (head, tail) = if digits.len() >= 11 { (3, 4) } else { (0, 2) };
    let hidden = digits.len().saturating_sub(head + tail);
    let tail = digits.iter().skip(head + hidden);
    digits.iter().take(head).chain(std::iter::repeat_n(&'*', hidden)).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_shows_enough_to_recognise_and_no_more() {
        assert_eq!(mask_name("张三丰"), "张**");
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_phone("5551234"), "*****34");
        assert_eq!(mask_phone("1"), "1");
    }
}
