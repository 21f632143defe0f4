//! What stands around the numbers: who issues the report, its title, who signs, which sections.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::base::line::optional_line;
use crate::base::{Error, FieldError, Result};
use crate::vocabulary::bounds::LETTERHEAD;

crate::text_enum! {
    /// A section of the report that may be left out; the definitions and the foot always stand.
    pub enum Section {
        /// The figures of all together.
        Overall = "overall",
        Charts = "charts",
        /// The figures by park.
        Parks = "parks",
        /// The figures by lead department, within peer groups.
        Departments = "departments",
        /// The figures by category.
        Categories = "categories",
        /// The figures by level.
        Levels = "levels",
        /// Problems assigned from above (上级交办).
        Superior = "superior",
        /// The list of overdue problems (超期).
        Overdue = "overdue",
        /// The list of supervised problems (督办).
        Supervised = "supervised",
        /// The list of tracked problems (持续跟踪).
        Tracking = "tracking",
        /// The list of settled problems (办结).
        Settled = "settled",
        /// What was recorded late, taken back or excluded (补录、核减、剔除).
        Corrections = "corrections",
    }
}

crate::in_words!(Section, crate::vocabulary::report::SECTION);

/// The letterhead (版式) that a report is written on, kept with each closed week as it was then.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Letterhead {
    /// The issuing body (发文机关标志); empty in weeks closed before there were letterheads.
    #[schema(example = "沙河市万人助万企活动办公室")]
    pub issuing_body: String,
    /// Whether the issuing body stands in red over a red line, as on official paper.
    pub red_head: bool,
    /// The title (标题); in a park's report it stands after the park's name.
    #[schema(example = "万人助万企周报")]
    pub title: String,
    /// Who signs (署名).
    #[schema(example = "沙河市万人助万企活动办公室")]
    pub signature: String,
    /// The sections that appear, in the order of the report.
    pub sections: Vec<Section>,
    /// The ledgers that appear behind them, by their codes; null: every one that has entries.
    #[serde(default)]
    pub ledgers: Option<Vec<String>>,
}

/// The title without a setting.
const TITLE: &str = "万人助万企周报";

/// The letterhead (版式) of reports. What is null or absent is left to the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"issuing_body": "沙河市万人助万企活动办公室", "red_head": true,
    "title": "万人助万企周报", "signature": "沙河市万人助万企活动办公室",
    "sections": ["overall", "charts", "parks", "departments", "overdue", "tracking"]}))]
pub struct LetterheadIn {
    /// The issuing body (发文机关标志), on one line of at most 60 characters; the organisation's name where
    /// null.
    #[schema(example = "沙河市万人助万企活动办公室", max_length = 60)]
    pub issuing_body: Option<String>,
    /// Whether the issuing body stands in red over a red line, as on official paper; true where null.
    pub red_head: Option<bool>,
    /// The title (标题), on one line of at most 60 characters; “万人助万企周报” where null.
    #[schema(example = "万人助万企周报", max_length = 60)]
    pub title: Option<String>,
    /// Who signs (署名), on one line of at most 60 characters; the issuing body where null.
    #[schema(example = "沙河市万人助万企活动办公室", max_length = 60)]
    pub signature: Option<String>,
    /// The sections that appear; the order of the list doesn't matter; all of them where null.
    pub sections: Option<Vec<Section>>,
    /// The ledgers that appear, by their codes, besides that of problems; every one that has entries where null.
    #[schema(example = json!(["projects"]))]
    pub ledgers: Option<Vec<String>>,
}

impl LetterheadIn {
    /// Nothing set: everything by default.
    pub const NONE: Self = Self {
        issuing_body: None,
        red_head: None,
        title: None,
        signature: None,
        sections: None,
        ledgers: None,
    };

    /// # Errors
    /// 422 with every text that is no line, too long or holds control characters, and every ledger that is none
    /// of those in the papers.
    pub fn check(&self, known: &[&str]) -> Result<Self> {
        let mut errors: Vec<FieldError> = Vec::new();
        let mut text = |pointer: &str, value: &Option<String>| {
            optional_line(pointer, value.as_deref(), LETTERHEAD, &mut errors)
        };
        let checked = Self {
            issuing_body: text("/issuing_body", &self.issuing_body),
            title: text("/title", &self.title),
            signature: text("/signature", &self.signature),
            red_head: self.red_head,
            sections: self.sections.as_deref().map(in_order),
            ledgers: self.ledgers.as_deref().map(|codes| once(codes, known)),
        };
        for (at, code) in self.ledgers.iter().flatten().enumerate() {
            if !known.contains(&code.as_str()) {
                errors.push(FieldError::new(
                    format!("/ledgers/{at}"),
                    "unknown_value",
                    "报告中没有这个代码的台账",
                    "is the code of no ledger in the papers",
                ));
            }
        }
        if errors.is_empty() {
            Ok(checked)
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// What stands on the paper of an organisation.
    pub fn of(self, organisation: &str) -> Letterhead {
        let issuing_body = self.issuing_body.unwrap_or_else(|| organisation.to_owned());
        Letterhead {
            red_head: self.red_head.unwrap_or(true),
            title: self.title.unwrap_or_else(|| TITLE.to_owned()),
            signature: self.signature.unwrap_or_else(|| issuing_body.clone()),
            sections: self.sections.unwrap_or_else(|| Section::ALL.to_vec()),
            ledgers: self.ledgers,
            issuing_body,
        }
    }
}

/// Each once, in the order of the report.
fn in_order(sections: &[Section]) -> Vec<Section> {
    let all = Section::ALL.iter().copied();
    all.filter(|section| sections.contains(section)).collect()
}

/// Each once, in the order of the product.
fn once(codes: &[String], known: &[&str]) -> Vec<String> {
    let known = known.iter().map(|code| (*code).to_owned());
    known.filter(|code| codes.contains(code)).collect()
}

impl Letterhead {
    /// The letterhead of a report from before there were any.
    pub fn none() -> Self {
        Self {
            title: TITLE.to_owned(),
            sections: Section::ALL.to_vec(),
            ..Self::default()
        }
    }

    pub fn has(&self, section: Section) -> bool {
        self.sections.contains(&section)
    }

    pub fn has_ledger(&self, code: &str) -> bool {
        let wanted = self.ledgers.as_ref();
        wanted.is_none_or(|codes| codes.iter().any(|one| one == code))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_the_organisations() {
        let kept = LetterheadIn {
            signature: Some("活动办公室".into()),
            sections: Some(vec![Section::Parks, Section::Overall, Section::Parks]),
            ..LetterheadIn::NONE
        };
        let paper = kept.check(&[]).unwrap().of("高新区");
        assert_eq!(
            (&*paper.issuing_body, &*paper.signature),
            ("高新区", "活动办公室")
        );
        assert_eq!((&*paper.title, paper.red_head), (TITLE, true));
        assert_eq!(paper.sections, [Section::Overall, Section::Parks]);
    }

    #[test]
    fn ledgers_appear_unless_others_are_named() {
        let of = |ledgers: Option<&[&str]>| LetterheadIn {
            ledgers: ledgers.map(|codes| codes.iter().map(|code| (*code).to_owned()).collect()),
            ..LetterheadIn::NONE
        };
        let known = ["projects", "revivals"];
        let paper = |ledgers| of(ledgers).check(&known).unwrap().of("高新区");
        assert!(paper(None).has_ledger("projects"));
        assert!(!paper(Some(&[])).has_ledger("projects"));
        let some = paper(Some(&["revivals", "revivals"]));
        assert!(some.has_ledger("revivals") && !some.has_ledger("projects"));
        assert_eq!(some.ledgers.unwrap().len(), 1);
        assert!(of(Some(&["colour"])).check(&known).is_err());
    }

    #[test]
    fn names_have_at_most_sixty_characters() {
        let of = |length: usize| LetterheadIn {
            title: Some("报".repeat(length)),
            ..LetterheadIn::NONE
        };
        assert!(of(60).check(&[]).is_ok());
        assert!(of(61).check(&[]).is_err());
        let broken = LetterheadIn {
            signature: Some("活动办\n公室".into()),
            ..LetterheadIn::NONE
        };
        assert!(broken.check(&[]).is_err());
    }
}
