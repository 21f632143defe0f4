//! The directory as a file names it.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Issue;
use super::plan::{Making, Named};
use super::row::{RowIssue, short};
use crate::ledger::import::state::Missing;

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
    pub codes_told: BTreeMap<String, BTreeSet<String>>,
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

fn unknown(column: &'static str, what: &str, name: &str) -> RowIssue {
    let zh = format!("没有{what}“{}”", short(name));
    wrong(
        column,
        Issue::new("unknown_name", zh, format!("there is no such {column}")),
    )
}

impl Names {
    /// A row of a park that is to be made has a number of ours with this code.
    pub fn hear_of_code(&mut self, park: &str, code: &str) {
        let told = self.codes_told.entry(park.to_owned()).or_default();
        told.insert(code.to_owned());
    }

    /// The codes of parks that are to be made: where all numbers of a park have one and the same,
    /// which no other one has.
    pub fn codes_to_be(&self) -> BTreeMap<String, String> {
        let mut parks: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
        for (park, codes) in &self.codes_told {
            for code in codes {
                parks.entry(code).or_default().push(park);
            }
        }
        let only = parks
            .into_iter()
            .filter_map(|(code, parks)| match parks[..] {
                [park] if self.codes_told[park].len() == 1 => Some((park.clone(), code.clone())),
                _ => None,
            });
        only.collect()
    }

    /// The park of a row; one's own where the row doesn't say.
    pub fn park(&mut self, cell: Option<&str>, issues: &mut Vec<RowIssue>) -> Option<Named> {
        let Some(name) = cell else {
            if self.only_park.is_none() {
                let zh = "请填写园区";
                issues.push(wrong("park", Issue::new("required", zh, "is required")));
            }
            return self.only_park.map(Named::Id);
        };
        match (self.parks.get(name), self.only_park) {
            (Some(id), Some(own)) if *id != own => {
                let (zh, en) = ("不是您所在的园区，不能导入", "isn't your park");
                issues.push(wrong("park", Issue::new("not_yours", zh, en)));
                None
            }
            (Some(id), _) => Some(Named::Id(*id)),
            (None, _) if self.may_make.contains(&Missing::Parks) => {
                self.making.parks.insert(name.to_owned());
                Some(Named::New(name.to_owned()))
            }
            (None, _) => {
                issues.push(unknown("park", "园区", name));
                None
            }
        }
    }

    pub fn department(
        &mut self,
        column: &'static str,
        name: &str,
        issues: &mut Vec<RowIssue>,
    ) -> Option<Named> {
        if let Some(id) = self.departments.get(name) {
            return Some(Named::Id(*id));
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
            return Some(Named::New(name.to_owned()));
        }
        issues.push(unknown(column, "单位", name));
        None
    }

    pub fn category(&mut self, name: &str, issues: &mut Vec<RowIssue>) -> Option<Named> {
        if let Some(id) = self.categories.get(name) {
            return Some(Named::Id(*id));
        }
        if self.may_make.contains(&Missing::Categories) {
            self.making.categories.insert(name.to_owned());
            return Some(Named::New(name.to_owned()));
        }
        issues.push(unknown("category", "类别", name));
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let codes: Vec<_> = names.codes_to_be().into_iter().collect();
        assert_eq!(codes, [("沙河".to_owned(), "SH".to_owned())]);
    }
}
