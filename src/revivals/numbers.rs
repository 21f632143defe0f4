//! What this ledger adds to the numbers of every ledger: how enterprises are running beside those that are listed, what
//! holds of those that were revived, and land.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use super::LEDGER;
use super::fields::{Outcome, Revival};
use super::rules::{is_halted, is_producing};
use super::store::{self, Enterprise};
use super::stored::is_started;
use crate::access::Scope;
use crate::base::Result;
use crate::base::clock::day_of;
use crate::base::db::{Conn, settings};
use crate::base::rate::Rate;
use crate::directory::rules::OperatingStatus;
use crate::entries::AnyLedger;
use crate::entries::actions::{fields_as_of, on_day};
use crate::entries::ledger::{Fields, typed};
use crate::entries::rules::body::hundredths;
use crate::entries::rules::month::first_of;
use crate::entries::rules::numbers::{Asked, GroupBy, OwnNumbers, Unit};
use crate::entries::store as engine;

/// What a group comes to.
#[derive(Debug, Clone, Default)]
pub struct Sums {
    enterprises: i64,
    checked: i64,
    halted: i64,
    semi_halted: i64,
    /// Of those that stand still the ones without an open entry.
    unlisted: i64,
    held: i64,
    land_revived: i64,
    land_released: i64,
    milestones_due: i64,
    milestones_in_time: i64,
}

impl Sums {
    /// An area in 亩, out of hundredths.
    fn mu(hundredths: i64) -> String {
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    }

    /// As a row tells it; of what isn't a matter of enterprises `knows` is false, and nothing is told of them.
    fn row(&self, knows: bool) -> Fields {
        let of_enterprises = |value: Value| if knows { value } else { Value::Null };
        let still = self.halted + self.semi_halted;
        let row = json!({
            "halted": of_enterprises(self.halted.into()),
            "semi_halted": of_enterprises(self.semi_halted.into()),
            "unlisted": of_enterprises(self.unlisted.into()),
            "filed": of_enterprises(json!(Rate::of(still - self.unlisted, still))),
            "checked": of_enterprises(json!(Rate::of(self.checked, self.enterprises))),
            "held": self.held,
            "land_revived_mu": Self::mu(self.land_revived),
            "land_released_mu": Self::mu(self.land_released),
            "milestones_in_time": Rate::of(self.milestones_in_time, self.milestones_due),
        });
        row.as_object().cloned().unwrap_or_default()
    }
}

/// Whether the numbers of enterprises can be told: they have a park, and neither owner nor cause.
fn knows_enterprises(asked: &Asked) -> bool {
    let by_place = matches!(
        asked.group_by,
        GroupBy::Nothing | GroupBy::Unit(Unit::Park | Unit::Enterprise)
    );
    let of_place = asked
        .units
        .iter()
        .all(|(unit, _)| matches!(unit, Unit::Park | Unit::Enterprise));
    let may = matches!(asked.reach, Scope::All | Scope::Park(_));
    by_place && of_place && may && asked.words.is_empty()
}

/// The row of a group in which there is nothing.
pub fn of_none(asked: &Asked) -> Fields {
    Sums::default().row(knows_enterprises(asked))
}

/// How enterprises were running on the day asked about, by their ids.
type Running = HashMap<i64, OperatingStatus>;

/// The enterprises that were in use on a day: from the day on which they were entered, or the first of which it is known
/// how they ran, to before the day on which they were put out of use.
fn in_use(conn: &mut Conn, day: NaiveDate) -> Result<Vec<Enterprise>> {
    let zone = settings::zone(conn)?;
    let mut all = store::as_of(conn, (first_of(day), day))?;
    let ends = match all.iter().all(|one| one.active) {
        true => HashMap::new(),
        false => store::put_out_of_use(conn)?,
    };
    let on = |at: &NaiveDateTime| day_of(at.and_utc(), zone);
    all.retain(|one| {
        let began = one.status.is_some() || on(&one.created_at) <= day;
        began && (one.active || ends.get(&one.id).is_some_and(|at| day < on(at)))
    });
    Ok(all)
}

/// The enterprises that have an open entry on a day.
fn with_open_entry(conn: &mut Conn, day: NaiveDate) -> Result<BTreeSet<i64>> {
    let asked = Asked {
        group_by: GroupBy::Unit(Unit::Enterprise),
        ..Asked::of_all(LEDGER.description(), day)
    };
    let open = engine::behind(conn, "open", &asked)?;
    let ids = open.into_iter().filter_map(|one| one.key?.parse().ok());
    Ok(ids.collect())
}

/// # Errors
/// Those of the database.
pub fn numbers(conn: &mut Conn, asked: &Asked) -> Result<OwnNumbers> {
    let day = asked.as_of;
    let all = in_use(conn, day)?;
    let running = all.iter().filter_map(|one| Some((one.id, one.status?)));
    let running: Running = running.collect();
    let mut total = Sums::default();
    let mut groups: BTreeMap<Option<String>, Sums> = BTreeMap::new();
    let knows = knows_enterprises(asked);
    if knows {
        let listed = with_open_entry(conn, day)?;
        for one in all.iter().filter(|one| is_asked_for(asked, one)) {
            let key = match asked.group_by {
                GroupBy::Unit(Unit::Park) => Some(one.park_id.to_string()),
                GroupBy::Unit(Unit::Enterprise) => Some(one.id.to_string()),
                GroupBy::Unit(Unit::Department) | GroupBy::Word(_) | GroupBy::Nothing => None,
            };
            let status = one.status;
            let is_listed = listed.contains(&one.id);
            for sums in [&mut total, groups.entry(key).or_default()] {
                sums.enterprises += 1;
                sums.checked += i64::from(one.checks > 0);
                sums.halted += i64::from(status == Some(OperatingStatus::Halted));
                sums.semi_halted += i64::from(status == Some(OperatingStatus::SemiHalted));
                sums.unlisted += i64::from(status.is_some_and(is_halted) && !is_listed);
            }
        }
    }
    let members = engine::members(conn, asked)?;
    let ids: Vec<i64> = members.iter().map(|one| one.entry_id).collect();
    let revived = engine::behind(conn, "revived", asked)?;
    let revived: BTreeSet<i64> = revived.into_iter().map(|one| one.entry_id).collect();
    let own = engine::rows_of(conn, &ids)?;
    let own: HashMap<i64, Option<i64>> = own
        .into_iter()
        .map(|row| (row.id, row.enterprise_id))
        .collect();
    let nodes = on_day(conn, &ids, day)?;
    let nodes: HashMap<i64, (i64, i64)> = nodes
        .into_iter()
        .map(|one| (one.id, one.in_time(day)))
        .collect();
    let mut fields = fields_as_of(conn, &ids, day)?;
    for member in members {
        let id = member.entry_id;
        let revival: Revival = typed(&fields.remove(&id).unwrap_or_default())?;
        let is_revived = revived.contains(&id);
        let enterprise = own.get(&id).copied().flatten();
        let holds = is_revived && is_held(conn, &revival, enterprise, &running)?;
        let area = |text: Option<&String>| {
            let area = text.and_then(|text| hundredths(text));
            area.filter(|_| is_revived).unwrap_or(0)
        };
        let (due, in_time) = nodes.get(&id).copied().unwrap_or_default();
        for sums in [&mut total, groups.entry(member.key).or_default()] {
            sums.held += i64::from(holds);
            sums.land_revived += area(revival.land_mu.as_ref());
            sums.land_released += area(revival.land_released_mu.as_ref());
            sums.milestones_due += due;
            sums.milestones_in_time += in_time;
        }
    }
    Ok(OwnNumbers {
        total: total.row(knows),
        groups: groups
            .into_iter()
            .map(|(key, sums)| (key, sums.row(knows)))
            .collect(),
    })
}

fn is_asked_for(asked: &Asked, one: &Enterprise) -> bool {
    let reaches = match asked.reach {
        Scope::All => true,
        Scope::Park(park) => park == one.park_id,
        Scope::Department(_) | Scope::Nothing => false,
    };
    let is_of = |(unit, id): &(Unit, Option<i64>)| match unit {
        Unit::Park => *id == Some(one.park_id),
        Unit::Enterprise => *id == Some(one.id),
        Unit::Department => false,
    };
    reaches && asked.units.iter().all(is_of)
}

/// Whether what was revived still runs: the enterprise itself, or what is in its plant.
fn is_held(
    conn: &mut Conn,
    revival: &Revival,
    enterprise: Option<i64>,
    running: &Running,
) -> Result<bool> {
    let runs = |id: Option<i64>| {
        let status = id.and_then(|id| running.get(&id));
        status.is_some_and(|status| is_producing(*status))
    };
    Ok(match (revival.outcome, revival.by_enterprise_id) {
        (Some(Outcome::Restarted), _) => runs(enterprise),
        (Some(Outcome::Replaced), Some(other)) => runs(Some(other)),
        (Some(Outcome::Replaced), None) => match revival.project_id {
            Some(project) => is_started(conn, project)?,
            None => false,
        },
        (Some(Outcome::Vacated | Outcome::Deregistered) | None, _) => false,
    })
}
