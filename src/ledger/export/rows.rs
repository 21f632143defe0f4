//! A problem as a row: what each column tells, to whom.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use super::{Cell, Layout};
use crate::access::{Actor, Role};
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::directory::rules::masked_phone;
use crate::directory::store::{categories, departments, enterprises, parks};
use crate::ledger::columns::{join, next_step, place};
use crate::ledger::words::{
    CONFIDENTIAL, LEVELS, OUTCOMES, SATISFACTIONS, SEVERITIES, SOURCES, Spellings, written,
};
use crate::problems::actions::{LoadedProblem, events_seen_by};
use crate::problems::api::View;
use crate::problems::api::out::ProblemOut;
use crate::problems::rules::table::Action;
use crate::problems::store::{self, EventRow, ProblemRow};

/// Names read at once.
const NAMES: i64 = 1_000;

/// Who gets the file, and when.
pub struct Reader<'a> {
    pub who: &'a Actor,
    pub clock: &'a Clock,
    pub now: DateTime<Utc>,
}

/// The directory's names by id, as they are today.
pub struct Names {
    parks: HashMap<i64, String>,
    categories: HashMap<i64, String>,
    departments: HashMap<i64, (String, Option<String>)>,
}

impl Names {
    pub fn read(conn: &mut Conn) -> Result<Self> {
        Ok(Self {
            parks: all(
                |after| parks::list(conn, after, NAMES),
                |one| (one.id, one.name),
            )?,
            categories: all(
                |after| categories::list(conn, after, NAMES),
                |one| (one.id, one.name),
            )?,
            departments: all(
                |after| departments::list(conn, after, NAMES),
                |one| (one.id, (one.name, one.duty_contact)),
            )?,
        })
    }

    pub(super) fn park(&self, id: i64) -> &str {
        self.parks.get(&id).map_or("", String::as_str)
    }

    pub(super) fn department(&self, id: i64) -> &str {
        self.departments.get(&id).map_or("", |(name, _)| name)
    }
}

/// Every page of a short list.
fn all<T, N>(
    mut page: impl FnMut(Option<i64>) -> Result<Vec<T>>,
    named: impl Fn(T) -> (i64, N),
) -> Result<HashMap<i64, N>> {
    let (mut names, mut after) = (HashMap::new(), None);
    loop {
        let found: Vec<_> = page(after)?.into_iter().map(&named).collect();
        let Some(last) = found.iter().map(|(id, _)| *id).max() else {
            return Ok(names);
        };
        after = Some(last);
        names.extend(found);
    }
}

/// What the events tell that stands in no other place.
#[derive(Default)]
struct EventDetails {
    /// What the last resolving of this round said.
    resolution: Option<String>,
    /// The last report of progress of this round, its next step and the day of it.
    progress: Option<(Option<String>, Step)>,
    imported: Imported,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Step {
    next_step: Option<String>,
    next_on: Option<NaiveDate>,
}

/// What the imported ledger said and has no place of its own here.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Imported {
    leader: Option<String>,
    phone: Option<String>,
    note: Option<String>,
    /// What remains of a problem that is still open.
    remaining: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Filed {
    ledger: Imported,
}

/// The events that tell something.
const TELLING: &[Action] = &[
    Action::Report,
    Action::Progress,
    Action::Resolve,
    Action::ResolveOnSite,
];

impl EventDetails {
    /// Adds an event; they come in their order.
    fn hear(&mut self, event: EventRow, round: i64) -> Result<()> {
        let is = |action: Action| event.kind == action.as_str();
        if is(Action::Report) {
            self.imported = read::<Filed>(&event.data)?.ledger;
        } else if event.round != round {
            // Another round's result.
        } else if is(Action::Progress) {
            self.progress = Some((event.text, read(&event.data)?));
        } else {
            self.resolution = event.text;
        }
        Ok(())
    }
}

fn read<T: for<'a> Deserialize<'a>>(data: &str) -> Result<T> {
    serde_json::from_str(data).map_err(Error::internal)
}

/// Everything a row is made of.
struct Case<'a> {
    problem: ProblemOut,
    lead_id: Option<i64>,
    handler: Option<String>,
    supporting: Vec<i64>,
    due_on: Option<NaiveDate>,
    credit_code: Option<&'a str>,
    event_details: EventDetails,
}

impl Reader<'_> {
    /// The cells of some rows, column by column.
    pub(super) fn cells(
        &self,
        conn: &mut Conn,
        view: &View,
        names: &Names,
        rows: Vec<ProblemRow>,
        layout: &Layout,
    ) -> Result<Vec<Vec<Cell>>> {
        let mut event_details = self.event_details(conn, &rows)?;
        let codes = self.credit_codes(conn, &rows)?;
        let loaded = view.read(conn, rows)?.into_iter();
        let cases = loaded.map(|(loaded, name)| {
            let event_details = event_details.remove(&loaded.row.id).unwrap_or_default();
            case(view, loaded, name, &codes, event_details)
        });
        let row = |case: Case| layout.cells(|key| self.cell(key, &case, names));
        cases.map(row).collect()
    }

    /// What the events tell this reader, by problem.
    fn event_details(
        &self,
        conn: &mut Conn,
        rows: &[ProblemRow],
    ) -> Result<HashMap<i64, EventDetails>> {
        let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
        let mut events: HashMap<i64, Vec<EventRow>> = HashMap::new();
        for event in store::of_kinds(conn, &ids, TELLING)? {
            events.entry(event.problem_id).or_default().push(event);
        }
        let scope = self.who.cases();
        let mut all = HashMap::new();
        for row in rows {
            let mut own = events.remove(&row.id).unwrap_or_default();
            if row.confidential {
                own = events_seen_by(conn, scope, row, own)?;
            }
            let mut event_details = EventDetails::default();
            for event in own {
                event_details.hear(event, row.round)?;
            }
            all.insert(row.id, event_details);
        }
        Ok(all)
    }

    /// Departments are told the names of enterprises alone.
    fn credit_codes(&self, conn: &mut Conn, rows: &[ProblemRow]) -> Result<HashMap<i64, String>> {
        if self.who.role == Role::DepartmentStaff {
            return Ok(HashMap::new());
        }
        let ids: Vec<i64> = rows.iter().filter_map(|row| row.enterprise_id).collect();
        Ok(enterprises::credit_codes(conn, &ids)?.into_iter().collect())
    }

    fn cell(&self, key: &str, case: &Case, names: &Names) -> Result<Cell> {
        let one = &case.problem;
        Ok(match key {
            "number" => text(&one.number),
            "park" => text(names.park(one.park_id)),
            "enterprise" => text(&place(
                one.enterprise_name.as_deref(),
                one.site_name.as_deref(),
            )),
            "credit_code" => text(case.credit_code.unwrap_or_default()),
            "title" => text(&one.title),
            "description" => text(&one.description),
            "category" => {
                let name = one.category_id.and_then(|id| names.categories.get(&id));
                text(name.map_or("", String::as_str))
            }
            "source" => word(SOURCES, one.source),
            "severity" => word(SEVERITIES, one.severity),
            "level" => word(LEVELS, one.level),
            "confidential" if one.confidential => word(CONFIDENTIAL, true),
            "confidential" => Cell::Empty,
            "raised_on" => Cell::Day(one.raised_on),
            "lead" => text(case.lead_id.map_or("", |id| names.department(id))),
            "supporting" => {
                let ids = case.supporting.iter();
                let supporting: Vec<_> = ids.map(|id| names.department(*id)).collect();
                text(&join(&supporting))
            }
            "leader" => optional(case.event_details.imported.leader.as_deref()),
            "handler" => optional(case.handler.as_deref()),
            "phone" => self.phone(case, names),
            "dispatched_on" => day_of(one.dispatched_at.as_deref()),
            "accepted_on" => day_of(one.accepted_at.as_deref()),
            "due_on" => day(one.clocks.solve.as_ref().map(|clock| clock.due_on)),
            "extensions" => Cell::Number(one.extended_count),
            "resolved_on" => day_of(one.resolved_at.as_deref()),
            "outcome" => one.outcome.map_or(Cell::Empty, |it| word(OUTCOMES, it)),
            "resolution" => optional(match (&one.outcome, &case.event_details.progress) {
                (Some(_), _) => case.event_details.resolution.as_deref(),
                (None, progress) => progress.as_ref().and_then(|(text, _)| text.as_deref()),
            }),
            "remaining" => optional(match (&one.rest, &one.outcome) {
                (Some(rest), _) => rest.remaining.as_deref(),
                (None, None) => case.event_details.imported.remaining.as_deref(),
                (None, Some(_)) => None,
            }),
            "next_step" => text(
                &match (&one.rest, &one.outcome, &case.event_details.progress) {
                    (Some(rest), ..) => next_step(rest.next_step.as_deref(), Some(rest.next_on)),
                    (None, None, Some((_, step))) => {
                        next_step(step.next_step.as_deref(), step.next_on)
                    }
                    _ => String::new(),
                },
            ),
            "followed_up_on" => {
                let mut asked = one.follow_ups.iter().rev();
                day(asked
                    .find(|asked| asked.round == one.round)
                    .map(|asked| asked.on))
            }
            "satisfaction" => one
                .satisfaction
                .map_or(Cell::Empty, |it| word(SATISFACTIONS, it)),
            "closed_on" => day_of(one.closed_at.as_deref()),
            "note" => optional(case.event_details.imported.note.as_deref()),
            "status" => text(one.status.zh()),
            "light" => one.light.map_or(Cell::Empty, Cell::Light),
            "days_late" => self.days_late(case),
            "returned" => Cell::Number(one.returned_count),
            "reopened" => Cell::Number(one.reopened_count),
            "supervised" => Cell::Number(one.supervised_count),
            other => return Err(Error::internal(format!("nothing tells column {other}"))),
        })
    }

    /// What the imported ledger said, whole for who works the case; else the duty contact, for those
    /// who see it in the directory.
    fn phone(&self, case: &Case, names: &Names) -> Cell {
        let leads = case.lead_id.is_some() && self.who.department_id == case.lead_id;
        if let Some(phone) = case.event_details.imported.phone.as_deref() {
            let works = leads || matches!(self.who.role, Role::Coordinator | Role::ParkStaff);
            return if works {
                text(phone)
            } else {
                text(&masked_phone(phone))
            };
        }
        let inner = leads || self.who.role == Role::Coordinator;
        let lead = case.lead_id.and_then(|id| names.departments.get(&id));
        optional(lead.and_then(|(_, duty)| duty.as_deref()).filter(|_| inner))
    }

    /// Days since the limit of what is overdue.
    fn days_late(&self, case: &Case) -> Cell {
        let today = self.clock.day_of(self.now);
        let late = case.due_on.map(|due| (today - due).num_days());
        let late = late.filter(|days| *days > 0 && case.problem.status.is_open());
        late.map_or(Cell::Empty, Cell::Number)
    }
}

fn case<'a>(
    view: &View,
    loaded: LoadedProblem,
    name: Option<String>,
    codes: &'a HashMap<i64, String>,
    event_details: EventDetails,
) -> Case<'a> {
    let lead_id = loaded.row.lead_department_id;
    let handler = loaded.lead().and_then(|lead| lead.handler.clone());
    let supporting = loaded.supports().map(|one| one.department_id).collect();
    let due_on = loaded.row.due_on;
    let problem = view.shown(loaded, name);
    // By the enterprise as it is shown: where that is hidden, so is its code.
    let code = problem.enterprise_id.and_then(|id| codes.get(&id));
    Case {
        problem,
        lead_id,
        handler,
        supporting,
        due_on,
        credit_code: code.map(String::as_str),
        event_details,
    }
}

pub(super) fn text(text: &str) -> Cell {
    if text.is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text.to_owned())
    }
}

pub(super) fn optional(value: Option<&str>) -> Cell {
    text(value.unwrap_or_default())
}

pub(super) fn word<T: PartialEq>(words: Spellings<T>, it: T) -> Cell {
    text(written(words, it))
}

pub(super) fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

/// The local day of an instant as the API shows it.
fn day_of(instant: Option<&str>) -> Cell {
    day(instant.and_then(|at| at.get(..10)?.parse().ok()))
}
