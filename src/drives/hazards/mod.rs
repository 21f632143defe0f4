//! Hazards (隐患): rows of a check, each with its limit, walked until another unit than whose they were has verified that
//! they are dealt with.

mod description;

use chrono::NaiveDate;

use super::checks::{self, Check, CheckResult};
use super::{Drive, HazardLevel, LEDGER as DRIVES, parent};
use crate::access::Role;
use crate::base::{Error, FieldError, Result};
use crate::calendar::rules::Calendar;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::ledger::{AtDoor, Attempt, Fields, Place, Turns, no_effect, typed};
use crate::entries::rules::body::{Reader, day_of};
use crate::entries::rules::common::{EDIT, EXCLUDE};
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{is_told, number, word};
use crate::entries::store::{self, NewLink};
use crate::entries::{Compiled, Ledger};
use crate::problems::store as problems;
use description::DESCRIPTION;
pub use description::{Handling, Hazard, HazardPatch};

/// The working days in which an ordinary hazard is dealt with at the latest.
pub const ORDINARY_DAYS: usize = 5;
/// Working days before its limit from which its light is yellow.
const WARNING: usize = 2;
/// What the problem by which it was handed over is to it.
const HANDED_OVER: &str = "移交";

/// The ledger.
pub struct Hazards;

pub static LEDGER: Compiled<Hazards> = Compiled::new();

impl Ledger for Hazards {
    type Fields = Hazard;
    type Patch = HazardPatch;

    fn description() -> &'static Description {
        &DESCRIPTION
    }

    fn apply(patch: HazardPatch, hazard: &mut Hazard) {
        patch.apply(hazard);
    }

    fn permit(attempt: &Attempt, hazard: &Hazard) -> Result<()> {
        let person = attempt.person;
        let is_park = person.role == Some(Role::ParkStaff);
        if attempt.name == "verify" && is_park && hazard.level == HazardLevel::Major {
            return Err(Error::forbidden(
                "hazard.not_by_a_park",
                "重大隐患不由园区复查销号",
                "A major hazard is verified by no park.",
            ));
        }
        // Before it is listed, the check tells who checks.
        let (department, by_park) = match attempt.parent {
            Some(of) => {
                let check: Check = typed(&of.fields)?;
                (of.row.department_id, check.by_park)
            }
            None => (hazard.checking_department_id, hazard.by_park),
        };
        let checks = match person.role {
            Some(Role::Coordinator) => true,
            Some(Role::DepartmentStaff) => {
                department.is_some() && person.department_id == department
            }
            Some(Role::ParkStaff) => by_park == Some(true),
            Some(Role::Admin | Role::Leader | Role::Auditor) | None => false,
        };
        if ["find", "verify", "refuse", EDIT, EXCLUDE].contains(&attempt.name) && !checks {
            return Err(super::not_yours(
                "该项由检查单位办理",
                "That is for who checked.",
            ));
        }
        let is_second = attempt.name == "verify" && attempt.entry.row.status == "reviewed";
        if is_second && hazard.first_verifier == person.user_id {
            return Err(Error::forbidden(
                "hazard.verified_by_you",
                "重大隐患须由两人复查，您已复查过",
                "A major hazard is verified by two; you are the first of them.",
            ));
        }
        Ok(())
    }

    fn place(parent: &Entry, body: &Fields, _reader: &mut Reader) -> Place {
        Place {
            department: number(body, "department_id"),
            ..Place::of(parent)
        }
    }

    fn check(attempt: &Attempt, hazard: &Hazard, reader: &mut Reader) {
        if let Some(parent) = attempt.parent {
            let check: Check = typed(&parent.fields).unwrap_or_default();
            check_found(attempt.body, hazard, &check, reader);
        }
    }

    fn check_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        hazard: &Hazard,
        reader: &mut Reader,
    ) -> Result<()> {
        let last = |on: NaiveDate| context.calendar.working_days_after(on, ORDINARY_DAYS);
        let is_ordinary = hazard.level == HazardLevel::Ordinary;
        match (attempt.name, attempt.parent) {
            ("find", Some(of)) => {
                let day = |name: &str| attempt.body.get(name).and_then(day_of);
                if let (Some(on), Some(due_on)) = (day("on"), day("due_on")) {
                    check_limit(reader, "/due_on", due_on, (on, last(on), is_ordinary));
                }
                let check: Check = typed(&of.fields)?;
                let drive = parent(context.conn, &DRIVES, check.drive_id)?;
                let drive: Drive = typed(&drive.fields)?;
                if number(attempt.body, "item").is_some_and(|at| drive.item(at).is_none()) {
                    reader.wrong(
                        "/item",
                        "unknown_value",
                        "检查清单中没有该序号",
                        "is the place of no line of the checklist",
                    );
                }
            }
            // What is made ordinary takes its limit.
            (EDIT, _) => {
                if let (Some(on), Some(due_on)) = (hazard.found_on, hazard.rectify_by) {
                    check_limit(reader, "/level", due_on, (on, last(on), is_ordinary));
                }
            }
            ("hand_over", _) => {
                let id = number(attempt.body, "problem_id").unwrap_or(0);
                let found = problems::find(context.conn, context.scope(), id)?;
                let park = attempt.entry.row.park_id;
                if found.is_none_or(|found| Some(found.park_id) != park) {
                    reader.errors.push(FieldError::unknown_id("/problem_id"));
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn guard(attempt: &Attempt, hazard: &Hazard) -> std::result::Result<(), Refusal> {
        let refused = |code, zh: &str, en: &str| Err((code, zh.to_owned(), en.to_owned()));
        let mut guidance = hazard.guidance;
        if let Some(of) = attempt.parent {
            let check: Check = typed(&of.fields).unwrap_or_default();
            guidance = check.guidance;
            if of.row.status != "done" {
                return refused("check.void", "该检查已作废", "The check was voided.");
            }
            if check.result == Some(CheckResult::Declined) {
                return refused(
                    "check.declined",
                    "该企业（场所）谢绝了检查，不能登记隐患",
                    "The check was declined and found nothing.",
                );
            }
        }
        if is_told(attempt.body, "measure") && guidance == Some(true) {
            return refused(
                "drive.orders_nothing",
                "指导服务只提醒、不责令整改，可填建议完成日",
                "A drive of guidance advises and orders nothing; it may propose a day.",
            );
        }
        if attempt.name == "hand_over" && hazard.handed_over.is_some() {
            return refused(
                "hazard.handed_over",
                "该隐患已移交",
                "The hazard was handed over already.",
            );
        }
        Ok(())
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        hazard: &mut Hazard,
        body: &Fields,
    ) -> Result<()> {
        match name {
            "find" => found(context, hazard, body)?,
            "rectify" => {
                hazard.by_enterprise = Some(context.author.actor().is_none());
                hazard.returned = None;
            }
            "verify" if hazard.level == HazardLevel::Major => {
                hazard.first_verifier = Some(context.user()?.id);
            }
            "verify" => hazard.verified_on = body.get("on").and_then(day_of),
            "refuse" => {
                hazard.rectified_on = None;
                hazard.first_verifier = None;
            }
            "hand_over" => {
                let link = NewLink {
                    problem_id: hazard.handed_over,
                    ..NewLink::of(entry.row.id, HANDED_OVER, context.at())
                };
                store::insert_link(context.conn, &link)?;
            }
            other => return Err(no_effect(other)),
        }
        Ok(())
    }

    fn is_told_at_door() -> bool {
        true
    }

    fn at_door(_entry: &Entry, hazard: &Hazard) -> AtDoor {
        AtDoor {
            title: hazard.text.clone(),
            due_on: hazard.rectify_by,
            // What officials write to each other stays with them.
            returned: hazard
                .returned
                .clone()
                .filter(|_| hazard.by_enterprise == Some(true)),
        }
    }

    fn turns(_entry: &Entry, hazard: &Hazard, calendar: &Calendar) -> Turns {
        let due_on = hazard.rectify_by;
        // What is advised is nobody's to be late with.
        let late = due_on.filter(|_| hazard.guidance != Some(true));
        Turns {
            yellow_from: late.map(|day| calendar.working_days_before(day, WARNING)),
            red_from: late.and_then(|day| day.succ_opt()),
            due_on,
        }
    }
}

/// What a hazard takes from its check and drive.
fn found(context: &mut WriteContext, hazard: &mut Hazard, body: &Fields) -> Result<()> {
    let of = parent(context.conn, &checks::LEDGER, hazard.check_id)?;
    let check: Check = typed(&of.fields)?;
    let drive = parent(context.conn, &DRIVES, check.drive_id)?;
    let drive: Drive = typed(&drive.fields)?;
    hazard.drive_id = check.drive_id;
    hazard.drive = check.drive;
    hazard.group = check.group;
    hazard.group_name = check.group_name;
    hazard.site = check.site;
    hazard.guidance = check.guidance;
    hazard.by_park = check.by_park;
    hazard.checking_department_id = of.row.department_id;
    hazard.item_text = hazard
        .item
        .and_then(|at| Some(drive.item(at)?.text.clone()));
    let on = body.get("on").and_then(day_of);
    if hazard.handling == Some(Handling::OnSpot) {
        hazard.rectified_on = on;
        hazard.verified_on = on;
    } else if hazard.rectify_by.is_none() {
        hazard.rectify_by = on.map(|on| context.calendar.working_days_after(on, ORDINARY_DAYS));
    }
    Ok(())
}

fn check_found(body: &Fields, hazard: &Hazard, check: &Check, reader: &mut Reader) {
    let on_spot = word(body, "handling") == Some(Handling::OnSpot.as_str());
    if let (Some(on), Some(checked)) = (body.get("on").and_then(day_of), check.checked_on)
        && on < checked
    {
        reader.wrong(
            "/on",
            "out_of_order",
            format!("不能早于检查日期{checked}"),
            format!("lies before {checked}, the day of the check"),
        );
    }
    if on_spot && hazard.level == HazardLevel::Major {
        reader.wrong(
            "/handling",
            "not_applicable",
            "只有一般隐患可以立查立改",
            "is of ordinary hazards alone",
        );
    }
    if on_spot && !is_told(body, "mended_by") {
        reader.missing("/mended_by");
    }
    for (name, belongs) in [("mended_by", on_spot), ("due_on", !on_spot)] {
        if is_told(body, name) && !belongs {
            reader.wrong(
                &format!("/{name}"),
                "not_applicable",
                "企业整改人在立查立改时填，期限在限期整改时填",
                "belongs to the other handling",
            );
        }
    }
}

/// A limit lies not before the day it was found, and that of an ordinary hazard not after its last possible day.
fn check_limit(
    reader: &mut Reader,
    at: &str,
    due_on: NaiveDate,
    (on, last, is_ordinary): (NaiveDate, NaiveDate, bool),
) {
    if due_on < on {
        reader.wrong(
            at,
            "too_early",
            format!("期限不能早于检查日期{on}"),
            format!("lies before {on}"),
        );
    }
    if is_ordinary && due_on > last {
        reader.wrong(
            at,
            "too_far",
            format!("一般隐患的期限不晚于{last}（{ORDINARY_DAYS}个工作日）"),
            format!(
                "gives an ordinary hazard a limit after {last}, {ORDINARY_DAYS} working days on"
            ),
        );
    }
}
