//! Whether a description is true of itself: one that names a field, state or count that it doesn't have is
//! refused, and says where.

use std::collections::BTreeSet;

use super::taken::TAKEN;
use super::{Class, Column, Description, Field, Kept, Kind, ON, Text, To};
use crate::base::http::body::pointer;
use crate::base::{Error, FieldError, Result};
use crate::entries::rules::common;
use crate::vocabulary::bounds::TEXT;

/// What stands for a description that isn't one.
pub fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    let pointer = pointer(error.path());
    let told = error.inner().to_string();
    Error::invalid(FieldError::new(
        pointer,
        "malformed",
        format!("台账定义无法识别：{told}"),
        told,
    ))
}

pub(super) struct Faults(Vec<FieldError>);

impl Faults {
    pub(super) fn wrong(&mut self, at: &str, zh: String, en: String) {
        self.0.push(FieldError::new(at, "invalid", zh, en));
    }

    pub(super) fn unknown(&mut self, at: &str, kind: (&str, &str), name: &str) {
        self.wrong(
            at,
            format!("没有名为“{name}”的{}", kind.0),
            format!("names the {} {name:?}, which there isn't", kind.1),
        );
    }

    pub(super) fn code(&mut self, at: &str, code: &str) {
        let is_code = code.starts_with(|c: char| c.is_ascii_lowercase())
            && code
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
            && code.len() <= 40;
        if !is_code {
            self.wrong(
                at,
                format!("“{code}”须以小写字母开头，为不超过40个小写字母、数字和下划线"),
                format!("{code:?} isn't a small letter and up to 39 more, digits or underscores"),
            );
        }
    }

    pub(super) fn once<'a>(&mut self, at: &str, names: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for (index, name) in names.enumerate() {
            self.code(&format!("{at}/{index}"), name);
            if !seen.insert(name) {
                self.wrong(
                    &format!("{at}/{index}"),
                    format!("“{name}”重复"),
                    format!("{name:?} stands twice"),
                );
            }
        }
    }
}

impl Description {
    /// # Errors
    /// 422 with everything that the description says of itself and that isn't so.
    pub fn check(&self) -> Result<()> {
        let mut faults = Faults(vec![]);
        faults.code("/code", self.code);
        if self.letters.is_empty()
            || self.letters.len() > 4
            || !self.letters.bytes().all(|b| b.is_ascii_uppercase())
        {
            faults.wrong(
                "/letters",
                "编号字母须为1至4个大写字母".into(),
                "letters are 1 to 4 capital letters".into(),
            );
        }
        for (at, words) in [("/one", self.one), ("/many", self.many)] {
            let is_plain = |c: char| c.is_ascii_lowercase() || c == ' ';
            if words.trim() != words || words.is_empty() || !words.chars().all(is_plain) {
                faults.wrong(
                    at,
                    "须为小写英文单词".into(),
                    "isn't small English letters".into(),
                );
            }
        }
        self.check_fields(&mut faults);
        self.check_statuses(&mut faults);
        self.check_moves(&mut faults);
        self.check_numbers(&mut faults);
        if self.is_register() {
            self.check_register(&mut faults);
        }
        if self.is_child() {
            self.check_child(&mut faults);
        }
        if faults.0.is_empty() {
            Ok(())
        } else {
            Err(Error::Invalid(faults.0))
        }
    }

    fn check_fields(&self, faults: &mut Faults) {
        faults.once("/fields", self.fields.iter().map(|field| field.name));
        for (index, field) in self.fields.iter().enumerate() {
            let at = format!("/fields/{index}");
            if TAKEN.contains(&field.name) {
                faults.wrong(
                    &at,
                    format!("“{}”是各台账共有的名称", field.name),
                    format!("{:?} is a name that every entry has already", field.name),
                );
            }
            if field.required && field.by_moves {
                faults.wrong(
                    &at,
                    "由动作写入的字段不能在登记时必填".into(),
                    "is set by moves and can't be required when an entry is filed".into(),
                );
            }
            if field.kept != Kept::Plain && !field.kind.has_value() {
                faults.wrong(
                    &at,
                    "长文本和多项记录不能用于筛选、统计".into(),
                    "holds what can't be filtered or counted".into(),
                );
            }
            if field.personal {
                check_personal(faults, &at, field);
            }
            check_field(faults, &at, field);
        }
        match self.field(self.title) {
            Some(field) if field.personal => faults.wrong(
                "/title",
                "名称不能是个人信息".into(),
                "is about a person".into(),
            ),
            // What a row of an entry is called may follow from what it is a row of.
            Some(field)
                if (field.required || (self.is_child() && field.by_moves))
                    && matches!(field.kind, Kind::Line { .. }) => {}
            Some(_) => faults.wrong(
                "/title",
                "名称字段须为必填的单行文本".into(),
                "has to be a required line".into(),
            ),
            None if self.is_of_enterprise() => {}
            None => faults.unknown("/title", ("字段", "field"), self.title),
        }
    }

    fn check_statuses(&self, faults: &mut Faults) {
        faults.once("/statuses", self.statuses.iter().map(|status| status.code));
        match self.status(self.excluded) {
            Some(status) if status.class == Class::Excluded => {}
            Some(_) => faults.wrong(
                "/excluded",
                "须为不计数的状态".into(),
                "isn't a state of the class excluded".into(),
            ),
            None => faults.unknown("/excluded", ("状态", "status"), self.excluded),
        }
        for (index, status) in self.statuses.iter().enumerate() {
            let is = |code: Text| code == status.code;
            let reached = self.moves.iter().any(|row| row.to.states().any(is));
            if !reached && !is(self.excluded) {
                faults.wrong(
                    &format!("/statuses/{index}"),
                    format!("没有动作能到达“{}”", status.code),
                    format!("no move leads to {:?}", status.code),
                );
            }
        }
    }

    fn check_moves(&self, faults: &mut Faults) {
        let first = self.moves.iter().filter(|row| row.creates()).count();
        if first != 1 {
            faults.wrong(
                "/moves",
                "须有且只有一个登记动作（from 为空）".into(),
                format!("{first} moves list an entry; one has to"),
            );
        }
        let mut seen = BTreeSet::new();
        for (index, row) in self.moves.iter().enumerate() {
            let at = format!("/moves/{index}");
            faults.code(&format!("{at}/name"), row.name);
            if common::NAMES.contains(&row.name) || row.name == common::ATTACHMENTS {
                faults.wrong(
                    &format!("{at}/name"),
                    format!("“{}”是各台账共有的名称", row.name),
                    format!("every ledger has {:?} already", row.name),
                );
            }
            for status in row.from {
                if self.status(status).is_none() {
                    faults.unknown(&format!("{at}/from"), ("状态", "status"), status);
                }
                if !seen.insert((row.name, *status)) {
                    faults.wrong(
                        &format!("{at}/from"),
                        format!("“{}”从“{status}”出发有两行", row.name),
                        format!("{:?} starts from {status:?} in two rows", row.name),
                    );
                }
            }
            if row.who.is_empty() {
                faults.wrong(
                    &format!("{at}/who"),
                    "没有人可以办理".into(),
                    "nobody may make it".into(),
                );
            }
            for (place, field) in row.body.iter().enumerate() {
                check_field(faults, &format!("{at}/body/{place}"), field);
                if field.name == ON && field.kind != Kind::Day {
                    faults.wrong(
                        &format!("{at}/body/{place}"),
                        "“on”须为日期".into(),
                        "`on` has to be a day".into(),
                    );
                }
            }
            self.check_to(faults, &format!("{at}/to"), row.to, row.body);
            for (to, from) in row.sets {
                let source = row.body.iter().find(|field| field.name == *from);
                match (self.field(to), source) {
                    (None, _) => faults.unknown(&format!("{at}/sets"), ("字段", "field"), to),
                    (_, None) => {
                        faults.unknown(&format!("{at}/sets"), ("字段", "field of the body"), from)
                    }
                    (Some(one), Some(other)) if one.kind != other.kind => faults.wrong(
                        &format!("{at}/sets"),
                        format!("“{from}”与“{to}”的类型不同"),
                        format!("{from:?} isn't of the kind of {to:?}"),
                    ),
                    _ => {}
                }
            }
        }
    }

    fn check_to(&self, faults: &mut Faults, at: &str, to: To, body: &[Field]) {
        match to {
            To::Same | To::Back => {}
            To::One(code) if self.status(code).is_none() => {
                faults.unknown(at, ("状态", "status"), code)
            }
            To::One(_) => {}
            To::By { field, to } => {
                let found = body
                    .iter()
                    .find(|one| one.name == field)
                    .or_else(|| self.field(field));
                let Some(Kind::Word { words }) = found.map(|field| field.kind) else {
                    return faults.unknown(at, ("取值字段", "field of words"), field);
                };
                for (word, code) in to {
                    if !words.iter().any(|one| one.key == *word) {
                        faults.unknown(at, ("取值", "word"), word);
                    }
                    if self.status(code).is_none() {
                        faults.unknown(at, ("状态", "status"), code);
                    }
                }
            }
        }
    }
}

impl Kind {
    /// Whether it is one word, number or day.
    pub fn has_value(self) -> bool {
        !matches!(
            self,
            Self::Text { .. }
                | Self::Line { .. }
                | Self::Records { .. }
                | Self::Group { .. }
                | Self::Departments { .. }
                | Self::Entries { .. }
        )
    }
}

/// What is known of persons is erased in time: it stands in its field and nowhere else.
fn check_personal(faults: &mut Faults, at: &str, field: &Field) {
    let stays = field.kept == Kept::Plain && field.file == Column::Absent && !field.by_moves;
    let is_text = matches!(
        field.kind,
        Kind::Line { .. } | Kind::Text { .. } | Kind::Records { .. } | Kind::Group { .. }
    );
    if !stays || !is_text || field.required {
        faults.wrong(
            at,
            "个人信息须为选填的文本，不进入筛选、统计和文件".into(),
            "is about persons, and so an optional text that is neither filtered nor counted nor in files".into(),
        );
    }
}

pub(super) fn check_field(faults: &mut Faults, at: &str, field: &Field) {
    faults.code(&format!("{at}/name"), field.name);
    if field.heading.trim().is_empty() || field.about.trim().is_empty() {
        faults.wrong(
            at,
            "须有列名和说明".into(),
            "needs a heading and what it is about".into(),
        );
    }
    match field.kind {
        Kind::Word { words } => {
            faults.once(
                &format!("{at}/kind/words"),
                words.iter().map(|word| word.key),
            );
            if words.is_empty() {
                faults.wrong(at, "没有可选的取值".into(), "has no words".into());
            }
        }
        Kind::Line { most } if !(1..=200).contains(&most) => {
            faults.wrong(
                at,
                "单行文本为1至200个字符".into(),
                "a line has 1 to 200 characters".into(),
            );
        }
        Kind::Text { most } if !(1..=TEXT).contains(&most) => {
            faults.wrong(
                at,
                "文本为1至2000个字符".into(),
                "a text has 1 to 2000 characters".into(),
            );
        }
        Kind::Integer { least, most } if least > most => {
            faults.wrong(
                at,
                "下限大于上限".into(),
                "the least is more than the most".into(),
            );
        }
        Kind::Records { fields, .. } | Kind::Group { fields } => {
            faults.once(
                &format!("{at}/kind/fields"),
                fields.iter().map(|field| field.name),
            );
            for (index, field) in fields.iter().enumerate() {
                check_field(faults, &format!("{at}/kind/fields/{index}"), field);
            }
        }
        _ => {}
    }
}
