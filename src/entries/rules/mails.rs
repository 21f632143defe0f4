//! Who is told of a move, and what each is asked to do.

use super::common::SUPERVISE;
use super::facts::By;
use super::permit::Standing;
use super::table::Table;
use crate::entries::description::{Class, Guard, Hat, MoveRow, Told};
use crate::mail::Unit;
use crate::vocabulary::entries::ask;

/// Who owned and supported an entry before a move.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Before {
    pub owner: Option<Unit>,
    pub supporting: Vec<i64>,
}

/// The unit that owns an entry: a department, or the park.
pub fn owner(department: Option<i64>, park: Option<i64>) -> Option<Unit> {
    department.map(Unit::Department).or(park.map(Unit::Park))
}

/// The unit that somebody acts for.
pub fn unit_of(by: &By) -> Unit {
    owner(by.department_id, by.park_id).unwrap_or(Unit::Coordinators)
}

/// Whom a move is told, and what each is asked; `entry` is as the move left it. It is by nobody where an enterprise made
/// it at its door.
pub fn told(
    table: &Table,
    row: &MoveRow,
    by: Option<&By>,
    before: &Before,
    entry: &Standing,
) -> Vec<(Unit, &'static str)> {
    let mut to: Vec<(Unit, &'static str)> = vec![];
    let owner = owner(entry.department_id, entry.park_id);
    let supporting = &entry.facts.supporting_department_ids;
    let departments = supporting.iter().copied().map(Unit::Department);
    for told in row.told() {
        let asked = asked(table, row, *told, entry.status);
        match told {
            Told::Assigned => {
                let own = by.map(unit_of);
                let new = owner.filter(|owner| before.owner != Some(*owner) && Some(*owner) != own);
                to.extend(new.map(|unit| (unit, ask::OWN)));
                let had = |unit: &Unit| {
                    before
                        .supporting
                        .iter()
                        .any(|id| Unit::Department(*id) == *unit)
                };
                let new = departments
                    .clone()
                    .filter(|unit| !had(unit) && Some(*unit) != own);
                to.extend(new.map(|unit| (unit, ask::SUPPORT)));
            }
            Told::Owner => to.extend(owner.map(|unit| (unit, asked))),
            Told::Supporting => to.extend(departments.clone().map(|unit| (unit, asked))),
            Told::Park => to.extend(entry.park_id.map(|park| (Unit::Park(park), asked))),
            Told::WhoConcluded => {
                let concluded = entry.facts.concluded_by.as_ref();
                to.extend(concluded.map(|by| (unit_of(by), asked)));
            }
            Told::Confirmers => {
                let all = confirmers(table, owner, entry);
                to.extend(all.into_iter().map(|unit| (unit, asked)));
            }
            Told::Concerned => {
                let named = entry.concerned.iter().copied().map(Unit::Department);
                to.extend(named.map(|unit| (unit, asked)));
            }
            Told::Coordinators => to.push((Unit::Coordinators, asked)),
        }
    }
    if by.is_none() {
        // Nobody of the unit that answers for it was there.
        to.extend(owner.map(|unit| (unit, ask::KNOW)));
    }
    to
}

/// Who may confirm what was concluded just now: never the unit that concluded it.
fn confirmers(table: &Table, owner: Option<Unit>, entry: &Standing) -> Vec<Unit> {
    let concluded = entry.facts.concluded_by.as_ref().map(unit_of);
    let confirming = table.moves.iter().filter(|row| {
        row.guards.contains(&Guard::NotWhoConcluded) && row.from.contains(&entry.status)
    });
    let mut units: Vec<Unit> = vec![];
    for hat in confirming.flat_map(|row| row.who) {
        let unit = match hat {
            Hat::Park => entry.park_id.map(Unit::Park),
            Hat::Owner => owner,
            Hat::Coordinator => Some(Unit::Coordinators),
            Hat::Supporting | Hat::Concerned | Hat::Leader | Hat::Enterprise => None,
        };
        // The office's people are each their own, so that one confirms what another concluded.
        let may = |unit: &Unit| *unit == Unit::Coordinators || Some(*unit) != concluded;
        units.extend(unit.filter(|unit| may(unit) && !units.contains(unit)));
    }
    if units.is_empty() {
        units.push(Unit::Coordinators);
    }
    units
}

fn asked(table: &Table, row: &MoveRow, told: Told, status: &str) -> &'static str {
    let rules = row.guards.contains(&Guard::NotWhoConcluded);
    match told {
        Told::Confirmers => ask::CONFIRM,
        Told::Concerned if row.concludes => ask::CONFIRM,
        _ if row.name == SUPERVISE => ask::URGED,
        _ if rules && table.description.class(status) == Class::Open => ask::REFUSED,
        _ if rules => ask::CONFIRMED,
        _ => ask::KNOW,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::entries::description::{Description, To, step};
    use crate::entries::rules::facts::Facts;
    use crate::entries::{AnyLedger, Custom};

    const FILE: &str = include_str!("../../../tests/entries/idle_plants.json");

    fn by(department_id: Option<i64>, park_id: Option<i64>) -> By {
        By {
            user_id: 1,
            department_id,
            park_id,
        }
    }

    fn standing<'a>(facts: &'a Facts, status: &'a str, department: Option<i64>) -> Standing<'a> {
        Standing {
            status,
            park_id: Some(3),
            enterprise_id: None,
            department_id: department,
            facts,
            concerned: &[],
            has_milestones: false,
        }
    }

    /// Whom a move of 闲置厂房台账 tells.
    fn of<'b>(
        name: &str,
        actor: impl Into<Option<&'b By>>,
        before: &Before,
        entry: &Standing,
    ) -> Vec<(Unit, &'static str)> {
        let description: &'static Description =
            Box::leak(Box::new(Description::read(FILE).unwrap()));
        let ledger = Custom::of(description).unwrap();
        let row = ledger.table().rows(name).next().unwrap();
        told(ledger.table(), row, actor.into(), before, entry)
    }

    #[test]
    fn who_becomes_owner_or_supports_it_is_told_but_for_who_made_it() {
        let facts = Facts {
            supporting_department_ids: vec![8, 9],
            ..Facts::default()
        };
        let entry = standing(&facts, "listed", Some(7));
        let nobody = Before::default();
        let office = by(None, None);
        let all = [
            (Unit::Department(7), ask::OWN),
            (Unit::Department(8), ask::SUPPORT),
            (Unit::Department(9), ask::SUPPORT),
        ];
        assert_eq!(of("list", &office, &nobody, &entry), all);
        let before = Before {
            owner: Some(Unit::Department(7)),
            supporting: vec![8],
        };
        assert_eq!(of("assign", &office, &before, &entry), all[2..]);
        let own = by(Some(7), None);
        assert_eq!(of("list", &own, &nobody, &entry), all[1..]);
        let of_park = standing(&facts, "listed", None);
        assert_eq!(
            of("assign", &office, &before, &of_park)[0],
            (Unit::Park(3), ask::OWN)
        );
        assert_eq!(of("list", &by(None, Some(3)), &nobody, &of_park), all[1..]);
    }

    #[test]
    fn a_conclusion_is_told_to_those_who_may_confirm_it_and_its_ruling_to_the_owner() {
        let concluded = |by: By| Facts {
            concluded_by: Some(by),
            ..Facts::default()
        };
        let nobody = Before::default();
        let (owner, park) = (by(Some(7), None), by(None, Some(3)));
        let facts = concluded(owner);
        let entry = standing(&facts, "concluded", Some(7));
        assert_eq!(
            of("conclude", &owner, &nobody, &entry),
            [
                (Unit::Park(3), ask::CONFIRM),
                (Unit::Coordinators, ask::CONFIRM)
            ]
        );
        let facts = concluded(park);
        let entry = standing(&facts, "concluded", None);
        assert_eq!(
            of("conclude", &park, &nobody, &entry),
            [(Unit::Coordinators, ask::CONFIRM)]
        );
        let office = by(None, None);
        let facts = concluded(owner);
        for (name, status, asked) in [
            ("confirm", "revived", ask::CONFIRMED),
            ("refuse", "in_progress", ask::REFUSED),
        ] {
            let entry = standing(&facts, status, Some(7));
            assert_eq!(
                of(name, &office, &nobody, &entry),
                [(Unit::Department(7), asked)]
            );
        }
    }

    #[test]
    fn what_an_enterprise_says_its_unit_hears_too() {
        let facts = Facts::default();
        let entry = standing(&facts, "concluded", Some(7));
        let all = [
            (Unit::Park(3), ask::CONFIRM),
            (Unit::Coordinators, ask::CONFIRM),
            (Unit::Department(7), ask::KNOW),
        ];
        assert_eq!(of("conclude", None, &Before::default(), &entry), all);
    }

    #[test]
    fn a_row_may_name_others_or_nobody() {
        let plain = step("go", "办理", "Go.", &["listed"], To::Same, &[Hat::Owner]);
        assert_eq!(plain.told(), []);
        let concluding = plain.concludes();
        assert_eq!(concluding.told(), [Told::Confirmers]);
        assert_eq!(concluding.mails(&[]).told(), []);
        let named = plain.mails(&[Told::Supporting, Told::Park]);
        assert_eq!(named.told(), [Told::Supporting, Told::Park]);
    }
}
