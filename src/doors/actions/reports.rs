//! What comes through a door: a report that the park decides on, and the answer to a follow-up.

use chrono::Duration;
use serde_json::json;

use super::doors::inactive;
use super::{DoorContext, When};
use crate::access::Actor;
use crate::audit;
use crate::base::db::{Conn, idempotency};
use crate::base::error::text;
use crate::base::given::days_later;
use crate::base::{Error, IfMatch, Result};
use crate::directory::store::{categories, enterprises};
use crate::doors::rules::bodies::{AnswerIn, ConfirmIn, DeclineIn, FilingIn, ReportDetails};
use crate::doors::rules::progress::DoorProgress;
use crate::doors::rules::{ANSWERS_AN_HOUR, DoorReportStatus, REPORTS_A_DAY, too_many};
use crate::doors::store::{self, AnswerRow, NewReport, ReportRow};
use crate::mail;
use crate::problems::actions::{WriteContext, answered_through_a_door, report};
use crate::problems::rules::bodies::{Body, FollowUp};
use crate::problems::rules::check::Check;
use crate::problems::rules::words::{FollowUpChannel, Severity};
use crate::problems::store::ProblemRow;

/// An `Idempotency-Key` with the hash of the body it came with.
#[derive(Debug, Clone)]
pub struct Key {
    pub key: String,
    pub body_hash: String,
}

/// What mail tells of a report made in confidence.
const CONFIDENTIAL: &str = "（企业要求保密，请登录查看）";

/// Files a report: it waits, and the park's staff are told.
///
/// # Errors
/// 422 with everything that is wrong, 429 beyond the day's number.
pub fn file(
    conn: &mut Conn,
    when: When,
    inside: &DoorContext,
    (body, key): (Result<FilingIn>, Option<Key>),
) -> Result<ReportRow> {
    if let Some(key) = &key
        && let Some(filed) = repeat(conn, when, inside, key)?
    {
        return Ok(filed);
    }
    let mut body = body?;
    let mut check = Check::on(when.today());
    body.check(&mut check);
    if let Some(id) = body.category_id
        && !categories::find(conn, id)?.is_some_and(|found| found.active)
    {
        check.unknown("/category_id");
    }
    check.done()?;
    let (today, tomorrow) = (when.today(), days_later(when.today(), 1));
    if store::count_on(conn, inside.door.id, Some(today))? >= REPORTS_A_DAY {
        let midnight = when.clock.start_of(tomorrow);
        let detail = text(
            format!("今天反映的问题已达{REPORTS_A_DAY}个，请明天再试，急事请直接联系园区"),
            format!("A door takes {REPORTS_A_DAY} reports a day."),
        );
        return Err(too_many(
            "door.too_many_reports",
            detail,
            midnight - when.at,
        ));
    }
    let (idempotency_key, body_hash) = key.map(|key| (key.key, key.body_hash)).unzip();
    let new = NewReport {
        door_id: inside.door.id,
        enterprise_id: inside.enterprise.id,
        title: body.title,
        description: body.description,
        category_id: body.category_id,
        severity: body.severity.unwrap_or(Severity::Ordinary),
        confidential: body.confidential,
        contact_name: body.contact_name,
        contact_phone: body.contact_phone,
        filed_on: today,
        idempotency_key,
        body_hash,
    };
    let report = store::insert_report(conn, when.now(), &new)?;
    let notification = mail::DoorReport {
        report_id: report.id,
        park_id: inside.park.id,
        enterprise: inside.enterprise.name.clone(),
        title: match report.confidential {
            true => CONFIDENTIAL.to_owned(),
            false => report.title.clone(),
        },
    };
    mail::tell_of_report(conn, when.now(), &notification)?;
    let entry = inside.entry("door_report.file", "door_report", report.id);
    audit::record(conn, when.now(), &entry)?;
    Ok(report)
}

/// What this door filed under the same key within a day.
fn repeat(
    conn: &mut Conn,
    when: When,
    inside: &DoorContext,
    key: &Key,
) -> Result<Option<ReportRow>> {
    let Some(filed) = store::repeated(conn, inside.door.id, &key.key)? else {
        return Ok(None);
    };
    if filed.created_at <= when.now() - idempotency::KEPT {
        store::forget_key(conn, filed.id)?;
        return Ok(None);
    }
    if filed.body_hash.as_ref() != Some(&key.body_hash) {
        return Err(idempotency::key_reused());
    }
    Ok(Some(filed))
}

/// The park takes a report on: it becomes a problem, raised on the day it was filed.
///
/// # Errors
/// 422, 412, 409 for one that was decided on or an enterprise that is out of use.
pub fn confirm(
    context: &mut WriteContext,
    who: &Actor,
    (mut report_row, if_match): (ReportRow, Option<IfMatch>),
    body: ConfirmIn,
) -> Result<i64> {
    let problem = body.over(ReportDetails {
        title: report_row.title.clone(),
        description: report_row.description.clone(),
        enterprise_id: report_row.enterprise_id,
        category_id: report_row.category_id,
        severity: report_row.severity,
        confidential: report_row.confidential,
        filed_on: report_row.filed_on,
    });
    let mut check = Check::on(context.today);
    problem.clone().check(&mut check);
    check.done()?;
    waits(&report_row, if_match)?;
    let enterprise = enterprises::find(context.conn, report_row.enterprise_id)?;
    if !enterprise.is_some_and(|one| one.active) {
        return Err(inactive());
    }
    let id = report(context, problem)?;
    report_row.status = DoorReportStatus::Confirmed;
    report_row.problem_id = Some(id);
    let now = context.at();
    decided(context.conn, who, now, report_row, "door_report.confirm")?;
    Ok(id)
}

/// The park doesn't take it on, and says why.
///
/// # Errors
/// 422, 412, 409 for one that was decided on.
pub fn decline(
    conn: &mut Conn,
    who: &Actor,
    when: When,
    (mut report, if_match): (ReportRow, Option<IfMatch>),
    mut body: DeclineIn,
) -> Result<()> {
    let mut check = Check::on(when.today());
    body.check(&mut check);
    check.done()?;
    waits(&report, if_match)?;
    report.status = DoorReportStatus::Declined;
    report.reason = Some(body.reason);
    decided(conn, who, when.now(), report, "door_report.decline")
}

fn waits(report: &ReportRow, if_match: Option<IfMatch>) -> Result<()> {
    if if_match.is_some_and(|seen| !seen.names(report.version)) {
        return Err(Error::Stale);
    }
    if report.status != DoorReportStatus::Waiting {
        return Err(Error::conflict(
            "door_report.decided",
            "该企业反映的问题已处理，请刷新查看",
            "This report was decided on already.",
        ));
    }
    Ok(())
}

fn decided(
    conn: &mut Conn,
    who: &Actor,
    now: chrono::NaiveDateTime,
    mut report: ReportRow,
    action: &str,
) -> Result<()> {
    report.decided_by = Some(who.id);
    report.decided_at = Some(now);
    store::decide(conn, &report)?;
    let data = json!({
        "enterprise_id": report.enterprise_id,
        "problem_id": report.problem_id,
    });
    audit::record(
        conn,
        now,
        &who.entry(action, "door_report", report.id, data),
    )
}

/// The enterprise says what it thinks of what was done: a follow-up like any other, once for each
/// time it was resolved.
///
/// # Errors
/// 422, 409 while there is nothing to answer or it was answered, 429 beyond the hour's number.
pub fn answer(
    context: &mut WriteContext,
    inside: &DoorContext,
    problem: &ProblemRow,
    body: AnswerIn,
) -> Result<()> {
    let mut follow_up = FollowUp {
        reached: true,
        solved: Some(body.solved),
        satisfaction: Some(body.satisfaction),
        channel: Some(FollowUpChannel::Link),
        note: body.note,
        ..FollowUp::default()
    };
    let mut check = Check::on(context.today);
    follow_up.check(&mut check);
    check.done()?;
    let id = problem.id;
    answered_through_a_door(context, (id, inside.door.id), follow_up, |context, row| {
        let resolved_at = row
            .resolved_at
            .filter(|_| DoorProgress::from(row.status).can_be_answered());
        let resolved_at = resolved_at.ok_or_else(|| {
            Error::conflict(
                "door.not_resolved",
                "该问题尚未办结，办结后再请您评价",
                "This is not resolved yet.",
            )
        })?;
        let answers = store::answers_to(context.conn, &[id])?;
        if answers.iter().any(|one| one.answered_at >= resolved_at) {
            return Err(Error::conflict(
                "door.already_answered",
                "您已评价过，谢谢；如需补充，请联系园区",
                "This was answered already.",
            ));
        }
        few_enough(context, inside.door.id)
    })?;
    let answer = AnswerRow {
        door_id: inside.door.id,
        problem_id: id,
        solved: body.solved,
        satisfaction: i64::from(body.satisfaction),
        answered_on: context.today,
        answered_at: context.at(),
    };
    store::add_answer(context.conn, &answer)?;
    let entry = inside.entry("door.answer", "problem", id);
    audit::record(context.conn, context.at(), &entry)
}

fn few_enough(context: &mut WriteContext, door: i64) -> Result<()> {
    let hour = Duration::hours(1);
    let now = context.at();
    let given = store::answers_since(context.conn, door, now - hour)?;
    let oldest = match given.len().checked_sub(ANSWERS_AN_HOUR) {
        None => return Ok(()),
        Some(index) => given[index],
    };
    let detail = text(
        "评价过于频繁，请稍后再试",
        format!("A door takes {ANSWERS_AN_HOUR} answers an hour."),
    );
    Err(too_many(
        "door.too_many_answers",
        detail,
        oldest + hour - now,
    ))
}
