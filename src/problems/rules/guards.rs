//! May this person make this move now? Decided from the state table and the [`Facts`] of a problem.
//!
//! Refusals come in the API's order: [`permit`] is the 403, what the body says is 422, then
//! [`possible`] is the 409. [`allowed_actions`] asks the same two, so it can't promise more.

use chrono::{DateTime, Utc};

use super::facts::{Facts, Name, Requester};
use super::table::{Action, Move, Need, Relation};
use super::words::Outcome;
use crate::base::{Error, FieldError, Text, error::text};

/// Why not. Each becomes one status of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// 403
    Requester { code: &'static str, detail: Text },
    /// 422: the department acted for isn't on the problem, or not in the part the move needs.
    Department,
    /// 409, with what is possible instead.
    Now {
        code: &'static str,
        detail: Text,
        allowed: Vec<Action>,
    },
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Requester { code, detail } => Self::Forbidden { code, detail },
            Refusal::Department => {
                Self::invalid(FieldError::unknown_id("/on_behalf_of/department_id"))
            }
            Refusal::Now {
                code,
                detail,
                allowed,
            } => Self::Conflict {
                code,
                detail,
                allowed: Some(allowed.into_iter().map(Action::as_str).collect()),
            },
        }
    }
}

/// The whole check: [`permit`], then [`possible`].
///
/// # Errors
/// The first refusal in the API's order.
pub fn check(
    person: &Requester,
    name: Name,
    action: Action,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    permit(person, name, action, facts)?;
    possible(person, name, action, facts, now)
}

/// The part of the check that is about the person (403), before the body is looked at.
///
/// # Errors
/// [`Refusal::Requester`], or [`Refusal::Department`] for a wrong `on_behalf_of`.
pub fn permit(
    person: &Requester,
    name: Name,
    action: Action,
    facts: &Facts,
) -> Result<(), Refusal> {
    let hats = hats_in(person, name, action, facts)?;
    let may = |row: &Move| row.who.iter().any(|hat| hats.contains(hat));
    let mut rows = action
        .moves()
        .filter(|row| row.from.contains(&facts.status))
        .peekable();
    let permitted = if rows.peek().is_some() {
        rows.any(may)
    } else {
        action.moves().any(may)
    };
    if !permitted {
        return Err(not_yours(action));
    }
    for need in action.moves().flat_map(|row| row.needs) {
        match need {
            Need::NotWhoResolved if facts.resolved_by.is_some_and(|by| by.is(person)) => {
                return Err(Refusal::Requester {
                    code: "problem.own_resolution",
                    detail: text(
                        "办结人员及其所在单位不得回访、销号或要求重办，请由他人办理",
                        "Whoever resolved it cannot follow it up, close it or reopen it.",
                    ),
                });
            }
            Need::NotWhoAsked(kind)
                if facts
                    .pending(*kind)
                    .is_some_and(|request| request.asked_by == person.user_id) =>
            {
                return Err(Refusal::Requester {
                    code: "problem.own_request",
                    detail: text(
                        "不能裁定本人提出的申请",
                        "Nobody rules on a request of their own.",
                    ),
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// [`permit`] in the person's own name or in any department's they could act for.
///
/// # Errors
/// The refusal of the person's own name.
pub fn permit_in_any_capacity(
    person: &Requester,
    action: Action,
    facts: &Facts,
) -> Result<(), Refusal> {
    let mut names = names(facts);
    if names.any(|name| permit(person, name, action, facts).is_ok()) {
        return Ok(());
    }
    permit(person, Name::Own, action, facts)
}

/// One's own name, and that of every department on the problem.
fn names(facts: &Facts) -> impl Iterator<Item = Name> {
    let lead = facts.lead.iter().map(|lead| lead.department_id);
    let supports = facts.supports.iter().map(|support| support.department_id);
    std::iter::once(Name::Own).chain(lead.chain(supports).map(Name::Department))
}

/// The relations that count for this move: one's own, or those of the department acted for.
fn hats_in(
    person: &Requester,
    name: Name,
    action: Action,
    facts: &Facts,
) -> Result<Vec<Relation>, Refusal> {
    let own = facts.hats(person);
    let Name::Department(department) = name else {
        return Ok(own);
    };
    if !action.may_be_on_behalf()
        || !own
            .iter()
            .any(|hat| matches!(hat, Relation::Coordinator | Relation::Park))
    {
        return Err(Refusal::Requester {
            code: "problem.not_yours",
            detail: text(
                "只有活动办和上报园区可以代承办单位办理",
                "Only the coordinator and the filing park can act on a department's behalf.",
            ),
        });
    }
    let hats: Vec<_> = facts
        .hats_of(department)
        .into_iter()
        .filter(|hat| *hat != Relation::Former)
        .collect();
    let fits = action
        .moves()
        .any(|row| row.who.iter().any(|hat| hats.contains(hat)));
    if fits {
        Ok(hats)
    } else {
        Err(Refusal::Department)
    }
}

fn not_yours(action: Action) -> Refusal {
    let hint_zh = if action.may_be_on_behalf() {
        "；代办请注明所代单位"
    } else {
        ""
    };
    let hint_en = if action.may_be_on_behalf() {
        " Acting for a department takes on_behalf_of."
    } else {
        ""
    };
    Refusal::Requester {
        code: "problem.not_yours",
        detail: text(
            format!("此问题的“{}”不由您办理{hint_zh}", action.zh()),
            format!("{action} is not yours to do on this problem.{hint_en}"),
        ),
    }
}

/// The part of the check that is about the state and its conditions (409).
///
/// # Errors
/// [`Refusal::Now`] with the moves that are possible instead.
pub fn possible(
    person: &Requester,
    name: Name,
    action: Action,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    possible_after(person, name, action, (facts, facts), now)
}

/// [`possible`] for a move right after another in the same step, by the facts `after` that one. Refused,
/// neither is made, so that what is possible instead is what the facts `before` both allow.
///
/// # Errors
/// As [`possible`].
pub fn possible_after(
    person: &Requester,
    name: Name,
    action: Action,
    (before, after): (&Facts, &Facts),
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    stands(person, name, action, after, now).map_err(|(code, detail)| {
        let allowed = allowed_actions(person, before, now);
        Refusal::Now {
            code,
            detail: text(
                with_moves(detail.zh, "；现在可以：", "、", &allowed, Action::zh),
                with_moves(detail.en, " Possible now: ", ", ", &allowed, Action::as_str),
            ),
            allowed,
        }
    })
}

fn with_moves(
    detail: String,
    lead: &str,
    comma: &str,
    moves: &[Action],
    word: fn(Action) -> &'static str,
) -> String {
    if moves.is_empty() {
        return detail;
    }
    let moves: Vec<_> = moves.iter().map(|action| word(*action)).collect();
    format!("{detail}{lead}{}", moves.join(comma))
}

/// What the person could do now, in their own name or, where the table says so, in a department's.
pub fn allowed_actions(person: &Requester, facts: &Facts, now: DateTime<Utc>) -> Vec<Action> {
    let may = |action: Action| {
        names(facts).any(|name| {
            permit(person, name, action, facts).is_ok()
                && stands(person, name, action, facts, now).is_ok()
        })
    };
    Action::ALL
        .iter()
        .copied()
        .filter(|action| may(*action))
        .collect()
}

type Permitted = Result<(), (&'static str, Text)>;

fn stands(
    person: &Requester,
    name: Name,
    action: Action,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Permitted {
    let Some(row) = action.moves().find(|row| row.from.contains(&facts.status)) else {
        return Err((
            "problem.transition_not_allowed",
            text(
                format!("问题处于“{}”状态，不能{}", facts.status.zh(), action.zh()),
                format!("A problem that is {} cannot take {action}.", facts.status),
            ),
        ));
    };
    let department = match name {
        Name::Department(department) => Some(department),
        Name::Own => person.department_id,
    };
    row.needs
        .iter()
        .try_for_each(|need| met(*need, department, facts, now))
}

fn met(need: Need, department: Option<i64>, facts: &Facts, now: DateTime<Utc>) -> Permitted {
    let lead = facts.lead.as_ref();
    let (holds, code, zh, en) = match need {
        // Decided by `permit`.
        Need::NotWhoResolved | Need::NotWhoAsked(_) => return Ok(()),
        Need::NotFinal => (
            !lead.is_some_and(|lead| lead.is_final),
            "problem.return_final",
            "退回未获同意，不能再次退回",
            "An earlier return was refused; there is no second one.",
        ),
        Need::WithinReturnLimit => (
            lead.and_then(|lead| lead.return_ends)
                .is_none_or(|ends| now < ends),
            "problem.return_limit_passed",
            "已超过退回时限",
            "The time limit for returning has passed.",
        ),
        Need::Pending(kind) => (
            facts.pending(kind).is_some(),
            "problem.no_request_pending",
            "没有待裁定的申请",
            "There is no request to rule on.",
        ),
        Need::NoPending(kind) => (
            facts.pending(kind).is_none(),
            "problem.request_pending",
            "已有同类申请待裁定",
            "A request of this kind already waits for a ruling.",
        ),
        Need::Extendable => {
            return lead
                .and_then(|lead| lead.extension_refusal.clone())
                .map_or(Ok(()), Err);
        }
        Need::PartUnfinished => (
            facts
                .supports
                .iter()
                .any(|support| Some(support.department_id) == department && !support.finished),
            "problem.already_replied",
            "该协办单位已经回复",
            "This department has already replied.",
        ),
        Need::RestLeft => (
            facts.outcome.is_some_and(Outcome::has_remaining_work),
            "problem.nothing_to_track",
            "只有部分解决或计划解决的问题才能转持续跟踪",
            "Only what is partly solved or planned can be tracked.",
        ),
        Need::Confirmed => (
            facts.is_confirmed(),
            "problem.not_confirmed",
            "须经回访确认解决（解释疏导的须已回访到企业），或在三个不同日期回访均未联系上，方可销号",
            "Closing needs a follow-up that confirms it, or three on different days that reached nobody.",
        ),
    };
    if holds {
        Ok(())
    } else {
        Err((code, text(zh, en)))
    }
}

#[cfg(test)]
mod tests;
