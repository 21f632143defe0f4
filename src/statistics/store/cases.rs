//! The rows that counts run over: one for each round of each problem as of a day, beside what was true of it at
//! the end of the period and on the day before it.
//!
//! Most problems didn't change within the period: their state of the day asked about is that of the other days,
//! too, and is looked up a second time only where it began later. All counts of problems and rounds come out of
//! one pass over these rows, folded into the few kinds of cases that differ in anything that is counted.

use chrono::NaiveDate;

use super::measure::{Prefixes, quoted, stands};
use super::problems::conditions;
use crate::statistics::rules::asked::StatisticsRequest;

/// A column by its name, and where it comes from: for a problem's latest round, and for an earlier one.
struct Column {
    name: String,
    latest: String,
    earlier: String,
    /// Whether it says yes or no; counts take what isn't known for no.
    is_flag: bool,
}

impl Column {
    fn new(name: &str, latest: &str, earlier: &str, is_flag: bool) -> Self {
        Self {
            name: name.to_owned(),
            latest: latest.to_owned(),
            earlier: earlier.to_owned(),
            is_flag,
        }
    }
}

/// The rows with their columns, as SQL.
pub struct Cases {
    columns: Vec<Column>,
    latest: String,
    earlier: String,
}

impl Cases {
    /// The rows for a question; each has `latest` and what counts ask of it. `lead` is the department that led
    /// the round, `binds` the one that its solve limit binds.
    pub fn of(asked: &StatisticsRequest) -> Self {
        let mut cases = Self {
            columns: Vec::new(),
            latest: latest_rows(asked),
            earlier: earlier_rows(asked),
        };
        cases.flag("latest", "TRUE", "FALSE");
        cases.add_states(asked);
        cases.add_limits(asked);
        cases
    }

    fn add(&mut self, name: &str, latest: &str, earlier: &str) {
        self.columns.push(Column::new(name, latest, earlier, false));
    }

    fn flag(&mut self, name: &str, latest: &str, earlier: &str) {
        self.columns.push(Column::new(name, latest, earlier, true));
    }

    /// A column that is the same of each round of a problem; `p` is the problem's state as of the day.
    pub fn with(mut self, name: &str, of_problem: &str) -> Self {
        self.add(name, of_problem, of_problem);
        self
    }

    /// The departments of the round.
    pub fn with_departments(mut self) -> Self {
        self.add("lead", "p.lead_department_id", "n.lead_department_id");
        self.add("binds", &binds("p"), &binds("n"));
        self
    }

    fn add_states(&mut self, asked: &StatisticsRequest) {
        let (problem, round) = (Prefixes::of_problem(asked), Prefixes::of_round(asked));
        let mut days = vec![(problem.as_of, round.as_of, asked.as_of)];
        if problem.end != problem.as_of {
            days.push((problem.end, round.end, asked.to));
        }
        days.push((problem.before, round.before, asked.day_before()));
        for (state, own, day) in days {
            // As of the day asked about the row is at hand; for another day it may be another one.
            let at = |now: String, then: String| match state == problem.as_of {
                true => now,
                false => format!(
                    "CASE WHEN p.from_day <= {} THEN {now} ELSE {then} END",
                    quoted(day)
                ),
            };
            let of = |rule: &str, row: &str| rule.replace("{r}", row);
            self.add(
                &format!("{state}_status"),
                &at("p.status".to_owned(), format!("{state}.status")),
                &format!("{state}.status"),
            );
            for column in ["reopened", "supervised"] {
                let value = at(format!("p.{column}"), format!("{state}.{column}"));
                self.add(&format!("{state}_{column}"), &value, "NULL");
            }
            let late = format!("{{r}}.due_on < {}", quoted(day));
            for (column, rule) in [
                ("solved", "{r}.outcome = 'solved' AND NOT {r}.contradicted"),
                ("confirmed", "{r}.confirmed"),
                ("late", late.as_str()),
            ] {
                let value = at(of(rule, "p"), of(rule, state));
                self.flag(&format!("{state}_{column}"), &value, "NULL");
            }
            for (column, rule) in [
                ("reached", "{r}.reached"),
                ("satisfied", "{r}.satisfaction >= 3"),
                ("answered", "{r}.satisfaction IS NOT NULL"),
                ("resolved", "{r}.resolved_on IS NOT NULL"),
            ] {
                // The problem may have been in an earlier round then.
                let same_round = format!(
                    "CASE WHEN {state}.round = p.round THEN {} END",
                    of(rule, state)
                );
                let value = at(of(rule, "p"), same_round);
                self.flag(&format!("{own}_{column}"), &value, &of(rule, own));
            }
        }
    }

    /// Whether a round's limits are due in the period, and were met.
    fn add_limits(&mut self, asked: &StatisticsRequest) {
        let within = |day: &str, last: NaiveDate| {
            format!("{day} BETWEEN {} AND {}", quoted(asked.from), quoted(last))
        };
        // The limit that on_time is measured by: that of the first resolve, or the one still running.
        let limit =
            "CASE WHEN {r}.resolved_on IS NULL THEN {r}.due_on ELSE {r}.resolved_due_on END";
        let due = format!(
            "{limit} IS NOT NULL AND ({} OR {})",
            within(limit, asked.last_passed()),
            within("{r}.resolved_on", asked.to)
        );
        let accept_due = format!(
            "{{r}}.accept_due_on IS NOT NULL AND ({} OR {})",
            within("{r}.accept_due_on", asked.last_passed()),
            within("{r}.accepted_on", asked.to)
        );
        for (name, condition) in [
            ("due", due.as_str()),
            (
                "on_time",
                "{r}.resolved_on <= {r}.resolved_due_on AND NOT {r}.sent_back",
            ),
            (
                "on_time_original",
                "{r}.resolved_on <= {r}.original_due_on AND NOT {r}.sent_back",
            ),
            ("accept_due", accept_due.as_str()),
            ("accepted_on_time", "{r}.accepted_on <= {r}.accept_due_on"),
        ] {
            let of = |row: &str| condition.replace("{r}", row);
            self.flag(name, &of("p"), &of("n"));
        }
    }

    /// The rows of the latest rounds alone, which are the problems.
    pub fn problems(&self) -> String {
        format!("SELECT {} {}", self.list(|c| &c.latest), self.latest)
    }

    /// The rows of all rounds.
    pub fn rounds(&self) -> String {
        format!(
            "{} UNION ALL SELECT {} {}",
            self.problems(),
            self.list(|c| &c.earlier),
            self.earlier
        )
    }

    fn list(&self, source: impl Fn(&Column) -> &String) -> String {
        let columns = self.columns.iter();
        let list: Vec<_> = columns
            .map(|column| format!("{} AS {}", source(column), column.name))
            .collect();
        list.join(", ")
    }

    /// Each kind of case once, with how many rows are of it (`times`). While they are folded all flags are one
    /// number: what is sorted is short.
    pub fn folded(&self) -> String {
        let (flags, others): (Vec<_>, Vec<_>) = self.columns.iter().partition(|c| c.is_flag);
        let names: Vec<_> = others.iter().map(|column| column.name.as_str()).collect();
        let bits: Vec<_> = flags
            .iter()
            .enumerate()
            .map(|(bit, column)| (1_u64 << bit, column.name.as_str()))
            .collect();
        let packed: Vec<_> = bits
            .iter()
            .map(|(bit, name)| format!("CASE WHEN {name} THEN {bit} ELSE 0 END"))
            .collect();
        let unpacked: Vec<_> = bits
            .iter()
            .map(|(bit, name)| format!("(flags & {bit}) <> 0 AS {name}"))
            .collect();
        let numbers: Vec<_> = (1..=names.len() + 1).map(|n| n.to_string()).collect();
        let names = names.join(", ");
        format!(
            "SELECT {names}, {}, times FROM (SELECT {names}, {} AS flags, COUNT(*) AS times \
             FROM ({}) r GROUP BY {}) f",
            unpacked.join(", "),
            packed.join(" + "),
            self.rounds(),
            numbers.join(", ")
        )
    }
}

fn binds(row: &str) -> String {
    format!(
        "CASE WHEN {row}.resolved_on IS NULL THEN {row}.lead_department_id \
         ELSE {row}.resolved_department_id END"
    )
}

/// The days besides the one asked about, by the alias of their state.
fn other_days(asked: &StatisticsRequest) -> Vec<(&'static str, NaiveDate)> {
    let prefixes = Prefixes::of_problem(asked);
    let mut days = vec![(prefixes.before, asked.day_before())];
    if prefixes.end != prefixes.as_of {
        days.push((prefixes.end, asked.to));
    }
    days
}

fn current(asked: &StatisticsRequest) -> String {
    format!("p.is_current AND {}", stands("p", asked.as_of))
}

fn latest_rows(asked: &StatisticsRequest) -> String {
    let joins: String = other_days(asked)
        .into_iter()
        .map(|(alias, day)| {
            // Null where the state of the day asked about stood then, too, so that nothing is looked up.
            format!(
                " LEFT JOIN problem_states {alias} ON {alias}.problem_id = \
                 CASE WHEN p.from_day > {} THEN p.problem_id END AND {alias}.is_current AND {}",
                quoted(day),
                stands(alias, day)
            )
        })
        .collect();
    format!(
        "FROM problem_states p{joins} WHERE {}{}",
        current(asked),
        conditions(asked)
    )
}

fn earlier_rows(asked: &StatisticsRequest) -> String {
    let joins: String = other_days(asked)
        .into_iter()
        .map(|(alias, day)| {
            format!(
                " LEFT JOIN problem_states {alias} ON {alias}.problem_id = n.problem_id \
                 AND {alias}.is_current AND {} \
                 LEFT JOIN problem_states n{alias} ON n{alias}.problem_id = n.problem_id \
                 AND n{alias}.round = n.round AND {}",
                stands(alias, day),
                stands(&format!("n{alias}"), day)
            )
        })
        .collect();
    format!(
        "FROM problem_states n JOIN problem_states p ON p.problem_id = n.problem_id AND {}{joins} \
         WHERE NOT n.is_current AND {}{}",
        current(asked),
        stands("n", asked.as_of),
        conditions(asked)
    )
}
