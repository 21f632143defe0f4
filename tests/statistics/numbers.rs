//! Every number once more, from replayed problems: domain.md §4 word by word.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use zhuqi::calendar::rules::Calendar;

use super::replay::{Event, Round, State};

/// A problem's events, and a visit.
pub struct Facts {
    pub problems: BTreeMap<i64, Vec<Event>>,
    pub visits: Vec<Visit>,
    pub calendar: Calendar,
}

#[derive(Debug, Clone)]
pub struct Visit {
    pub id: i64,
    pub park: i64,
    pub enterprise: Option<i64>,
    pub at_site: bool,
    pub visited_on: NaiveDate,
    pub counted_on: NaiveDate,
    pub voided_on: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy)]
pub struct Asked {
    pub as_of: NaiveDate,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub today: NaiveDate,
}

/// For each group and count name, the amount of each problem that has one.
pub type Tally = BTreeMap<(Option<String>, String), BTreeMap<i64, i64>>;

/// Times and distinct enterprises, by group and span.
pub type Visited = BTreeMap<(Option<String>, &'static str), (i64, BTreeSet<i64>)>;

pub const GROUPS: [&str; 10] = [
    "none",
    "park",
    "department",
    "category",
    "level",
    "source",
    "severity",
    "enterprise",
    "week",
    "month",
];

pub fn week(day: NaiveDate) -> String {
    let iso = day.iso_week();
    format!("{:04}-W{:02}", iso.year(), iso.week())
}

fn month(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

fn key(group: &str, state: &State, department: Option<i64>) -> Option<String> {
    let id = |id: i64| id.to_string();
    match group {
        "park" => Some(id(state.park)),
        "department" => department.map(id),
        "category" => state.category.map(id),
        "enterprise" => state.enterprise.map(id),
        "level" => Some(state.level.clone()),
        "source" => Some(state.source.clone()),
        "severity" => Some(state.severity.clone()),
        "week" => Some(week(state.reported_on)),
        "month" => Some(month(state.reported_on)),
        _ => None,
    }
}

fn last_answer(round: &Round) -> Option<bool> {
    let standing = round.answers.iter().filter(|answer| answer.stands);
    standing.filter_map(|answer| answer.solved).next_back()
}

/// The stocks of problems.
fn holds(name: &str, state: &State, on: NaiveDate, calendar: &Calendar) -> bool {
    let solved = || {
        state.is_settled()
            && state.outcome.as_deref() == Some("solved")
            && last_answer(state.round()) != Some(false)
    };
    match name {
        "collected" => !state.is_excluded(),
        "outstanding" => state.is_open(),
        "resolved" => state.is_settled(),
        "solved" => solved(),
        "confirmed" => solved() && last_answer(state.round()) == Some(true),
        "overdue" => {
            let limit = state.round().solve.as_ref();
            state.is_open() && limit.is_some_and(|limit| limit.due_on(calendar) < on)
        }
        "reopened" => !state.reopened.is_empty(),
        "supervised" => !state.supervised.is_empty(),
        "returned" => !state.returns.is_empty(),
        "extended" => !state.extensions.is_empty(),
        status => state.status == status,
    }
}

/// The stocks of rounds.
fn round_holds(name: &str, state: &State, index: usize) -> bool {
    let Some(round) = state.rounds.get(index).filter(|_| !state.is_excluded()) else {
        return false;
    };
    let satisfaction = round
        .answers
        .iter()
        .filter_map(|answer| answer.satisfaction)
        .next_back();
    match name {
        "followed_up" => round.answers.iter().any(|answer| answer.reached),
        "satisfied" => satisfaction.is_some_and(|answer| answer >= 3),
        "answered" => satisfaction.is_some(),
        _ => round.resolved.is_some(),
    }
}

const STOCKS: [&str; 12] = [
    "outstanding",
    "resolved",
    "solved",
    "confirmed",
    "closed",
    "tracking",
    "suspended",
    "overdue",
    "rejected",
    "merged",
    "withdrawn",
    "supervised",
];
const ROUNDS: [&str; 4] = ["followed_up", "satisfied", "answered", "resolved_rounds"];

impl Facts {
    pub fn tally(&self, group: &str, asked: &Asked) -> Tally {
        let mut tally = Tally::new();
        for (id, events) in &self.problems {
            let at = |day| State::of(events, day, &self.calendar);
            let Some(state) = at(asked.as_of) else {
                continue;
            };
            let before = asked.from.pred_opt().unwrap();
            let mut add = |department, name: &str, amount: i64| {
                if amount != 0 {
                    let key = key(group, &state, department);
                    *tally
                        .entry((key, name.to_owned()))
                        .or_default()
                        .entry(*id)
                        .or_default() += amount;
                }
            };
            let (end, start) = (at(asked.to), at(before));
            self.stocks(asked, &state, (end.as_ref(), start.as_ref()), &mut add);
            self.rounds(asked, &state, (end.as_ref(), start.as_ref()), &mut add);
            deeds(asked, &state, &mut add);
            let late = events.iter().filter(|event| {
                event.occurred_on != event.counted_on
                    && (asked.from..=asked.to).contains(&event.counted_on)
            });
            add(state.lead, "period.late_entries", late.count() as i64);
        }
        tally
    }

    fn stocks(
        &self,
        asked: &Asked,
        state: &State,
        (end, start): (Option<&State>, Option<&State>),
        add: &mut dyn FnMut(Option<i64>, &str, i64),
    ) {
        let lead = state.lead;
        let before = asked.from.pred_opt().unwrap();
        for name in STOCKS.iter().chain(&["reopened", "collected"]) {
            let now = holds(name, state, asked.as_of, &self.calendar);
            add(lead, name, i64::from(now));
            if *name == "collected" {
                continue;
            }
            let at = |state: Option<&State>, on| {
                state.is_some_and(|state| holds(name, state, on, &self.calendar))
            };
            let new = at(end, asked.to) && !at(start, before);
            add(lead, &format!("period.{name}"), i64::from(new));
        }
        let is = |state: Option<&State>, is: fn(&State) -> bool| state.is_some_and(is);
        let new = start.is_none() && end.is_some();
        let came_in = new || is(start, State::is_open);
        let flows = [
            ("collected", new && !is(end, State::is_excluded)),
            ("reported", new),
            ("carried_in", is(start, State::is_open)),
            (
                "put_back",
                start.is_some() && !is(start, State::is_open) && is(end, State::is_open),
            ),
            ("settled", came_in && is(end, State::is_settled)),
            ("excluded", came_in && is(end, State::is_excluded)),
            ("carried_out", is(end, State::is_open)),
        ];
        for (name, counts) in flows {
            add(lead, &format!("period.{name}"), i64::from(counts));
        }
        for (name, days) in [
            ("reopened", &state.reopened),
            ("supervised", &state.supervised),
        ] {
            add(lead, &format!("{name}_events"), days.len() as i64);
            let within = days
                .iter()
                .filter(|day| (asked.from..=asked.to).contains(*day));
            add(
                lead,
                &format!("period.{name}_events"),
                within.count() as i64,
            );
        }
    }

    fn rounds(
        &self,
        asked: &Asked,
        state: &State,
        (end, start): (Option<&State>, Option<&State>),
        add: &mut dyn FnMut(Option<i64>, &str, i64),
    ) {
        let passed = if asked.as_of < asked.today {
            asked.to
        } else {
            asked.to.min(asked.as_of.pred_opt().unwrap())
        };
        let in_period =
            |day: Option<NaiveDate>| day.is_some_and(|day| (asked.from..=asked.to).contains(&day));
        let has_passed = |day: NaiveDate| (asked.from..=passed).contains(&day);
        for (index, round) in state.rounds.iter().enumerate() {
            for name in ROUNDS {
                add(round.lead, name, i64::from(round_holds(name, state, index)));
                let at = |state: Option<&State>| {
                    state.is_some_and(|state| round_holds(name, state, index))
                };
                add(
                    round.lead,
                    &format!("period.{name}"),
                    i64::from(at(end) && !at(start)),
                );
            }
            if state.is_excluded() {
                continue;
            }
            let limit = match &round.resolved {
                Some(resolved) => resolved.due_on,
                None => round
                    .solve
                    .as_ref()
                    .map(|limit| limit.due_on(&self.calendar)),
            };
            let resolved_on = round.resolved.map(|resolved| resolved.on);
            if let Some(limit) = limit.filter(|limit| has_passed(*limit) || in_period(resolved_on))
            {
                let by = |day: NaiveDate| {
                    i64::from(resolved_on.is_some_and(|on| on <= day) && !round.sent_back)
                };
                // What was in time or late stays with who did it.
                let binds = match round.resolved {
                    Some(resolved) => resolved.department,
                    None => round.lead,
                };
                add(binds, "period.due", 1);
                add(binds, "period.on_time", by(limit));
                let original = round
                    .resolved
                    .and_then(|resolved| resolved.original)
                    .unwrap_or(limit);
                add(binds, "period.on_time_original", by(original));
            }
            let accept = round
                .accept
                .as_ref()
                .map(|limit| limit.due_on(&self.calendar));
            if let Some(limit) =
                accept.filter(|limit| has_passed(*limit) || in_period(round.accepted_on))
            {
                add(round.lead, "period.accept_due", 1);
                let met = round.accepted_on.is_some_and(|on| on <= limit);
                add(round.lead, "period.accept_on_time", i64::from(met));
            }
        }
    }

    /// Visits as of the day and in the period: times by group, and distinct enterprises.
    pub fn visits(&self, group: &str, asked: &Asked) -> Visited {
        let mut counted = Visited::new();
        for visit in &self.visits {
            let stands = |day| visit.counted_on <= day && visit.voided_on.is_none_or(|on| on > day);
            let key = match group {
                "park" => Some(visit.park.to_string()),
                "enterprise" => visit.enterprise.map(|id| id.to_string()),
                "week" => Some(week(visit.counted_on)),
                "month" => Some(month(visit.counted_on)),
                _ => None,
            };
            let before = asked.from.pred_opt().unwrap();
            for (span, counts) in [
                ("as_of", stands(asked.as_of)),
                ("period", stands(asked.to) && !stands(before)),
            ] {
                if counts {
                    let (times, enterprises) = counted.entry((key.clone(), span)).or_default();
                    *times += 1;
                    enterprises.extend(visit.enterprise);
                }
            }
            let late = visit.visited_on != visit.counted_on
                && (asked.from..=asked.to).contains(&visit.counted_on)
                && visit.counted_on <= asked.as_of;
            if late {
                counted.entry((key, "late")).or_default().0 += 1;
            }
        }
        counted
    }
}

/// Returns and extensions, by who did them.
fn deeds(asked: &Asked, state: &State, add: &mut dyn FnMut(Option<i64>, &str, i64)) {
    for (name, deeds) in [
        ("returned", &state.returns),
        ("extended", &state.extensions),
    ] {
        for (index, (department, on)) in deeds.iter().enumerate() {
            let within = i64::from((asked.from..=asked.to).contains(on));
            let first = i64::from(index == 0);
            add(*department, name, first);
            add(*department, &format!("period.{name}"), first * within);
            add(*department, &format!("{name}_events"), 1);
            add(*department, &format!("period.{name}_events"), within);
        }
    }
}
