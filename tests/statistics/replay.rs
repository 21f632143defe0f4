//! A problem as of a day, told from its events alone: domain.md §2 and §4 once more.

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use serde_json::Value;
use zhuqi::calendar::rules::Calendar;

use super::limits::{Limit, Target, solve_target};

#[derive(Debug, Clone)]
pub struct Event {
    pub kind: String,
    pub counted_on: NaiveDate,
    pub occurred_on: NaiveDate,
    pub at: NaiveDateTime,
    pub by_system: bool,
    /// Told of by an imported ledger, long after it occurred.
    pub is_imported: bool,
    /// The day it is judged by: in time is what was done in time, however late it is recorded.
    pub on: NaiveDate,
    pub department: Option<i64>,
    pub data: Value,
}

pub fn day(value: &Value) -> Option<NaiveDate> {
    value.as_str().map(|text| text.parse().unwrap())
}

impl Event {
    pub fn read(event: &Value) -> Self {
        let at: DateTime<chrono::FixedOffset> =
            event["recorded_at"].as_str().unwrap().parse().unwrap();
        let (counted_on, occurred_on) = (
            day(&event["counted_on"]).unwrap(),
            day(&event["occurred_on"]).unwrap(),
        );
        let is_imported = event["data"]["imported"].is_i64();
        Self {
            kind: event["kind"].as_str().unwrap().to_owned(),
            counted_on,
            occurred_on,
            at: if is_imported {
                occurred_on.and_time(chrono::NaiveTime::MIN)
            } else {
                at.naive_local()
            },
            on: if is_imported { occurred_on } else { counted_on },
            is_imported,
            by_system: event["actor"].is_null(),
            department: event["department_id"].as_i64(),
            data: event["data"].clone(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Answer {
    pub reached: bool,
    pub solved: Option<bool>,
    pub satisfaction: Option<i64>,
    pub stands: bool,
}

/// When and by which department a round was first resolved, and the two limits that stood then.
#[derive(Debug, Clone, Copy)]
pub struct Resolved {
    pub on: NaiveDate,
    pub department: Option<i64>,
    pub due_on: Option<NaiveDate>,
    pub original: Option<NaiveDate>,
}

#[derive(Debug, Clone, Default)]
pub struct Round {
    pub lead: Option<i64>,
    pub solve: Option<Limit>,
    pub accept: Option<Limit>,
    pub accepted_on: Option<NaiveDate>,
    pub resolved: Option<Resolved>,
    pub answers: Vec<Answer>,
    pub sent_back: bool,
}

#[derive(Debug, Clone)]
pub struct Support {
    pub department: i64,
    pub round: usize,
    pub limit: Limit,
    pub runs: bool,
    /// Whether its limit binds: it runs, was met, or had passed when it fell away.
    pub binds: bool,
    pub replied_on: Option<NaiveDate>,
    pub ended: bool,
}

#[derive(Debug, Clone, Default)]
pub struct State {
    pub status: String,
    pub outcome: Option<String>,
    pub park: i64,
    pub enterprise: Option<i64>,
    pub category: Option<i64>,
    pub severity: String,
    pub level: String,
    pub source: String,
    pub reported_on: NaiveDate,
    pub lead: Option<i64>,
    pub rounds: Vec<Round>,
    pub supports: Vec<Support>,
    /// The department and the day of each.
    pub returns: Vec<(Option<i64>, NaiveDate)>,
    pub extensions: Vec<(Option<i64>, NaiveDate)>,
    pub reopened: Vec<NaiveDate>,
    pub supervised: Vec<NaiveDate>,
    source_due_on: Option<NaiveDate>,
    imposed: Option<NaiveDate>,
    before_return: String,
}

const OPEN: [&str; 6] = [
    "reported",
    "dispatched",
    "returned",
    "in_progress",
    "suspended",
    "tracking",
];

impl State {
    /// What the events up to a day tell; none where it wasn't reported by then.
    pub fn of(events: &[Event], through: NaiveDate, calendar: &Calendar) -> Option<Self> {
        let mut events = events.iter().filter(|event| event.counted_on <= through);
        let mut state = Self::reported(events.next()?);
        for event in events {
            state.happened(event, calendar);
        }
        Some(state)
    }

    pub fn is_open(&self) -> bool {
        OPEN.contains(&self.status.as_str())
    }

    pub fn is_settled(&self) -> bool {
        ["resolved", "closed"].contains(&self.status.as_str())
    }

    pub fn is_excluded(&self) -> bool {
        !self.is_open() && !self.is_settled()
    }

    pub fn round(&self) -> &Round {
        self.rounds.last().unwrap()
    }

    fn now(&mut self) -> &mut Round {
        self.rounds.last_mut().unwrap()
    }

    fn reported(event: &Event) -> Self {
        assert_eq!(event.kind, "report");
        let text = |name: &str| event.data[name].as_str().unwrap().to_owned();
        Self {
            status: "reported".to_owned(),
            park: event.data["park_id"].as_i64().unwrap(),
            enterprise: event.data["enterprise_id"].as_i64(),
            category: event.data["category_id"].as_i64(),
            severity: text("severity"),
            level: text("level"),
            source: text("source"),
            source_due_on: day(&event.data["source_due_on"]),
            reported_on: event.counted_on,
            rounds: vec![Round::default()],
            ..Self::default()
        }
    }

    fn impose(&mut self, on: Option<NaiveDate>) {
        self.imposed = [self.imposed, on].into_iter().flatten().min();
    }

    fn hand_to(&mut self, event: &Event, lead: i64) {
        self.impose(day(&event.data["due_on"]).filter(|_| event.kind != "decide_return"));
        let source = self.source_due_on.filter(|_| self.rounds.len() == 1);
        let imposed = [self.imposed, source].into_iter().flatten().min();
        let target = solve_target(&self.severity);
        let limit = match day(&event.data["limit_on"]) {
            Some(limit_on) => Limit::until(event.at, limit_on),
            None => Limit::new(event.at, target, imposed),
        };
        let round = self.now();
        round.solve = Some(limit);
        round.accept = Some(Limit::new(event.at, Target::WorkingDays(1), None));
        round.accepted_on = None;
        round.lead = Some(lead);
        self.lead = Some(lead);
        self.status = "dispatched".to_owned();
    }

    fn support(&mut self, event: &Event, departments: &Value) {
        for department in departments.as_array().into_iter().flatten() {
            self.supports.push(Support {
                department: department.as_i64().unwrap(),
                round: self.rounds.len(),
                limit: Limit::new(event.at, Target::WorkingDays(3), None),
                runs: !event.is_imported,
                binds: !event.is_imported,
                replied_on: None,
                ended: false,
            });
        }
    }

    fn lose_lead(&mut self) {
        let round = self.now();
        round.solve = None;
        round.accept = None;
        round.accepted_on = None;
    }

    /// Limits of supporting departments fall away; those that had passed stay missed.
    fn drop_supports(&mut self, event: &Event, ended: bool, calendar: &Calendar) {
        for support in &mut self.supports {
            if support.runs {
                support.runs = false;
                support.binds = support.limit.due_on(calendar) < event.on;
            }
            if ended && support.replied_on.is_none() {
                support.ended = true;
            }
        }
    }

    fn each_limit(&mut self, mut change: impl FnMut(&mut Limit)) {
        self.now().solve.iter_mut().for_each(&mut change);
        let running = self.supports.iter_mut().filter(|support| support.runs);
        running.for_each(|support| change(&mut support.limit));
    }

    fn back_to_the_park(&mut self) {
        self.lose_lead();
        self.now().lead = None;
        self.lead = None;
        self.status = "reported".to_owned();
    }

    fn take_up_again(&mut self) {
        self.now()
            .answers
            .iter_mut()
            .for_each(|answer| answer.stands = false);
    }

    fn resolved(&mut self, event: &Event, calendar: &Calendar) {
        let round = self.now();
        let limits = round.solve.as_ref();
        let (due_on, original) = (
            limits.map(|limit| limit.due_on(calendar)),
            limits.map(|limit| limit.original(calendar)),
        );
        round.resolved.get_or_insert(Resolved {
            on: event.on,
            department: round.lead,
            due_on,
            original,
        });
        self.take_up_again();
        self.drop_supports(event, false, calendar);
        self.outcome = event.data["outcome"].as_str().map(str::to_owned);
        self.status = "resolved".to_owned();
    }

    fn happened(&mut self, event: &Event, calendar: &Calendar) {
        let data = &event.data;
        match event.kind.as_str() {
            "edit" => self.edited(data),
            "dispatch" | "redispatch" => {
                if event.kind == "redispatch" {
                    self.lose_lead();
                    self.drop_supports(event, true, calendar);
                }
                self.hand_to(event, data["lead_department_id"].as_i64().unwrap());
                self.support(event, &data["supporting_department_ids"]);
            }
            "add_support" => self.support(event, &data["department_ids"]),
            "accept" => {
                self.status = "in_progress".to_owned();
                self.now().accepted_on = Some(event.on);
            }
            "return" => {
                self.before_return = std::mem::replace(&mut self.status, "returned".to_owned());
                self.returns.push((event.department, event.counted_on));
            }
            "decide_return" => match (
                data["upheld"].as_bool().unwrap(),
                data["lead_department_id"].as_i64(),
            ) {
                (false, _) => self.status = self.before_return.clone(),
                (true, None) => {
                    self.back_to_the_park();
                    self.drop_supports(event, true, calendar);
                }
                (true, Some(next)) => {
                    let part = self.supports.iter_mut().find(|support| {
                        support.department == next && !support.ended && support.replied_on.is_none()
                    });
                    if let Some(part) = part {
                        part.ended = true;
                        if part.runs {
                            part.runs = false;
                            part.binds = part.limit.due_on(calendar) < event.counted_on;
                        }
                    }
                    self.hand_to(event, next);
                }
            },
            "reply" => {
                let round = self.rounds.len();
                let part = self.supports.iter_mut().find(|support| {
                    Some(support.department) == event.department
                        && support.round == round
                        && !support.ended
                        && support.replied_on.is_none()
                });
                let part = part.unwrap();
                // What is over stands still no longer.
                part.limit.resume(event.at);
                part.replied_on = Some(event.counted_on);
                part.ended = true;
                part.runs = false;
            }
            "decide_extension" if data["granted"] == true => {
                let until = day(&data["until"]).unwrap();
                self.now()
                    .solve
                    .iter_mut()
                    .for_each(|limit| limit.name(until));
                self.extensions.push((event.department, event.counted_on));
            }
            "decide_suspension" if data["granted"] == true => {
                let until = day(&data["until"]).unwrap();
                self.each_limit(|limit| limit.suspend(event.at, until));
                self.status = "suspended".to_owned();
            }
            "resume" => {
                if !event.by_system {
                    self.each_limit(|limit| limit.resume(event.at));
                }
                self.status = "in_progress".to_owned();
            }
            "resolve" | "resolve_on_site" => {
                self.each_limit(|limit| limit.resume(event.at));
                self.resolved(event, calendar);
            }
            "follow_up" => self.now().answers.push(Answer {
                reached: data["reached"].as_bool().unwrap(),
                solved: data["solved"].as_bool(),
                satisfaction: data["satisfaction"].as_i64(),
                stands: true,
            }),
            "track" => {
                let until = day(&data["next_on"]).unwrap();
                self.now()
                    .solve
                    .iter_mut()
                    .for_each(|limit| limit.name(until));
                self.take_up_again();
                self.status = "tracking".to_owned();
            }
            "close" => self.status = "closed".to_owned(),
            "reopen" => {
                self.now().sent_back = true;
                self.drop_supports(event, true, calendar);
                self.reopened.push(event.counted_on);
                self.imposed = None;
                self.outcome = None;
                self.rounds.push(Round::default());
                match self.lead {
                    None => self.status = "reported".to_owned(),
                    Some(lead) => {
                        let target = solve_target(&self.severity);
                        self.now().solve = Some(Limit::new(event.at, target, None));
                        self.now().lead = Some(lead);
                        self.status = "in_progress".to_owned();
                    }
                }
            }
            "supervise" | "escalate" => {
                if let Some(on) = day(&data["due_on"]).filter(|_| self.is_open()) {
                    self.impose(Some(on));
                    self.now()
                        .solve
                        .iter_mut()
                        .for_each(|limit| limit.impose(on));
                }
                if event.kind == "supervise" {
                    self.supervised.push(event.counted_on);
                } else {
                    self.level = data["level"].as_str().unwrap().to_owned();
                }
            }
            "transfer_park" => self.park = data["park_id"].as_i64().unwrap(),
            "withdraw" | "reject" | "merge" => {
                self.lose_lead();
                self.drop_supports(event, true, calendar);
                let status = match event.kind.as_str() {
                    "withdraw" => "withdrawn",
                    "reject" => "rejected",
                    _ => "merged",
                };
                self.status = status.to_owned();
            }
            "reinstate" => self.back_to_the_park(),
            _ => {}
        }
    }

    fn edited(&mut self, changes: &Value) {
        for (field, change) in changes.as_object().unwrap() {
            let to = &change["to"];
            let text = || to.as_str().unwrap().to_owned();
            match field.as_str() {
                "enterprise_id" => self.enterprise = to.as_i64(),
                "category_id" => self.category = to.as_i64(),
                "severity" => self.severity = text(),
                "level" => self.level = text(),
                "source" => self.source = text(),
                "source_due_on" => self.source_due_on = day(to),
                _ => {}
            }
        }
    }
}
