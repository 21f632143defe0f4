//! What stands in the cells of the columns of a ledger, so that a file that was exported reads back as
//! what it was:
//!
//! - The header is row 1 of the only sheet (问题台账, 走访台账, 企业台账), data begin in row 2; there is no title row.
//! - A day is a real date in xlsx and `2021-08-02` in csv. 延期次数 is a number, everything else text:
//!   编号 and 统一社会信用代码 too, however much they look like numbers.
//! - 企业名称 is the enterprise's name. A problem at a project site without an enterprise has
//!   `项目：` and the site's name there ([`place`], [`site_of`]).
//! - 协办单位 joins names by `、` ([`join`], [`names_of`]). 类别 is the category's own name, which no
//!   two categories share, whether it has a parent or not.
//! - 保密, 来源, 严重程度, 解决层级, 办理结果 and 满意度 are words of [`super::words`]; 保密 is empty where it isn't 是.
//! - 办理情况 is what the last resolving of this round said, or else its last report of progress; of
//!   the same event come 未解决原因 (what remains) and 下一步. A next step that has a day ends with
//!   `（2021-09-01前）` ([`next_step`], [`step_of`]).
//! - 承办人 is the lead's handler. 联系电话 is what the ledger said that was imported, or
//!   else the lead department's duty contact. 责任领导 and 备注 are what the imported ledger said. These
//!   three stand as `{"ledger": {"leader": …, "phone": …, "note": …}}` in the data of the event that
//!   filed the problem, and only where they were filled in. 未解决原因 of an imported problem that is still
//!   open stands there as `remaining`.
//! - 状态 tells what the other cells can't: that a problem doesn't count any more, or is tracked.
//! - A csv has a BOM, CRLF, and quotes where they are needed. A cell that a spreadsheet could take for
//!   a formula begins with one apostrophe more than its text, which reading takes away again
//!   ([`guarded`], [`unguarded`]). An xlsx keeps texts as texts and has no such apostrophes.
//! - The columns of [`EXTRA`] are for people; whoever reads a file passes them over.

use chrono::NaiveDate;

use crate::base::given::Date;
pub use crate::vocabulary::columns::{
    Column, ENTERPRISES, EXTRA, Kind, PROBLEMS, VISITS, by_key, plain_heading,
};

/// What stands before the name of a site that belongs to no enterprise.
pub const SITE_MARK: &str = "项目：";

/// The cell 企业名称.
pub fn place(enterprise: Option<&str>, site: Option<&str>) -> String {
    match (enterprise, site) {
        (Some(enterprise), _) => enterprise.to_owned(),
        (None, Some(site)) => format!("{SITE_MARK}{site}"),
        (None, None) => String::new(),
    }
}

/// The site that a cell 企业名称 names, where it names no enterprise.
pub fn site_of(cell: &str) -> Option<&str> {
    let bare = cell.trim();
    let site = bare.strip_prefix(SITE_MARK);
    site.or_else(|| bare.strip_prefix("项目:")).map(str::trim)
}

/// The cell 协办单位.
pub fn join(names: &[&str]) -> String {
    names.join("、")
}

/// The names in a cell, however people separate them.
pub fn names_of(cell: &str) -> Vec<&str> {
    cell.split(['、', ',', '，', ';', '；', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The cell 下一步.
pub fn next_step(step: Option<&str>, on: Option<NaiveDate>) -> String {
    let step = step.unwrap_or_default();
    match on {
        Some(on) => format!("{step}（{on}前）"),
        None => step.to_owned(),
    }
}

/// The next step in a cell 下一步, and its day.
pub fn step_of(cell: &str) -> (&str, Option<NaiveDate>) {
    let bare = cell.trim();
    let given = bare.strip_suffix("前）").and_then(|rest| {
        let (step, day) = rest.rsplit_once('（')?;
        Some((step, Date::parse(day).ok()?.into()))
    });
    match given {
        Some((step, on)) => (step, Some(on)),
        None => (bare, None),
    }
}

/// With what a cell begins that spreadsheets take for a formula; the full-width signs too, which some
/// of them convert.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a text, apart from apostrophes before it, begins like a formula.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A text as it stands in a csv cell: one apostrophe more where it begins like a formula, so that
/// [`unguarded`] gives back every text as it was.
pub fn guarded(text: &str) -> std::borrow::Cow<'_, str> {
    if is_risky(text) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The text of a csv cell.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_risky(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_survives_a_csv_cell() {
        for text in [
            "",
            "用电",
            "=1+1",
            "'=1",
            "''=1",
            "'",
            "'用电",
            "-3",
            "+86",
            "@x",
            "\t=",
            "\r",
            "＝1",
            "'\t",
            "5-1",
            "=HYPERLINK(\"http://x\")",
            "''",
        ] {
            let cell = guarded(text);
            assert_eq!(unguarded(&cell), text, "{cell}");
            assert!(!cell.starts_with(FORMULA), "{cell}");
        }
    }

    #[test]
    fn places_names_and_steps_read_back() {
        assert_eq!(site_of(&place(None, Some("城东厂房"))), Some("城东厂房"));
        assert_eq!(site_of(&place(Some("农庄"), Some("城东厂房"))), None);
        assert_eq!(names_of(&join(&["甲", "乙"])), ["甲", "乙"]);
        assert_eq!(names_of("甲；乙，丙\n丁"), ["甲", "乙", "丙", "丁"]);
        let day = NaiveDate::from_ymd_opt(2021, 9, 1);
        for (step, on) in [
            ("架线", day),
            ("架线", None),
            ("", day),
            ("（一）架线", day),
        ] {
            assert_eq!(step_of(&next_step(Some(step), on)), (step, on));
        }
        for text in [
            "月底前）",
            "架线（+262142-12-31前）",
            "架线（9999-12-31前）",
        ] {
            assert_eq!(step_of(text), (text, None));
        }
    }
}
