//! What of the moves that every ledger has must fit to the entry and to what the caller may see.

use chrono::NaiveDate;
use serde_json::Value;

use super::context::{Entry, WARNING, WriteContext};
use crate::base::{Error, FieldError, Result};
use crate::entries::description::{Field, Kind, Text, field, text};
use crate::entries::ledger::Fields;
use crate::entries::rules::body::{Reader, day_of};
use crate::entries::rules::common::{self as moves, LINKS, MILESTONES};
use crate::entries::rules::month;
use crate::entries::rules::permit;
use crate::entries::store;
use crate::problems::store as problems;
use crate::visits::store as visits;
use crate::vocabulary::bounds::TEXT;
use crate::vocabulary::faults;

/// What a month's report takes besides its figures.
pub const MONTH_EXTRA: &[Field] = &[
    field(
        "text",
        "形象进度",
        "What was done in the month.",
        text(TEXT),
    ),
    field(
        "reason",
        "负数说明",
        "Why an amount is negative; needed where one is.",
        text(TEXT),
    ),
    field(
        "unchanged",
        "本月无变化",
        "Whether nothing changed in the month, which then counts as reported; figures are left out.",
        Kind::Flag,
    ),
    field(
        "month",
        "月份",
        "The month's first day; from the path.",
        Kind::Day,
    ),
];

/// Where the body of a move plans: the common one, and those of ledgers that plan on the way.
pub const PLANNED: Text = "milestones";

/// What of a move's body has to fit to the entry.
pub fn check(
    context: &mut WriteContext,
    entry: &Entry,
    (name, fields): (Text, &[Field]),
    body: &Fields,
    reader: &mut Reader,
) -> Result<()> {
    if fields.iter().any(|field| field.name == PLANNED) {
        check_plan(entry, name, body, reader);
    }
    match name {
        moves::ASSIGN => check_leader(context, body, reader)?,
        moves::COMPLETE | moves::MOVE => check_milestone(context, entry, name, body, reader)?,
        moves::MONTH => check_month(context, body, reader),
        moves::LINK => check_link(context, entry, body, reader)?,
        moves::UNLINK => {
            let link = body.get("link_id").and_then(Value::as_i64);
            let links = store::links_of(context.conn, entry.row.id)?;
            if link.is_some() && !links.iter().any(|one| Some(one.id) == link) {
                reader.errors.push(FieldError::unknown_id("/link_id"));
            }
        }
        _ => {}
    }
    Ok(())
}

/// How many milestones a body brings.
fn planned(body: &Fields) -> usize {
    let milestones = body.get(PLANNED).and_then(Value::as_array);
    milestones.map_or(0, Vec::len)
}

/// A plan brings a milestone, but where a ledger's own move finds an open one already.
fn check_plan(entry: &Entry, name: Text, body: &Fields, reader: &mut Reader) {
    let new = planned(body);
    // What has another type, or is absent where it is required, was told with the other values.
    let lacks = match body.get(PLANNED) {
        Some(Value::Array(new)) => new.is_empty(),
        None | Some(Value::Null) => name != moves::PLAN,
        Some(_) => false,
    };
    if lacks && (name == moves::PLAN || entry.next().is_none()) {
        reader.missing("/milestones");
    }
    if new + entry.milestones.len() > MILESTONES {
        reader.wrong(
            "/milestones",
            "too_many",
            format!("节点不能超过{MILESTONES}个"),
            format!("makes more than {MILESTONES} milestones"),
        );
    }
    check_order(body, reader);
}

/// A leader's account has to be one.
pub fn check_leader(context: &mut WriteContext, body: &Fields, reader: &mut Reader) -> Result<()> {
    let user = body
        .get("leader")
        .and_then(|leader| leader["user_id"].as_i64());
    if let Some(user) = user
        && !store::is_leader(context.conn, user)?
    {
        reader
            .errors
            .push(FieldError::unknown_id("/leader/user_id"));
    }
    Ok(())
}

fn check_milestone(
    context: &WriteContext,
    entry: &Entry,
    name: Text,
    body: &Fields,
    reader: &mut Reader,
) -> Result<()> {
    let Some(position) = body.get("position").and_then(Value::as_i64) else {
        return Ok(());
    };
    let Some(found) = entry.milestones.iter().find(|one| one.position == position) else {
        reader.wrong(
            "/position",
            "unknown_value",
            "没有该序号的节点",
            "is the place of no milestone",
        );
        return Ok(());
    };
    let due_on = body.get("due_on").and_then(day_of);
    if name == moves::MOVE
        && let Some(due_on) = due_on
    {
        if due_on == found.due_on {
            reader.wrong("/due_on", "unchanged", "与现期限相同", "is its day already");
        }
        check_place(entry, position, due_on, reader);
        let furthest = context
            .calendar
            .working_days_after(found.original_due_on, WARNING);
        if reader.errors.is_empty() && due_on > furthest && !permit::is_office(&context.person()) {
            return Err(Error::forbidden(
                "entry.not_yours",
                "超过原期限5个工作日的节点调整由活动办办理",
                "More than 5 working days after its original day only the coordinator moves a milestone.",
            ));
        }
    }
    Ok(())
}

/// What is on one track follows each other in time; `days` are track and day in the order of the plan.
fn out_of_order(days: &[(Option<&str>, NaiveDate)]) -> Vec<(usize, NaiveDate)> {
    let mut wrong = vec![];
    for (at, (track, day)) in days.iter().enumerate() {
        let before = days[..at].iter().rfind(|(other, _)| other == track);
        if let Some((_, before)) = before
            && day < before
        {
            wrong.push((at, *before));
        }
    }
    wrong
}

fn too_early(reader: &mut Reader, pointer: &str, before: NaiveDate) {
    reader.wrong(
        pointer,
        "out_of_order",
        format!("不能早于同一线路上一节点的期限{before}"),
        format!("lies before {before}, the day of the milestone that it follows on its track"),
    );
}

fn check_order(body: &Fields, reader: &mut Reader) {
    let milestones = body.get("milestones").and_then(Value::as_array);
    let milestones = milestones.into_iter().flatten();
    let days = milestones.map(|one| Some((one["track"].as_str(), day_of(&one["due_on"])?)));
    let days: Option<Vec<_>> = days.collect();
    // Where one has no day, that is told with the other values.
    for (at, before) in out_of_order(&days.unwrap_or_default()) {
        too_early(reader, &format!("/milestones/{at}/due_on"), before);
    }
}

/// A milestone that is moved stays between its neighbours on its track.
fn check_place(entry: &Entry, position: i64, due_on: NaiveDate, reader: &mut Reader) {
    let open = entry.milestones.iter().filter(|one| one.done_on.is_none());
    let open: Vec<_> = open.collect();
    let moved = open.iter().map(|one| {
        let is_it = one.position == position;
        (
            one.track.as_deref(),
            if is_it { due_on } else { one.due_on },
        )
    });
    for (at, before) in out_of_order(&moved.collect::<Vec<_>>()) {
        let one = open[at];
        if one.position == position {
            too_early(reader, "/due_on", before);
        } else if before == due_on {
            reader.wrong(
                "/due_on",
                "out_of_order",
                format!(
                    "不能晚于同一线路下一节点“{}”的期限{}，请先调整后面的节点",
                    one.name, one.due_on
                ),
                format!(
                    "lies after {}, the day of the milestone that follows it: move that first",
                    one.due_on
                ),
            );
        }
    }
}

fn check_month(context: &WriteContext, body: &Fields, reader: &mut Reader) {
    // What is no month was told with the other values.
    let Some(of) = body.get("month").and_then(day_of) else {
        return;
    };
    if !month::is_reportable(of, context.today) {
        reader.wrong(
            "/month",
            "future_day",
            "未到报送时间：当月自20日起报送",
            "isn't over yet; the running month is taken from the 20th on",
        );
    }
    let figures = body
        .iter()
        .filter(|(name, _)| !MONTH_EXTRA.iter().any(|field| field.name == name.as_str()));
    let figures: Vec<_> = figures.filter(|(_, value)| !value.is_null()).collect();
    if body.get("unchanged") == Some(&Value::Bool(true)) {
        for (name, _) in &figures {
            reader.wrong(
                &format!("/{name}"),
                "not_applicable",
                "本月无变化时不填数字",
                "doesn't belong to a month without change",
            );
        }
    }
    let negative = figures
        .iter()
        .any(|(_, value)| value.as_i64().is_some_and(|number| number < 0));
    if negative && body.get("reason").is_none_or(Value::is_null) {
        reader.missing("/reason");
    }
}

const TARGETS: [&str; 4] = ["problem_id", "visit_id", "enterprise_id", "entry_id"];

fn check_link(
    context: &mut WriteContext,
    entry: &Entry,
    body: &Fields,
    reader: &mut Reader,
) -> Result<()> {
    let given = TARGETS
        .into_iter()
        .filter_map(|name| Some((name, body.get(name)?.as_i64()?)));
    let given: Vec<(&str, i64)> = given.collect();
    let [(name, id)] = given[..] else {
        if reader.errors.is_empty() {
            reader.wrong(
                "/problem_id",
                "required",
                "请选择问题、走访、企业、台账条目中的一项",
                "one of problem_id, visit_id, enterprise_id and entry_id is required",
            );
        }
        return Ok(());
    };
    let scope = context.scope();
    let known = match name {
        "problem_id" => problems::find(context.conn, scope, id)?.is_some(),
        "visit_id" => visits::find(context.conn, scope, id)?.is_some(),
        "entry_id" => id != entry.row.id && store::is_visible(context.conn, scope, id)?,
        // Looked up with the other ids of the body.
        _ => true,
    };
    let pointer = format!("/{name}");
    if !known {
        reader.errors.push(FieldError::unknown_id(pointer));
        return Ok(());
    }
    let links = store::links_of(context.conn, entry.row.id)?;
    if links.len() >= LINKS {
        reader.wrong(
            &pointer,
            "too_many",
            format!("关联不能超过{LINKS}项"),
            format!("makes more than {LINKS} links"),
        );
    }
    let target = |one: &store::LinkRow| match name {
        "problem_id" => one.problem_id,
        "visit_id" => one.visit_id,
        "entry_id" => one.to_entry_id,
        _ => one.enterprise_id,
    };
    if links.iter().any(|one| target(one) == Some(id)) {
        reader.wrong(&pointer, "duplicate", faults::LINKED, "is linked already");
    }
    Ok(())
}

/// What the state of milestones refuses.
pub fn guard(entry: &Entry, name: Text, body: &Fields) -> std::result::Result<(), permit::Refusal> {
    let open = entry.next().is_some();
    let told = |code, zh: &str, en: &str| Err((code, zh.to_owned(), en.to_owned()));
    match name {
        _ if open && (name == moves::PLAN || planned(body) > 0) => told(
            "entry.milestones_open",
            "还有未完成的节点，请逐个调整",
            "Milestones are open; move them one by one.",
        ),
        moves::COMPLETE | moves::MOVE if !open => told(
            "entry.no_milestone",
            "没有未完成的节点",
            "No milestone is open.",
        ),
        moves::COMPLETE | moves::MOVE => {
            let position = body.get("position").and_then(Value::as_i64);
            let found = entry
                .milestones
                .iter()
                .find(|one| Some(one.position) == position);
            match found {
                Some(one) if one.done_on.is_some() => told(
                    "entry.milestone_done",
                    "该节点已完成",
                    "The milestone is done already.",
                ),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}
