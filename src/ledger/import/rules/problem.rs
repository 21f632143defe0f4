//! A row of a ledger of problems: what it says, and what can't be.

mod texts;

use chrono::NaiveDate;

use super::enterprise::code;
use super::fault::Issue;
use super::names::is_none;
use super::outcome::{Result, result, status};
use super::row::{Reading, short};
use crate::ledger::columns::{names_of, step_of};
use crate::ledger::words::{CONFIDENTIAL, LEVELS, SATISFACTIONS, SEVERITIES, SOURCES};
use crate::problems::rules::check::{LINE, TEXT};
use crate::problems::rules::history::{Answered, Reported, Resolved};
use crate::problems::rules::words::{Level, Outcome, Severity, Source, Status};
pub use crate::vocabulary::bounds::NAME;
use texts::{place, texts};

/// Extensions that one problem may have had.
const EXTENSIONS: u32 = 20;

/// What a row says, before anybody has looked into the directory.
#[derive(Debug, Clone, PartialEq)]
pub struct ProblemDraft {
    pub row: u32,
    pub number: Option<String>,
    pub park: Option<String>,
    pub enterprise: Option<String>,
    pub site_name: Option<String>,
    pub credit_code: Option<String>,
    pub title: String,
    pub description: String,
    pub category: Option<String>,
    pub source: Option<Source>,
    pub severity: Option<Severity>,
    pub level: Option<Level>,
    pub confidential: Option<bool>,
    pub raised_on: NaiveDate,
    pub lead: Option<String>,
    pub supporting: Vec<String>,
    pub leader: Option<String>,
    pub handler: Option<String>,
    pub phone: Option<String>,
    pub note: Option<String>,
    pub dispatched_on: Option<NaiveDate>,
    pub accepted_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub extensions: u32,
    pub is_excluded: bool,
    pub progress: Option<Reported>,
    /// What remains of a problem that is still open.
    pub remaining: Option<String>,
    pub resolved: Option<Resolved>,
    pub answered: Option<Answered>,
    pub closed_on: Option<NaiveDate>,
    pub tracked_until: Option<NaiveDate>,
}

/// What was said of how far it is.
struct StatedProgress {
    resolution: Option<String>,
    remaining: Option<String>,
    next_step: Option<String>,
}

/// Reads a row. None where it says too little to be anything; what is wrong stands in `it`.
pub fn problem(it: &mut Reading) -> Option<ProblemDraft> {
    let (title, description) = texts(it);
    let (enterprise, site_name) = place(it);
    let raised_on = it.past_day("raised_on");
    let dispatched_on = it.past_day("dispatched_on");
    let accepted_on = it.past_day("accepted_on");
    let resolved_on = it.past_day("resolved_on");
    let followed_up_on = it.past_day("followed_up_on");
    let closed_on = it.past_day("closed_on");
    let raised = raised_on.or(dispatched_on);
    if raised.is_none() {
        it.required("raised_on");
    }
    it.in_order(&[
        ("raised_on", raised_on),
        ("dispatched_on", dispatched_on),
        ("accepted_on", accepted_on),
        ("resolved_on", resolved_on),
        ("followed_up_on", followed_up_on),
        ("closed_on", closed_on),
    ]);
    let due_on = it.day("due_on");
    if let (Some(due), Some(raised)) = (due_on, raised)
        && due < raised
    {
        let zh = format!("办结时限{due}早于提出日期{raised}");
        it.wrong(
            "due_on",
            Issue::new("out_of_order", zh, format!("{due} lies before {raised}")),
        );
    }
    let lead = it.name("lead", NAME);
    let supporting = it.names("supporting", TEXT).unwrap_or_default();
    let result = result(it);
    let status = status(it);
    let said = StatedProgress {
        resolution: it.text("resolution", TEXT),
        remaining: it.text("remaining", TEXT),
        next_step: it.text("next_step", TEXT),
    };
    let days = [
        raised,
        dispatched_on,
        accepted_on,
        resolved_on,
        followed_up_on,
        closed_on,
    ];
    let resolved = settled(it, (result, resolved_on), (&said, days));
    let extensions = extensions(it, due_on);
    let satisfaction = it.word("satisfaction", SATISFACTIONS);
    let answered = answered(
        it,
        resolved.as_ref(),
        (satisfaction, followed_up_on, closed_on),
    );
    led(it, lead.is_some(), (extensions, resolved.as_ref()));
    let rest_until = resolved.as_ref().and_then(|done| done.next_on);
    let is_open = resolved.is_none();
    let mut draft = ProblemDraft {
        row: it.record.number,
        number: it.name("number", LINE),
        park: it.name("park", NAME),
        enterprise,
        site_name,
        credit_code: {
            let given = it.line("credit_code", 30);
            code(it, given)
        },
        title: title?,
        description,
        category: it.name("category", NAME),
        source: it.word("source", SOURCES),
        severity: it.word("severity", SEVERITIES),
        level: it.word("level", LEVELS),
        confidential: it.word("confidential", CONFIDENTIAL),
        raised_on: raised?,
        supporting: names_of(&supporting)
            .into_iter()
            .filter(|name| !is_none(name))
            .map(str::to_owned)
            .collect(),
        leader: it.name("leader", LINE),
        handler: it.name("handler", LINE),
        phone: it.name("phone", LINE),
        note: it.text("note", TEXT),
        dispatched_on,
        accepted_on,
        due_on,
        extensions,
        is_excluded: result == Some(Result::Excluded) || status.is_some_and(Status::is_excluded),
        progress: said.reported().filter(|_| is_open),
        remaining: said.remaining.filter(|_| is_open),
        tracked_until: rest_until.filter(|_| status == Some(Status::Tracking)),
        resolved,
        answered,
        closed_on,
        lead,
    };
    draft
        .supporting
        .retain(|name| Some(name) != draft.lead.as_ref());
    draft.supporting.dedup();
    draft.steps(it.record.has("accepted_on"));
    (!it.is_wrong()).then_some(draft)
}

impl ProblemDraft {
    /// Days that a ledger has no column or no cell for, and that follow from the others.
    fn steps(&mut self, has_acceptance: bool) {
        if self.lead.is_none() {
            // What was said of a problem that nobody leads is kept beside it.
            let progress = self.progress.take().map(|reported| reported.text);
            let said = [self.note.take(), progress];
            let said: Vec<_> = said.into_iter().flatten().collect();
            self.note = (!said.is_empty()).then(|| said.join("\n"));
            return;
        }
        let handed = *self.dispatched_on.get_or_insert(self.raised_on);
        let is_further = self.resolved.is_some() || self.extensions > 0 || self.progress.is_some();
        if self.accepted_on.is_none() && (is_further || !has_acceptance) {
            self.accepted_on = Some(handed);
        }
    }
}

impl StatedProgress {
    fn step(&self) -> (Option<String>, Option<NaiveDate>) {
        let (step, on) = self.next_step.as_deref().map_or(("", None), step_of);
        (Some(step.to_owned()).filter(|step| !step.is_empty()), on)
    }

    /// As a report of progress; a next step alone is one, too.
    fn reported(&self) -> Option<Reported> {
        let (next_step, next_on) = self.step();
        let text = self.resolution.as_ref().or(self.next_step.as_ref())?;
        Some(Reported {
            text: text.clone(),
            next_step,
            next_on,
        })
    }
}

fn settled(
    it: &mut Reading,
    (result, resolved_on): (Option<Result>, Option<NaiveDate>),
    (said, days): (&StatedProgress, [Option<NaiveDate>; 6]),
) -> Option<Resolved> {
    let outcome = match (result, resolved_on) {
        (Some(Result::Settled(outcome)), _) => outcome,
        (None, Some(_)) => {
            it.required("outcome");
            return None;
        }
        (Some(Result::Open), Some(_)) => {
            let (zh, en) = (
                "填了办结日期，办理结果却是未办结",
                "is open although it has a day of resolving",
            );
            it.wrong("outcome", Issue::new("contradiction", zh, en));
            return None;
        }
        (Some(Result::Open | Result::Excluded) | None, _) => return None,
    };
    let on = resolved_on.or_else(|| {
        // The earliest day by which it must have been settled, or else the day of the import.
        let [.., followed_up_on, closed_on] = days;
        let given = followed_up_on.or(closed_on);
        let on = given.unwrap_or(it.today);
        it.note(
            "resolved_on",
            format!("没有办结日期，按{on}计"),
            format!("has no day, taken as {on}"),
        );
        Some(on)
    })?;
    let rest = outcome.has_remaining_work();
    let (step, next_on) = said.step();
    Some(Resolved {
        on,
        outcome,
        resolution: said.resolution.clone().unwrap_or_default(),
        remaining: said.remaining.clone().filter(|_| rest),
        next_step: step.filter(|_| rest),
        next_on: next_on.filter(|_| rest),
    })
}

fn extensions(it: &mut Reading, due_on: Option<NaiveDate>) -> u32 {
    let Some(text) = it.name("extensions", LINE) else {
        return 0;
    };
    let digits = text.trim_end_matches('次');
    let many = match digits {
        "否" => Some(0),
        digits => digits.parse().ok(),
    };
    match many {
        Some(0) => 0,
        Some(many) if many <= EXTENSIONS => {
            if due_on.is_none() {
                it.required("due_on");
            }
            many
        }
        _ => {
            let zh = format!("“{}”不是0至{EXTENSIONS}的次数", short(&text));
            it.wrong(
                "extensions",
                Issue::new(
                    "out_of_range",
                    zh,
                    format!("is no number from 0 to {EXTENSIONS}"),
                ),
            );
            0
        }
    }
}

fn answered(
    it: &mut Reading,
    resolved: Option<&Resolved>,
    (satisfaction, followed_up_on, closed_on): (Option<i64>, Option<NaiveDate>, Option<NaiveDate>),
) -> Option<Answered> {
    let Some(resolved) = resolved else {
        let given = [
            ("followed_up_on", followed_up_on.is_some()),
            ("satisfaction", satisfaction.is_some()),
            ("closed_on", closed_on.is_some()),
        ];
        let open = given.into_iter().filter(|(_, given)| *given);
        for (key, _) in open.collect::<Vec<_>>() {
            let (zh, en) = (
                "问题尚未办结，不能有回访、满意度或销号",
                "it isn't resolved yet",
            );
            it.wrong(key, Issue::new("contradiction", zh, en));
        }
        return None;
    };
    if satisfaction.is_none() && followed_up_on.is_none() {
        return None;
    }
    let satisfaction = satisfaction.and_then(|answer| i32::try_from(answer).ok());
    let is_content = satisfaction.is_none_or(|answer| answer >= 3);
    Some(Answered {
        on: followed_up_on.or(closed_on).unwrap_or(resolved.on),
        solved: match resolved.outcome {
            Outcome::Solved if is_content => Some(true),
            Outcome::PartlySolved | Outcome::Planned => Some(false),
            // Whoever is discontent may mean either.
            Outcome::Solved | Outcome::Explained => None,
        },
        satisfaction,
    })
}

/// What only a problem that was handed to somebody can have.
fn led(it: &mut Reading, has_lead: bool, (extensions, resolved): (u32, Option<&Resolved>)) {
    if has_lead {
        return;
    }
    let filled = ["dispatched_on", "accepted_on", "supporting"];
    let is_handed = extensions > 0 || filled.iter().any(|key| !it.record.get(key).is_empty());
    let is_settled_by_somebody = resolved.is_some_and(|done| done.outcome != Outcome::Solved);
    if is_handed || is_settled_by_somebody {
        it.required("lead");
    }
}
