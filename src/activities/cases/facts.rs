//! What a problem's events tell of it, for a case study, and what of a case study may be printed.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::calendar::rules::Calendar;
use crate::problems::rules::confidential::IdentifyingWords;
use crate::problems::rules::table::Action;
use crate::problems::rules::words::{Outcome, Source};
use crate::vocabulary::activities::SOME_ENTERPRISE;

/// The most steps that a case study tells, the last ones.
pub const STEPS: usize = 100;

/// What is told of a problem, each from its row or events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseFacts {
    pub number: String,
    pub source: Option<Source>,
    pub category: Option<String>,
    pub raised_on: Option<NaiveDate>,
    pub dispatched_on: Option<NaiveDate>,
    pub lead: Option<String>,
    pub resolved_on: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
    pub outcome: Option<Outcome>,
    pub working_days: Option<i64>,
    pub rounds: i64,
    pub satisfaction: Option<i64>,
}

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseStep {
    pub on: NaiveDate,
    pub action: Action,
    pub unit: Option<String>,
}

/// An event, as far as a case study tells of it: none of its texts, which are for those who work on it.
#[derive(Debug, Clone)]
pub struct Told {
    pub kind: String,
    pub on: NaiveDate,
    /// The department in whose name it was done, or that it was handed to.
    pub unit: Option<String>,
    pub data: Value,
}

/// What is told of, in a case study.
const TOLD: &[Action] = &[
    Action::Report,
    Action::Dispatch,
    Action::Redispatch,
    Action::Accept,
    Action::OnSite,
    Action::Resolve,
    Action::ResolveOnSite,
    Action::FollowUp,
    Action::Track,
    Action::Reopen,
    Action::Escalate,
    Action::Close,
];

/// The steps that a case study tells of, in their order.
pub fn steps(events: &[Told]) -> Vec<CaseStep> {
    let told = events.iter().filter_map(|event| {
        let action = Action::parse(&event.kind)?;
        TOLD.contains(&action).then(|| CaseStep {
            on: event.on,
            action,
            unit: event.unit.clone(),
        })
    });
    let all: Vec<CaseStep> = told.collect();
    let first = all.len().saturating_sub(STEPS);
    all.into_iter().skip(first).collect()
}

/// Lays over what the row tells (`begun`) what the events do.
pub fn facts(begun: CaseFacts, events: &[Told], calendar: &Calendar) -> CaseFacts {
    let mut facts = begun;
    for event in events {
        match Action::parse(&event.kind) {
            Some(Action::Dispatch | Action::Redispatch) => {
                facts.dispatched_on = facts.dispatched_on.or(Some(event.on));
            }
            Some(Action::Resolve | Action::ResolveOnSite) => {
                facts.resolved_on = Some(event.on);
                facts.outcome = event.data["outcome"].as_str().and_then(Outcome::parse);
            }
            Some(Action::Close) => facts.closed_on = Some(event.on),
            _ => {}
        }
    }
    facts.working_days = working_days(&facts, calendar);
    facts
}

/// The first day isn't counted, the last one is.
fn working_days(facts: &CaseFacts, calendar: &Calendar) -> Option<i64> {
    let from = facts.raised_on?.succ_opt()?;
    let until = facts.resolved_on?.succ_opt()?;
    i64::try_from(calendar.working_days_in(from, until)).ok()
}

/// What an enterprise is known by, and whether it agreed to that being printed.
#[derive(Debug, Clone, Default)]
pub struct Printed {
    pub name: Option<String>,
    pub credit_code: Option<String>,
    pub agreed: bool,
}

impl Printed {
    /// What it is called in print.
    pub fn name(&self) -> &str {
        match (&self.name, self.agreed) {
            (Some(name), true) => name,
            _ => SOME_ENTERPRISE,
        }
    }

    /// A text as it may be printed. Where the name is spelled so that it can't be taken out, the text isn't printed.
    pub fn text(&self, text: &str) -> String {
        let Some(name) = self.name.clone().filter(|_| !self.agreed) else {
            return text.to_owned();
        };
        let mut told = text.replace(&name, SOME_ENTERPRISE);
        if let Some(code) = &self.credit_code {
            told = told.replace(code, SOME_ENTERPRISE);
        }
        let words = IdentifyingWords::of(name, self.credit_code.clone());
        match words.are_in(&told) {
            true => SOME_ENTERPRISE.to_owned(),
            false => told,
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use serde_json::json;

    fn day(of: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 8, of).unwrap()
    }

    fn told(kind: &str, on: u32, data: Value) -> Told {
        Told {
            kind: kind.into(),
            on: day(on),
            unit: None,
            data,
        }
    }

    #[test]
    fn facts_are_what_the_events_tell_last_and_texts_are_none_of_them() {
        let events = [
            told("report", 2, json!({"title": "用电"})),
            told("dispatch", 2, json!({})),
            told("progress", 3, json!({"text": "勘察"})),
            told("resolve", 4, json!({"outcome": "partly_solved"})),
            told("reopen", 5, json!({})),
            told("resolve", 9, json!({"outcome": "solved"})),
            told("close", 10, json!({})),
            told("recompute", 11, json!({})),
        ];
        let begun = CaseFacts {
            raised_on: Some(day(2)),
            ..CaseFacts::default()
        };
        let facts = facts(begun, &events, &Calendar::default());
        assert_eq!(
            (facts.dispatched_on, facts.resolved_on, facts.closed_on),
            (Some(day(2)), Some(day(9)), Some(day(10)))
        );
        assert_eq!(facts.outcome, Some(Outcome::Solved));
        // Monday to Monday.
        assert_eq!(facts.working_days, Some(5));
        let all: Vec<&str> = steps(&events)
            .iter()
            .map(|one| one.action.as_str())
            .collect();
        assert_eq!(
            all,
            [
                "report", "dispatch", "resolve", "reopen", "resolve", "close"
            ]
        );
        let many: Vec<Told> = (0..=STEPS).map(|_| told("on_site", 2, json!({}))).collect();
        assert_eq!(steps(&many).len(), STEPS);
    }

    #[test]
    fn a_name_is_printed_with_consent_alone() {
        let printed = |agreed| Printed {
            name: Some("聚合庄生态农庄".into()),
            credit_code: None,
            agreed,
        };
        let text = "聚合庄生态农庄用电有了保障";
        assert_eq!(printed(true).text(text), text);
        assert_eq!(printed(false).text(text), "某企业用电有了保障");
        assert_eq!(printed(false).text("聚合庄 生态农庄用电"), "某企业");
        assert_eq!(printed(false).name(), "某企业");
        assert_eq!(printed(true).name(), "聚合庄生态农庄");
        assert_eq!(Printed::default().text("用电"), "用电");
    }
}
