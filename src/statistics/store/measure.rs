//! What each count means, as SQL over the as-of ledger: one table from which both the number and
//! the list of problems behind it are made, so that the two can't disagree.
//!
//! A measure gives an *amount* for each row of its population: the number is the sum of the
//! amounts, the list are the problems whose amount is above 0.

use chrono::NaiveDate;

use super::problems;
use crate::problems::rules::words::Status;
use crate::statistics::rules::asked::StatisticsRequest;
use crate::statistics::rules::count::{Count, Span};

/// The rows a count runs over. In all of them `p` is the problem's state as of the day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedRows {
    /// One row a problem.
    Problems,
    /// One row for each round of a problem; those of an excluded one qualify for nothing.
    Rounds,
    /// The same rounds, each with whom its solve limit binds: who first resolved it, or else the lead.
    /// A problem that is tracked may be handed on; what was in time or late stays with who did it.
    Limits,
    /// One row (`e`) for each return and each extension granted.
    Deeds,
    /// One row (`e`) for each event of a problem.
    Events,
}

impl CountedRows {
    pub const ALL: [Self; 5] = [
        Self::Problems,
        Self::Rounds,
        Self::Limits,
        Self::Deeds,
        Self::Events,
    ];
}

/// How the amounts of a count come about. `{s}` stands for a state, `{day}` for its day; `{t}` is
/// the state at the end of the period, `{b}` that of the day before it (null where there was none).
enum Measure {
    /// As of a day those for which it holds; in a period those for which it holds at its end and
    /// didn't before it.
    Stock(&'static str),
    /// The same as of a day, with another rule for the period.
    StockAndPeriod(&'static str, &'static str),
    /// In a period only.
    Period(&'static str),
    /// A counter of the ledger: its value as of a day, its rise in a period.
    Counter(&'static str),
    /// Deeds for which it holds, of all days or of the period's.
    Deed(&'static str),
}

use Measure::{Counter, Deed, Period, Stock, StockAndPeriod};

const SOLVED: &str =
    "{s}.status IN ({settled}) AND {s}.outcome = 'solved' AND NOT {s}.contradicted";
const CONFIRMED: &str = "{s}.status IN ({settled}) AND {s}.outcome = 'solved' \
     AND NOT {s}.contradicted AND {s}.confirmed";
/// The limit that on_time is measured by: that of the first resolve, or the one still running.
const LIMIT: &str = "CASE WHEN n.resolved_on IS NULL THEN n.due_on ELSE n.resolved_due_on END";
const LIMIT_BINDS: &str =
    "CASE WHEN n.resolved_on IS NULL THEN n.lead_department_id ELSE n.resolved_department_id END";
const DUE: &str = "{limit} IS NOT NULL AND ({limit} BETWEEN {from} AND {passed} \
     OR n.resolved_on BETWEEN {from} AND {to})";
const ACCEPT_DUE: &str = "n.accept_due_on IS NOT NULL \
     AND (n.accept_due_on BETWEEN {from} AND {passed} OR n.accepted_on BETWEEN {from} AND {to})";
const RETURN: &str = "{e}.kind = 'return'";
const EXTENSION: &str = "{e}.kind = 'decide_extension' AND {e}.data LIKE '%\"granted\":true%'";

/// The table of counts.
fn measure(count: Count) -> (CountedRows, Measure) {
    match count {
        Count::Collected => (
            CountedRows::Problems,
            StockAndPeriod(
                "{s}.status NOT IN ({excluded})",
                "{t}.status NOT IN ({excluded}) AND {b}.status IS NULL",
            ),
        ),
        Count::Solved => (CountedRows::Problems, Stock(SOLVED)),
        Count::Confirmed => (CountedRows::Problems, Stock(CONFIRMED)),
        Count::Resolved => (CountedRows::Problems, Stock("{s}.status IN ({settled})")),
        Count::Closed => (CountedRows::Problems, Stock("{s}.status = 'closed'")),
        Count::Outstanding => (CountedRows::Problems, Stock("{s}.status IN ({open})")),
        Count::Tracking => (CountedRows::Problems, Stock("{s}.status = 'tracking'")),
        Count::Suspended => (CountedRows::Problems, Stock("{s}.status = 'suspended'")),
        Count::Overdue => (
            CountedRows::Problems,
            Stock("{s}.status IN ({open}) AND {s}.due_on < {day}"),
        ),
        Count::Reopened => (CountedRows::Problems, Stock("{s}.reopened > 0")),
        Count::Supervised => (CountedRows::Problems, Stock("{s}.supervised > 0")),
        Count::Rejected => (CountedRows::Problems, Stock("{s}.status = 'rejected'")),
        Count::Merged => (CountedRows::Problems, Stock("{s}.status = 'merged'")),
        Count::Withdrawn => (CountedRows::Problems, Stock("{s}.status = 'withdrawn'")),
        Count::ReopenedEvents => (CountedRows::Problems, Counter("reopened")),
        Count::SupervisedEvents => (CountedRows::Problems, Counter("supervised")),
        Count::CarriedIn => (CountedRows::Problems, Period("{b}.status IN ({open})")),
        Count::Reported => (
            CountedRows::Problems,
            Period("{t}.status IS NOT NULL AND {b}.status IS NULL"),
        ),
        Count::PutBack => (
            CountedRows::Problems,
            Period("{b}.status NOT IN ({open}) AND {t}.status IN ({open})"),
        ),
        Count::Settled => (
            CountedRows::Problems,
            Period("({b}.status IN ({open}) OR {b}.status IS NULL) AND {t}.status IN ({settled})"),
        ),
        Count::Excluded => (
            CountedRows::Problems,
            Period("({b}.status IN ({open}) OR {b}.status IS NULL) AND {t}.status IN ({excluded})"),
        ),
        Count::CarriedOut => (CountedRows::Problems, Period("{t}.status IN ({open})")),
        Count::FollowedUp => (CountedRows::Rounds, Stock("{s}.reached")),
        Count::Satisfied => (CountedRows::Rounds, Stock("{s}.satisfaction >= 3")),
        Count::Answered => (CountedRows::Rounds, Stock("{s}.satisfaction IS NOT NULL")),
        Count::ResolvedRounds => (CountedRows::Rounds, Stock("{s}.resolved_on IS NOT NULL")),
        Count::Due => (CountedRows::Limits, Period(DUE)),
        Count::OnTime => (
            CountedRows::Limits,
            Period("({due}) AND n.resolved_on <= n.resolved_due_on AND NOT n.sent_back"),
        ),
        Count::OnTimeOriginal => (
            CountedRows::Limits,
            Period("({due}) AND n.resolved_on <= n.original_due_on AND NOT n.sent_back"),
        ),
        Count::AcceptDue => (CountedRows::Rounds, Period(ACCEPT_DUE)),
        Count::AcceptOnTime => (
            CountedRows::Rounds,
            Period("({accept_due}) AND n.accepted_on <= n.accept_due_on"),
        ),
        Count::Returned => (CountedRows::Deeds, Deed("{return} AND {first_return}")),
        Count::Extended => (
            CountedRows::Deeds,
            Deed("{extension} AND {first_extension}"),
        ),
        Count::ReturnedEvents => (CountedRows::Deeds, Deed("{return}")),
        Count::ExtendedEvents => (CountedRows::Deeds, Deed("{extension}")),
        Count::LateEntries => (
            CountedRows::Events,
            Period("e.counted_on BETWEEN {from} AND {to} AND e.occurred_on <> e.counted_on"),
        ),
    }
}

pub fn over(count: Count) -> CountedRows {
    measure(count).0
}

/// The SQL of a count's amount in a row of its population.
pub fn amount(count: Count, span: Span, asked: &StatisticsRequest) -> String {
    let (over, measure) = measure(count);
    let now = if over == CountedRows::Problems {
        "p"
    } else {
        "n"
    };
    let (before, to, as_of) = (asked.day_before(), asked.to, asked.as_of);
    let holds = |condition: &str, state: &str, day: NaiveDate| {
        let condition = condition.replace("{s}", state);
        condition.replace("{day}", &quoted(day))
    };
    // A round's own stretch may be of an earlier one, so whether its problem is excluded on a day
    // is looked up in the state of the problem (`p`, `pt`, `pb`).
    let counts = |problem: &str, condition: String| match over {
        CountedRows::Rounds | CountedRows::Limits => {
            format!("({condition}) AND {problem}.status NOT IN ({{excluded}})")
        }
        CountedRows::Problems | CountedRows::Deeds | CountedRows::Events => condition,
    };
    let condition = match (measure, span) {
        (Stock(rule) | StockAndPeriod(rule, _), Span::AsOf) => counts("p", holds(rule, now, as_of)),
        (Stock(rule), Span::Period) => format!(
            "({}) AND ({}) IS NOT TRUE",
            counts("pt", holds(rule, "t", to)),
            counts("pb", holds(rule, "b", before))
        ),
        (StockAndPeriod(_, rule) | Period(rule), _) => {
            counts("p", rule.replace("{t}", "t").replace("{b}", "b"))
        }
        (Counter(column), Span::AsOf) => return format!("{now}.{column}"),
        (Counter(column), Span::Period) => {
            return format!("COALESCE(t.{column}, 0) - COALESCE(b.{column}, 0)");
        }
        (Deed(rule), Span::AsOf) => rule.to_owned(),
        (Deed(rule), Span::Period) => {
            format!("{rule} AND e.counted_on BETWEEN {{from}} AND {{to}}")
        }
    };
    format!("CASE WHEN {} THEN 1 ELSE 0 END", filled(&condition, asked))
}

/// The population's tables and its condition, with the column that attributes its rows to a
/// department.
pub fn population(over: CountedRows, asked: &StatisticsRequest) -> (String, &'static str) {
    let states = |alias: &str, join: &str, of: &str, day: NaiveDate| {
        format!(
            "{join} problem_states {alias} ON {alias}.problem_id = p.problem_id AND {of} AND {}",
            stands(alias, day)
        )
    };
    let current = format!("p.is_current AND {}", stands("p", asked.as_of));
    let (t, b) = (asked.to, asked.day_before());
    let events = "JOIN problem_events e ON e.problem_id = p.problem_id";
    let (joined, condition, department) = match over {
        CountedRows::Problems => (
            format!(
                "{} {}",
                states("t", "LEFT JOIN", "t.is_current", t),
                states("b", "LEFT JOIN", "b.is_current", b)
            ),
            current,
            "p.lead_department_id",
        ),
        CountedRows::Rounds | CountedRows::Limits => (
            format!(
                "{} {} {} {} {}",
                states("n", "JOIN", "n.round >= 1", asked.as_of),
                states("t", "LEFT JOIN", "t.round = n.round", t),
                states("b", "LEFT JOIN", "b.round = n.round", b),
                states("pt", "LEFT JOIN", "pt.is_current", t),
                states("pb", "LEFT JOIN", "pb.is_current", b)
            ),
            current,
            match over {
                CountedRows::Limits => LIMIT_BINDS,
                _ => "n.lead_department_id",
            },
        ),
        CountedRows::Deeds => (
            events.to_owned(),
            format!("{current} AND e.counted_on <= {{as_of}} AND ({{return}} OR {{extension}})"),
            "e.department_id",
        ),
        CountedRows::Events => (
            events.to_owned(),
            format!("{current} AND e.counted_on <= {{as_of}}"),
            "p.lead_department_id",
        ),
    };
    let condition = filled(&condition, asked);
    (
        format!("FROM problem_states p {joined} WHERE {condition}"),
        department,
    )
}

/// The ids of problems that the numbers of the period before took back: collected, settled or
/// solved then and not at its end, or excluded then and not at its end.
pub fn taken_back(asked: &StatisticsRequest) -> String {
    let (rows, _) = population(CountedRows::Problems, asked);
    let reach = problems::conditions(asked, "p.lead_department_id");
    let solved = |state: &str| SOLVED.replace("{s}", state);
    let lost = format!(
        "({{b}} NOT IN ({{excluded}})) <> ({{t}} NOT IN ({{excluded}})) \
         OR {{b}} IN ({{settled}}) AND {{t}} NOT IN ({{settled}}) \
         OR ({}) AND ({}) IS NOT TRUE",
        solved("b"),
        solved("t"),
    );
    let lost = lost.replace("{b}", "b.status").replace("{t}", "t.status");
    format!(
        "SELECT p.problem_id {rows}{reach} AND ({})",
        filled(&lost, asked)
    )
}

/// The condition that a ledger row tells the state at the end of a day.
pub fn stands(alias: &str, day: NaiveDate) -> String {
    let day = quoted(day);
    format!("{alias}.from_day <= {day} AND {day} < {alias}.until_day")
}

/// Days are the only values in these texts besides ids and our own words; both databases compare
/// them so.
pub fn quoted(day: NaiveDate) -> String {
    format!("'{day}'")
}

fn filled(condition: &str, asked: &StatisticsRequest) -> String {
    let first = |deed: &str| {
        format!(
            "NOT EXISTS (SELECT 1 FROM problem_events f WHERE f.problem_id = e.problem_id \
             AND f.id < e.id AND {})",
            deed.replace("{e}", "f")
        )
    };
    condition
        .replace("{due}", DUE)
        .replace("{accept_due}", ACCEPT_DUE)
        .replace("{limit}", LIMIT)
        .replace("{return}", &format!("({})", RETURN.replace("{e}", "e")))
        .replace(
            "{extension}",
            &format!("({})", EXTENSION.replace("{e}", "e")),
        )
        .replace("{first_return}", &first(RETURN))
        .replace("{first_extension}", &first(EXTENSION))
        .replace("{open}", &words(Status::OPEN))
        .replace("{settled}", &words(Status::SETTLED))
        .replace("{excluded}", &words(Status::EXCLUDED))
        .replace("{passed}", &quoted(asked.last_passed()))
        .replace("{from}", &quoted(asked.from))
        .replace("{to}", &quoted(asked.to))
        .replace("{as_of}", &quoted(asked.as_of))
}

/// Statuses as a list of SQL texts.
pub fn words(statuses: &[Status]) -> String {
    let quoted: Vec<_> = statuses.iter().map(|s| format!("'{s}'")).collect();
    quoted.join(", ")
}
