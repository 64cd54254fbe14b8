//! The shape of a profile file: every table and key, once. `profiles/demo.toml` explains them by example,
//! `profiles/schema.json` is generated from here.

use crate::clocks::{Counts, Limit};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a district is, as data (区情配置). Unknown keys are refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Six-digit code of the district (GB/T 2260).
    pub code: String,
    pub name: String,
    pub name_en: Option<String>,
    /// Grows by one with each change that is loaded; a case keeps the version it began with.
    pub version: u32,
    /// IANA name, with daylight saving. Natural days end at 24:00 there; the host's TZ is never read.
    pub time_zone: String,
    /// Which statutory calendar counts working days; none means that every day is a working day.
    pub calendar: Option<String>,
    /// Local time at which the day of a *measure* begins; never moves a clock. `00:00` if left out.
    pub day_starts_at: Option<String>,
    pub hours: Hours,
    pub report: Intake,
    #[serde(default)]
    pub numbers: Numbers,
    #[serde(default)]
    pub borders: Borders,
    #[serde(default)]
    pub duplicates: Duplicates,
    pub reopening: Option<Reopening>,
    pub rating: Option<Rating>,
    #[serde(default)]
    pub reveal: Reveal,
    pub level: Vec<Level>,
    pub organisation_kind: Vec<Named>,
    pub role: Vec<Role>,
    pub channel: Vec<Named>,
    pub category: Vec<Category>,
    #[serde(default)]
    pub route: Vec<Route>,
    pub step: Vec<Step>,
    pub action: Vec<Action>,
    pub clock: Vec<Clock>,
    #[serde(default)]
    pub message: Vec<Message>,
}

/// Office hours on a working day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// `"HH:MM-HH:MM"`, in order, without overlap; `24:00` may end the last.
    pub windows: Vec<String>,
}

/// What happens when a report arrives and makes a case.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Intake {
    /// The step in which a new case stands; its stage is intake.
    pub step: String,
    /// Clocks that start with the report.
    #[serde(default)]
    pub starts: Vec<String>,
    /// Shown to whoever reports something urgent, such as `110`, `119`, `120`.
    #[serde(default)]
    pub emergency_numbers: Vec<String>,
}

/// How case numbers look: prefix + YYYYMMDD + five digits of the local day.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    #[serde(default)]
    pub prefix: String,
}

/// How borders are read.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Borders {
    /// Metres within which a point counts as lying on a border, so that somebody has to choose.
    pub tolerance_m: f64,
}

impl Default for Borders {
    fn default() -> Self {
        Self { tolerance_m: 5.0 }
    }
}

/// Which open cases are offered to a reporter as "perhaps the same".
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Duplicates {
    /// Metres.
    pub radius_m: f64,
    /// Natural days back from now.
    pub days: u32,
}

impl Default for Duplicates {
    fn default() -> Self {
        Self { radius_m: 50.0, days: 84 }
    }
}

/// Until when a reporter may say "not solved".
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    pub within: Limit,
}

/// What a reporter may answer when asked how satisfied they are.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// From best to worst.
    pub answers: Vec<String>,
}

/// Opening a masked personal field.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reveal {
    /// Minutes for which an opened field stays open.
    pub minutes: u32,
    /// Roles that may open one.
    #[serde(default)]
    pub who: Vec<String>,
}

impl Default for Reveal {
    fn default() -> Self {
        Self { minutes: 10, who: Vec::new() }
    }
}

/// A level of the space tree, top to bottom.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Level {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    /// The level above; only the first has none.
    pub parent: Option<String>,
    /// Exactly one level is the base grid.
    #[serde(default)]
    pub base: bool,
    pub size: Option<Size>,
}

/// How large an area of a level should be (L-08, X-05); outside it is listed, never refused.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// What is counted, such as `household`.
    pub unit: String,
    pub min: u32,
    pub max: u32,
}

/// Anything that only has a name: a channel, a kind of organisation.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Named {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
}

/// A role that a post gives an officer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    /// The level or the kind of organisation at which its posts stand.
    pub at: String,
    /// What it may administer beyond cases. None of them lets anybody read cases.
    #[serde(default)]
    pub administers: Vec<Administers>,
}

/// The separate hats of administration (三员).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Administers {
    /// Areas, organisations, officers, posts, profile, calendars.
    System,
    /// Sessions and sign-in of others.
    Security,
    /// Reads the record of who looked at what.
    Audit,
}

/// A category of matters (分类): a component, an event or a request.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Category {
    /// Dotted: `01.03` lies below `01`.
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    pub kind: CategoryKind,
    #[serde(default)]
    pub standard: Vec<Standard>,
}

/// 部件, 事件 or 诉求 (GB/T 30428.2; requests are the third, this platform's own).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CategoryKind {
    Component,
    Event,
    Request,
}

/// When a case of a category is opened, when it may be closed, and how long it may take (立案/结案条件).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub opens: String,
    pub closes: String,
    pub limit: Limit,
}

/// To whom a case goes unless somebody decides otherwise. The first that fits counts.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// A category, or `01.*`, or `*`.
    pub category: String,
    /// The code of an area, or its beginning with `*`, or `*`.
    pub area: String,
    /// The code of an organisation.
    pub to: String,
}

/// A step (环节): the district's word for where a case is.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    pub stage: Stage,
}

/// The closed list of stages (阶段) that every district's steps belong to.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    Intake,
    Dispatch,
    Handling,
    Checking,
    Closed,
}

/// An action (操作): the district's word for an effect, from where, by whom, with what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    pub effect: Effect,
    pub from: Vec<String>,
    /// Where it leads; left out, the case stays where it is.
    pub to: Option<String>,
    /// Roles; `reporter` stands for whoever holds the tracking secret.
    pub who: Vec<String>,
    #[serde(default)]
    pub needs: Vec<Need>,
    /// Clocks that it starts. One that runs already runs on; one that a result had stopped goes on from its first
    /// start after `fail` (rework keeps the clock) and begins anew after `reopen`.
    #[serde(default)]
    pub starts: Vec<String>,
    /// Clocks that it stops, where they run.
    #[serde(default)]
    pub stops: Vec<String>,
}

/// What an action does. A new effect is new code; a new name for one is profile data.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Asks somebody in the area to look before registering (`verify_before_register`).
    AskVerification,
    /// Answers that.
    Verify,
    /// 立案.
    Register,
    /// Not ours, with reason.
    Refuse,
    /// 直接答复.
    Answer,
    /// 派遣.
    Dispatch,
    /// 接收.
    Accept,
    /// First contact with the reporter (首次联系).
    Contact,
    /// 退回, with reason.
    Return,
    Note,
    /// 申请挂账.
    AskPause,
    DecidePause,
    /// 申请延期.
    AskExtension,
    DecideExtension,
    /// Result with proof.
    Submit,
    /// Asks somebody to look before closing (`check_before_close`).
    AskCheck,
    Pass,
    /// Back to be done again (返工).
    Fail,
    /// 结案, with the reply to the reporters.
    Close,
    /// 回访.
    CallBack,
    /// 评价.
    Rate,
    /// 重办.
    Reopen,
    Withdraw,
    /// 作废.
    Void,
    /// Joins an older open case.
    Merge,
}

/// What an action has to be given. The client shows a field for each.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    Category,
    Area,
    Organisation,
    /// A reason in words.
    Reason,
    /// To whom it should go instead.
    Suggestion,
    Note,
    /// What the reporters are told, in plain words.
    Reply,
    Photo,
    /// An instant until which.
    Until,
    /// Yes or no to what was asked.
    Decision,
    /// Whether somebody was reached.
    Reached,
    /// 是否解决.
    Solved,
    /// One of the profile's answers.
    Satisfaction,
    /// The older case.
    Case,
}

/// A clock (时限).
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    pub id: String,
    pub name: String,
    pub name_en: Option<String>,
    /// A limit, or `category`: the one of the case's standard.
    pub limit: ClockLimit,
    /// For `category`, where the category gives none.
    pub otherwise: Option<Limit>,
    /// Instead of the limit when the case is urgent.
    pub urgent: Option<Limit>,
    #[serde(default)]
    pub counts: Counts,
    /// How often it may be extended (延期).
    #[serde(default)]
    pub extensions: u32,
}

/// Where a clock's limit comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ClockLimit {
    Category(CategoryWord),
    Fixed(Limit),
}

/// The word `category`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CategoryWord {
    Category,
}

/// What reporters are told when an effect has happened. `{number}`, `{step}`, `{organisation}`, `{reply}`,
/// `{reason}` are filled in; an effect without a message tells nobody.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Message {
    pub on: Effect,
    pub text: String,
    pub text_en: Option<String>,
}
