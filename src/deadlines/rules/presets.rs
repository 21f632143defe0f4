//! Sets of policies to start from, as other places published theirs.

use super::extension::Extension;
use super::policy::{Matching, Severity, Targets, Terms};
use super::span::{Span, Unit};
use crate::text_enum;

text_enum! {
    /// 13710 means: dispatched within 1 day, replied within 3, solved within 7, hard ones within
    /// 1 month, and 0 left: every one is tracked until closed.
    pub enum Preset {
        /// The default: 13710 in working days, as newspapers count "3个工作日".
        Working13710 = "13710_working_days",
        /// 13710 as 焦作 published it in 2021, in calendar days.
        Calendar13710 = "13710",
        /// 泉州 2022.
        Quanzhou2022 = "quanzhou_2022",
    }
}

/// One policy of a preset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PresetPolicy {
    pub name: &'static str,
    pub matching: Matching,
    pub terms: Terms,
}

// Accept, return, support, follow_up and urgent of the two 13710 sets are our additions.
crate::in_words!(Preset, crate::vocabulary::problem::PRESET);

impl Preset {
    /// Its policies: the default for all problems, then those for major and urgent ones.
    pub fn policies(self) -> [PresetPolicy; 3] {
        let policy = |name, severity, solve| PresetPolicy {
            name,
            matching: Matching {
                severity,
                ..Matching::default()
            },
            terms: self.terms(solve),
        };
        [
            policy("一般问题", None, span(7, self.day())),
            policy("重大复杂问题", Some(Severity::Major), span(1, Unit::Month)),
            policy("紧急问题", Some(Severity::Urgent), span(24, Unit::Hour)),
        ]
    }

    fn terms(self, solve: Option<Span>) -> Terms {
        let days = |amount| span(amount, self.day());
        Terms {
            targets: Targets {
                dispatch: days(1),
                accept: days(1),
                return_: days(1),
                first_reply: days(3),
                solve,
                support: days(3),
                follow_up: days(5),
                redo: None,
            },
            warning: days(1),
            extension: Some(Extension {
                max_times: 1,
                notice: days(1),
            }),
        }
    }

    fn day(self) -> Unit {
        match self {
            Self::Working13710 | Self::Quanzhou2022 => Unit::WorkingDay,
            Self::Calendar13710 => Unit::CalendarDay,
        }
    }
}

fn span(amount: i64, unit: Unit) -> Option<Span> {
    Span::new(amount, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_preset_has_one_default_and_states_every_target() {
        for preset in Preset::ALL {
            let policies = preset.policies();
            let defaults = policies.iter().filter(|one| one.matching.is_default());
            assert_eq!(defaults.count(), 1, "{preset}");
            for policy in policies {
                let t = policy.terms.targets;
                let stated = [
                    t.dispatch,
                    t.accept,
                    t.return_,
                    t.first_reply,
                    t.solve,
                    t.support,
                    t.follow_up,
                ];
                assert!(
                    stated.iter().all(Option::is_some),
                    "{preset} {}",
                    policy.name
                );
                assert_eq!(t.redo(), t.solve);
            }
        }
    }
}
