//! The ledgers of innovation service (创新服务): activities with who came, what enterprises were matched with there, and
//! the case studies that are told of problems solved.

pub mod cases;
mod description;
mod fields;
mod in_file;
pub mod matches;
mod numbers;
mod rules;

use std::collections::HashMap;

use crate::access::Scope;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::directory::store::enterprises;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Field, Text};
use crate::entries::ledger::{Attempt, Fields, Turns, no_effect};
use crate::entries::rules::body::Reader;
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::rules::paper::Told;
use crate::entries::{Compiled, Ledger};
pub use fields::{ATTENDANCE, Activity, ActivityKind, ActivityPatch, Attended, Expert};
pub use numbers::{OfPeriod, of_period};
pub use rules::{KnownNames, Matched, Tally};

/// The ledger.
pub struct Activities;

pub static LEDGER: Compiled<Activities> = Compiled::new();

impl Ledger for Activities {
    type Fields = Activity;
    type Patch = ActivityPatch;

    fn description() -> &'static Description {
        &description::ACTIVITIES
    }

    fn apply(patch: ActivityPatch, activity: &mut Activity) {
        patch.apply(activity);
    }

    fn check_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        _activity: &Activity,
        reader: &mut Reader,
    ) -> Result<()> {
        if attempt.name == "record_attendance" {
            check_attendance(context, attempt.body, reader)?;
        }
        Ok(())
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        _entry: &mut Entry,
        activity: &mut Activity,
        _body: &Fields,
    ) -> Result<()> {
        if name != "attend" {
            return Err(no_effect(name));
        }
        let list = activity.attendance.take().unwrap_or_default();
        activity.attendance = Some(called(context, list)?);
        Ok(())
    }

    fn columns() -> &'static [Field] {
        in_file::COLUMNS
    }

    fn worked_out(conn: &mut Conn, scope: Scope, entries: &[i64]) -> Result<HashMap<i64, Fields>> {
        in_file::worked_out(conn, scope, entries)
    }

    /// Once its day has passed it was held, or has another day.
    fn turns(entry: &Entry, activity: &Activity, calendar: &Calendar) -> Turns {
        let planned_on = activity.planned_on;
        match planned_on.filter(|_| entry.row.status == "planned") {
            Some(on) => Turns::of(on, calendar),
            None => Turns::default(),
        }
    }

    fn numbers_of_none(_asked: &Asked, _calendar: &Calendar) -> Fields {
        numbers::of_none()
    }

    fn numbers(conn: &mut Conn, asked: &Asked, _calendar: &Calendar) -> Result<OwnNumbers> {
        numbers::numbers(conn, asked)
    }

    fn told(row: &Fields, this: Text) -> Told {
        Told {
            sentence: Some(rules::sentence(row, this)),
            ..Told::default()
        }
    }
}

/// Each has an id or a name, and stands there once, also where one is told by its id and the other by its name.
fn check_attendance(context: &mut WriteContext, body: &Fields, reader: &mut Reader) -> Result<()> {
    let list = body.get("attendance").cloned().unwrap_or_default();
    let list: Vec<Attended> = serde_json::from_value(list).map_err(Error::internal)?;
    for (at, one) in list.iter().enumerate() {
        if one.enterprise_id.is_none() && one.name.is_none() {
            reader.missing(&format!("/attendance/{at}/name"));
        }
    }
    for at in rules::repeated(&called(context, list)?) {
        reader.wrong(
            &format!("/attendance/{at}/name"),
            "duplicate",
            "参加企业重复",
            "names an enterprise twice",
        );
    }
    Ok(())
}

/// With the names of those that are told by their ids, and the ids of those that are told by a name that the caller may
/// know to be an enterprise's.
fn called(context: &mut WriteContext, mut list: Vec<Attended>) -> Result<Vec<Attended>> {
    let ids: Vec<i64> = list.iter().filter_map(|one| one.enterprise_id).collect();
    let names = enterprises::names(context.conn, &ids)?;
    for one in &mut list {
        if let Some(id) = one.enterprise_id {
            let found = names.iter().find(|(other, _)| *other == id);
            one.name = found.map(|(_, name)| name.clone());
        }
    }
    let asked: Vec<String> = list
        .iter()
        .filter(|one| one.enterprise_id.is_none())
        .filter_map(|one| one.name.clone())
        .collect();
    let mut known = enterprises::of_names(context.conn, &asked)?;
    match context.scope() {
        Scope::All => {}
        Scope::Park(own) => known.retain(|one| one.park_id == own),
        Scope::Department(_) | Scope::Nothing => known.clear(),
    }
    for one in list.iter_mut().filter(|one| one.enterprise_id.is_none()) {
        let mut like = known
            .iter()
            .filter(|other| Some(&other.name) == one.name.as_ref());
        // Of a name that two have nobody knows which is meant.
        one.enterprise_id = match (like.next(), like.next()) {
            (Some(only), None) => Some(only.id),
            _ => None,
        };
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entries::AnyLedger;

    #[test]
    fn an_activity_is_planned_held_and_summed_up() {
        let table = LEDGER.table();
        let own = ["plan", "hold", "record_attendance", "close"];
        assert!(own.iter().all(|name| table.has(name)));
        assert_eq!(LEDGER.description().class("held").as_str(), "open");
    }
}
