//! The register of the negative list (两高一危项目清单): which industries are looked at before a project goes on.

use chrono::NaiveDate;
use serde_json::Value;

use super::rules::screening::{IndustryCode, NegativeKind, NegativeRule};
use crate::entries::description::{
    Class, Description, Hat, Kind, MoveRow, REGISTER, StatusRow, To, line, status, step, text,
    words,
};
use crate::entries::ledger::Attempt;
use crate::entries::rules::body::Reader;
use crate::entries::{Compiled, Ledger};
use crate::vocabulary::bounds::{NAME, TEXT};
use crate::vocabulary::projects as say;

pub struct NegativeList;

pub static LEDGER: Compiled<NegativeList> = Compiled::new();

crate::entry_fields! {
    /// A line of the negative list.
    pub struct Line, LinePatch, FIELDS {
        name: String = ("行业名称", "What the industry is called.", line(NAME)).required().in_file(),
        industry_code: String = ("行业代码", "Its code by GB/T 4754, two to four digits; it takes in its branches.", line(5)).required().in_file(),
        product: Option<String> = ("产品", "The product that is meant, where it isn't the whole industry.", line(NAME)).in_file(),
        threshold_tce: Option<i64> = ("能耗门槛(吨标准煤)", "From how many tonnes of standard coal a year on; from any where it is null.", Kind::Integer { least: 1, most: 1_000_000_000 }).in_file(),
        kind: NegativeKind = ("类别", "Why it stands on the list.", words(say::NEGATIVE_KIND)).required().filtered().in_file(),
        basis: String = ("依据", "The document it comes from.", text(TEXT)).required().in_file(),
        from_on: Option<NaiveDate> = ("施行日期", "The first day it holds on.", Kind::Day).required().in_file(),
        until_on: Option<NaiveDate> = ("失效日期", "The last day it holds on; null where none is set.", Kind::Day).in_file(),
    }
}

const STATUSES: &[StatusRow] = &[
    status("in_force", "有效", Class::Open),
    status("retired", "已停用", Class::Excluded),
];

const MOVES: &[MoveRow] = &[step(
    "add",
    "列入清单",
    "Add a line to the negative list.",
    &[],
    To::One("in_force"),
    &[Hat::Coordinator],
)];

static DESCRIPTION: Description = Description {
    code: "negative_list",
    letters: "FM",
    zh: "两高一危清单",
    entry_zh: "清单条目",
    one: "negative list line",
    many: "lines of the negative list",
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    ..REGISTER
};

impl Ledger for NegativeList {
    type Fields = Line;
    type Patch = LinePatch;

    fn description() -> &'static Description {
        &DESCRIPTION
    }

    fn apply(patch: LinePatch, line: &mut Line) {
        patch.apply(line);
    }

    fn check(attempt: &Attempt, line: &Line, reader: &mut Reader) {
        let says = |name: &str| attempt.body.get(name).is_some_and(Value::is_string);
        if says("industry_code") && IndustryCode::parse(&line.industry_code).is_none() {
            reader.wrong(
                "/industry_code",
                "invalid",
                "行业代码为2至4位数字",
                "isn't two to four digits",
            );
        }
        if line
            .until_on
            .is_some_and(|until| line.from_on.is_some_and(|from| until < from))
        {
            reader.wrong(
                "/until_on",
                "out_of_range",
                "失效日期不能早于施行日期",
                "lies before from_on",
            );
        }
    }
}

impl Line {
    /// None where a row of before has no code or day to go by.
    pub fn rule(self, id: i64) -> Option<NegativeRule> {
        Some(NegativeRule {
            id,
            industry_code: IndustryCode::parse(&self.industry_code)?,
            name: self.name,
            product: self.product,
            threshold_tce: self.threshold_tce,
            kind: self.kind,
            basis: self.basis,
            from: self.from_on?,
            until: self.until_on,
        })
    }
}
