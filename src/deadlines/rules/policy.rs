//! Policies: the terms of a kind of problem, and which policy applies to one.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extension::Extension;
use super::span::Span;
use crate::text_enum;
use crate::vocabulary::problem;

text_enum! {
    /// How grave a problem is (严重程度).
    pub enum Severity {
        /// 一般.
        Ordinary = "ordinary",
        /// 重大复杂.
        Major = "major",
        /// 紧急.
        Urgent = "urgent",
    }
}

text_enum! {
    /// The level of government at which a problem can be solved (解决层级).
    pub enum Level {
        /// 县区级.
        District = "district",
        /// 市级.
        City = "city",
        /// 省级.
        Province = "province",
    }
}

crate::in_words!(Severity, problem::SEVERITY);
crate::in_words!(Level, problem::LEVEL);

/// How long each clock of a problem runs. There is no clock where the value is null.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    /// From reporting to the dispatch (派单).
    pub dispatch: Option<Span>,
    /// From the dispatch to the lead department's acceptance (签收).
    pub accept: Option<Span>,
    /// From the dispatch or reopening on, how long the lead department may return the problem (退回).
    #[serde(rename = "return")]
    pub return_: Option<Span>,
    /// From the dispatch to the lead department's first report of progress, or to resolving (首次回复).
    pub first_reply: Option<Span>,
    /// From the dispatch to resolving (办结).
    pub solve: Option<Span>,
    /// From a supporting department's dispatch to its reply (协办回复).
    pub support: Option<Span>,
    /// From resolving to the follow-up that reaches the enterprise (回访).
    pub follow_up: Option<Span>,
    /// From reopening to resolving again (重办); as `solve` where it is null.
    pub redo: Option<Span>,
}

impl Targets {
    /// How long a reopened problem has: as the first time, where nothing else is said.
    pub fn redo(&self) -> Option<Span> {
        self.redo.or(self.solve)
    }
}

/// What a version of a policy says, frozen into the clocks that run by it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    pub targets: Targets,
    /// Yellow this long before the limit.
    pub warning: Option<Span>,
    pub extension: Option<Extension>,
}

/// The version of a policy that a clock runs by, as it is frozen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct InForce {
    pub policy_id: i64,
    pub version: i64,
    pub terms: Terms,
}

/// The problems a policy is for; a field that is none matches all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Matching {
    pub severity: Option<Severity>,
    pub category_id: Option<i64>,
    pub level: Option<Level>,
}

/// What of a problem decides which policy applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Case {
    pub severity: Severity,
    pub category_id: Option<i64>,
    pub level: Level,
}

/// Which problems a policy's category takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    /// All, as it names none.
    Any,
    /// Those of the categories below it.
    Parent,
    /// Its own.
    Own,
}

/// How closely a policy fits: by the number of fields, then category over severity over level. A
/// policy for a category is for those below it, too, and gives way to one for the category itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    fields: usize,
    category: Closeness,
    severity: bool,
    level: bool,
}

impl Matching {
    /// The one policy that matches every problem.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    fn fit(&self, case: &Case, parent: Option<i64>) -> Option<Fit> {
        let category = match self.category_id {
            None => Closeness::Any,
            own if own == case.category_id => Closeness::Own,
            above if above == parent => Closeness::Parent,
            Some(_) => return None,
        };
        let matches = self.severity.is_none_or(|one| one == case.severity)
            && self.level.is_none_or(|one| one == case.level);
        let (severity, level) = (self.severity.is_some(), self.level.is_some());
        let stated = [category != Closeness::Any, severity, level];
        matches.then(|| Fit {
            fields: stated.into_iter().filter(|one| *one).count(),
            category,
            severity,
            level,
        })
    }
}

/// The policy that fits a problem best; always one where a default is among them. `parent` is the
/// category above the problem's own.
pub fn select<P>(
    policies: impl IntoIterator<Item = P>,
    matching: impl Fn(&P) -> Matching,
    (case, parent): (&Case, Option<i64>),
) -> Option<P> {
    policies
        .into_iter()
        .filter_map(|policy| Some((matching(&policy).fit(case, parent)?, policy)))
        .max_by_key(|(fit, _)| *fit)
        .map(|(_, policy)| policy)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::super::span::Unit;
    use super::*;

    const CASE: Case = Case {
        severity: Severity::Urgent,
        category_id: Some(4),
        level: Level::City,
    };

    fn for_(severity: bool, category: bool, level: bool) -> Matching {
        Matching {
            severity: severity.then_some(CASE.severity),
            category_id: CASE.category_id.filter(|_| category),
            level: level.then_some(CASE.level),
        }
    }

    /// Severity, category, level; each policy beats all after it.
    fn from_best_to_worst() -> Vec<Matching> {
        vec![
            for_(true, true, true),
            for_(true, true, false),
            for_(false, true, true),
            for_(true, false, true),
            for_(false, true, false),
            for_(true, false, false),
            for_(false, false, true),
            for_(false, false, false),
        ]
    }

    #[test]
    fn most_fields_win_then_category_over_severity_over_level() {
        let mut policies = from_best_to_worst();
        while let Some(best) = policies.first().copied() {
            let found = select(policies.iter().rev().copied(), |one| *one, (&CASE, None));
            assert_eq!(found, Some(best));
            policies.remove(0);
        }
    }

    #[test]
    fn a_policy_for_something_else_never_applies() {
        let others = [
            Matching {
                severity: Some(Severity::Major),
                ..Matching::default()
            },
            Matching {
                category_id: Some(5),
                ..for_(true, false, true)
            },
            Matching {
                level: Some(Level::District),
                ..for_(true, true, false)
            },
        ];
        assert_eq!(select(others, |one| *one, (&CASE, None)), None);
        let uncategorised = Case {
            category_id: None,
            ..CASE
        };
        assert_eq!(
            select(
                [for_(false, true, false)],
                |one| *one,
                (&uncategorised, None)
            ),
            None
        );
    }

    #[test]
    fn a_category_s_policy_is_for_those_below_it_and_gives_way_to_their_own() {
        let below = Case {
            category_id: Some(40),
            ..CASE
        };
        let own = Matching {
            category_id: Some(40),
            ..Matching::default()
        };
        let parents = for_(false, true, false);
        let mut policies = vec![
            // More fields still win.
            for_(true, true, false),
            own,
            parents,
            for_(true, false, false),
        ];
        while let Some(best) = policies.first().copied() {
            let found = select(
                policies.iter().rev().copied(),
                |one| *one,
                (&below, Some(4)),
            );
            assert_eq!(found, Some(best));
            policies.remove(0);
        }
        assert_eq!(select([parents], |one| *one, (&below, Some(5))), None);
        // Never the other way round.
        assert_eq!(select([own], |one| *one, (&CASE, None)), None);
    }

    #[test]
    fn redo_is_as_solve_unless_it_is_stated() {
        let days = |n| Span::new(n, Unit::WorkingDay);
        let mut targets = Targets {
            solve: days(7),
            ..Targets::default()
        };
        assert_eq!(targets.redo(), days(7));
        targets.redo = days(3);
        assert_eq!(targets.redo(), days(3));
    }
}
