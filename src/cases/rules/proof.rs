//! What an action has to be given, and whether it was.

use super::{CaseFile, Given};
use crate::{
    error::Refusal,
    profile::{Action, Edition, Effect, Need},
};

/// Whether everything the action needs was given and makes sense.
///
/// # Errors
/// Names the first field that is missing or wrong.
pub fn complete(file: &CaseFile, action: &Action, given: &Given, edition: &Edition) -> Result<(), Refusal> {
    for need in &action.needs {
        if !met(file, *need, given) {
            return Err(missing(*need, action));
        }
    }
    nothing_else(action, given)?;
    known_answer(given, edition)?;
    known_category(file, action, given, edition)
}

fn met(file: &CaseFile, need: Need, given: &Given) -> bool {
    let said = |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    match need {
        Need::Category => given.category.is_some() || file.case.category.is_some(),
        Need::Area => given.place.as_ref().is_some_and(|place| place.area.is_some()) || file.case.area_id.is_some(),
        Need::Organisation => given.organisation.is_some(),
        Need::Reason => said(&given.reason),
        Need::Suggestion => said(&given.suggestion),
        Need::Note => said(&given.note),
        Need::Reply => said(&given.reply),
        Need::Photo => !given.photos.is_empty(),
        Need::Until => given.until.is_some(),
        Need::Decision => given.decision.is_some(),
        Need::Reached => given.reached.is_some(),
        Need::Solved => given.solved.is_some(),
        Need::Satisfaction => given.satisfaction.is_some(),
        Need::Case => given.older.is_some(),
    }
}

fn missing(need: Need, action: &Action) -> Refusal {
    let (field, zh, en) = match need {
        Need::Category => ("category", "分类", "a category"),
        Need::Area => ("area", "所在区域", "an area"),
        Need::Organisation => ("organisation", "承办单位", "an organisation"),
        Need::Reason => ("reason", "理由", "a reason"),
        Need::Suggestion => ("suggestion", "建议去向", "a suggestion to whom it should go"),
        Need::Note => ("note", "情况说明", "a note"),
        Need::Reply => ("reply", "给反映人的答复", "a reply to the reporters"),
        Need::Photo => ("photos", "照片", "a photo"),
        Need::Until => ("until", "截止时间", "an instant until which"),
        Need::Decision => ("decision", "同意或不同意", "a decision, true or false"),
        Need::Reached => ("reached", "是否联系上", "whether somebody was reached"),
        Need::Solved => ("solved", "是否解决", "whether it is solved"),
        Need::Satisfaction => ("satisfaction", "满意度", "one of the answers on satisfaction"),
        Need::Case => ("case", "并入的案卷", "the case it joins"),
    };
    Refusal::new("missing", format!("“{}”需要填写{zh}", action.name), format!("\"{}\" needs {en}", action.id)).at(field)
}

fn known_answer(given: &Given, edition: &Edition) -> Result<(), Refusal> {
    let Some(said) = &given.satisfaction else { return Ok(()) };
    let answers = edition.profile.rating.as_ref().map(|rating| rating.answers.as_slice()).unwrap_or_default();
    if answers.contains(said) {
        return Ok(());
    }
    let allowed = answers.join("、");
    let (zh, en) =
        (format!("满意度请选择：{allowed}"), format!("\"{said}\" is no answer here; choose one of: {allowed}"));
    Err(Refusal::new("unknown_answer", zh, en).at("satisfaction"))
}

/// Registering chooses the standard by which the case is opened, timed and closed: of several, somebody chooses.
fn known_category(file: &CaseFile, action: &Action, given: &Given, edition: &Edition) -> Result<(), Refusal> {
    if action.effect != Effect::Register {
        return Ok(());
    }
    let Some(id) = given.category.as_ref().or(file.case.category.as_ref()) else { return Ok(()) };
    let Some(category) = edition.profile.category(id) else {
        let (zh, en) = (format!("没有分类“{id}”"), format!("There is no category \"{id}\""));
        return Err(Refusal::new("unknown_category", zh, en).at("category"));
    };
    let count = category.standard.len();
    match given.standard {
        Some(standard) if usize::try_from(standard).is_ok_and(|nth| (1..=count).contains(&nth)) => Ok(()),
        None if count <= 1 => Ok(()),
        _ => Err(Refusal::new(
            "choose_standard",
            format!("请选择“{}”的立案标准：1 至 {count}", category.name),
            format!("Choose which standard of category \"{id}\" applies: 1 to {count}"),
        )
        .at("standard")),
    }
}

/// What an action is not there for is not taken silently: it would land in the log and mean nothing, or mischief.
fn nothing_else(action: &Action, given: &Given) -> Result<(), Refusal> {
    use Effect::{
        AskPause, CallBack, Contact, DecideExtension, DecidePause, Dispatch, Merge, Rate, Register, Return, Verify,
    };
    let answers: &[Effect] = &[Rate, CallBack];
    let fields = [
        ("category", given.category.is_some(), &[Register][..]),
        ("standard", given.standard.is_some(), &[Register]),
        ("area", given.place.is_some(), &[Register]),
        ("organisation", given.organisation.is_some(), &[Dispatch]),
        ("suggestion", given.suggestion.is_some(), &[Return]),
        ("until", given.until.is_some(), &[AskPause]),
        ("decision", given.decision.is_some(), &[Verify, DecidePause, DecideExtension]),
        ("reached", given.reached.is_some(), &[Contact, CallBack]),
        ("solved", given.solved.is_some(), answers),
        ("satisfaction", given.satisfaction.is_some(), answers),
        ("report", given.report.is_some(), answers),
        ("case", given.older.is_some(), &[Merge]),
    ];
    let strange = fields.into_iter().find(|(_, said, takes)| *said && !takes.contains(&action.effect));
    let Some((field, ..)) = strange else { return Ok(()) };
    let zh = format!("“{}”不接受此项", action.name);
    Err(Refusal::new("not_taken", zh, format!("\"{}\" does not take \"{field}\"", action.id)).at(field))
}
