//! What is kept of an enterprise that stands still, one line a field.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::entries::description::{Field, ID, Kind, YUAN, field, line, text, words};
use crate::vocabulary::bounds::{NAME, TEXT};
use crate::vocabulary::revivals as say;

crate::text_enum! {
    /// How an enterprise stood still when it was listed (停产类型).
    pub enum Halt {
        Halted = "halted",
        SemiHalted = "semi_halted",
    }
}

crate::text_enum! {
    /// What it came to (结果).
    pub enum Outcome {
        /// It runs again.
        Restarted = "restarted",
        /// Another enterprise or a project is in its plant.
        Replaced = "replaced",
        /// Its land was given back.
        Vacated = "vacated",
        /// It was deregistered, land and plant being settled.
        Deregistered = "deregistered",
    }
}

crate::in_words!(Halt, crate::vocabulary::revivals::HALT);
crate::in_words!(Outcome, crate::vocabulary::revivals::OUTCOME);

/// Who adopted a plan, where somebody did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adopted {
    pub by: String,
    pub meeting_on: NaiveDate,
}

/// The most of what is counted of an enterprise: square metres and people.
const MOST: i64 = 1_000_000_000;
pub const COUNT: Kind = Kind::Integer {
    least: 0,
    most: MOST,
};

/// Of the body of a plan, too.
pub const ADOPTED: &[Field] = &[
    field("by", "审定机构", "Who adopted it.", line(NAME)).required(),
    field(
        "meeting_on",
        "会议日期",
        "The day of the meeting.",
        Kind::Day,
    )
    .required(),
];

crate::entry_fields! {
    /// An enterprise that stands still, and what becomes of it.
    pub struct Revival, RevivalPatch, FIELDS {
        halt: Option<Halt> = ("停产类型", "How it stands still; as the enterprise's status has it where absent.", words(say::HALT)).counted().in_file().also(&["停产半停产", "停产情况"]),
        halted_on: Option<NaiveDate> = ("停产日期", "Since when it stands still; since the enterprise's status where absent.", Kind::Day).counted().in_file().also(&["停产时间"]),
        criterion: Option<String> = ("认定标准", "By what it counts as standing still.", line(NAME)),
        cause: Option<String> = ("原因", "Why it stands still.", words(say::CAUSE)).by_moves().counted().in_file().also(&["停产原因"]),
        land_mu: Option<String> = ("占地(亩)", "The land it takes.", Kind::Mu).by_moves().in_file().also(&["占地面积"]),
        plant_m2: Option<i64> = ("厂房(㎡)", "Its plant, in square metres.", COUNT).by_moves().in_file().also(&["厂房面积", "厂房(平方米)"]),
        debt_yuan: Option<i64> = ("负债(万元)", "What it owes.", YUAN).by_moves().in_file(),
        workers: Option<i64> = ("职工(人)", "The people it employs.", COUNT).by_moves().in_file().also(&["职工人数", "职工"]),
        path: Option<String> = ("盘活路径", "How it is to be revived.", words(say::PATH)).by_moves().counted().in_file().also(&["路径"]),
        measures: Option<String> = ("措施", "What is done.", text(TEXT)).by_moves().in_file().also(&["盘活措施"]),
        target_on: Option<NaiveDate> = ("目标日期", "By when it is to be revived.", Kind::Day).by_moves().in_file().also(&["目标时间"]),
        adopted: Option<Adopted> = ("审定", "Who adopted the plan, and when.", Kind::Group { fields: ADOPTED }).by_moves(),
        outcome: Option<Outcome> = ("结果", "What it came to.", words(say::OUTCOME)).by_moves().counted().in_file().also(&["盘活结果"]),
        concluded_on: Option<NaiveDate> = ("结果日期", "The day it came to that.", Kind::Day).by_moves().in_file().also(&["盘活日期"]),
        by_enterprise_id: Option<i64> = ("接手企业", "The enterprise that is in its plant now.", Kind::Enterprise).by_moves(),
        project_id: Option<i64> = ("接手项目", "The project that is in its plant now.", ID).by_moves(),
        land_released_mu: Option<String> = ("腾出土地(亩)", "The land that was given back.", Kind::Mu).by_moves().in_file().also(&["腾退土地(亩)"]),
        confirmed_on: Option<NaiveDate> = ("核实日期", "The day another unit confirmed it.", Kind::Day).by_moves().in_file(),
        settled_on: Option<NaiveDate> = ("计入日期", "The day from which it counts as confirmed.", Kind::Day).by_moves().counted(),
        relapse_of: Option<i64> = ("再次停产", "The entry of before, where it stands still again within 12 months of having been confirmed.", ID).by_moves().counted(),
    }
}
