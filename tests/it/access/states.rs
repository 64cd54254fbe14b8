//! A case in each step, brought there by the actions that people take.

use crate::district::{CATEGORY, District, NOWHERE};
use serde_json::{Value, json};

/// Where a case can stand.
pub struct State {
    pub name: &'static str,
    /// The step of the profile.
    pub step: &'static str,
    /// The names of [`move_of`], in order.
    moves: &'static [&'static str],
}

/// A case that stands there, and the receipt of its report.
pub struct Case {
    pub id: Value,
    pub receipt: Value,
}

impl Case {
    pub fn path(&self) -> String {
        format!("/api/v1/cases/{}", self.id.as_str().unwrap())
    }
}

const REGISTERED: &[&str] = &["register"];
const DISPATCHED: &[&str] = &["register", "dispatch"];
const HANDLING: &[&str] = &["register", "dispatch", "accept"];
const SUBMITTED: &[&str] = &["register", "dispatch", "accept", "submit"];
const CLOSED: &[&str] = &["register", "dispatch", "accept", "submit", "pass", "close"];

/// Every step of the demo profile, some more than once, where it matters what else is open.
pub const STATES: &[State] = &[
    State { name: "reported", step: "reported", moves: &[] },
    State { name: "reported, lies in no grid", step: "reported", moves: &["nowhere"] },
    State { name: "reported, verified", step: "reported", moves: &["ask_verification", "verify"] },
    State { name: "verifying", step: "verifying", moves: &["ask_verification"] },
    State { name: "registered", step: "registered", moves: REGISTERED },
    State { name: "dispatched", step: "dispatched", moves: DISPATCHED },
    State {
        name: "dispatched, to the sanitation centre after the urban management returned it",
        step: "dispatched",
        moves: &["register", "dispatch", "return", "dispatch_elsewhere"],
    },
    State { name: "returned", step: "returned", moves: &["register", "dispatch", "return"] },
    State { name: "handling", step: "handling", moves: HANDLING },
    State {
        name: "handling, a pause is asked for",
        step: "handling",
        moves: &["register", "dispatch", "accept", "ask_pause"],
    },
    State {
        name: "handling, an extension is asked for",
        step: "handling",
        moves: &["register", "dispatch", "accept", "ask_extension"],
    },
    State { name: "rework", step: "rework", moves: &["register", "dispatch", "accept", "submit", "fail"] },
    State { name: "submitted", step: "submitted", moves: SUBMITTED },
    State {
        name: "submitted, a check is asked for",
        step: "submitted",
        moves: &["register", "dispatch", "accept", "submit", "ask_check"],
    },
    State { name: "checked", step: "checked", moves: &["register", "dispatch", "accept", "submit", "pass"] },
    State { name: "closed", step: "closed", moves: CLOSED },
    State {
        name: "closed, rated by the reporter",
        step: "closed",
        moves: &["register", "dispatch", "accept", "submit", "pass", "close", "rate"],
    },
    State { name: "refused", step: "refused", moves: &["refuse"] },
    State { name: "answered", step: "answered", moves: &["answer"] },
    State { name: "merged (the tracking code leads to the older case)", step: "merged", moves: &["merge"] },
    State { name: "withdrawn", step: "withdrawn", moves: &["withdraw"] },
    State { name: "voided", step: "voided", moves: &["void"] },
];

/// The state of that name.
pub fn state(name: &str) -> &'static State {
    STATES.iter().find(|state| state.name == name).unwrap()
}

/// A new case that has been brought there.
pub async fn drive(district: &District, state: &State) -> Case {
    let older = if state.moves == ["merge"] { Some(district.report("先报的一件").await) } else { None };
    let receipt = match state.moves {
        ["nowhere", ..] => district.report_with(json!({ "lon": NOWHERE.0, "lat": NOWHERE.1 })).await,
        _ => district.report("路灯不亮").await,
    };
    let id = receipt["case"].clone();
    for name in state.moves.iter().filter(|name| **name != "nowhere") {
        let (who, action) = move_of(district, name, older.as_ref()).await;
        let answer = match who {
            "reporter" => district.reporter_acts(&receipt, action).await,
            who => district.act(who, &id, action).await,
        };
        answer.ok(201);
    }
    let case = Case { id, receipt };
    assert_eq!(district.case("clerk", &case.id).await["step"]["id"], state.step, "{}", state.name);
    case
}

async fn move_of(district: &District, name: &str, older: Option<&Value>) -> (&'static str, Value) {
    match name {
        "ask_verification" => ("clerk", json!({ "action": "ask_verification" })),
        "verify" => ("worker", json!({ "action": "verify", "decision": true, "note": "属实" })),
        "register" => ("clerk", json!({ "action": "register", "category": CATEGORY, "standard": 1 })),
        "dispatch" => ("dispatcher", json!({ "action": "dispatch", "organisation": "urban_management" })),
        "dispatch_elsewhere" => ("dispatcher", json!({ "action": "dispatch", "organisation": "sanitation_centre" })),
        "accept" => ("handler", json!({ "action": "accept" })),
        "return" => ("handler", json!({ "action": "return", "reason": "非本单位职责", "suggestion": "环卫中心" })),
        "ask_pause" => {
            ("handler", json!({ "action": "ask_pause", "reason": "等备件", "until": "2026-03-03T09:00:00Z" }))
        }
        "ask_extension" => ("handler", json!({ "action": "ask_extension", "reason": "工程量大" })),
        "submit" => ("handler", json!({ "action": "submit", "note": "已换灯泡", "photos": [district.photo().await] })),
        "ask_check" => ("checker", json!({ "action": "ask_check" })),
        "pass" => ("checker", json!({ "action": "pass", "note": "已恢复" })),
        "fail" => ("checker", json!({ "action": "fail", "reason": "仍不亮" })),
        "close" => ("checker", json!({ "action": "close", "reply": "已修好" })),
        "rate" => ("reporter", json!({ "action": "rate", "solved": true, "satisfaction": "满意" })),
        "refuse" => ("clerk", json!({ "action": "refuse", "reason": "不属本区", "reply": "请向邻区反映" })),
        "answer" => ("clerk", json!({ "action": "answer", "reply": "每周二收运" })),
        "merge" => ("clerk", json!({ "action": "merge", "case": older.unwrap()["number"] })),
        "withdraw" => ("clerk", json!({ "action": "withdraw" })),
        "void" => ("leader", json!({ "action": "void", "reason": "测试数据" })),
        _ => panic!("no move is called {name}"),
    }
}
