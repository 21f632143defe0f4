//! What is kept of an activity.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::entries::description::{Field, Kind, field, line, text, words};
use crate::vocabulary::activities as say;
use crate::vocabulary::bounds::{NAME, TEXT};

/// The most experts and enterprises of an activity, and people of an enterprise.
pub const EXPERTS: usize = 50;
pub const ATTENDANCE: usize = 300;
pub const PEOPLE: i64 = 9_999;

crate::text_enum! {
    /// What kind of activity it is.
    pub enum ActivityKind {
        Roadshow = "roadshow",
        Matchmaking = "matchmaking",
        Training = "training",
        Consultation = "consultation",
        Other = "other",
    }
}

crate::in_words!(ActivityKind, crate::vocabulary::activities::KIND);

crate::default_words!(ActivityKind: Other);

/// Somebody who advises at an activity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expert {
    pub name: String,
    #[serde(default)]
    pub organisation: Option<String>,
}

/// An enterprise that was there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    #[serde(default)]
    pub enterprise_id: Option<i64>,
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub people: Option<i64>,
}

const EXPERT: &[Field] = &[
    field("name", "姓名", "What the expert is called.", line(NAME)).required(),
    field("organisation", "单位", "Where they work.", line(NAME)),
];
const ATTENDED: &[Field] = &[
    field(
        "enterprise_id",
        "企业",
        "The enterprise, where it is a known one.",
        Kind::Enterprise,
    ),
    field(
        "name",
        "企业名称",
        "What it is called; needed where no `enterprise_id` is given.",
        line(NAME),
    ),
    field(
        "people",
        "人数",
        "How many came; 1 where absent.",
        Kind::Integer {
            least: 1,
            most: PEOPLE,
        },
    ),
];

/// The list of those who were there.
pub(super) const LIST: Field = field(
    "attendance",
    "参加企业",
    "The enterprises that were there, each once.",
    Kind::Records {
        fields: ATTENDED,
        most: ATTENDANCE,
    },
);

crate::entry_fields! {
    /// An activity.
    pub struct Activity, ActivityPatch, FIELDS {
        name: String = ("活动名称", "What the activity is called.", line(NAME)).required().in_file().also(&["活动", "名称"]),
        kind: ActivityKind = ("类型", "What kind of activity it is.", words(say::KIND)).required().counted().in_file().also(&["活动类型"]),
        planned_on: Option<NaiveDate> = ("计划日期", "The day it is planned for.", Kind::Day).required().filtered().in_file(),
        place: Option<String> = ("地点", "Where it takes place.", line(NAME)).required().in_file().also(&["活动地点"]),
        experts: Option<Vec<Expert>> = ("专家", "Who advises there.", Kind::Records { fields: EXPERT, most: EXPERTS }).out_only(),
        text: Option<String> = ("内容", "What it is about.", text(TEXT)).in_file().also(&["活动内容", "简介"]),
        held_on: Option<NaiveDate> = ("日期", "The day it was held.", Kind::Day).by_moves().counted().in_file().also(&["举办日期", "活动日期"]),
        attendance: Option<Vec<Attended>> = (LIST.heading, LIST.about, LIST.kind).by_moves().out_only(),
        summary: Option<String> = ("总结", "What it came to.", text(TEXT)).by_moves().in_file(),
    }
}
