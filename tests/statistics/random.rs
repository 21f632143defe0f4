//! `/statistics`, its groups and the lists behind its numbers, against the oracle.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use serde_json::Value;

use super::history::History;
use super::numbers::{Asked, Facts, GROUPS, Tally};
use super::{Reader, date, seed, told};
use crate::both;

const SHOWN: [&str; 22] = [
    "collected",
    "solved",
    "confirmed",
    "resolved",
    "closed",
    "outstanding",
    "tracking",
    "suspended",
    "overdue",
    "returned",
    "extended",
    "reopened",
    "supervised",
    "rejected",
    "merged",
    "withdrawn",
    "returned_events",
    "extended_events",
    "reopened_events",
    "supervised_events",
    "followed_up",
    "satisfied",
];
const OF_A_PERIOD: [&str; 8] = [
    "carried_in",
    "reported",
    "put_back",
    "settled",
    "excluded",
    "carried_out",
    "due",
    "on_time",
];
/// Each rate with what it is made of.
const RATES: [(&str, &str, &str, bool); 7] = [
    ("solve", "solved", "collected", false),
    ("resolve", "resolved", "collected", false),
    ("on_time", "on_time", "due", true),
    ("on_time_original", "on_time_original", "due", true),
    ("accept_on_time", "accept_on_time", "accept_due", true),
    ("follow_up", "followed_up", "resolved_rounds", false),
    ("satisfaction", "satisfied", "answered", false),
];

/// The key of a row as the oracle writes it.
fn key_of(group: &str, row: &Value) -> Option<String> {
    let key = &row["key"];
    let value = match group {
        "none" => return None,
        "park" | "department" | "category" | "enterprise" => &key[format!("{group}_id")],
        word => &key[word],
    };
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(id) => Some(id.to_string()),
        _ => None,
    }
}

fn sum(tally: &Tally, key: &Option<String>, name: &str) -> i64 {
    tally
        .get(&(key.clone(), name.to_owned()))
        .map_or(0, |ids| ids.values().sum())
}

fn check_row(row: &Value, tally: &Tally, key: &Option<String>, what: &str) {
    let mut wrong = vec![];
    let mut equal = |name: String, shown: &Value, expected: i64| {
        if shown != expected {
            wrong.push(format!("{name}: shown {shown}, counted {expected}"));
        }
    };
    let period = &row["period"];
    for name in SHOWN {
        equal(name.to_owned(), &row[name], sum(tally, key, name));
        equal(
            format!("period.{name}"),
            &period[name],
            sum(tally, key, &format!("period.{name}")),
        );
    }
    for name in OF_A_PERIOD {
        equal(
            format!("period.{name}"),
            &period[name],
            sum(tally, key, &format!("period.{name}")),
        );
    }
    for (rate, numerator, denominator, of_a_period) in RATES {
        let named = |name: &str, period: bool| {
            if period {
                format!("period.{name}")
            } else {
                name.to_owned()
            }
        };
        for (rates, period) in [(&row["rates"], of_a_period), (&period["rates"], true)] {
            equal(
                format!("{rate} numerator"),
                &rates[rate]["numerator"],
                sum(tally, key, &named(numerator, period)),
            );
            equal(
                format!("{rate} denominator"),
                &rates[rate]["denominator"],
                sum(tally, key, &named(denominator, period)),
            );
        }
    }
    let of = |name: &str| period[name].as_i64().unwrap();
    assert_eq!(
        of("carried_in") + of("reported") + of("put_back"),
        of("settled") + of("excluded") + of("carried_out"),
        "{what} doesn't balance"
    );
    assert!(wrong.is_empty(), "{what}, {key:?}: {wrong:#?}");
}

pub async fn check_table(reader: &Reader, facts: &Facts, group: &str, asked: &Asked) -> Value {
    let Asked {
        as_of, from, to, ..
    } = asked;
    let query = format!("group_by={group}&as_of={as_of}&from={from}&to={to}");
    let table = reader.get(&format!("/statistics?{query}")).await;
    let tally = facts.tally(group, asked);
    let visits = facts.visits(group, asked);
    let rows = table["rows"].as_array().unwrap();
    let mut keys = BTreeSet::new();
    for row in rows {
        let key = key_of(group, row);
        check_row(row, &tally, &key, &query);
        let visited = |span| {
            visits
                .get(&(key.clone(), span))
                .cloned()
                .unwrap_or_default()
        };
        for (shown, span) in [(row, "as_of"), (&row["period"], "period")] {
            assert_eq!(shown["visits"], visited(span).0, "{query} {key:?}");
            assert_eq!(
                shown["visited_enterprises"],
                visited(span).1.len(),
                "{query} {key:?}"
            );
        }
        let late = sum(&tally, &key, "period.late_entries") + visited("late").0;
        assert_eq!(row["period"]["late_entries"], late, "{query} {key:?}");
        keys.insert(key);
    }
    assert_eq!(keys.len(), rows.len(), "{query}: a group has one row");
    let counted = tally
        .keys()
        .map(|(key, _)| key)
        .chain(visits.keys().map(|(key, _)| key));
    for key in counted {
        assert!(keys.contains(key), "{query}: {key:?} has no row");
    }
    check_row(&table["totals"], &facts.tally("none", asked), &None, &query);
    table
}

/// Behind a number stand exactly the problems that the oracle counts.
async fn check_lists(reader: &Reader, facts: &Facts, group: &str, asked: &Asked) -> usize {
    let Asked {
        as_of, from, to, ..
    } = asked;
    let mut asked_for = 0;
    for ((key, name), problems) in facts.tally(group, asked) {
        let filter = match (group, &key) {
            ("none", _) => String::new(),
            ("park" | "department" | "category" | "enterprise", key) => {
                format!("&{group}_id={}", key.as_deref().unwrap_or("null"))
            }
            (word, key) => format!("&{word}={}", key.as_deref().unwrap()),
        };
        let path = format!("/problems?count_of={name}&as_of={as_of}&from={from}&to={to}{filter}");
        let listed = reader.all(&path).await;
        let listed: BTreeSet<i64> = listed
            .iter()
            .map(|one| one["id"].as_i64().unwrap())
            .collect();
        let counted: BTreeSet<i64> = problems.into_keys().collect();
        assert_eq!(listed, counted, "{path}");
        asked_for += 1;
    }
    asked_for
}

both! {
    async fn every_number_of_a_random_history_is_what_its_events_say(app) {
        let seed = seed(20_210_802);
        let history = told(&app, seed, 700).await;
        let reader = Reader::of(&app);
        let facts = reader.facts(&history.problems).await;
        let today = history.today();
        let first = date("2021-08-02");
        let mut dice = history.dice;
        let span = (today - first).num_days() as u64 + 1;
        assert!(span > 28, "a history of weeks: {span} days");
        for (index, group) in GROUPS.iter().cycle().take(30).enumerate() {
            let as_of = if index == 0 { today } else { first + Days::new(dice.below(span)) };
            let to = if dice.one_in(3) { (as_of - Days::new(dice.below(10))).max(first) } else { as_of };
            let from = (to - Days::new(dice.below(15))).max(first);
            let asked = Asked { as_of, from, to, today };
            check_table(&reader, &facts, group, &asked).await;
        }
        // Every move was made, or the history proves less than it seems to.
        let made: BTreeMap<_, _> = history.moves;
        for action in zhuqi::problems::rules::table::Action::ALL {
            if action.as_str() != "report" {
                assert!(made.contains_key(action.as_str()), "seed {seed} never makes {action}: {made:?}");
            }
        }
    }

    async fn numbers_that_are_carried_on_from_closed_weeks_stay_what_the_events_say(app) {
        let mut history = History::begin(&app, seed(41)).await;
        let reader = Reader::of(&app);
        let first = date("2021-08-02");
        for _ in 0..5 {
            history.go_on(130).await;
            let facts = reader.facts(&history.problems).await;
            let today = history.today();
            let last = today - Days::new(today.weekday().num_days_from_monday().into());
            for group in GROUPS {
                // The year, this week, and a week that is over as it is seen today.
                for (from, to) in [(first, today), (last.max(first), today), (first, (today - Days::new(8)).max(first))] {
                    let asked = Asked { as_of: today, from, to, today };
                    check_table(&reader, &facts, group, &asked).await;
                }
            }
        }
        let weeks = (history.today() - first).num_weeks();
        assert!(weeks > 4, "a history of weeks: {weeks}");
    }

    async fn every_number_is_the_length_of_the_list_behind_it(app) {
        let history = told(&app, seed(19), 350).await;
        let reader = Reader::of(&app);
        let facts = reader.facts(&history.problems).await;
        let today = history.today();
        let mut asked_for = 0;
        for (index, group) in GROUPS.iter().enumerate() {
            let as_of = today - Days::new(3 * index as u64 % 11);
            let asked = Asked { as_of, from: as_of - Days::new(9), to: as_of - Days::new(index as u64 % 3), today };
            asked_for += check_lists(&reader, &facts, group, &asked).await;
        }
        assert!(asked_for > 300, "{asked_for}");
    }

    async fn a_number_of_nothing_lists_nothing(app) {
        let history = told(&app, 3, 40).await;
        let reader = Reader::of(&app);
        let (facts, today): (_, NaiveDate) = (reader.facts(&history.problems).await, history.today());
        let asked = Asked { as_of: today, from: today, to: today, today };
        let tally = facts.tally("none", &asked);
        let mut empty = 0;
        for name in SHOWN.iter().chain(&OF_A_PERIOD) {
            let name = format!("period.{name}");
            if !tally.contains_key(&(None, name.clone())) {
                let path = format!("/problems?count_of={name}&as_of={today}&from={today}");
                assert_eq!(reader.all(&path).await.len(), 0, "{path}");
                empty += 1;
            }
        }
        assert!(empty > 5);
    }
}
