//! How the cases of a month go: for each turn a case can take, who does what and how long it takes them.

use super::random::Random;
use crate::cases::act::NewAction;

/// Who makes a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Somebody with this role at the district.
    Role(&'static str),
    /// Whoever handles for the leading organisation.
    Handler,
    GridWorker,
    Reporter,
}

/// One move in the life of a case.
#[derive(Clone, Debug)]
pub(super) struct Move {
    /// Office minutes after the move before.
    pub after: u32,
    pub by: By,
    pub photo: bool,
    pub action: NewAction,
}

/// A turn that a case takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plot {
    Straight,
    VerifiedFirst,
    Returned,
    Rework,
    Paused,
    Extended,
    NotSolved,
    Refused,
    Answered,
    Withdrawn,
    Voided,
    Merged,
}

/// The plots, as often as they happen in a hundred cases.
const OFTEN: [(Plot, f64); 12] = [
    (Plot::Straight, 50.0),
    (Plot::Merged, 2.0),
    (Plot::VerifiedFirst, 12.0),
    (Plot::Returned, 7.0),
    (Plot::Rework, 6.0),
    (Plot::Paused, 4.0),
    (Plot::Extended, 4.0),
    (Plot::NotSolved, 4.0),
    (Plot::Refused, 3.0),
    (Plot::Answered, 5.0),
    (Plot::Withdrawn, 2.0),
    (Plot::Voided, 1.0),
];

impl Plot {
    pub(super) fn draw(random: &mut Random) -> Self {
        let mut left = random.between(0.0, 100.0);
        for (plot, often) in OFTEN {
            left -= often;
            if left < 0.0 {
                return plot;
            }
        }
        Self::Straight
    }

    /// Its moves, from the report on.
    pub(super) fn moves(self, category: &str, standard: i32, random: &mut Random) -> Vec<Move> {
        let r = random;
        let register =
            || NewAction { category: Some(category.to_owned()), standard: Some(standard), ..taking("register") };
        let mut moves = Vec::new();
        if self == Self::VerifiedFirst {
            moves.push(role("intake_clerk", r, 4, 12, taking("ask_verification")));
            let seen = NewAction { decision: Some(true), ..noting("verify", "现场核实，情况属实") };
            moves.push(by(By::GridWorker, r, 10, 70, seen));
        }
        match self {
            Self::Refused => {
                let no = NewAction {
                    reason: Some("属于企业内部经营事务".into()),
                    ..replying("refuse", "此事不属于受理范围，建议通过合同约定的途径解决。")
                };
                moves.push(role("intake_clerk", r, 5, 28, no));
                return moves;
            }
            Self::Answered => {
                moves.push(role(
                    "intake_clerk",
                    r,
                    5,
                    28,
                    replying("answer", "高龄津贴每季度发放，请带身份证到社区便民服务站办理，也可由家属代办。"),
                ));
                return moves;
            }
            Self::Merged => {
                moves.push(role("intake_clerk", r, 3, 15, taking("merge")));
                return moves;
            }
            Self::Withdrawn => {
                moves.push(by(By::Reporter, r, 3, 15, taking("withdraw")));
                return moves;
            }
            _ => {}
        }
        moves.push(role("intake_clerk", r, 4, 25, register()));
        if self == Self::Voided {
            moves.push(role(
                "duty_leader",
                r,
                5,
                20,
                NewAction { reason: Some("测试电话，重复登记".into()), ..taking("void") },
            ));
            return moves;
        }
        moves.push(role("dispatcher", r, 3, 25, taking("dispatch")));
        if self == Self::Returned {
            let not_ours = NewAction {
                reason: Some("该路段由市政养护".into()),
                suggestion: Some("市政道路养护所".into()),
                ..taking("return")
            };
            moves.push(by(By::Handler, r, 20, 90, not_ours));
            let there = NewAction { organisation: Some("road_maintenance".into()), ..taking("dispatch") };
            moves.push(role("dispatcher", r, 5, 25, there));
        }
        moves.push(by(By::Handler, r, 5, 60, taking("accept")));
        moves.push(by(
            By::Handler,
            r,
            5,
            40,
            NewAction { reached: Some(true), ..noting("contact", "已联系反映人，约定上门时间") },
        ));
        self.waits(&mut moves, r);
        let long = if r.chance(12.0) { 2_000 } else { 420 };
        moves.push(result(r, 30, long));
        if self == Self::Rework {
            moves.push(role(
                "checker",
                r,
                20,
                200,
                NewAction { reason: Some("现场仍有残留，请继续清理".into()), ..taking("fail") },
            ));
            moves.push(result(r, 30, 240));
        }
        moves.extend(ending(r));
        if self == Self::NotSolved {
            let no = NewAction {
                solved: Some(false),
                satisfaction: Some("不满意".into()),
                ..noting("rate", "问题又出现了")
            };
            moves.push(by(By::Reporter, r, 60, 400, no));
            moves.push(result(r, 60, 400));
            moves.extend(ending(r));
        } else if r.chance(55.0) {
            let answer = *r.pick(&["满意", "满意", "满意", "基本满意"]);
            let yes = NewAction { solved: Some(true), satisfaction: Some(answer.to_owned()), ..taking("rate") };
            moves.push(by(By::Reporter, r, 30, 900, yes));
        } else if r.chance(90.0) {
            let called = NewAction { reached: Some(r.chance(80.0)), ..noting("call_back", "电话回访") };
            moves.push(role("caller_back", r, 200, 900, called));
        }
        moves
    }

    /// What a case has to wait for.
    fn waits(self, moves: &mut Vec<Move>, r: &mut Random) {
        let (ask, decide, why) = match self {
            Self::Paused => ("ask_pause", "decide_pause", "需等待管线单位会签"),
            Self::Extended => ("ask_extension", "decide_extension", "配件缺货，需延期采购"),
            _ => return,
        };
        // The end of the pause is filled in when it is asked for: it counts from then.
        moves.push(by(By::Handler, r, 10, 40, NewAction { reason: Some(why.into()), ..taking(ask) }));
        let granted = NewAction { decision: Some(true), reason: Some("情况属实".into()), ..taking(decide) };
        moves.push(role("duty_leader", r, 10, 60, granted));
    }
}

fn result(r: &mut Random, least: usize, most: usize) -> Move {
    Move { photo: true, ..by(By::Handler, r, least, most, noting("submit", "已处置完毕，见现场照片")) }
}

fn ending(r: &mut Random) -> [Move; 2] {
    let checks = if r.chance(30.0) { By::GridWorker } else { By::Role("checker") };
    let pass = by(checks, r, 20, 240, noting("pass", "现场核查，已恢复"));
    [pass, role("checker", r, 10, 120, replying("close", "您反映的问题已处理完毕，感谢您的关心。"))]
}

fn by(by: By, r: &mut Random, least: usize, most: usize, action: NewAction) -> Move {
    let after = u32::try_from(least + r.below(most - least)).unwrap_or(1);
    Move { after, by, photo: false, action }
}

fn role(name: &'static str, r: &mut Random, least: usize, most: usize, action: NewAction) -> Move {
    by(By::Role(name), r, least, most, action)
}

fn taking(action: &str) -> NewAction {
    NewAction { action: action.to_owned(), ..NewAction::default() }
}

fn noting(action: &str, note: &str) -> NewAction {
    NewAction { note: Some(note.to_owned()), ..taking(action) }
}

fn replying(action: &str, reply: &str) -> NewAction {
    NewAction { reply: Some(reply.to_owned()), ..taking(action) }
}
