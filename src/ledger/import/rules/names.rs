//! The directory as a file names it.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Issue;
use super::plan::{DirectoryRef, Making};
use super::row::{RowIssue, short};
use crate::ledger::import::state::Missing;
use crate::problems::rules::number::alike;

/// Parks, departments and categories in use, and what may be made.
#[derive(Default)]
pub struct Names {
    /// By name and by code.
    pub parks: BTreeMap<String, i64>,
    pub codes: BTreeMap<i64, String>,
    pub departments: BTreeMap<String, i64>,
    pub categories: BTreeMap<String, i64>,
    /// Who may be a liaison officer, with their park.
    pub liaisons: Vec<(i64, String, Option<i64>)>,
    pub may_make: BTreeSet<Missing>,
    /// The only park whose rows may be taken.
    pub only_park: Option<i64>,
    pub making: Making,
    /// What the numbers of parks that are to be made begin with.
    pub codes_given: BTreeMap<String, BTreeSet<String>>,
}

/// How people write that there is none.
const NONE: &[&str] = &[
    "无", "暂无", "没有", "/", "//", "／", "\\", "-", "--", "－", "—", "——", "–", "*", "N/A",
    "n/a", "NA",
];
/// How people write that it is the same as in the cell above.
const DITTO: &[&str] = &["同上", "〃", "″", "”", "\"", "''", "同前", "同上格"];
/// What parts several names whatever they are, and what may also stand within one.
const BETWEEN: &[char] = &['、', '，', ',', ';', '；', '/', '／', '|', '\n'];
const PERHAPS_BETWEEN: &[char] = &['和', '与', '及', '暨', ' ', '\u{3000}', '+', '＋', '&'];
/// With what the names of offices and of companies end.
const ENDS: &[&str] = &[
    "局",
    "委",
    "办",
    "部",
    "院",
    "所",
    "站",
    "队",
    "厅",
    "中心",
    "公司",
    "集团",
    "政府",
    "管委会",
    "街道",
    "园区",
    "厂",
    "银行",
    "支行",
    "委员会",
    "办公室",
];

/// Whether a cell says that there is none.
pub fn is_none(text: &str) -> bool {
    let bare = text.trim();
    bare.is_empty() || NONE.contains(&bare)
}

/// Whether a cell says that it is as the one above.
pub fn is_ditto(text: &str) -> bool {
    DITTO.contains(&text.trim())
}

/// Whether a name that nobody knows is rather several of them: 人社局和供电公司, but not 人力资源和社会保障局.
pub fn are_several(name: &str) -> bool {
    let all: Vec<char> = BETWEEN.iter().chain(PERHAPS_BETWEEN).copied().collect();
    let by_any = parts(name, &all);
    let is_sure = parts(name, BETWEEN).len() > 1;
    by_any.len() > 1 && (is_sure || by_any.iter().all(|part| is_office(part)))
}

/// The same of an enterprise, whose own name may have a comma or a stroke in it.
pub fn are_several_firms(name: &str) -> bool {
    let all_end = |signs: &[char]| {
        let parts = parts(name, signs);
        parts.len() > 1 && parts.iter().all(|part| is_office(part))
    };
    name.contains('、') || all_end(BETWEEN) || all_end(PERHAPS_BETWEEN)
}

fn parts<'a>(name: &'a str, signs: &[char]) -> Vec<&'a str> {
    let parts = name.split(signs).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect()
}

fn is_office(name: &str) -> bool {
    ENDS.iter().any(|end| name.ends_with(end))
}

/// An issue about a column, beside the reading of a row.
pub fn wrong(column: &'static str, issue: Issue) -> RowIssue {
    RowIssue {
        column: Some(column),
        is_note: false,
        issue,
    }
}

pub fn note(column: &'static str, zh: impl Into<String>, en: impl Into<String>) -> RowIssue {
    RowIssue {
        column: Some(column),
        is_note: true,
        issue: Issue::new("note", zh, en),
    }
}

fn unknown<'n>(
    column: &'static str,
    (what, name): (&str, &str),
    known: impl Iterator<Item = &'n String>,
) -> RowIssue {
    let mut zh = format!("没有{what}“{}”", short(name));
    if let Some(near) = nearest(name, known) {
        zh.push_str(&format!("，最接近的是“{}”", short(near)));
    }
    wrong(
        column,
        Issue::new("unknown_name", zh, format!("there is no such {column}")),
    )
}

/// Of some names the one that is rather meant: 工信局 is short for 工业和信息化局.
fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n String>) -> Option<&'n String> {
    let is_short_for = |short: &str, long: &str| {
        let mut rest = long.chars();
        short.chars().count() > 1 && short.chars().all(|c| rest.any(|other| other == c))
    };
    let many = |text: &str| text.chars().count();
    let alike =
        known.filter(|one| alike(name, one) || is_short_for(name, one) || is_short_for(one, name));
    alike.min_by_key(|one| many(one).abs_diff(many(name)))
}

impl Names {
    /// A row of a park that is to be made has a number of ours with this code.
    pub fn hear_of_code(&mut self, park: &str, code: &str) {
        let given = self.codes_given.entry(park.to_owned()).or_default();
        given.insert(code.to_owned());
    }

    /// The codes of parks that are to be made: where all numbers of a park have one and the same,
    /// which no other one has.
    pub fn new_park_codes(&self) -> BTreeMap<String, String> {
        let mut parks: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
        for (park, codes) in &self.codes_given {
            for code in codes {
                parks.entry(code).or_default().push(park);
            }
        }
        let only = parks
            .into_iter()
            .filter_map(|(code, parks)| match parks[..] {
                [park] if self.codes_given[park].len() == 1 => Some((park.clone(), code.clone())),
                _ => None,
            });
        only.collect()
    }

    /// The park of a row; one's own where the row doesn't say.
    pub fn park(&mut self, cell: Option<&str>, issues: &mut Vec<RowIssue>) -> Option<DirectoryRef> {
        let Some(name) = cell else {
            if self.only_park.is_none() {
                let zh = "请填写园区";
                issues.push(wrong("park", Issue::new("required", zh, "is required")));
            }
            return self.only_park.map(DirectoryRef::Id);
        };
        match (self.parks.get(name), self.only_park) {
            (Some(id), Some(own)) if *id != own => {
                let (zh, en) = ("不是您所在的园区，不能导入", "isn't your park");
                issues.push(wrong("park", Issue::new("not_yours", zh, en)));
                None
            }
            (Some(id), _) => Some(DirectoryRef::Id(*id)),
            (None, _) if are_several(name) => {
                let zh = format!("“{}”像是多个园区，每行只填一个", short(name));
                issues.push(wrong(
                    "park",
                    Issue::new("several_names", zh, "names several parks"),
                ));
                None
            }
            (None, _) if self.may_make.contains(&Missing::Parks) => {
                self.making.parks.insert(name.to_owned());
                Some(DirectoryRef::New(name.to_owned()))
            }
            (None, _) => {
                issues.push(unknown("park", ("园区", name), self.parks.keys()));
                None
            }
        }
    }

    pub fn department(
        &mut self,
        column: &'static str,
        name: &str,
        issues: &mut Vec<RowIssue>,
    ) -> Option<DirectoryRef> {
        if let Some(id) = self.departments.get(name) {
            return Some(DirectoryRef::Id(*id));
        }
        if are_several(name) {
            let one = match column {
                "department" => "责任单位只填一个",
                _ => "主办单位只填一个，其余填入协办单位并用、分开",
            };
            let zh = format!("“{}”像是多个单位，{one}", short(name));
            issues.push(wrong(
                column,
                Issue::new("several_names", zh, "names several departments"),
            ));
            return None;
        }
        if self.may_make.contains(&Missing::Departments) {
            if name.chars().count() > super::problem::NAME {
                issues.push(wrong(
                    column,
                    Issue::new("too_long", "单位名称过长", "is too long"),
                ));
                return None;
            }
            self.making.departments.insert(name.to_owned());
            return Some(DirectoryRef::New(name.to_owned()));
        }
        issues.push(unknown(column, ("单位", name), self.departments.keys()));
        None
    }

    pub fn category(&mut self, name: &str, issues: &mut Vec<RowIssue>) -> Option<DirectoryRef> {
        if let Some(id) = self.categories.get(name) {
            return Some(DirectoryRef::Id(*id));
        }
        if self.may_make.contains(&Missing::Categories) {
            self.making.categories.insert(name.to_owned());
            return Some(DirectoryRef::New(name.to_owned()));
        }
        issues.push(unknown("category", ("类别", name), self.categories.keys()));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_names_are_told_from_one_that_has_an_and_in_it() {
        for name in [
            "人社局和供电公司",
            "人社局、供电公司",
            "人社局/供电公司",
            "甲，乙",
            "发改委 住建局",
            "教育局\n体育局",
        ] {
            assert!(are_several(name), "{name}");
        }
        for name in [
            "人力资源和社会保障局",
            "发展和改革委员会",
            "文化广电和旅游局",
            "供电公司",
            "沙河产业园区",
        ] {
            assert!(!are_several(name), "{name}");
        }
        for name in [
            "甲公司、乙公司",
            "甲公司，乙公司",
            "甲公司 乙公司",
            "甲厂和乙厂",
        ] {
            assert!(are_several_firms(name), "{name}");
        }
        for name in [
            "Foxtail Co., Ltd.",
            "河南 某某公司",
            "甲/乙（中国）有限公司",
            "中建和平公司",
        ] {
            assert!(!are_several_firms(name), "{name}");
        }
        assert!(is_none(" — ") && is_none("") && !is_none("无锡"));
        assert!(is_ditto("〃") && !is_ditto("同上述"));
    }

    #[test]
    fn a_name_that_nobody_has_is_told_with_the_nearest_one() {
        let known = ["工业和信息化局", "科技创新局", "供电公司"].map(str::to_owned);
        let near = |name| nearest(name, known.iter()).map(String::as_str);
        assert_eq!(near("工信局"), Some("工业和信息化局"));
        assert_eq!(near("区科技创新局"), Some("科技创新局"));
        assert_eq!(near("水务局"), None);
    }

    #[test]
    fn a_park_takes_the_code_that_all_of_its_numbers_have_and_no_other_parks() {
        let mut names = Names::default();
        for (park, code) in [
            ("沙河", "SH"),
            ("沙河", "SH"),
            ("城北", "CB"),
            ("城北", "CX"),
            ("东区", "QU"),
            ("西区", "QU"),
        ] {
            names.hear_of_code(park, code);
        }
        let codes: Vec<_> = names.new_park_codes().into_iter().collect();
        assert_eq!(codes, [("沙河".to_owned(), "SH".to_owned())]);
    }
}
