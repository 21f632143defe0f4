//! The ledger of enterprises that stand still (停产半停产台账, 一企一策): listed, planned, reported, concluded, and
//! confirmed by another unit.

pub mod api;
mod description;
mod fields;
mod moves;
mod numbers;
mod rules;
mod store;
mod stored;

use chrono::NaiveDate;
use serde_json::Value;

use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::rules::Calendar;
use crate::entries::actions::{Entry, WriteContext, counted_on};
use crate::entries::description::{Description, ON, Text};
use crate::entries::ledger::{AtDoor, Attempt, Fields, Owed, no_effect};
use crate::entries::rules::body::{Reader, day_of};
use crate::entries::rules::common::MONTH;
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::rules::paper::Told;
use crate::entries::rules::permit::Refusal;
use crate::entries::rules::said::{is_told, number, word};
use crate::entries::{Compiled, Ledger};
use crate::vocabulary::faults;
use crate::vocabulary::revivals::PLAN;
use fields::Outcome;
pub use fields::{Revival, RevivalPatch};

/// The ledger.
pub struct Revivals;

pub static LEDGER: Compiled<Revivals> = Compiled::new();

impl Ledger for Revivals {
    type Fields = Revival;
    type Patch = RevivalPatch;

    fn description() -> &'static Description {
        &description::REVIVALS
    }

    fn apply(patch: RevivalPatch, revival: &mut Revival) {
        patch.apply(revival);
    }

    fn check(attempt: &Attempt, revival: &Revival, reader: &mut Reader) {
        let day = |name: &str| attempt.body.get(name).and_then(day_of);
        let is_absent = |name: &str| !is_told(attempt.body, name);
        match attempt.name {
            "list" | "edit" if day("halted_on").is_some_and(|on| on > attempt.today) => {
                reader.wrong(
                    "/halted_on",
                    "future_day",
                    faults::FUTURE_DAY,
                    "lies in the future",
                );
            }
            "plan" if day("target_on").is_some_and(|on| on < attempt.today) => reader.wrong(
                "/target_on",
                "past_day",
                "目标日期不能早于今天",
                "must not lie in the past",
            ),
            "conclude" | "confirm" => {
                let told = word(attempt.body, "outcome");
                let outcome = told.and_then(Outcome::parse).or(revival.outcome);
                check_successor(attempt, outcome, reader);
                let names_none = is_absent("by_enterprise_id") && is_absent("project_id");
                let has_none = revival.by_enterprise_id.or(revival.project_id).is_none();
                let is_replaced = outcome == Some(Outcome::Replaced);
                if attempt.name == "confirm" && is_replaced && names_none && has_none {
                    reader.missing("/by_enterprise_id");
                }
            }
            MONTH if is_absent("text") && attempt.body.get("unchanged") != Some(&true.into()) => {
                reader.missing("/text");
            }
            _ => {}
        }
    }

    fn check_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        revival: &Revival,
        reader: &mut Reader,
    ) -> Result<()> {
        stored::check(context, attempt, revival, reader)
    }

    fn guard_stored(
        context: &mut WriteContext,
        attempt: &Attempt,
        revival: &Revival,
    ) -> Result<std::result::Result<(), Refusal>> {
        stored::guard(context, attempt, revival)
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        revival: &mut Revival,
        body: &Fields,
    ) -> Result<()> {
        match name {
            "list" => stored::list(context, entry, revival),
            "confirm" => {
                let on = body.get(ON).and_then(day_of).unwrap_or(context.today);
                revival.confirmed_on = Some(on);
                let last = entry.facts.counted_on;
                revival.settled_on = Some(counted_on(context, on, last)?);
                stored::confirmed(context, entry, revival)
            }
            "refuse" => {
                revival.outcome = None;
                revival.concluded_on = None;
                revival.by_enterprise_id = None;
                revival.project_id = None;
                revival.land_released_mu = None;
                Ok(())
            }
            other => Err(no_effect(other)),
        }
    }

    /// What is listed is planned within ten working days.
    fn owes(status: &str, listed_on: NaiveDate, calendar: &Calendar) -> Option<Owed> {
        (status == "listed").then(|| Owed {
            what: PLAN,
            due_on: rules::plan_due_on(listed_on, calendar),
        })
    }

    fn is_told_at_door() -> bool {
        true
    }

    fn at_door(entry: &Entry, revival: &Revival) -> AtDoor {
        AtDoor {
            due_on: revival.target_on,
            ..AtDoor::of(entry)
        }
    }

    fn numbers_of_none(asked: &Asked, _: &Calendar) -> Fields {
        numbers::of_none(asked)
    }

    fn numbers(conn: &mut Conn, asked: &Asked, _: &Calendar) -> Result<OwnNumbers> {
        numbers::numbers(conn, asked)
    }

    fn depends_on(conn: &mut Conn) -> Result<String> {
        store::stamp(conn)
    }

    fn told(row: &Fields, this: Text) -> Told {
        Told {
            sentence: Some(rules::sentence(row, this)),
            ..Told::default()
        }
    }
}

/// Who is in the plant now is named of what was replaced, and isn't the enterprise itself.
fn check_successor(attempt: &Attempt, outcome: Option<Outcome>, reader: &mut Reader) {
    for name in ["by_enterprise_id", "project_id"] {
        let given = attempt.body.get(name).is_some_and(Value::is_i64);
        if given && outcome != Some(Outcome::Replaced) {
            reader.wrong(
                &format!("/{name}"),
                "not_applicable",
                "易主的才填接手企业（项目）",
                "belongs to what was replaced",
            );
        }
    }
    let named = number(attempt.body, "by_enterprise_id");
    if named.is_some() && named == attempt.entry.row.enterprise_id {
        reader.wrong(
            "/by_enterprise_id",
            "not_applicable",
            "接手企业不能是原企业",
            "is the enterprise itself",
        );
    }
}

/// How many enterprises of a park wait to be listed (待建账).
///
/// # Errors
/// Those of the database.
pub fn count_unlisted(conn: &mut Conn, park: i64) -> Result<i64> {
    store::count_unlisted(conn, &[park])
}

/// The open entry of an enterprise, where it has one.
///
/// # Errors
/// Those of the database.
pub fn open_entry(conn: &mut Conn, enterprise: i64) -> Result<Option<i64>> {
    Ok(stored::open_entry(conn, enterprise)?.map(|entry| entry.id))
}
