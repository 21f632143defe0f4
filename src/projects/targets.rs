//! The register of targets (目标管理): how much is wanted of which projects by which day. How each stands, the
//! statistics of projects tell.

use chrono::NaiveDate;
use serde_json::Value;

use super::rules::facts::{ListClass, ProjectKind, Renewal};
use super::rules::target::{Measure, ProjectFilter, ProjectTarget, TargetLevel, Wanted};
use crate::entries::description::{
    Class, Description, Hat, Kind, MoveRow, REGISTER, StatusRow, To, YUAN, line, status, step,
    text, words,
};
use crate::entries::ledger::Attempt;
use crate::entries::rules::body::Reader;
use crate::entries::{Compiled, Ledger};
use crate::vocabulary::bounds::{NAME, TEXT};
use crate::vocabulary::projects as say;

pub struct Targets;

pub static LEDGER: Compiled<Targets> = Compiled::new();

crate::entry_fields! {
    /// A target, such as 「9月底前省、市重点项目全部开工」.
    pub struct Target, TargetPatch, FIELDS {
        name: String = ("目标", "What is wanted, as it was decided.", line(NAME)).required().in_file(),
        measure: Measure = ("考核内容", "What is counted.", words(say::MEASURE)).required().filtered().in_file(),
        percent: Option<i64> = ("目标比例(%)", "How many percent of all; either this or an amount.", Kind::Integer { least: 1, most: 100 }).in_file(),
        amount: Option<i64> = ("目标数量(个)", "How many projects; either this or `percent`.", Kind::Integer { least: 1, most: 99_999 }).in_file(),
        amount_yuan: Option<i64> = ("目标金额(万元)", "How much is to be invested, where `invested` is counted; either this or `percent`.", YUAN).in_file(),
        until_on: Option<NaiveDate> = ("完成期限", "The last day of it.", Kind::Day).required().filtered().in_file(),
        level: Option<TargetLevel> = ("项目级别", "Of whose key projects; of all where it is null.", words(say::TARGET_LEVEL)).in_file(),
        kind: Option<ProjectKind> = ("项目类型", "Of what kind of projects; of all where it is null.", words(say::KIND)).in_file(),
        list_class: Option<ListClass> = ("盘子类别", "As what they stand on the list of the year; of all where it is null.", words(say::LIST_CLASS)).in_file(),
        renewal: Option<Renewal> = ("三大改造", "What they renew; of all where it is null.", words(say::RENEWAL)).in_file(),
        basis: Option<String> = ("依据", "The meeting or document that set it.", text(TEXT)).in_file(),
    }
}

const STATUSES: &[StatusRow] = &[
    status("in_force", "执行中", Class::Open),
    status("retired", "已停用", Class::Excluded),
];

const MOVES: &[MoveRow] = &[step(
    "set",
    "设定目标",
    "Set a target.",
    &[],
    To::One("in_force"),
    &[Hat::Coordinator],
)];

static DESCRIPTION: Description = Description {
    code: "project_targets",
    letters: "MB",
    zh: "项目目标",
    entry_zh: "目标",
    one: "project target",
    many: "project targets",
    fields: FIELDS,
    statuses: STATUSES,
    moves: MOVES,
    ..REGISTER
};

impl Ledger for Targets {
    type Fields = Target;
    type Patch = TargetPatch;

    fn description() -> &'static Description {
        &DESCRIPTION
    }

    fn apply(patch: TargetPatch, target: &mut Target) {
        patch.apply(target);
    }

    fn check(attempt: &Attempt, target: &Target, reader: &mut Reader) {
        let is_money = target.measure == Measure::Invested;
        let (amount, other) = match is_money {
            true => (
                ("/amount_yuan", target.amount_yuan),
                ("/amount", target.amount),
            ),
            false => (
                ("/amount", target.amount),
                ("/amount_yuan", target.amount_yuan),
            ),
        };
        if other.1.is_some() {
            reader.wrong(
                other.0,
                "not_applicable",
                "完成投资按金额、其他按个数设定目标",
                "isn't what the measure is counted in",
            );
        }
        match (target.percent, amount) {
            (None, (_, None)) => reader.missing("/percent"),
            (Some(_), (at, Some(_))) => reader.wrong(
                at,
                "not_applicable",
                "目标比例和目标数量只填一项",
                "is given only where `percent` isn't",
            ),
            (_, (at, Some(0))) => {
                reader.wrong(at, "out_of_range", "应大于零", "must be more than nothing");
            }
            _ => {}
        }
        let said = attempt.body.get("until_on").is_some_and(Value::is_string);
        if said && target.until_on.is_some_and(|day| day < attempt.today) {
            reader.wrong(
                "/until_on",
                "past_day",
                "完成期限不能早于今天",
                "must not lie in the past",
            );
        }
    }
}

impl Target {
    /// None where a row of before says nothing that can be measured.
    pub fn measured(&self) -> Option<ProjectTarget> {
        let percent = self.percent.and_then(|of| u32::try_from(of).ok());
        let amount = self.amount.or(self.amount_yuan);
        let wanted = percent.map(Wanted::Percent).or(amount.map(Wanted::Number));
        Some(ProjectTarget {
            filter: ProjectFilter {
                level: self.level,
                kind: self.kind,
                class: self.list_class,
                renewal: self.renewal,
            },
            measure: self.measure,
            wanted: wanted?,
            due_on: self.until_on?,
        })
    }
}
