//! Entries as somebody reads them.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Map, Value, json};

use super::Served;
use crate::access::Actor;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::calendar::rules::Calendar;
use crate::calendar::store::calendar;
use crate::deadlines::rules::{Light, remaining_working_days};
use crate::directory::store::enterprises;
use crate::entries::actions::{Entry, Linked, allowed, milestone};
use crate::entries::description::Class;
use crate::entries::rules::facts::Person;
use crate::entries::rules::month;
use crate::entries::rules::permit::hats;
use crate::entries::rules::personal::{HOLDERS, masked};
use crate::entries::store::{self, EntryRow, LinkRow, MilestoneRow, MonthRow};

/// How a reader sees entries at a moment.
pub struct View<'v> {
    ledger: Served,
    who: &'v Actor,
    clock: &'v Clock,
    today: NaiveDate,
    calendar: Calendar,
    /// Whether persons are masked for whoever reads.
    masks: bool,
}

/// The light on a day.
pub fn light(row: &EntryRow, today: NaiveDate) -> Light {
    let is_past = |day: Option<NaiveDate>| day.is_some_and(|day| day <= today);
    match (is_past(row.red_from), is_past(row.yellow_from)) {
        (true, _) => Light::Red,
        (false, true) => Light::Yellow,
        (false, false) => Light::Green,
    }
}

impl<'v> View<'v> {
    /// # Errors
    /// Those of the database.
    pub fn of(
        conn: &mut Conn,
        ledger: Served,
        who: &'v Actor,
        (clock, now): (&'v Clock, DateTime<Utc>),
    ) -> Result<Self> {
        Ok(Self {
            ledger,
            who,
            clock,
            today: clock.day_of(now),
            calendar: calendar(conn)?,
            masks: false,
        })
    }

    /// For an answer that is kept, such as that to a repeatable request: persons are masked whoever reads it.
    #[must_use]
    pub fn masking(self) -> Self {
        Self {
            masks: true,
            ..self
        }
    }

    /// Entries of a list: milestones, months and links aren't shown, though lights are made of them.
    ///
    /// # Errors
    /// Those of the database.
    pub fn many(&self, conn: &mut Conn, rows: Vec<EntryRow>) -> Result<Vec<Value>> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let milestones = store::milestones_of(conn, &ids)?;
        let months = store::months_of(conn, &ids)?;
        let visited: Vec<i64> = rows.iter().filter_map(|row| row.enterprise_id).collect();
        let names: HashMap<i64, String> = enterprises::names(conn, &visited)?.into_iter().collect();
        let show = |row: EntryRow| {
            let own = milestones
                .iter()
                .filter(|one| one.entry_id == row.id)
                .cloned()
                .collect();
            let reported = months
                .iter()
                .filter(|one| one.entry_id == row.id)
                .cloned()
                .collect();
            let name = row.enterprise_id.and_then(|id| names.get(&id).cloned());
            let entry = Entry::of(self.ledger, row, own, reported)?;
            Ok(Value::Object(self.shown(&entry, name)?))
        };
        rows.into_iter().map(show).collect()
    }

    /// One entry with all that belongs to it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn whole(&self, conn: &mut Conn, entry: &Entry) -> Result<Value> {
        let own: Vec<i64> = entry.row.enterprise_id.into_iter().collect();
        let name = enterprises::names(conn, &own)?.pop().map(|(_, name)| name);
        let mut shown = self.shown(entry, name)?;
        let milestones: Vec<Value> = entry.milestones.iter().map(milestone).collect();
        shown.insert("milestones".into(), milestones.into());
        if self.ledger.description().months.is_some() {
            let months: Vec<Value> = entry.months.iter().map(reported).collect::<Result<_>>()?;
            shown.insert("months".into(), months.into());
        }
        let mut links = vec![];
        for link in store::links_of(conn, entry.row.id)? {
            let linked = Linked {
                problem_id: link.problem_id,
                visit_id: link.visit_id,
                entry_id: link.to_entry_id,
            };
            if linked.is_told(conn, self.who.cases())? {
                links.push(link);
            }
        }
        let linked: Vec<i64> = links.iter().filter_map(|link| link.to_entry_id).collect();
        let ledgers = store::ledgers_of(conn, &linked)?;
        let of = |link: &LinkRow| ledgers.get(&link.to_entry_id?).cloned();
        let links = links.into_iter().map(|link| self.link(of(&link), link));
        let links: Vec<Value> = links.collect();
        shown.insert("links".into(), links.into());
        Ok(Value::Object(shown))
    }

    fn link(&self, ledger: Option<String>, link: LinkRow) -> Value {
        json!({
            "id": link.id,
            "kind": link.kind,
            "ledger": ledger,
            "entry_id": link.to_entry_id,
            "problem_id": link.problem_id,
            "visit_id": link.visit_id,
            "enterprise_id": link.enterprise_id,
            "created_at": self.clock.show(link.created_at.and_utc()),
        })
    }

    fn shown(&self, entry: &Entry, enterprise_name: Option<String>) -> Result<Map<String, Value>> {
        let (row, facts) = (&entry.row, &entry.facts);
        let description = self.ledger.description();
        let person = Person::of(self.who);
        let allowed = allowed(self.ledger, &person, entry)?;
        let concerned = entry.concerned(description);
        let hats = hats(&person, &entry.standing(&concerned));
        let holds = !self.masks && HOLDERS.iter().any(|hat| hats.contains(hat));
        let shown = json!({
            "id": row.id,
            "number": row.number,
            "park_id": row.park_id,
            "enterprise_id": row.enterprise_id,
            "enterprise_name": enterprise_name,
            "department_id": row.department_id,
            "supporting_department_ids": facts.supporting_department_ids,
            "leader": facts.leader,
            "handler": facts.handler,
            "taskforce": facts.taskforce,
            "status": row.status,
            "light": light(row, self.today),
            "due_on": row.due_on,
            "listed_on": row.listed_on,
            "supervised_count": facts.supervised_count,
            "progress": facts.progress,
            "clocks": self.clocks(entry)?,
            "allowed_actions": allowed,
            "created_at": self.clock.show(row.created_at.and_utc()),
            "updated_at": self.clock.show(row.updated_at.and_utc()),
            "version": row.version,
        });
        let Value::Object(mut shown) = shown else {
            return Err(Error::internal("an entry is shown as an object"));
        };
        for field in description
            .fields
            .iter()
            .filter(|field| !field.hidden_from.contains(&self.who.role))
        {
            let value = entry.fields.get(field.name).unwrap_or(&Value::Null);
            let value = match field.personal && !holds {
                true => masked(field, value),
                false => value.clone(),
            };
            shown.insert(field.name.to_owned(), value);
        }
        Ok(shown)
    }

    /// What the ledger has of its own, and the limit of the next milestone.
    fn clocks(&self, entry: &Entry) -> Result<Value> {
        let mut clocks = self.ledger.clocks(entry, self.today, &self.calendar)?;
        let open = self.ledger.description().class(&entry.row.status) == Class::Open;
        if let Some(next) = entry.next().filter(|_| open) {
            clocks.insert("milestone".to_owned(), self.milestone(entry, next));
        }
        Ok(clocks.into())
    }

    fn milestone(&self, entry: &Entry, next: &MilestoneRow) -> Value {
        let turns = entry.turns(Class::Open, &self.calendar);
        let own = EntryRow {
            yellow_from: turns.yellow_from,
            red_from: turns.red_from,
            ..entry.row.clone()
        };
        json!({
            "position": next.position,
            "name": next.name,
            "due_on": next.due_on,
            "original_due_on": next.original_due_on,
            "light": light(&own, self.today),
            "remaining_working_days": remaining_working_days(next.due_on, self.today, &self.calendar),
            "provisional": next.provisional && !self.calendar.published_within(self.today, next.due_on),
        })
    }
}

/// A month as it was reported.
fn reported(row: &MonthRow) -> Result<Value> {
    let mut shown: Map<String, Value> =
        serde_json::from_str(&row.figures).map_err(Error::internal)?;
    shown.insert("month".into(), month::written(row.month).into());
    shown.insert("text".into(), row.text.clone().into());
    shown.insert("counted_on".into(), json!(row.counted_on));
    Ok(Value::Object(shown))
}
