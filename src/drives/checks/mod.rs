//! Checks (检查): rows of a drive, one for each target that a group went to. A check that was recorded amiss is voided;
//! none is deleted or corrected.

mod description;

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Drive, LEDGER as DRIVES, hazards, parent};
use crate::access::{Role, Scope};
use crate::base::{Error, Result};
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::ledger::{Attempt, Fields, Place, no_effect, typed};
use crate::entries::rules::body::{Reader, day_of};
use crate::entries::rules::common::EXCLUDE;
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{is_told, number};
use crate::entries::store::{self, EntryFilter, ValueFilter};
use crate::entries::{AnyLedger, Compiled, Ledger};
use description::DESCRIPTION;
pub use description::{Answer, Answered, Check, CheckPatch, CheckResult};

/// The ledger.
pub struct Checks;

pub static LEDGER: Compiled<Checks> = Compiled::new();

impl Ledger for Checks {
    type Fields = Check;
    type Patch = CheckPatch;

    fn description() -> &'static Description {
        &DESCRIPTION
    }

    fn apply(patch: CheckPatch, check: &mut Check) {
        patch.apply(check);
    }

    /// Who is checked doesn't void what was recorded of them.
    fn permit(attempt: &Attempt, check: &Check) -> Result<()> {
        let is_theirs = attempt.person.role != Some(Role::ParkStaff) || check.by_park == Some(true);
        match attempt.name == EXCLUDE && !is_theirs {
            true => Err(super::not_yours(
                "检查记录由检查单位作废",
                "A check is voided by who checked.",
            )),
            false => Ok(()),
        }
    }

    fn place(parent: &Entry, body: &Fields, reader: &mut Reader) -> Place {
        let drive: Drive = typed(&parent.fields).unwrap_or_default();
        let Some(position) = number(body, "target") else {
            return Place::of(parent);
        };
        match drive.target(position) {
            Some(target) => Place {
                park: Some(target.park_id),
                enterprise: target.enterprise_id,
                department: parent.row.department_id,
            },
            None => {
                reader.wrong(
                    "/target",
                    "unknown_value",
                    "行动中没有该序号的检查对象",
                    "is the place of no target",
                );
                Place::of(parent)
            }
        }
    }

    fn check(attempt: &Attempt, _check: &Check, reader: &mut Reader) {
        if let Some(parent) = attempt.parent {
            let drive: Drive = typed(&parent.fields).unwrap_or_default();
            check_body(attempt.body, &drive, reader);
        }
    }

    fn guard(attempt: &Attempt, _check: &Check) -> std::result::Result<(), Refusal> {
        match attempt.parent {
            Some(drive) if drive.row.status != "running" => Err((
                "drive.not_running",
                "行动未启动或已结束，不能登记检查".to_owned(),
                "Checks are recorded while their drive is under way.".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    fn guard_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        _check: &Check,
    ) -> Result<std::result::Result<(), Refusal>> {
        let (drive, target) = (
            number(attempt.body, "drive_id"),
            number(attempt.body, "target"),
        );
        if let (Some(_), Some(drive), Some(target)) = (attempt.parent, drive, target) {
            let values = vec![
                ("drive_id", ValueFilter::Number(drive)),
                ("target", ValueFilter::Number(target)),
            ];
            if stands(context, LEDGER.code(), DESCRIPTION.excluded, values)? {
                return Ok(Err((
                    "check.already_checked",
                    "该检查对象已有检查记录；有误的请先作废".to_owned(),
                    "The target was checked already; a wrong check is voided first.".to_owned(),
                )));
            }
        }
        if attempt.name == EXCLUDE {
            let of = vec![("check_id", ValueFilter::Number(attempt.entry.row.id))];
            if stands(context, hazards::LEDGER.code(), "void", of)? {
                return Ok(Err((
                    "check.has_hazards",
                    "该检查还有隐患记录，请先作废隐患".to_owned(),
                    "Hazards of the check stand; they are voided first.".to_owned(),
                )));
            }
        }
        Ok(Ok(()))
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        _entry: &mut Entry,
        check: &mut Check,
        body: &Fields,
    ) -> Result<()> {
        if name != "record" {
            return Err(no_effect(name));
        }
        let of = parent(context.conn, &DRIVES, check.drive_id)?;
        let drive: Drive = typed(&of.fields)?;
        let declined = body.get("declined") == Some(&Value::Bool(true));
        check.site = check
            .target
            .and_then(|at| Some(drive.target(at)?.name.clone()));
        check.group_name = check
            .group
            .and_then(|at| Some(drive.group(at)?.name.clone()));
        check.guidance = Some(drive.is_guidance());
        check.by_park = Some(of.row.department_id.is_none() && of.row.park_id.is_some());
        if !declined {
            let said: Vec<Answered> = match body.get("answers").filter(|said| !said.is_null()) {
                Some(said) => serde_json::from_value(said.clone()).map_err(Error::internal)?,
                None => vec![],
            };
            check.answers = Some(whole(&drive, said));
        }
        check.result = Some(result(
            declined,
            check.answers.as_deref().unwrap_or_default(),
        ));
        check.drive = Some(of.row.title);
        Ok(())
    }
}

/// Whether an entry stands that has these values.
fn stands(
    context: &mut WriteContext,
    ledger: Text,
    void: Text,
    values: Vec<(Text, ValueFilter)>,
) -> Result<bool> {
    let all = EntryFilter {
        values,
        ..EntryFilter::default()
    };
    let voided = EntryFilter {
        status: vec![void.to_owned()],
        ..all.clone()
    };
    let count = store::count(context.conn, Scope::All, ledger, &all)?;
    Ok(count > store::count(context.conn, Scope::All, ledger, &voided)?)
}

fn check_body(body: &Fields, drive: &Drive, reader: &mut Reader) {
    if number(body, "group").is_some_and(|at| drive.group(at).is_none()) {
        reader.wrong(
            "/group",
            "unknown_value",
            "行动中没有该序号的小组",
            "is the place of no group",
        );
    }
    if let (Some(on), Some(from), Some(until)) = (
        body.get("on").and_then(day_of),
        drive.from_on,
        drive.until_on,
    ) && !(from..=until).contains(&on)
    {
        reader.wrong(
            "/on",
            "out_of_range",
            format!("应在行动期间（{from}至{until}）"),
            format!("isn't within the drive, {from} to {until}"),
        );
    }
    let answers = body.get("answers").and_then(Value::as_array);
    let answers: &[Value] = answers.map_or(&[], Vec::as_slice);
    for (index, one) in answers.iter().enumerate() {
        let pointer = format!("/answers/{index}/item");
        let Some(item) = one["item"].as_i64() else {
            continue;
        };
        if drive.item(item).is_none() {
            reader.wrong(
                &pointer,
                "unknown_value",
                "检查清单中没有该序号",
                "is the place of no line of the checklist",
            );
        }
        if answers[..index]
            .iter()
            .any(|other| other["item"] == one["item"])
        {
            reader.wrong(&pointer, "duplicate", "检查项重复", "is answered twice");
        }
    }
    if body.get("declined") != Some(&Value::Bool(true)) {
        return;
    }
    if !drive.is_guidance() {
        reader.wrong(
            "/declined",
            "not_applicable",
            "只有指导服务可以谢绝",
            "belongs to a drive of guidance alone",
        );
    }
    if !answers.is_empty() {
        reader.wrong(
            "/answers",
            "not_applicable",
            "谢绝的不填检查项",
            "doesn't belong to a check that was declined",
        );
    }
    if !is_told(body, "note") {
        reader.missing("/note");
    }
}

/// An answer to each line: those that nothing was said of are as they should be.
fn whole(drive: &Drive, said: Vec<Answered>) -> Vec<Answered> {
    let mut said: BTreeMap<i64, Answered> = said.into_iter().map(|one| (one.item, one)).collect();
    let lines = drive.checklist.as_ref().map_or(0, Vec::len);
    let yes = |item| Answered {
        item,
        answer: Answer::Yes,
        note: None,
    };
    let items = (1i64..).take(lines);
    items
        .map(|item| said.remove(&item).unwrap_or_else(|| yes(item)))
        .collect()
}

fn result(declined: bool, answers: &[Answered]) -> CheckResult {
    if declined {
        CheckResult::Declined
    } else if answers.iter().any(|one| one.answer == Answer::No) {
        CheckResult::Failed
    } else {
        CheckResult::Passed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drives::Item;

    #[test]
    fn it_is_voided_and_never_corrected_or_put_back() {
        let names = LEDGER.table().names();
        assert_eq!(names, ["record", "link", "unlink", "exclude", "comment"]);
    }

    #[test]
    fn what_nothing_was_said_of_is_as_it_should_be() {
        let item = |text: &str| Item {
            text: text.into(),
            level: None,
        };
        let drive = Drive {
            checklist: Some(vec![item("甲"), item("乙")]),
            ..Drive::default()
        };
        let no = Answered {
            item: 2,
            answer: Answer::No,
            note: None,
        };
        let all = whole(&drive, vec![no]);
        let told: Vec<_> = all.iter().map(|one| (one.item, one.answer)).collect();
        assert_eq!(told, [(1, Answer::Yes), (2, Answer::No)]);
        assert_eq!(result(false, &all), CheckResult::Failed);
        assert_eq!(result(false, &whole(&drive, vec![])), CheckResult::Passed);
        assert_eq!(result(true, &[]), CheckResult::Declined);
    }
}
