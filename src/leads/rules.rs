//! Which leads are alike, of how long nobody may hear of one, and what the papers say.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Lead;
use crate::base::money::in_hundred_millions;
use crate::calendar::rules::Calendar;
use crate::entries::ledger::Fields;
use crate::problems::rules::number::plain_title;

/// The calendar days for which a first report holds after the last progress, where no rule says otherwise.
pub const FIRST_REPORT_DAYS: i64 = 90;

/// The lower edges of the bands that contracts are told by, in yuan; the first is that of all below the second.
pub const BANDS: [i64; 6] = [
    0,
    10_000_000,
    50_000_000,
    100_000_000,
    500_000_000,
    1_000_000_000,
];

/// The limits of silence, in working days after the last move that says something new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    pub answer_days: i64,
    pub assess_days: i64,
    pub feedback_days: i64,
    pub progress_days: i64,
}

impl Default for Silence {
    fn default() -> Self {
        Self {
            answer_days: 1,
            assess_days: 3,
            feedback_days: 5,
            progress_days: 10,
        }
    }
}

crate::text_enum! {
    /// Which limit of silence has passed.
    pub enum Stale {
        Answer = "answer",
        Assess = "assess",
        Feedback = "feedback",
        Progress = "progress",
    }
}

crate::in_words!(Stale, crate::vocabulary::leads::SILENCE);

impl Silence {
    /// The limits with the last day of each, in their order. Once a lead is in talks only the last of them is left.
    pub fn ends(
        &self,
        active_on: NaiveDate,
        is_new: bool,
        calendar: &Calendar,
    ) -> Vec<(Stale, NaiveDate)> {
        let all = [
            (Stale::Answer, self.answer_days),
            (Stale::Assess, self.assess_days),
            (Stale::Feedback, self.feedback_days),
            (Stale::Progress, self.progress_days),
        ];
        let left = all
            .into_iter()
            .filter(|(stale, _)| is_new || *stale == Stale::Progress);
        left.map(|(stale, days)| {
            let days = usize::try_from(days).unwrap_or(0);
            (stale, calendar.working_days_after(active_on, days))
        })
        .collect()
    }

    /// The last limit that has passed at the end of the day before.
    pub fn stale(
        &self,
        (active_on, is_new): (NaiveDate, bool),
        on: NaiveDate,
        calendar: &Calendar,
    ) -> Option<Stale> {
        passed(&self.ends(active_on, is_new, calendar), on)
    }
}

/// The last of some limits that has passed at the end of the day before.
pub fn passed(ends: &[(Stale, NaiveDate)], on: NaiveDate) -> Option<Stale> {
    let passed = ends.iter().filter(|(_, end)| *end < on);
    passed.map(|(stale, _)| *stale).next_back()
}

/// The last day on which a report holds that was last heard of on a day.
pub fn holds_until(active_on: NaiveDate, days: i64) -> NaiveDate {
    let days = Days::new(u64::try_from(days).unwrap_or(0));
    active_on.checked_add_days(days).unwrap_or(active_on)
}

fn same(one: Option<&String>, other: Option<&String>) -> bool {
    let plain = |text: Option<&String>| {
        text.map(|text| plain_title(text))
            .filter(|text| !text.is_empty())
    };
    plain(one).is_some_and(|one| plain(other) == Some(one))
}

/// Whether two leads are about the same: an investor's code; or an investor and a project, or a talent and a post,
/// however they are written.
pub fn are_alike(one: &Lead, other: &Lead) -> bool {
    one.kind == other.kind
        && (same(one.credit_code.as_ref(), other.credit_code.as_ref()) || are_one(one, other))
}

/// Whether two leads of one unit are the same: an investor may have several projects.
pub fn are_one(one: &Lead, other: &Lead) -> bool {
    let who = same(one.credit_code.as_ref(), other.credit_code.as_ref())
        || same(one.investor.as_ref(), other.investor.as_ref())
        || same(one.person.as_ref(), other.person.as_ref());
    one.kind == other.kind && who && same(Some(&one.name), Some(&other.name))
}

/// Whether two contracts have the same number, however it is written.
pub fn is_same_number(one: &str, other: &str) -> bool {
    let plain = plain_title(one);
    !plain.is_empty() && plain == plain_title(other)
}

/// The place of an amount among the bands.
pub fn band(yuan: i64) -> usize {
    let edges = BANDS.iter().skip(1);
    edges.filter(|edge| **edge <= yuan).count()
}

fn number(of: Option<&Value>, name: &str) -> i64 {
    of.and_then(|of| of[name].as_i64()).unwrap_or(0)
}

/// 「本周新增招商线索3条，在谈2个，新签约1个、合同金额1.2亿元，落地1个；引进人才2人。」
pub fn sentence(row: &Fields, this: &str) -> String {
    let period = row.get("period");
    let of_period = |name: &str| number(period, name);
    let money = row.get("contracts_of_period");
    format!(
        "{this}新增招商线索{}条，在谈{}个，新签约{}个、合同金额{}亿元，落地{}个；引进人才{}人。",
        of_period("leads"),
        row.get("talks").and_then(Value::as_i64).unwrap_or(0),
        of_period("signed"),
        in_hundred_millions(i128::from(number(money, "amount_yuan"))),
        of_period("landed"),
        number(row.get("talents_of_period"), "arrived"),
    )
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::base::rate::Rate;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn lead(name: &str, investor: Option<&str>, code: Option<&str>) -> Lead {
        Lead {
            name: name.into(),
            investor: investor.map(Into::into),
            credit_code: code.map(Into::into),
            ..Lead::default()
        }
    }

    #[test]
    fn silence_is_told_by_the_last_limit_that_has_passed() {
        let (silence, calendar) = (Silence::default(), Calendar::default());
        let told =
            |on: &str, is_new| silence.stale((day("2021-08-02"), is_new), day(on), &calendar);
        // Monday; one working day after it is Tuesday, three Thursday, five the next Monday, ten the one after it.
        for (on, stale) in [
            ("2021-08-03", None),
            ("2021-08-04", Some(Stale::Answer)),
            ("2021-08-05", Some(Stale::Answer)),
            ("2021-08-06", Some(Stale::Assess)),
            ("2021-08-09", Some(Stale::Assess)),
            ("2021-08-10", Some(Stale::Feedback)),
            ("2021-08-16", Some(Stale::Feedback)),
            ("2021-08-17", Some(Stale::Progress)),
        ] {
            assert_eq!(told(on, true), stale, "{on}");
        }
        assert_eq!(told("2021-08-16", false), None);
        assert_eq!(told("2021-08-17", false), Some(Stale::Progress));
    }

    #[test]
    fn a_first_report_holds_for_ninety_days() {
        assert_eq!(holds_until(day("2021-08-02"), 90), day("2021-10-31"));
    }

    #[test]
    fn one_investor_is_one_however_it_is_written() {
        let first = lead("变压器铁芯项目", Some("华东电气（集团）"), None);
        let again = lead("变压器 铁芯项目", Some("华东电气(集团)"), None);
        assert!(are_alike(&first, &again) && are_one(&first, &again));
        let other = lead("绝缘材料项目", Some("华东电气（集团）"), None);
        assert!(!are_alike(&first, &other));
        let code = Some("91350100M000100Y43");
        let (one, two) = (
            lead("甲", Some("甲公司"), code),
            lead("乙", Some("乙公司"), code),
        );
        assert!(are_alike(&one, &two) && !are_one(&one, &two));
        assert!(!are_alike(&lead("甲", None, None), &lead("甲", None, None)));
        let talent = |person: &str| Lead {
            kind: super::super::fields::LeadKind::Talent,
            person: Some(person.into()),
            ..lead("电气总工", None, None)
        };
        assert!(are_alike(&talent("王建国"), &talent("王 建国")));
        assert!(!are_alike(&talent("王建国"), &talent("李伟")));
    }

    #[test]
    fn numbers_of_contracts_are_compared_by_what_they_say() {
        assert!(is_same_number("ZS〔2021〕8号", "zs[2021] 8号"));
        assert!(!is_same_number("ZS-1", "ZS-2"));
        assert!(!is_same_number("—", "—"), "nothing is no number");
    }

    #[test]
    fn bands_begin_at_their_edges() {
        for (yuan, place) in [
            (0, 0),
            (9_999_999, 0),
            (10_000_000, 1),
            (99_999_999, 2),
            (100_000_000, 3),
            (1_000_000_000, 5),
        ] {
            assert_eq!(band(yuan), place, "{yuan}");
        }
    }

    #[test]
    fn two_hundred_and_forty_four_of_two_hundred_and_forty_seven() {
        assert_eq!(Rate::of(244, 247).percent.as_deref(), Some("98.8"));
    }

    #[test]
    fn the_sentence_tells_the_period_and_what_is_in_talks() {
        let row = json!({"talks": 2, "period": {"leads": 3, "signed": 1, "landed": 1},
            "contracts_of_period": {"amount_yuan": 120_000_000}, "talents_of_period": {"arrived": 2}});
        assert_eq!(
            sentence(row.as_object().unwrap(), "本周"),
            "本周新增招商线索3条，在谈2个，新签约1个、合同金额1.2亿元，落地1个；引进人才2人。"
        );
        assert!(sentence(&Fields::new(), "本月").contains("合同金额0.0亿元"));
    }
}
