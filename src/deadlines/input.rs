//! Bodies of the policies' requests, and the one pass that checks them.

use serde::Deserialize;
use utoipa::ToSchema;

use super::rules::{Extension, Level, Matching, Severity, Span, Targets, Terms, Unit};
use super::store::Content;
use crate::base::line::line;
use crate::base::{Error, FieldError, Result, patch};
use crate::vocabulary::bounds::NAME;

/// A stretch of time: an amount of a unit.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SpanIn {
    /// How many units, 1 to 999.
    #[schema(minimum = 1, maximum = 999, example = 3)]
    pub amount: i64,
    /// What is counted.
    pub unit: Unit,
}

/// How long each clock of a problem runs. There is no clock where the value is null or absent.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetsIn {
    /// From reporting to the dispatch (派单).
    pub dispatch: Option<SpanIn>,
    /// From the dispatch to the lead department's acceptance (签收).
    pub accept: Option<SpanIn>,
    /// From the dispatch or reopening on, how long the lead department may return the problem (退回).
    #[serde(rename = "return")]
    pub return_: Option<SpanIn>,
    /// From the dispatch to the lead department's first report of progress, or to resolving (首次回复).
    pub first_reply: Option<SpanIn>,
    /// From the dispatch to resolving (办结).
    pub solve: Option<SpanIn>,
    /// From a supporting department's dispatch to its reply (协办回复).
    pub support: Option<SpanIn>,
    /// From resolving to the follow-up that reaches the enterprise (回访).
    pub follow_up: Option<SpanIn>,
    /// From reopening to resolving again (重办); as `solve` where it is null.
    pub redo: Option<SpanIn>,
}

/// What extensions (延期) a policy allows.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtensionIn {
    /// How many may be granted for one clock, 0 to 99.
    #[schema(minimum = 0, maximum = 99, example = 1)]
    pub max_times: i64,
    /// An extension has to be asked for at least so long before the limit; where it is null, before
    /// the limit runs out.
    pub notice: Option<SpanIn>,
}

/// A new policy (时限规则): how long the clocks of a kind of problem run.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "name": "紧急用电问题", "severity": "urgent", "category_id": 4, "level": "district",
    "targets": {
        "dispatch": {"amount": 2, "unit": "hour"}, "accept": {"amount": 2, "unit": "hour"},
        "return": {"amount": 2, "unit": "hour"}, "first_reply": {"amount": 12, "unit": "hour"},
        "solve": {"amount": 24, "unit": "hour"}, "support": {"amount": 12, "unit": "hour"},
        "follow_up": {"amount": 5, "unit": "working_day"}, "redo": null
    },
    "warning": {"amount": 4, "unit": "hour"},
    "extension": {"max_times": 1, "notice": {"amount": 4, "unit": "hour"}}
}))]
pub struct PolicyIn {
    /// What it is called, on one line of 1 to 100 characters.
    #[schema(example = "紧急用电问题", min_length = 1, max_length = 100)]
    pub name: String,
    /// For problems of this severity alone; for all where it is null. No two active policies are for
    /// the same severity, category and level.
    pub severity: Option<Severity>,
    /// For problems of this category and those below it alone; for all where it is null.
    pub category_id: Option<i64>,
    /// For problems of this level alone; for all where it is null.
    pub level: Option<Level>,
    /// How long each clock runs.
    pub targets: TargetsIn,
    /// The light turns yellow this long before a limit (预警); never where it is null.
    pub warning: Option<SpanIn>,
    /// What extensions can be granted; none where it is null.
    pub extension: Option<ExtensionIn>,
}

/// Changes to a policy; what is absent stays. Each makes a new version, for the clocks that start
/// from then on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "一般问题", "warning": {"amount": 2, "unit": "working_day"}}))]
pub struct PolicyPatch {
    /// What it is called, on one line of 1 to 100 characters; null leaves it as it is.
    #[schema(min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// For problems of this severity alone; null: for all.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Severity>)]
    pub severity: Option<Option<Severity>>,
    /// For problems of this category and those below it alone; null: for all.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<i64>)]
    pub category_id: Option<Option<i64>>,
    /// For problems of this level alone; null: for all.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<Level>)]
    pub level: Option<Option<Level>>,
    /// Replaces all targets; null leaves them as they are.
    pub targets: Option<TargetsIn>,
    /// The light turns yellow this long before a limit (预警); null: never.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<SpanIn>)]
    pub warning: Option<Option<SpanIn>>,
    /// What extensions can be granted; null: none.
    #[serde(default, deserialize_with = "patch::present")]
    #[schema(value_type = Option<ExtensionIn>)]
    pub extension: Option<Option<ExtensionIn>>,
    /// Whether it is in force; null leaves it as it is. The policy for all problems stays in force.
    pub active: Option<bool>,
}

impl PolicyIn {
    /// The checked content of a new policy.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub fn check(&self) -> Result<Content> {
        let mut check = Check::default();
        let content = Content {
            name: check.name(&self.name),
            matching: Matching {
                severity: self.severity,
                category_id: self.category_id,
                level: self.level,
            },
            terms: Terms {
                targets: check.targets(&self.targets),
                warning: check.span("/warning", self.warning),
                extension: check.extension(self.extension),
            },
            active: true,
        };
        check.done(content)
    }
}

impl PolicyPatch {
    /// The checked content a policy has after the patch.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub fn check(&self, old: &Content) -> Result<Content> {
        let mut check = Check::default();
        let new_name = self.name.as_deref().filter(|name| *name != old.name);
        let name = new_name.map(|name| check.name(name));
        let targets = self.targets.map(|targets| check.targets(&targets));
        let warning = self.warning.map(|one| check.span("/warning", one));
        let extension = self.extension.map(|one| check.extension(one));
        let content = Content {
            name: name.unwrap_or_else(|| old.name.clone()),
            matching: Matching {
                severity: self.severity.unwrap_or(old.matching.severity),
                category_id: self.category_id.unwrap_or(old.matching.category_id),
                level: self.level.unwrap_or(old.matching.level),
            },
            terms: Terms {
                targets: targets.unwrap_or(old.terms.targets),
                warning: warning.unwrap_or(old.terms.warning),
                extension: extension.unwrap_or(old.terms.extension),
            },
            active: self.active.unwrap_or(old.active),
        };
        check.done(content)
    }
}

/// Collects what is wrong with a body, field by field.
#[derive(Default)]
struct Check {
    errors: Vec<FieldError>,
}

impl Check {
    fn done(self, content: Content) -> Result<Content> {
        if self.errors.is_empty() {
            Ok(content)
        } else {
            Err(Error::Invalid(self.errors))
        }
    }

    fn name(&mut self, value: &str) -> String {
        line("/name", value, NAME, &mut self.errors)
    }

    fn span(&mut self, pointer: &str, value: Option<SpanIn>) -> Option<Span> {
        let value = value?;
        let checked = Span::checked(value.amount, value.unit, &format!("{pointer}/amount"));
        checked.map_err(|error| self.errors.push(error)).ok()
    }

    fn targets(&mut self, targets: &TargetsIn) -> Targets {
        Targets {
            dispatch: self.span("/targets/dispatch", targets.dispatch),
            accept: self.span("/targets/accept", targets.accept),
            return_: self.span("/targets/return", targets.return_),
            first_reply: self.span("/targets/first_reply", targets.first_reply),
            solve: self.span("/targets/solve", targets.solve),
            support: self.span("/targets/support", targets.support),
            follow_up: self.span("/targets/follow_up", targets.follow_up),
            redo: self.span("/targets/redo", targets.redo),
        }
    }

    fn extension(&mut self, value: Option<ExtensionIn>) -> Option<Extension> {
        let value = value?;
        let notice = self.span("/extension/notice", value.notice);
        let most = Extension::MOST_TIMES;
        let max_times = u8::try_from(value.max_times)
            .ok()
            .filter(|times| *times <= most);
        if max_times.is_none() {
            self.errors.push(FieldError::new(
                "/extension/max_times",
                "out_of_range",
                format!("应为0至{most}的整数"),
                format!("must be a whole number from 0 to {most}"),
            ));
        }
        Some(Extension {
            max_times: max_times?,
            notice,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;

    fn faults(body: serde_json::Value) -> Vec<String> {
        let body: PolicyIn = serde_json::from_value(body).unwrap();
        match body.check() {
            Ok(_) => Vec::new(),
            Err(Error::Invalid(errors)) => errors.into_iter().map(|e| e.pointer).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    fn with_solve(amount: i64) -> serde_json::Value {
        json!({"name": "用电", "targets": {"solve": {"amount": amount, "unit": "working_day"}}})
    }

    #[test]
    fn an_amount_of_0_or_1000_is_refused_where_it_stands() {
        assert_eq!(faults(with_solve(0)), ["/targets/solve/amount"]);
        assert_eq!(faults(with_solve(1)), [""; 0]);
        assert_eq!(faults(with_solve(999)), [""; 0]);
        assert_eq!(faults(with_solve(1_000)), ["/targets/solve/amount"]);
    }

    #[test]
    fn every_wrong_field_is_named() {
        let hour = |amount: i64| json!({"amount": amount, "unit": "hour"});
        let body = json!({
            "name": " ", "targets": {"return": hour(-1)}, "warning": hour(1_000),
            "extension": {"max_times": 100, "notice": hour(0)},
        });
        assert_eq!(
            faults(body),
            [
                "/name",
                "/targets/return/amount",
                "/warning/amount",
                "/extension/notice/amount",
                "/extension/max_times",
            ]
        );
    }

    #[test]
    fn a_patch_keeps_what_is_absent_and_clears_what_is_null() {
        let body = json!({
            "name": "用电", "severity": "urgent", "category_id": 4,
            "targets": {"solve": {"amount": 3, "unit": "working_day"}},
            "warning": {"amount": 1, "unit": "working_day"},
        });
        let old: PolicyIn = serde_json::from_value(body).unwrap();
        let old = old.check().unwrap();
        let body = json!({"category_id": null, "warning": null, "active": false});
        let patch: PolicyPatch = serde_json::from_value(body).unwrap();
        let new = patch.check(&old).unwrap();
        assert_eq!(new.matching.severity, Some(Severity::Urgent));
        assert_eq!(new.matching.category_id, None);
        assert_eq!(new.terms.warning, None);
        assert_eq!(new.terms.targets, old.terms.targets);
        assert!(!new.active);
    }
}
