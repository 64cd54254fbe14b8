//! Where a case stands and what may be done with it: steps, actions, effects, needs.

use schemars::JsonSchema;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

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
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    JsonSchema,
    utoipa::ToSchema,
    sea_orm::EnumIter,
    sea_orm::DeriveActiveEnum,
)]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::N(16))", rename_all = "snake_case")]
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
impl Effect {
    /// The name in profiles, events and the API; never renamed.
    pub fn name(self) -> &'static str {
        match self {
            Self::AskVerification => "ask_verification",
            Self::Verify => "verify",
            Self::Register => "register",
            Self::Refuse => "refuse",
            Self::Answer => "answer",
            Self::Dispatch => "dispatch",
            Self::Accept => "accept",
            Self::Contact => "contact",
            Self::Return => "return",
            Self::Note => "note",
            Self::AskPause => "ask_pause",
            Self::DecidePause => "decide_pause",
            Self::AskExtension => "ask_extension",
            Self::DecideExtension => "decide_extension",
            Self::Submit => "submit",
            Self::AskCheck => "ask_check",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Close => "close",
            Self::CallBack => "call_back",
            Self::Rate => "rate",
            Self::Reopen => "reopen",
            Self::Withdraw => "withdraw",
            Self::Void => "void",
            Self::Merge => "merge",
        }
    }
}
