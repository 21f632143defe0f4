//! A problem's 交办单 and 办结单, from what whoever asks may read of it.

use chrono::NaiveDateTime;

use super::letterhead;
use crate::access::Scope;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::directory::store::{categories, departments, parks};
use crate::problems::actions::{LoadedProblem, RedactedProblem, events_seen_by, seen_by};
use crate::problems::rules::confidential::Redaction;
use crate::problems::rules::present::FollowUp;
use crate::problems::rules::words::ClockKind;
use crate::problems::store::{self, AssignmentRow, EventRow, ProblemRow};
use crate::reports::rules::Letterhead;
use crate::reports::rules::paper::{Slip, SlipKind, day};
use crate::vocabulary::columns::heading;
use crate::vocabulary::problem::satisfaction;
use crate::vocabulary::report::ON_SITE;

/// More events than a problem ever has.
pub const EVENTS: i64 = 10_000;

/// # Errors
/// 404 out of the caller's scope; 422 where it wasn't dispatched or resolved yet.
pub fn slip(conn: &mut Conn, clock: &Clock, scope: Scope, id: i64, kind: SlipKind) -> Result<Slip> {
    let found = store::find(conn, scope, id)?.ok_or(Error::NotFound)?;
    let letterhead = letterhead::of(conn)?;
    let seen = seen_by(conn, scope, vec![found.clone()])?.pop();
    let RedactedProblem {
        row,
        enterprise_name,
        redaction,
    } = seen.ok_or(Error::NotFound)?;
    let loaded = LoadedProblem::read(conn, row)?;
    let made = match kind {
        SlipKind::Dispatch => dispatched(conn, clock, &loaded, &redaction)?,
        SlipKind::Resolution => {
            let events = store::timeline(conn, id, 0, EVENTS)?;
            let events = events_seen_by(conn, scope, &found, events)?;
            resolved(conn, clock, &loaded, &events)?
        }
    };
    let mut lines = about(conn, &loaded.row, enterprise_name)?;
    lines.extend(made);
    Ok(Slip {
        kind,
        number: loaded.row.number.clone(),
        lines,
        signed_by_hand: match kind {
            SlipKind::Dispatch => vec!["交办人", "签收人"],
            SlipKind::Resolution => vec![heading::HANDLER, "企业代表"],
        },
        on: clock.today(),
        issuing_body: head(&letterhead),
        signature: letterhead.signature,
    })
}

type Lines = Vec<(&'static str, String)>;

pub(super) fn head(letterhead: &Letterhead) -> String {
    let is_red = letterhead.red_head;
    Some(&letterhead.issuing_body)
        .filter(|_| is_red)
        .cloned()
        .unwrap_or_default()
}

/// The name of a problem's park.
///
/// # Errors
/// Those of the database.
pub fn park(conn: &mut Conn, row: &ProblemRow) -> Result<String> {
    let park = parks::find(conn, row.park_id)?;
    Ok(park.map(|park| park.name).unwrap_or_default())
}

/// A problem's category, severity and level.
///
/// # Errors
/// Those of the database.
pub fn grade(conn: &mut Conn, row: &ProblemRow) -> Result<String> {
    let category = match row.category_id {
        Some(id) => categories::find(conn, id)?.map(|category| category.name),
        None => None,
    };
    let grade = [
        category,
        Some(row.severity.zh().to_owned()),
        Some(row.level.zh().to_owned()),
    ];
    Ok(joined(grade))
}

/// What there is of some texts, with a space between them.
pub fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    parts.join("　")
}

fn about(conn: &mut Conn, row: &ProblemRow, enterprise: Option<String>) -> Result<Lines> {
    let source = [
        Some(row.source.zh().to_owned()),
        row.source_reference.clone(),
    ];
    Ok(vec![
        ("问题", row.title.clone()),
        (heading::PARK, park(conn, row)?),
        (heading::PLACE, joined([enterprise, row.site_name.clone()])),
        (heading::GRADE, grade(conn, row)?),
        (heading::SOURCE, joined(source)),
        (heading::RAISED_ON, day(row.raised_on)),
        (heading::DESCRIPTION, row.description.clone()),
    ])
}

/// The names of a problem's lead and of its supporting departments.
///
/// # Errors
/// Those of the database.
pub fn parties(conn: &mut Conn, loaded: &LoadedProblem) -> Result<(String, String)> {
    let mut name = |one: &AssignmentRow| -> Result<String> {
        let found = departments::find(conn, one.department_id)?;
        Ok(found.map(|department| department.name).unwrap_or_default())
    };
    let lead = loaded.lead().map(&mut name).transpose()?;
    let supports: Vec<String> = loaded.supports().map(&mut name).collect::<Result<_>>()?;
    Ok((lead.unwrap_or_default(), supports.join("、")))
}

fn dispatched(
    conn: &mut Conn,
    clock: &Clock,
    loaded: &LoadedProblem,
    redaction: &Redaction,
) -> Result<Lines> {
    let Some(mut lead) = loaded.lead().cloned() else {
        return Err(nothing_yet("该问题尚未派单", "was not dispatched yet"));
    };
    redaction.redact_optional(&mut lead.note);
    redaction.redact_optional(&mut lead.place);
    let (name, supports) = parties(conn, loaded)?;
    let presence = [lead.meet_at.map(|at| moment(clock, at)), lead.place.clone()];
    let limit = |kind: ClockKind| {
        let found = loaded.clock(kind).map(|limit| day(limit.row.due_on));
        (kind.limit(), found.unwrap_or_default())
    };
    Ok(vec![
        (heading::LEAD, name),
        (heading::SUPPORTING, supports),
        ("交办时间", moment(clock, lead.dispatched_at)),
        limit(ClockKind::Accept),
        limit(ClockKind::FirstReply),
        limit(ClockKind::Solve),
        ("到场时间、地点", joined(presence)),
        ("交办意见", lead.note.unwrap_or_default()),
    ])
}

fn resolved(
    conn: &mut Conn,
    clock: &Clock,
    loaded: &LoadedProblem,
    events: &[EventRow],
) -> Result<Lines> {
    let row = &loaded.row;
    let is_resolve = |event: &&EventRow| {
        event.round == row.round && matches!(event.kind.as_str(), "resolve" | "resolve_on_site")
    };
    let Some(resolve) = events.iter().rev().find(is_resolve) else {
        return Err(nothing_yet("该问题尚未办结", "was not resolved yet"));
    };
    let (name, supports) = parties(conn, loaded)?;
    let limit = loaded.clock(ClockKind::Solve);
    let rest = loaded.present.rest.clone();
    let next = rest.map(|rest| {
        let words = [
            rest.remaining,
            rest.next_step,
            Some(format!("至{}", day(rest.next_on))),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join("；")
    });
    let asked = loaded.present.follow_ups.iter();
    let asked: Vec<String> = asked
        .filter(|one| one.round == row.round)
        .map(followed_up)
        .collect();
    Ok(vec![
        (
            heading::LEAD,
            if name.is_empty() {
                ON_SITE.to_owned()
            } else {
                name
            },
        ),
        (heading::SUPPORTING, supports),
        ("交办时间", shown(clock, row.dispatched_at)),
        (
            ClockKind::Solve.limit(),
            limit.map(|limit| day(limit.row.due_on)).unwrap_or_default(),
        ),
        ("办结时间", moment(clock, resolve.recorded_at)),
        (
            heading::OUTCOME,
            row.outcome
                .map(|word| word.zh().to_owned())
                .unwrap_or_default(),
        ),
        (
            heading::RESOLUTION,
            resolve.text.clone().unwrap_or_default(),
        ),
        ("未尽事项", next.unwrap_or_default()),
        ("回访情况", asked.join("\n")),
        ("销号时间", shown(clock, row.closed_at)),
    ])
}

fn followed_up(one: &FollowUp) -> String {
    if !one.reached {
        return format!("{}：未联系到", day(one.on));
    }
    let solved = match one.solved {
        Some(true) => "，认可已解决",
        Some(false) => "，认为未解决",
        None => "",
    };
    let content = one.satisfaction.and_then(satisfaction);
    let content = content.map_or(String::new(), |word| format!("，{word}"));
    format!("{}：已联系{solved}{content}", day(one.on))
}

fn shown(clock: &Clock, at: Option<NaiveDateTime>) -> String {
    at.map(|at| moment(clock, at)).unwrap_or_default()
}

fn moment(clock: &Clock, at: NaiveDateTime) -> String {
    let local = at.and_utc().with_timezone(&clock.zone());
    local.format("%Y年%-m月%-d日%H:%M").to_string()
}

fn nothing_yet(zh: &str, en: &str) -> Error {
    Error::invalid(FieldError::new("/kind", "not_applicable", zh, en))
}
