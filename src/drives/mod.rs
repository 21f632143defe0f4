//! The ledgers of drives, their checks and the hazards these find (专项行动): a drive names its groups, its checklist and
//! whom it goes to; a check is a row of a drive, a hazard a row of a check.

pub mod api;
pub mod checks;
mod description;
mod fields;
pub mod hazards;
mod numbers;
pub mod rules;

use std::collections::BTreeSet;

use chrono::{Duration, NaiveDate};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::directory::store::enterprises;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::ledger::{AnyLedger, Attempt, Fields};
use crate::entries::rules::body::Reader;
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::rules::paper::Told;
use crate::entries::rules::permit::Refusal;
use crate::entries::{Compiled, Ledger, store};
pub use fields::{
    Drive, DriveNature, DrivePatch, EMERGENCY_DAYS, Group, HazardLevel, Item, Target,
};
use fields::{FIELDS, GROUPS, ITEMS, TARGETS, position};

/// An entry that one of our rows belongs to.
fn parent(conn: &mut Conn, ledger: &dyn AnyLedger, id: Option<i64>) -> Result<Entry> {
    let id = id.ok_or_else(|| Error::internal("a child names its parent"))?;
    let row = store::find(conn, Scope::All, ledger.code(), id)?;
    let row = row.ok_or_else(|| Error::internal("a parent stays"))?;
    Entry::read(conn, ledger, row)
}

/// The ledger.
pub struct Drives;

pub static LEDGER: Compiled<Drives> = Compiled::new();

impl Ledger for Drives {
    type Fields = Drive;
    type Patch = DrivePatch;

    fn description() -> &'static Description {
        &description::DRIVES
    }

    fn apply(patch: DrivePatch, drive: &mut Drive) {
        patch.apply(drive);
    }

    fn check(attempt: &Attempt, drive: &Drive, reader: &mut Reader) {
        if !["plan", "edit"].contains(&attempt.name) {
            return;
        }
        if drive.nature == DriveNature::Inspection {
            reader.wrong(
                "/nature",
                "unknown_value",
                "执法检查须经双随机一公开台账办理，该台账尚未启用",
                "isn't taken: each inspection stands in a ledger that isn't built yet",
            );
        }
        if drive.nature == DriveNature::Emergency && drive.basis.is_none() {
            reader.missing("/basis");
        }
        if let (Some(from), Some(until)) = (drive.from_on, drive.until_on) {
            check_days(drive.nature, (from, until), reader);
        }
    }

    fn check_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        drive: &Drive,
        reader: &mut Reader,
    ) -> Result<()> {
        if attempt.body.get("targets").is_some_and(Value::is_array) {
            check_targets(context, attempt.entry.row.park_id, drive, reader)?;
        }
        Ok(())
    }

    fn guard(attempt: &Attempt, drive: &Drive) -> std::result::Result<(), Refusal> {
        let is_empty = |of: Option<usize>| of.unwrap_or(0) == 0;
        let lacks = is_empty(drive.targets.as_ref().map(Vec::len))
            || is_empty(drive.groups.as_ref().map(Vec::len));
        if attempt.name == "begin" && lacks {
            return Err((
                "drive.not_ready",
                "启动前须有工作小组和检查对象".to_owned(),
                "A drive begins with at least one group and one target.".to_owned(),
            ));
        }
        if attempt.name == "edit" && attempt.entry.row.status == "running" {
            return under_way(attempt.body, drive);
        }
        Ok(())
    }

    fn numbers_of_none(_asked: &Asked, _calendar: &Calendar) -> Fields {
        numbers::of_none()
    }

    fn numbers(conn: &mut Conn, asked: &Asked, _calendar: &Calendar) -> Result<OwnNumbers> {
        numbers::numbers(conn, asked)
    }

    fn told(row: &Fields, _this: Text) -> Told {
        Told {
            sentence: row
                .get("sentence")
                .and_then(Value::as_str)
                .map(str::to_owned),
            ..Told::default()
        }
    }
}

fn check_days(nature: DriveNature, (from, until): (NaiveDate, NaiveDate), reader: &mut Reader) {
    if until < from {
        reader.wrong(
            "/until_on",
            "too_early",
            format!("不能早于开始日期{from}"),
            format!("lies before {from}"),
        );
    }
    if nature == DriveNature::Emergency && until - from > Duration::days(EMERGENCY_DAYS) {
        reader.wrong(
            "/until_on",
            "too_far",
            format!("应急检查不超过{EMERGENCY_DAYS}日"),
            format!("ends an emergency more than {EMERGENCY_DAYS} days after its beginning"),
        );
    }
}

/// What checks have named by its place stays there: more may follow.
fn under_way(body: &Fields, drive: &Drive) -> std::result::Result<(), Refusal> {
    let stays = |name: &str, day: Option<NaiveDate>| match body.get(name) {
        None => true,
        Some(said) => day.is_some_and(|day| said.as_str() == Some(day.to_string().as_str())),
    };
    let nature = body
        .get("nature")
        .map(|said| said.as_str().unwrap_or_default());
    let goes_on = nature.is_none_or(|said| said == drive.nature.as_str())
        && stays("from_on", drive.from_on)
        && begins_with(body.get("groups"), drive.groups.as_deref())
        && begins_with(body.get("checklist"), drive.checklist.as_deref())
        && begins_with(body.get("targets"), drive.targets.as_deref());
    match goes_on {
        true => Ok(()),
        false => Err((
            "drive.under_way",
            "行动已启动，性质、开始日期和已列的小组、检查项、检查对象不再改动，可在其后补充".to_owned(),
            "A drive that is under way keeps its nature, its first day and what it lists; more may follow."
                .to_owned(),
        )),
    }
}

fn begins_with<T: DeserializeOwned + PartialEq>(said: Option<&Value>, kept: Option<&[T]>) -> bool {
    let (Some(said), Some(kept)) = (said, kept) else {
        return true;
    };
    let said: Vec<T> = serde_json::from_value(said.clone()).unwrap_or_default();
    said.starts_with(kept)
}

/// Each target is there once, in the park of its enterprise, and of the drive where that has one.
fn check_targets(
    context: &mut WriteContext,
    own: Option<i64>,
    drive: &Drive,
    reader: &mut Reader,
) -> Result<()> {
    let mut seen: BTreeSet<(Option<i64>, String, i64)> = BTreeSet::new();
    for (index, target) in drive.targets.iter().flatten().enumerate() {
        let pointer = |name: &str| format!("/targets/{index}/{name}");
        let park = target.park_id;
        if own.is_some_and(|own| own != park) {
            reader.wrong(
                &pointer("park_id"),
                "not_applicable",
                "园区的行动只检查本园区的企业（场所）",
                "isn't the park whose drive it is",
            );
        }
        if let Some(id) = target.enterprise_id {
            let found = enterprises::find(context.conn, id)?;
            if found.is_some_and(|found| found.park_id != park) {
                reader.wrong(
                    &pointer("park_id"),
                    "not_of_the_enterprise",
                    crate::vocabulary::faults::OTHER_PARK,
                    "is not the park of the enterprise",
                );
            }
        }
        let name = match target.enterprise_id {
            Some(_) => String::new(),
            None => target.name.clone(),
        };
        if !seen.insert((target.enterprise_id, name, park)) {
            reader.wrong(
                &pointer("name"),
                "duplicate",
                "检查对象重复",
                "names a target twice",
            );
        }
    }
    Ok(())
}

/// What a move of ours is refused for, by its unit.
fn not_yours(zh: &str, en: &str) -> Error {
    Error::forbidden("entry.not_yours", zh, en)
}
