//! 两高一危: what the negative list proposes for a project, and what a verdict blocks.
//!
//! Rules propose and people decide (会商): an industry's code alone takes in much that is harmless, so a rule never
//! proposes more than `suspected`.

use chrono::NaiveDate;

use super::facts::PermitState;
use crate::text_enum;

text_enum! {
    /// What people found of a project (两高一危).
    pub enum ScreeningVerdict {
        /// Nothing speaks against it.
        Clear = "clear",
        /// 疑似: under review.
        Suspected = "suspected",
        /// 列入: on the negative list.
        Listed = "listed",
        /// 豁免: on the list by its code, allowed for a reason.
        Exempted = "exempted",
    }
}

text_enum! {
    /// Why something stands on the negative list.
    pub enum NegativeKind {
        /// 高耗能.
        Energy = "energy",
        /// 高排放.
        Emission = "emission",
        /// 高危.
        Hazard = "hazard",
    }
}

/// The code of an industry by GB/T 4754: two to four digits, with or without the letter of its section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndustryCode(String);

impl IndustryCode {
    pub fn parse(text: &str) -> Option<Self> {
        let digits = match text.as_bytes() {
            [b'A'..=b'T', ..] => text.get(1..)?,
            _ => text,
        };
        let is_code = (2..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        is_code.then(|| Self(digits.to_owned()))
    }

    /// Its digits, without the letter of the section, which they imply.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether an industry is this one or one of its branches.
    fn takes_in(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// Whether this industry is a branch of the other, which was named too coarsely to tell.
    fn may_be_in(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }
}

/// A line of the negative list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NegativeRule {
    pub id: i64,
    /// What the industry is called.
    pub name: String,
    /// It holds for every industry whose code begins with this one.
    pub industry_code: IndustryCode,
    /// The product it means, where it doesn't mean the whole industry; for people to compare.
    pub product: Option<String>,
    /// It holds from so many tonnes of standard coal a year on; for all where that is null.
    pub threshold_tce: Option<i64>,
    pub kind: NegativeKind,
    /// The document it comes from.
    pub basis: String,
    /// The first day it holds on.
    pub from: NaiveDate,
    /// The last day it holds on; null where none is set.
    pub until: Option<NaiveDate>,
}

impl NegativeRule {
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

text_enum! {
    /// What people have to make sure of before they decide.
    pub enum ToCheck {
        /// Whether it makes the product that the rule names.
        Product = "product",
        /// How much energy it takes; the project doesn't say.
        Energy = "energy",
        /// Which branch it belongs to; the project's code is coarser than the rule's.
        Industry = "industry",
    }
}

/// A rule that a project may fall under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleHit {
    pub rule_id: i64,
    pub kind: NegativeKind,
    /// Empty where the rule holds by code and energy alone.
    pub to_check: Vec<ToCheck>,
}

/// What the rules propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// `clear` or `suspected`.
    pub verdict: ScreeningVerdict,
    /// The rules behind `suspected`, in the order of the list.
    pub hits: Vec<RuleHit>,
}

/// What the rules in force on a day propose for a project, by its industry and the energy it takes in a year in tonnes
/// of standard coal. None while its industry isn't known: nothing can be proposed then, not even `clear`.
pub fn propose(
    industry_code: Option<&IndustryCode>,
    energy_tce: Option<i64>,
    rules: &[NegativeRule],
    day: NaiveDate,
) -> Option<Proposal> {
    let industry_code = industry_code?;
    let hit = |rule: &NegativeRule| {
        let mut to_check = Vec::new();
        if !rule.industry_code.takes_in(industry_code) {
            if !rule.industry_code.may_be_in(industry_code) {
                return None;
            }
            to_check.push(ToCheck::Industry);
        }
        match (rule.threshold_tce, energy_tce) {
            (Some(threshold), Some(energy)) if energy < threshold => return None,
            (Some(_), None) => to_check.push(ToCheck::Energy),
            _ => {}
        }
        if rule.product.is_some() {
            to_check.push(ToCheck::Product);
        }
        Some(RuleHit {
            rule_id: rule.id,
            kind: rule.kind,
            to_check,
        })
    };
    let in_force = rules.iter().filter(|rule| rule.is_in_force(day));
    let hits: Vec<RuleHit> = in_force.filter_map(hit).collect();
    let verdict = match hits.is_empty() {
        true => ScreeningVerdict::Clear,
        false => ScreeningVerdict::Suspected,
    };
    Some(Proposal { verdict, hits })
}

/// Why a move is refused, and under which code of a 409.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blocked {
    UnderReview,
    Banned,
}

impl Blocked {
    pub fn code(self) -> &'static str {
        match self {
            Self::UnderReview => "project.under_review",
            Self::Banned => "project.banned",
        }
    }
}

/// The moves that settle what is listed, and so can't be blocked by it: a new verdict, and an organ's decision.
const OUT_OF_LISTED: [&str; 4] = ["comment", "screen", "ban", "lift"];

impl ScreeningVerdict {
    /// Whether it refuses a move of the project. `permit` is the state that a `permit` move gives; a `lead` that would
    /// land on the project is asked about as `land`.
    pub fn blocks(self, name: &str, permit: Option<PermitState>) -> Option<Blocked> {
        let is_advance = match name {
            "file" | "start" => true,
            "permit" => permit == Some(PermitState::Done),
            _ => false,
        };
        match self {
            Self::Clear | Self::Exempted => None,
            Self::Suspected => is_advance.then_some(Blocked::UnderReview),
            Self::Listed => (!OUT_OF_LISTED.contains(&name)).then_some(Blocked::Banned),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn code(text: &str) -> IndustryCode {
        IndustryCode::parse(text).unwrap()
    }

    fn rules() -> Vec<NegativeRule> {
        let rule =
            |id, industry_code: &str, product: Option<&str>, threshold_tce, until: Option<&str>| {
                NegativeRule {
                    id,
                    name: "水泥".to_owned(),
                    industry_code: code(industry_code),
                    product: product.map(str::to_owned),
                    threshold_tce,
                    kind: NegativeKind::Energy,
                    basis: "豫发改环资〔2021〕977号".to_owned(),
                    from: day("2021-06-01"),
                    until: until.map(day),
                }
            };
        vec![
            rule(1, "C30", None, Some(50_000), None),
            rule(2, "3011", Some("水泥熟料"), None, None),
            rule(3, "26", None, None, Some("2021-08-31")),
        ]
    }

    fn proposed(industry_code: &str, energy_tce: Option<i64>, on: &str) -> Proposal {
        propose(Some(&code(industry_code)), energy_tce, &rules(), day(on)).unwrap()
    }

    #[test]
    fn an_industry_code_is_its_digits() {
        for (text, digits) in [
            ("2614", Some("2614")),
            ("C2614", Some("2614")),
            ("C26", Some("26")),
            ("26", Some("26")),
            ("C", None),
            ("2", None),
            ("26140", None),
            ("U26", None),
            ("c26", None),
            ("26a", None),
            ("Ｃ26", None),
            ("", None),
        ] {
            let found = IndustryCode::parse(text);
            assert_eq!(found.as_ref().map(IndustryCode::digits), digits, "{text}");
        }
    }

    #[test]
    fn rules_propose_a_review_and_say_what_to_check() {
        use ToCheck::{Energy, Industry, Product};
        for (industry_code, energy, on, expected) in [
            ("3021", Some(50_000), "2021-08-16", vec![(1, vec![])]),
            ("3021", Some(49_999), "2021-08-16", vec![]),
            ("3021", None, "2021-08-16", vec![(1, vec![Energy])]),
            (
                "C3011",
                Some(80_000),
                "2021-08-16",
                vec![(1, vec![]), (2, vec![Product])],
            ),
            ("C3011", Some(1), "2021-08-16", vec![(2, vec![Product])]),
            (
                "301",
                Some(1),
                "2021-08-16",
                vec![(2, vec![Industry, Product])],
            ),
            ("3012", Some(1), "2021-08-16", vec![]),
            ("2614", None, "2021-08-31", vec![(3, vec![])]),
            ("2614", None, "2021-09-01", vec![]),
            ("2614", None, "2021-06-01", vec![(3, vec![])]),
            ("2614", None, "2021-05-31", vec![]),
            ("0111", None, "2021-08-16", vec![]),
        ] {
            let found = proposed(industry_code, energy, on);
            let hits: Vec<_> = found
                .hits
                .into_iter()
                .map(|hit| (hit.rule_id, hit.to_check))
                .collect();
            let verdict = match expected.is_empty() {
                true => ScreeningVerdict::Clear,
                false => ScreeningVerdict::Suspected,
            };
            assert_eq!(
                (hits, found.verdict),
                (expected, verdict),
                "{industry_code} {energy:?} {on}"
            );
        }
        assert_eq!(propose(None, Some(1), &rules(), day("2021-08-16")), None);
    }

    #[test]
    fn a_verdict_blocks_its_moves() {
        use ScreeningVerdict::{Clear, Exempted, Listed, Suspected};
        let review = Some("project.under_review");
        let banned = Some("project.banned");
        for (name, permit, suspected, listed) in [
            ("file", None, review, banned),
            ("start", None, review, banned),
            ("permit", Some(PermitState::Done), review, banned),
            ("permit", Some(PermitState::Applied), None, banned),
            ("permit", Some(PermitState::Todo), None, banned),
            ("month", None, None, banned),
            ("progress", None, None, banned),
            ("complete", None, None, banned),
            ("land", None, None, banned),
            ("edit", None, None, banned),
            ("comment", None, None, None),
            ("screen", None, None, None),
            ("ban", None, None, None),
            ("lift", None, None, None),
        ] {
            let of = |verdict: ScreeningVerdict| verdict.blocks(name, permit).map(Blocked::code);
            assert_eq!(
                [of(Suspected), of(Listed)],
                [suspected, listed],
                "{name} {permit:?}"
            );
            assert_eq!([of(Clear), of(Exempted)], [None, None], "{name}");
        }
    }
}
