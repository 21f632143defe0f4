//! One problem as domain.md's tables have it, written apart from the product's own rules.

use std::collections::{BTreeMap, BTreeSet};

use super::days::{Change, Day, Limit, Notices, plus};
use super::moves::{Fault, Move};
use super::table::{BY_ANOTHER, ON_BEHALF, TABLE, Who, has};

#[derive(Debug, Clone)]
pub struct Pending {
    pub by: &'static str,
    pub until: Option<Day>,
    /// How much had happened to the limit when it was asked for.
    pub after: usize,
}

pub struct Case {
    pub notices: Notices,
    pub today: Day,
    pub status: &'static str,
    pub round: usize,
    pub park: usize,
    pub lead: Option<usize>,
    pub is_final: bool,
    /// Department, and whether it has replied.
    pub supports: Vec<(usize, bool)>,
    pub ever: BTreeSet<usize>,
    pub pending: BTreeMap<&'static str, Pending>,
    pub returned_from: &'static str,
    pub outcome: &'static str,
    pub resolver: Option<(&'static str, Option<usize>)>,
    /// Day, reached, solved; about what was resolved last.
    pub answers: Vec<(Day, bool, Option<bool>)>,
    pub suspended_until: Day,
    pub solve: Limit,
    pub return_by: Limit,
    pub imposed: Option<Day>,
    pub version: i64,
    pub events: i64,
}

impl Case {
    pub fn reported(today: Day) -> Self {
        Self {
            notices: Notices::read(),
            today,
            status: "reported",
            round: 1,
            park: 0,
            lead: None,
            is_final: false,
            supports: vec![],
            ever: BTreeSet::new(),
            pending: BTreeMap::new(),
            returned_from: "",
            outcome: "",
            resolver: None,
            answers: vec![],
            suspended_until: today,
            solve: Limit::default(),
            return_by: Limit::default(),
            imposed: None,
            version: 2,
            events: 1,
        }
    }

    pub fn sees(&self, who: Who) -> bool {
        match who.role {
            "coordinator" | "leader" => true,
            "park_staff" => who.unit == self.park,
            "department_staff" => self.ever.contains(&who.unit),
            _ => false,
        }
    }

    pub fn solve_runs(&self) -> bool {
        self.lead.is_some()
            && has(
                "dispatched returned in_progress suspended tracking",
                self.status,
            )
    }

    pub fn solve_due(&self) -> Day {
        self.solve.due(&self.notices)
    }

    /// Yellow from the working day before, unless that isn't after the day it started.
    pub fn solve_light(&self, due: Day) -> &'static str {
        let yellow = self.notices.before(due);
        if self.today > due {
            "red"
        } else if self.today >= yellow && yellow > self.solve.start {
            "yellow"
        } else {
            "green"
        }
    }

    fn hats(&self, who: Who) -> Vec<&'static str> {
        match who.role {
            "coordinator" => vec!["coordinator"],
            "leader" => vec!["leader"],
            "park_staff" if who.unit == self.park => vec!["park"],
            "department_staff" => self.hats_of(who.unit),
            _ => vec![],
        }
    }

    fn hats_of(&self, department: usize) -> Vec<&'static str> {
        let mut hats = vec![];
        if self.lead == Some(department) {
            hats.push("lead");
        }
        if self.supports.iter().any(|(one, _)| *one == department) {
            hats.push("supporting");
        }
        if hats.is_empty() && self.ever.contains(&department) {
            hats.push("former");
        }
        hats
    }

    /// 403 for the role, whatever the id.
    pub fn role_may(who: Who, action: &str) -> bool {
        let hats: &[&str] = match who.role {
            "coordinator" => &["coordinator"],
            "leader" => &["leader"],
            "park_staff" => &["park"],
            "department_staff" => &["lead", "supporting", "former"],
            _ => &[],
        };
        let on_behalf = has("coordinator park_staff", who.role) && ON_BEHALF.contains(&action);
        let rows = TABLE.iter().filter(|(name, ..)| *name == action);
        on_behalf
            || rows
                .flat_map(|row| row.2.split(' '))
                .any(|hat| hats.contains(&hat))
    }

    /// 403 for the person, 422 for a department that isn't on it.
    fn permit(&self, who: Who, behalf: Option<usize>, action: &str) -> u16 {
        let own = self.hats(who);
        let rows = || TABLE.iter().filter(|(name, ..)| *name == action);
        let hats = match behalf {
            None => own,
            Some(department) => {
                let may = own.contains(&"coordinator") || own.contains(&"park");
                if !ON_BEHALF.contains(&action) || !may {
                    return 403;
                }
                let mut hats = self.hats_of(department);
                hats.retain(|hat| *hat != "former");
                if !rows().any(|row| hats.iter().any(|hat| has(row.2, hat))) {
                    return 422;
                }
                hats
            }
        };
        let here: Vec<_> = rows().filter(|row| has(row.1, self.status)).collect();
        let rows: Vec<_> = if here.is_empty() {
            rows().collect()
        } else {
            here
        };
        if !rows
            .iter()
            .any(|row| hats.iter().any(|hat| has(row.2, hat)))
        {
            return 403;
        }
        let resolved = self.resolver.is_some_and(|(user, department)| {
            user == who.name || (who.role == "department_staff" && department == Some(who.unit))
        });
        if BY_ANOTHER.contains(&action) && resolved {
            return 403;
        }
        let asked = action
            .strip_prefix("decide_")
            .and_then(|kind| self.pending.get(kind));
        if asked.is_some_and(|asked| asked.by == who.name) {
            return 403;
        }
        200
    }

    fn permit_in_any_capacity(&self, who: Who, action: &str) -> u16 {
        let names = [None, Some(0), Some(1), Some(2)];
        match names
            .into_iter()
            .any(|name| self.permit(who, name, action) == 200)
        {
            true => 200,
            false => 403,
        }
    }

    /// Whether the state and the conditions let the move pass.
    fn stands(&self, department: Option<usize>, action: &str) -> bool {
        let mut rows = TABLE.iter().filter(|(name, ..)| *name == action);
        if !rows.any(|row| has(row.1, self.status)) {
            return false;
        }
        match action {
            "return" => !self.is_final && self.today <= self.return_by.due(&self.notices),
            "decide_return" | "decide_extension" | "decide_suspension" => {
                self.pending.contains_key(&action["decide_".len()..])
            }
            "reply" => {
                let open = |(one, replied): &(usize, bool)| Some(*one) == department && !replied;
                self.supports.iter().any(open)
            }
            // 13710: once, a working day before the limit at the latest.
            "request_extension" => {
                !self.pending.contains_key("extension")
                    && self.solve_runs()
                    && self.solve.extensions() == 0
                    && self.today <= self.notices.before(self.solve_due())
            }
            "request_suspension" => !self.pending.contains_key("suspension"),
            "track" => has("partly_solved planned", self.outcome),
            "close" => self.is_confirmed(),
            _ => true,
        }
    }

    fn is_confirmed(&self) -> bool {
        let reached = || self.answers.iter().filter(|(_, reached, _)| *reached);
        let nobody = self.answers.iter().filter(|(_, reached, _)| !reached);
        let days: BTreeSet<Day> = nobody.map(|(day, ..)| *day).collect();
        let said = reached().filter_map(|(_, _, solved)| *solved).next_back();
        (self.outcome == "explained" && reached().next().is_some())
            || said.unwrap_or(days.len() >= 3)
    }

    /// What somebody may do now, in their own name or in a department's.
    pub fn allowed(&self, who: Who) -> Vec<&'static str> {
        let own = (who.role == "department_staff").then_some(who.unit);
        let names = [
            (None, own),
            (Some(0), Some(0)),
            (Some(1), Some(1)),
            (Some(2), Some(2)),
        ];
        let may = |action: &str| {
            let can = |(name, department)| {
                self.permit(who, name, action) == 200 && self.stands(department, action)
            };
            names.into_iter().any(can)
        };
        let mut allowed: Vec<_> = TABLE
            .iter()
            .map(|row| row.0)
            .filter(|one| may(one))
            .collect();
        allowed.dedup();
        allowed
    }

    /// A day that an extension or suspension can last until.
    fn is_until(&self, until: Day, base: Day) -> bool {
        until > base.max(self.today) && until <= plus(self.today, 365)
    }

    /// Whether the values of a well-formed body are wrong here and now.
    fn is_wrong(&self, made: &Move) -> bool {
        let base = if self.solve_runs() {
            self.solve_due()
        } else {
            self.today
        };
        let on_it = |one: &usize| {
            self.lead == Some(*one) || self.supports.iter().any(|(other, _)| other == one)
        };
        let until = made.until.filter(|_| made.granted);
        matches!(
            made.fault,
            Fault::TooLong | Fault::Blank | Fault::WrongValue
        ) || match made.action {
            "add_support" => made.supports.iter().any(on_it),
            "decide_return" => made.upheld && made.lead.is_some() && made.lead == self.lead,
            "request_extension" => !self.is_until(made.until.unwrap(), base),
            "decide_extension" => until.is_some_and(|until| !self.is_until(until, base)),
            "request_suspension" => !self.is_until(made.until.unwrap(), self.today),
            "decide_suspension" => {
                let asked = self.pending.get("suspension").and_then(|asked| asked.until);
                let until = made.until.or(asked).filter(|_| made.granted);
                until.is_some_and(|until| !self.is_until(until, self.today))
            }
            "transfer_park" => made.park == self.park,
            _ => false,
        }
    }

    /// The status of the answer to a move.
    pub fn answers(&self, made: &Move) -> u16 {
        if !Self::role_may(made.who, made.action) {
            return 403;
        }
        if !self.sees(made.who) {
            return 404;
        }
        if matches!(made.fault, Fault::Unknown | Fault::WrongType) {
            let refused = self.permit_in_any_capacity(made.who, made.action);
            return if refused == 200 { 422 } else { refused };
        }
        let refused = self.permit(made.who, made.behalf, made.action);
        if refused != 200 {
            return refused;
        }
        if self.is_wrong(made) {
            return 422;
        }
        if made.seen.is_some_and(|seen| seen != self.version) {
            return 412;
        }
        match self.stands(made.department(), made.action) {
            true => 200,
            false => 409,
        }
    }

    /// A day has come.
    pub fn wake(&mut self) {
        if self.status == "suspended" && self.suspended_until <= self.today {
            let until = self.suspended_until;
            self.go_on(until);
            self.note();
        }
    }

    pub fn note(&mut self) {
        self.version += 1;
        self.events += 1;
    }

    pub fn go_on(&mut self, on: Day) {
        self.solve.resume(on);
        self.return_by.resume(on);
        self.status = "in_progress";
    }

    pub fn change_solve(&mut self, change: Change) {
        if self.solve_runs() {
            self.solve.changes.push(change);
        }
    }
}
