//! What of an enterprise that stands still is refused by what else is stored, and what its moves take from there.

use chrono::NaiveDate;
use serde_json::Value;

use super::fields::{Halt, Outcome, Revival};
use super::rules::{
    Stretch, confirmable_from, is_halted, is_producing, is_relapse, producing_since,
};
use super::{LEDGER, store};
use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::{FieldError, Result};
use crate::directory::actions::enterprises::record_status;
use crate::directory::rules::OperatingStatus;
use crate::directory::store::enterprises::{self, StatusEntry};
use crate::entries::AnyLedger;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Class, ON};
use crate::entries::ledger::{Attempt, typed};
use crate::entries::rules::body::{Reader, day_of};
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::number;
use crate::entries::store::{self as engine, EntryRow};
use crate::projects;

type Told = std::result::Result<(), Refusal>;

/// How it runs at present, by the latest day of its history.
fn latest(conn: &mut Conn, enterprise: Option<i64>) -> Result<Option<StatusEntry>> {
    match enterprise {
        Some(enterprise) => Ok(enterprises::statuses(conn, enterprise)?.into_iter().next()),
        None => Ok(None),
    }
}

fn halt(status: OperatingStatus) -> Option<Halt> {
    match status {
        OperatingStatus::Halted => Some(Halt::Halted),
        OperatingStatus::SemiHalted => Some(Halt::SemiHalted),
        OperatingStatus::Running
        | OperatingStatus::Reduced
        | OperatingStatus::Preparing
        | OperatingStatus::Closed => None,
    }
}

pub fn check(
    context: &mut WriteContext,
    attempt: &Attempt,
    revival: &Revival,
    reader: &mut Reader,
) -> Result<()> {
    let row = &attempt.entry.row;
    let says_halt = attempt.body.get("halt").is_some_and(Value::is_string);
    if says_halt && let Some(now) = latest(context.conn, row.enterprise_id)? {
        let is_other = is_halted(now.status) && halt(now.status) != revival.halt;
        if is_other {
            reader.wrong(
                "/halt",
                "not_applicable",
                "与企业的生产经营状态不一致，请先更新企业状态",
                "isn't how the enterprise runs",
            );
        }
    }
    if let Some(project) = number(attempt.body, "project_id") {
        let (code, scope) = (projects::LEDGER.code(), context.scope());
        let found = engine::find(context.conn, scope, code, project)?;
        if found.is_none_or(|found| found.park_id != row.park_id) {
            reader.errors.push(FieldError::unknown_id("/project_id"));
        }
    }
    Ok(())
}

pub fn guard(context: &mut WriteContext, attempt: &Attempt, revival: &Revival) -> Result<Told> {
    match attempt.name {
        "list" => {
            if let Err(refusal) = is_free(context, attempt.entry)? {
                return Ok(Err(refusal));
            }
            let now = latest(context.conn, attempt.entry.row.enterprise_id)?;
            Ok(match now {
                Some(now) if is_halted(now.status) => Ok(()),
                _ => Err((
                    "revival.not_halted",
                    "企业的生产经营状态不是停产或半停产，不能列入".to_owned(),
                    "The enterprise is neither halted nor semi-halted.".to_owned(),
                )),
            })
        }
        "reinstate" => {
            let before = attempt.entry.facts.excluded.as_ref();
            let was_open = before.is_some_and(|excluded| {
                LEDGER.description().class(&excluded.before) == Class::Open
            });
            match was_open {
                true => is_free(context, attempt.entry),
                false => Ok(Ok(())),
            }
        }
        "confirm" => is_running(context, attempt, revival),
        _ => Ok(Ok(())),
    }
}

/// The open entry of an enterprise.
///
/// # Errors
/// Those of the database.
pub fn open_entry(conn: &mut Conn, enterprise: i64) -> Result<Option<EntryRow>> {
    let description = LEDGER.description();
    let all = store::entries_of(conn, description.code, enterprise)?;
    let mut open = all.into_iter();
    Ok(open.find(|one| description.class(&one.status) == Class::Open))
}

/// An enterprise has one open entry.
fn is_free(context: &mut WriteContext, entry: &Entry) -> Result<Told> {
    let Some(enterprise) = entry.row.enterprise_id else {
        return Ok(Ok(()));
    };
    store::hold(context.conn, enterprise)?;
    let open = open_entry(context.conn, enterprise)?;
    Ok(match open.filter(|one| one.id != entry.row.id) {
        None => Ok(()),
        Some(one) => Err((
            "revival.already_listed",
            format!("企业已在册（{}），不能重复列入", one.number),
            format!("The enterprise has the open entry {}.", one.number),
        )),
    })
}

/// What was restarted or replaced runs for 30 days, or its project was started.
fn is_running(context: &mut WriteContext, attempt: &Attempt, revival: &Revival) -> Result<Told> {
    let named = |name: &str, kept: Option<i64>| number(attempt.body, name).or(kept);
    let enterprise = match revival.outcome {
        Some(Outcome::Restarted) => attempt.entry.row.enterprise_id,
        Some(Outcome::Replaced) => named("by_enterprise_id", revival.by_enterprise_id),
        Some(Outcome::Vacated | Outcome::Deregistered) | None => return Ok(Ok(())),
    };
    let project = match enterprise {
        None => named("project_id", revival.project_id),
        Some(_) => None,
    };
    if let Some(project) = project {
        return Ok(match is_started(context.conn, project)? {
            true => Ok(()),
            false => still_halted(
                "接手的项目尚未开工，不能核实",
                "The project wasn't started yet.",
            ),
        });
    }
    let on = attempt.body.get(ON).and_then(day_of);
    let on = on.unwrap_or(context.today);
    let Some(since) = running_since(context, enterprise, on)? else {
        return Ok(still_halted(
            "企业尚未恢复生产，不能核实；请先更新企业的生产经营状态",
            "The enterprise isn't running.",
        ));
    };
    let from = confirmable_from(since);
    Ok(match from <= on {
        true => Ok(()),
        false => still_halted(
            &format!("企业自{since}起恢复生产，未满30天，{from}起可以核实"),
            &format!("It is running since {since} and can be confirmed from {from} on."),
        ),
    })
}

fn still_halted(zh: &str, en: &str) -> Told {
    Err(("revival.still_halted", zh.to_owned(), en.to_owned()))
}

/// Since when an enterprise was producing without a break, as it was on a day.
fn running_since(
    context: &mut WriteContext,
    enterprise: Option<i64>,
    on: NaiveDate,
) -> Result<Option<NaiveDate>> {
    let Some(enterprise) = enterprise else {
        return Ok(None);
    };
    let history = enterprises::statuses(context.conn, enterprise)?;
    let by_then = history.into_iter().filter(|entry| entry.since <= on);
    let stretches = by_then.map(|entry| Stretch {
        status: entry.status,
        since: entry.since,
        recorded_on: context.clock.day_of(entry.recorded_at.and_utc()),
    });
    Ok(producing_since(&stretches.collect::<Vec<_>>()))
}

/// Whether a project was started and still counts.
pub fn is_started(conn: &mut Conn, project: i64) -> Result<bool> {
    let ledger = &projects::LEDGER;
    let Some(row) = engine::find(conn, Scope::All, ledger.code(), project)? else {
        return Ok(false);
    };
    let counts = ledger.description().class(&row.status) != Class::Excluded;
    let entry = Entry::read(conn, ledger, row)?;
    let project: projects::Project = typed(&entry.fields)?;
    Ok(counts && project.started_on.is_some())
}

/// What an entry takes from what is stored when it is listed. What a file tells of its enterprise becomes its history.
pub fn list(context: &mut WriteContext, entry: &Entry, revival: &mut Revival) -> Result<()> {
    let Some(enterprise) = entry.row.enterprise_id else {
        return Ok(());
    };
    let now = latest(context.conn, Some(enterprise))?.filter(|now| is_halted(now.status));
    match (now, context.import) {
        (Some(now), _) => {
            revival.halt = revival.halt.or(halt(now.status));
            revival.halted_on = revival.halted_on.or(Some(now.since));
        }
        (None, Some(_)) => {
            let halt = *revival.halt.get_or_insert(Halt::Halted);
            let status = match halt {
                Halt::Halted => OperatingStatus::Halted,
                Halt::SemiHalted => OperatingStatus::SemiHalted,
            };
            if let Some(since) = revival.halted_on {
                record(context, enterprise, (status, since))?;
            }
        }
        (None, None) => {}
    }
    let since = revival.halted_on.unwrap_or(context.today);
    for row in store::entries_of(context.conn, LEDGER.code(), enterprise)? {
        if row.status != "revived" {
            continue;
        }
        let id = row.id;
        let before: Revival = typed(&Entry::of(&LEDGER, row, vec![], vec![])?.fields)?;
        if before.confirmed_on.is_some_and(|on| is_relapse(since, on)) {
            revival.relapse_of = Some(id);
            break;
        }
    }
    Ok(())
}

/// What a file tells of an enterprise that runs again becomes its history, too.
pub fn confirmed(context: &mut WriteContext, entry: &Entry, revival: &Revival) -> Result<()> {
    let is_again = revival.outcome == Some(Outcome::Restarted) && context.import.is_some();
    match (entry.row.enterprise_id, revival.concluded_on) {
        (Some(enterprise), Some(since)) if is_again => {
            let now = latest(context.conn, Some(enterprise))?;
            match now.is_some_and(|now| is_producing(now.status) || now.since > since) {
                true => Ok(()),
                false => record(context, enterprise, (OperatingStatus::Running, since)),
            }
        }
        _ => Ok(()),
    }
}

fn record(
    context: &mut WriteContext,
    enterprise: i64,
    entry: (OperatingStatus, NaiveDate),
) -> Result<()> {
    let when = (context.at(), context.today);
    let checked_on = entry.1;
    let actor = context.user()?;
    record_status(context.conn, actor, when, enterprise, entry, checked_on)
}
