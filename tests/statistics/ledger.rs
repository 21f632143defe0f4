//! The as-of tables rebuilt from the events equal what is stored (docs/decisions/0002).

use chrono::NaiveDate;
use diesel::prelude::*;
use zhuqi::base::db::schema::{problem_states as p, support_states as s, visit_states as v};
use zhuqi::calendar::rules::Calendar;

use super::replay::{State, Support};
use super::{Reader, date, seed, told};
use crate::both;
use crate::harness::App;

type Facts = (
    String,
    Option<String>,
    i64,
    Option<i64>,
    Option<i64>,
    String,
    String,
    String,
    Option<i64>,
    NaiveDate,
);
type Limits = (
    Option<NaiveDate>,
    Option<NaiveDate>,
    (Option<NaiveDate>, Option<i64>),
    Option<NaiveDate>,
    bool,
    bool,
    bool,
    bool,
    Option<i64>,
    Option<NaiveDate>,
    Option<NaiveDate>,
);
type Counters = (i64, i64, i64, i64);
type Stretch = (NaiveDate, NaiveDate, i64, bool);

fn stored(app: &App, problem: i64) -> Vec<(Stretch, Facts, Limits, Counters)> {
    app.db
        .read_blocking(|conn| {
            Ok(p::table
                .filter(p::problem_id.eq(problem))
                .order((p::round, p::from_day))
                .select((
                    (p::from_day, p::until_day, p::round, p::is_current),
                    (
                        p::status,
                        p::outcome,
                        p::park_id,
                        p::enterprise_id,
                        p::category_id,
                        p::severity,
                        p::level,
                        p::source,
                        p::lead_department_id,
                        p::reported_on,
                    ),
                    (
                        p::due_on,
                        p::original_due_on,
                        (p::resolved_on, p::resolved_department_id),
                        p::resolved_due_on,
                        p::sent_back,
                        p::confirmed,
                        p::contradicted,
                        p::reached,
                        p::satisfaction,
                        p::accept_due_on,
                        p::accepted_on,
                    ),
                    (p::returned, p::extended, p::reopened, p::supervised),
                ))
                .load(conn)?)
        })
        .unwrap()
}

fn facts(state: &State) -> Facts {
    (
        state.status.clone(),
        state.outcome.clone(),
        state.park,
        state.enterprise,
        state.category,
        state.severity.clone(),
        state.level.clone(),
        state.source.clone(),
        state.lead,
        state.reported_on,
    )
}

fn limits(state: &State, index: usize, calendar: &Calendar) -> Limits {
    let round = &state.rounds[index];
    let solve = round.solve.as_ref();
    let accept = round.accept.as_ref();
    let standing = round.answers.iter().filter(|answer| answer.stands);
    let last = standing.filter_map(|answer| answer.solved).next_back();
    let original = match round.resolved {
        Some(resolved) => resolved.original,
        None => solve.map(|limit| limit.original(calendar)),
    };
    (
        solve.map(|limit| limit.due_on(calendar)),
        original,
        (
            round.resolved.map(|resolved| resolved.on),
            round.resolved.and_then(|resolved| resolved.department),
        ),
        round.resolved.and_then(|resolved| resolved.due_on),
        round.sent_back,
        last == Some(true),
        last == Some(false),
        round.answers.iter().any(|answer| answer.reached),
        round
            .answers
            .iter()
            .filter_map(|answer| answer.satisfaction)
            .next_back(),
        accept.map(|limit| limit.due_on(calendar)),
        round.accepted_on,
    )
}

fn counters(state: &State) -> Counters {
    (
        state.returns.len() as i64,
        state.extensions.len() as i64,
        state.reopened.len() as i64,
        state.supervised.len() as i64,
    )
}

type SupportStretch = (
    i64,
    NaiveDate,
    NaiveDate,
    i64,
    Option<NaiveDate>,
    Option<NaiveDate>,
    bool,
);

fn stored_support(app: &App, problem: i64) -> Vec<SupportStretch> {
    app.db
        .read_blocking(|conn| {
            Ok(s::table
                .filter(s::problem_id.eq(problem))
                .order((s::assignment_id, s::from_day))
                .select((
                    s::assignment_id,
                    s::from_day,
                    s::until_day,
                    s::department_id,
                    s::due_on,
                    s::replied_on,
                    s::ended,
                ))
                .load(conn)?)
        })
        .unwrap()
}

fn support(
    one: &Support,
    calendar: &Calendar,
) -> (i64, Option<NaiveDate>, Option<NaiveDate>, bool) {
    let due_on = one.binds.then(|| one.limit.due_on(calendar));
    (one.department, due_on, one.replied_on, one.ended)
}

both! {
    async fn the_tables_rebuilt_from_the_events_are_those_that_are_stored(app) {
        let history = told(&app, seed(7), 600).await;
        let (compared, supports) = agree(&app, &history.problems, "2021-07-20").await;
        assert!(compared > 1000 && supports > 200, "{compared} {supports}");
    }
}

/// Rebuilds the tables of some problems, and of all visits, for every day from one to today, and
/// compares them with those that are stored. Tells how many stretches there were of each.
pub async fn agree(app: &App, problems: &[i64], first: &str) -> (usize, usize) {
    let reader = Reader::of(app);
    let known = reader.facts(problems).await;
    let calendar = &known.calendar;
    let today = app.clock.today();
    let days: Vec<NaiveDate> = date(first)
        .iter_days()
        .take_while(|day| *day <= today)
        .collect();
    let (mut compared, mut supports) = (0, 0);
    for (id, events) in &known.problems {
        let (rows, support_rows) = (stored(app, *id), stored_support(app, *id));
        for day in &days {
            let state = State::of(events, *day, calendar);
            let standing: Vec<_> = rows
                .iter()
                .filter(|(stretch, ..)| stretch.0 <= *day && *day < stretch.1)
                .collect();
            let Some(state) = state else {
                assert!(
                    standing.is_empty(),
                    "problem {id} on {day} wasn't reported yet"
                );
                continue;
            };
            assert_eq!(
                standing.len(),
                state.rounds.len(),
                "rounds of problem {id} on {day}"
            );
            for (index, (stretch, stored, stored_limits, stored_counters)) in
                standing.into_iter().enumerate()
            {
                let is_last = index + 1 == state.rounds.len();
                assert_eq!(
                    (stretch.2, stretch.3),
                    (index as i64 + 1, is_last),
                    "problem {id} on {day}"
                );
                assert_eq!(
                    *stored_limits,
                    limits(&state, index, calendar),
                    "problem {id}, round {} on {day}: {events:#?}",
                    index + 1
                );
                if is_last {
                    assert_eq!(*stored, facts(&state), "problem {id} on {day}");
                    assert_eq!(*stored_counters, counters(&state), "problem {id} on {day}");
                } else {
                    assert_eq!(stored.8, state.rounds[index].lead, "problem {id} on {day}");
                }
                compared += 1;
            }
            let standing: Vec<_> = support_rows
                .iter()
                .filter(|row| row.1 <= *day && *day < row.2)
                .map(|row| (row.3, row.4, row.5, row.6))
                .collect();
            let rebuilt: Vec<_> = state
                .supports
                .iter()
                .map(|one| support(one, calendar))
                .collect();
            assert_eq!(
                standing, rebuilt,
                "supporting departments of problem {id} on {day}: {events:#?}"
            );
            supports += rebuilt.len();
        }
    }
    for visit in &known.visits {
        let rows: Vec<(NaiveDate, NaiveDate, bool, bool)> = app
            .db
            .read_blocking(|conn| {
                Ok(v::table
                    .filter(v::visit_id.eq(visit.id))
                    .order(v::from_day)
                    .select((v::from_day, v::until_day, v::at_site, v::voided))
                    .load(conn)?)
            })
            .unwrap();
        for day in &days {
            let standing: Vec<_> = rows
                .iter()
                .filter(|row| row.0 <= *day && *day < row.1)
                .map(|row| (row.2, row.3))
                .collect();
            let voided = visit.voided_on.is_some_and(|on| on <= *day);
            let rebuilt: Vec<_> = (visit.counted_on <= *day)
                .then_some((visit.at_site, voided))
                .into_iter()
                .collect();
            assert_eq!(standing, rebuilt, "visit {} on {day}", visit.id);
        }
    }
    (compared, supports)
}
