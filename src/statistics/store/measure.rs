//! What each count means, as SQL over the as-of states: one table from which both the number and the list of
//! the problems behind it are made, so that the two can't disagree.
//!
//! A measure gives an *amount* for each row it runs over: the number is the sum of the amounts, the list are the
//! problems whose amount is above 0. The rows and the names of their columns come from [`super::cases`].

use chrono::NaiveDate;

use crate::problems::rules::words::Status;
use crate::statistics::rules::asked::StatisticsRequest;
use crate::statistics::rules::count::{Count, Span};

/// The rows a count runs over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedRows {
    /// One row a problem: that of its latest round.
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

/// How the amounts of a count come about. `{s}` stands for a state by the prefix of its columns: that of the
/// day asked about, `{t}` for that at the end of the period, `{b}` for that of the day before it (null where
/// there was none).
enum Measure {
    /// As of a day those for which it holds; in a period those for which it holds at its end and
    /// didn't before it.
    Stock(&'static str),
    /// The same as of a day, with another rule for the period.
    StockAndPeriod(&'static str, &'static str),
    /// In a period only.
    Period(&'static str),
    /// A counter of the state: its value as of a day, its rise in a period.
    Counter(&'static str),
    /// Deeds for which it holds, of all days or of the period's.
    Deed(&'static str),
}

use Measure::{Counter, Deed, Period, Stock, StockAndPeriod};

const SOLVED: &str = "{s}_status IN ({settled}) AND {s}_solved";
const CONFIRMED: &str = "{s}_status IN ({settled}) AND {s}_solved AND {s}_confirmed";
const RETURN: &str = "{e}.kind = 'return'";
const EXTENSION: &str = "{e}.kind = 'decide_extension' AND {e}.data LIKE '%\"granted\":true%'";

/// The table of counts.
fn measure(count: Count) -> (CountedRows, Measure) {
    match count {
        Count::Collected => (
            CountedRows::Problems,
            StockAndPeriod(
                "{s}_status NOT IN ({excluded})",
                "{t}_status NOT IN ({excluded}) AND {b}_status IS NULL",
            ),
        ),
        Count::Solved => (CountedRows::Problems, Stock(SOLVED)),
        Count::Confirmed => (CountedRows::Problems, Stock(CONFIRMED)),
        Count::Resolved => (CountedRows::Problems, Stock("{s}_status IN ({settled})")),
        Count::Closed => (CountedRows::Problems, Stock("{s}_status = 'closed'")),
        Count::Outstanding => (CountedRows::Problems, Stock("{s}_status IN ({open})")),
        Count::Tracking => (CountedRows::Problems, Stock("{s}_status = 'tracking'")),
        Count::Suspended => (CountedRows::Problems, Stock("{s}_status = 'suspended'")),
        Count::Overdue => (
            CountedRows::Problems,
            Stock("{s}_status IN ({open}) AND {s}_late"),
        ),
        Count::Reopened => (CountedRows::Problems, Stock("{s}_reopened > 0")),
        Count::Supervised => (CountedRows::Problems, Stock("{s}_supervised > 0")),
        Count::Rejected => (CountedRows::Problems, Stock("{s}_status = 'rejected'")),
        Count::Merged => (CountedRows::Problems, Stock("{s}_status = 'merged'")),
        Count::Withdrawn => (CountedRows::Problems, Stock("{s}_status = 'withdrawn'")),
        Count::ReopenedEvents => (CountedRows::Problems, Counter("reopened")),
        Count::SupervisedEvents => (CountedRows::Problems, Counter("supervised")),
        Count::CarriedIn => (CountedRows::Problems, Period("{b}_status IN ({open})")),
        Count::Reported => (
            CountedRows::Problems,
            Period("{t}_status IS NOT NULL AND {b}_status IS NULL"),
        ),
        Count::PutBack => (
            CountedRows::Problems,
            Period("{b}_status NOT IN ({open}) AND {t}_status IN ({open})"),
        ),
        Count::Settled => (
            CountedRows::Problems,
            Period("({b}_status IN ({open}) OR {b}_status IS NULL) AND {t}_status IN ({settled})"),
        ),
        Count::Excluded => (
            CountedRows::Problems,
            Period("({b}_status IN ({open}) OR {b}_status IS NULL) AND {t}_status IN ({excluded})"),
        ),
        Count::CarriedOut => (CountedRows::Problems, Period("{t}_status IN ({open})")),
        Count::FollowedUp => (CountedRows::Rounds, Stock("{s}_reached")),
        Count::Satisfied => (CountedRows::Rounds, Stock("{s}_satisfied")),
        Count::Answered => (CountedRows::Rounds, Stock("{s}_answered")),
        Count::ResolvedRounds => (CountedRows::Rounds, Stock("{s}_resolved")),
        Count::Due => (CountedRows::Limits, Period("due")),
        Count::OnTime => (CountedRows::Limits, Period("due AND on_time")),
        Count::OnTimeOriginal => (CountedRows::Limits, Period("due AND on_time_original")),
        Count::AcceptDue => (CountedRows::Rounds, Period("accept_due")),
        Count::AcceptOnTime => (
            CountedRows::Rounds,
            Period("accept_due AND accepted_on_time"),
        ),
        Count::Returned => (CountedRows::Deeds, Deed("{return} AND {first_return}")),
        Count::Extended => (
            CountedRows::Deeds,
            Deed("{extension} AND {first_extension}"),
        ),
        Count::ReturnedEvents => (CountedRows::Deeds, Deed("{return}")),
        Count::ExtendedEvents => (CountedRows::Deeds, Deed("{extension}")),
        Count::LateEntries => (CountedRows::Events, Period("TRUE")),
    }
}

pub fn over(count: Count) -> CountedRows {
    measure(count).0
}

/// The prefixes of the columns that tell a state: as of the day asked about, at the end of the period, and on
/// the day before it.
#[derive(Debug, Clone, Copy)]
pub struct Prefixes {
    pub as_of: &'static str,
    pub end: &'static str,
    pub before: &'static str,
}

impl Prefixes {
    /// Those of a problem's state. The two first are one where the period ends on the day asked about.
    pub fn of_problem(asked: &StatisticsRequest) -> Self {
        Self {
            as_of: "p",
            end: if asked.to == asked.as_of { "p" } else { "t" },
            before: "b",
        }
    }

    /// Those of a round's state.
    pub fn of_round(asked: &StatisticsRequest) -> Self {
        Self {
            as_of: "n",
            end: if asked.to == asked.as_of { "n" } else { "nt" },
            before: "nb",
        }
    }
}

/// The SQL of a count's amount in one of its rows.
pub fn amount(count: Count, span: Span, asked: &StatisticsRequest) -> String {
    let (over, measure) = measure(count);
    let problem = Prefixes::of_problem(asked);
    let states = match over {
        CountedRows::Rounds | CountedRows::Limits => Prefixes::of_round(asked),
        CountedRows::Problems | CountedRows::Deeds | CountedRows::Events => problem,
    };
    let holds = |rule: &str, state: &str| rule.replace("{s}", state);
    // A round's own stretch may be of an earlier one, so whether its problem is excluded on a day is looked up
    // in the state of the problem.
    let counts = |problem: &str, rule: String| match over {
        CountedRows::Rounds | CountedRows::Limits => {
            format!("({rule}) AND {problem}_status NOT IN ({{excluded}})")
        }
        CountedRows::Problems | CountedRows::Deeds | CountedRows::Events => rule,
    };
    let latest = |amount: String| format!("CASE WHEN latest THEN {amount} ELSE 0 END");
    let condition = match (measure, span) {
        (Stock(rule) | StockAndPeriod(rule, _), Span::AsOf) => {
            counts(problem.as_of, holds(rule, states.as_of))
        }
        (Stock(rule), Span::Period) => format!(
            "({}) AND ({}) IS NOT TRUE",
            counts(problem.end, holds(rule, states.end)),
            counts(problem.before, holds(rule, states.before))
        ),
        (StockAndPeriod(_, rule) | Period(rule), _) => {
            let rule = rule.replace("{t}", states.end);
            counts(problem.as_of, rule.replace("{b}", states.before))
        }
        (Counter(column), Span::AsOf) => return latest(format!("{}_{column}", states.as_of)),
        (Counter(column), Span::Period) => {
            let (end, before) = (states.end, states.before);
            return latest(format!(
                "COALESCE({end}_{column}, 0) - COALESCE({before}_{column}, 0)"
            ));
        }
        (Deed(rule), Span::AsOf) => rule.to_owned(),
        (Deed(rule), Span::Period) => {
            format!("{rule} AND e.counted_on BETWEEN {{from}} AND {{to}}")
        }
    };
    let condition = match over {
        CountedRows::Problems => format!("latest AND ({condition})"),
        _ => condition,
    };
    format!("CASE WHEN {} THEN 1 ELSE 0 END", filled(&condition, asked))
}

/// The condition that the numbers of the period before took a problem back: it was collected, settled or solved
/// then and isn't at the period's end, or was excluded then and isn't.
pub fn taken_back(asked: &StatisticsRequest) -> String {
    let Prefixes { end, before, .. } = Prefixes::of_problem(asked);
    let solved = |state: &str| SOLVED.replace("{s}", state);
    let lost = format!(
        "({before}_status NOT IN ({{excluded}})) <> ({end}_status NOT IN ({{excluded}})) \
         OR {before}_status IN ({{settled}}) AND {end}_status NOT IN ({{settled}}) \
         OR ({}) AND ({}) IS NOT TRUE",
        solved(before),
        solved(end),
    );
    filled(&lost, asked)
}

/// The condition that a state tells of the end of a day.
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
        .replace("{from}", &quoted(asked.from))
        .replace("{to}", &quoted(asked.to))
}

/// Statuses as a list of SQL texts.
pub fn words(statuses: &[Status]) -> String {
    let quoted: Vec<_> = statuses.iter().map(|s| format!("'{s}'")).collect();
    quoted.join(", ")
}
