//! What is kept of a drive.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::entries::description::{Field, Kind, field, line, text, words};
use crate::vocabulary::bounds::{LINE, NAME, TEXT};
use crate::vocabulary::drives as say;

/// The calendar days after its beginning on which an emergency drive ends at the latest.
pub const EMERGENCY_DAYS: i64 = 90;
/// The most groups, lines of the checklist and targets of a drive.
pub const GROUPS: usize = 50;
pub const ITEMS: usize = 100;
pub const TARGETS: usize = 500;

crate::text_enum! {
    /// What a drive is for.
    pub enum DriveNature {
        /// Visits that advise: nothing is ordered, and they may be declined.
        Guidance = "guidance",
        /// Checks for a danger that its basis names, for 90 days at most.
        Emergency = "emergency",
        /// Inspections by departments that enforce the law.
        Inspection = "inspection",
    }
}

crate::text_enum! {
    /// How grave a hazard is.
    pub enum HazardLevel {
        Ordinary = "ordinary",
        Major = "major",
    }
}

crate::in_words!(DriveNature, crate::vocabulary::drives::NATURE);
crate::in_words!(HazardLevel, crate::vocabulary::drives::LEVEL);

crate::default_words!(DriveNature: Guidance, HazardLevel: Ordinary);

/// A working group; it is named by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub name: String,
    #[serde(default)]
    pub members: Option<String>,
}

/// A line of the checklist; it is named by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub text: String,
    /// How grave a hazard is that it finds, where people see it no other way.
    #[serde(default)]
    pub level: Option<HazardLevel>,
}

/// An enterprise or site that a drive goes to; it is named by its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    #[serde(default)]
    pub enterprise_id: Option<i64>,
    pub name: String,
    pub park_id: i64,
}

const GROUP: &[Field] = &[
    field("name", "小组名称", "What the group is called.", line(NAME)).required(),
    field("members", "成员", "Who is in it.", line(LINE)),
];
const ITEM: &[Field] = &[
    field(
        "text",
        "检查项",
        "What is looked at, so that `yes` is right.",
        line(LINE),
    )
    .required(),
    field(
        "level",
        "隐患等级",
        "How grave a hazard is proposed to be that it finds; `ordinary` where absent.",
        words(say::LEVEL),
    ),
];
const TARGET: &[Field] = &[
    field(
        "enterprise_id",
        "企业",
        "The enterprise, where it is a known one.",
        Kind::Enterprise,
    ),
    field(
        "name",
        "企业(场所)",
        "What the enterprise or site is called.",
        line(NAME),
    )
    .required(),
    field(
        "park_id",
        "园区",
        "The park it is in: the enterprise's.",
        Kind::Park,
    )
    .required(),
];

crate::entry_fields! {
    /// A drive.
    pub struct Drive, DrivePatch, FIELDS {
        name: String = ("行动名称", "What the drive is called.", line(NAME)).required().in_file().also(&["专项行动", "行动"]),
        nature: DriveNature = ("性质", "What it is for; `guidance` where absent. `inspection` is refused as long as there is no ledger of inspections.", words(say::NATURE)).counted().in_file().also(&["行动性质"]),
        basis: Option<String> = ("依据", "The document or danger that it rests on; needed for an emergency.", text(TEXT)).in_file(),
        from_on: Option<NaiveDate> = ("开始日期", "Its first day.", Kind::Day).required().filtered().in_file().also(&["开始时间"]),
        until_on: Option<NaiveDate> = ("结束日期", "Its last day, not before the first; that of an emergency at most 90 calendar days after it.", Kind::Day).required().filtered().in_file().also(&["结束时间"]),
        groups: Option<Vec<Group>> = ("工作小组", "Its working groups, which checks name by their places, from 1.", Kind::Records { fields: GROUP, most: GROUPS }),
        checklist: Option<Vec<Item>> = ("检查清单", "What is looked at; answers name the lines by their places, from 1.", Kind::Records { fields: ITEM, most: ITEMS }),
        targets: Option<Vec<Target>> = ("检查对象", "The enterprises and sites that it goes to, each once; checks name them by their places, from 1.", Kind::Records { fields: TARGET, most: TARGETS }),
    }
}

impl Drive {
    pub fn is_guidance(&self) -> bool {
        self.nature == DriveNature::Guidance
    }

    pub fn target(&self, position: i64) -> Option<&Target> {
        at(self.targets.as_deref(), position)
    }

    pub fn group(&self, position: i64) -> Option<&Group> {
        at(self.groups.as_deref(), position)
    }

    pub fn item(&self, position: i64) -> Option<&Item> {
        at(self.checklist.as_deref(), position)
    }
}

/// What is at a place, from 1.
fn at<T>(all: Option<&[T]>, position: i64) -> Option<&T> {
    let index = usize::try_from(position).ok()?.checked_sub(1)?;
    all?.get(index)
}

/// The kind of a place in a list of a drive.
pub(super) const fn position(most: usize) -> Kind {
    Kind::Integer {
        least: 1,
        most: most as i64,
    }
}
