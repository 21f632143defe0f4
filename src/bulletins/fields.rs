//! What is kept of a bulletin, and what it says once it is issued.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::access::Role;
use crate::activities::ActivityKind;
use crate::entries::description::{Field, Kind, field, line, text, words};
use crate::vocabulary::activities as say;
use crate::vocabulary::bounds::{LETTERHEAD, LINE, NAME, REPORT_NUMBER, TEXT};

/// The most case studies and activities that a bulletin tells of.
pub const STUDIES: usize = 20;
pub const ACTIVITIES: usize = 50;

/// An activity, as a bulletin tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulletinActivity {
    /// The day it was held.
    pub on: Option<NaiveDate>,
    /// What it was called.
    pub name: String,
    /// What kind of activity it was.
    pub kind: ActivityKind,
    /// Where it took place.
    pub place: Option<String>,
    /// Who held it.
    pub host: String,
    /// How many enterprises were there.
    pub enterprises: i64,
    /// How many experts were there.
    pub experts: i64,
}

/// A case study, as a bulletin tells of it: the enterprise is named where it had agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulletinCase {
    /// What it is called.
    pub name: String,
    /// Whose problem was solved: 某企业 where the enterprise hadn't agreed to be named.
    pub enterprise: String,
    /// The park it is in.
    pub park: Option<String>,
    /// Who solved it.
    pub lead: Option<String>,
    /// The day it was raised.
    pub raised_on: Option<NaiveDate>,
    /// The day it was resolved.
    pub resolved_on: Option<NaiveDate>,
    /// Working days from raising to resolving.
    pub working_days: Option<i64>,
    /// What a person wrote of it.
    pub text: Option<String>,
}

/// What a bulletin says besides what a person wrote: kept as it was when it was issued.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BulletinContent {
    /// The issuing body (发文机关标志).
    pub issuing_body: String,
    /// Whether that stands in red over a red line.
    pub red_head: bool,
    /// Who signs (署名).
    pub signature: String,
    /// Activities that were held in the period (场次).
    pub held: i64,
    /// Enterprises that were there, each as often as it came (家次).
    pub times: i64,
    /// Enterprises that were there, each once (家).
    pub enterprises: i64,
    /// People of theirs (人次).
    pub people: i64,
    /// Experts, each as often as they came (专家人次).
    pub experts: i64,
    /// Matches of these activities (对接).
    pub matches: i64,
    /// Those of them that were agreed or signed (达成).
    pub reached: i64,
    /// The activities that it tells of.
    pub activities: Vec<BulletinActivity>,
    /// The case studies that it tells of.
    pub cases: Vec<BulletinCase>,
}

const COUNT: Kind = Kind::Integer {
    least: 0,
    most: i64::MAX,
};
const ACTIVITY: &[Field] = &[
    field("on", "日期", "The day it was held.", Kind::Day),
    field("name", "活动名称", "What it was called.", line(NAME)),
    field("kind", "类型", "What kind it was.", words(say::KIND)),
    field("place", "地点", "Where it took place.", line(NAME)),
    field("host", "主办单位", "Who held it.", line(NAME)),
    field("enterprises", "参加企业", "How many were there.", COUNT),
    field("experts", "专家", "How many were there.", COUNT),
];
const CASE: &[Field] = &[
    field("name", "案例标题", "What it is called.", line(LINE)),
    field(
        "enterprise",
        "企业",
        "What it is called in print.",
        line(NAME),
    ),
    field("park", "园区", "Where it is.", line(NAME)),
    field("lead", "承办单位", "Who solved it.", line(NAME)),
    field("raised_on", "提出日期", "The day it was raised.", Kind::Day),
    field(
        "resolved_on",
        "办结日期",
        "The day it was resolved.",
        Kind::Day,
    ),
    field("working_days", "用时(工作日)", "How long it took.", COUNT),
    field("text", "正文", "What was written of it.", text(TEXT)),
];
const CONTENT: &[Field] = &[
    field(
        "issuing_body",
        "发文机关",
        "Who issued it.",
        line(LETTERHEAD),
    ),
    field(
        "red_head",
        "红头",
        "Whether that stands in red.",
        Kind::Flag,
    ),
    field("signature", "署名", "Who signed it.", line(LETTERHEAD)),
    field("held", "场次", "Activities.", COUNT),
    field(
        "times",
        "家次",
        "Enterprises, as often as they came.",
        COUNT,
    ),
    field("enterprises", "家", "Enterprises, each once.", COUNT),
    field("people", "人次", "People of theirs.", COUNT),
    field("experts", "专家人次", "Experts.", COUNT),
    field("matches", "对接", "Matches.", COUNT),
    field(
        "reached",
        "达成",
        "Those that were agreed or signed.",
        COUNT,
    ),
    field(
        "activities",
        "活动",
        "What it tells of activities.",
        Kind::Records {
            fields: ACTIVITY,
            most: ACTIVITIES,
        },
    ),
    field(
        "cases",
        "案例",
        "What it tells of case studies.",
        Kind::Records {
            fields: CASE,
            most: STUDIES,
        },
    ),
];

/// The paper tells it, in its formats; as a field it would only be told twice.
const EVERYBODY: &[Role] = &[
    Role::Coordinator,
    Role::ParkStaff,
    Role::DepartmentStaff,
    Role::Leader,
];

crate::entry_fields! {
    /// A bulletin.
    pub struct Bulletin, BulletinPatch, FIELDS {
        issue_number: String = ("期号", "The number of the issue, which no other issued bulletin has.", line(REPORT_NUMBER)).required().in_file(),
        from_on: Option<NaiveDate> = ("起始日期", "The first day of its period.", Kind::Day).required().filtered().in_file(),
        to_on: Option<NaiveDate> = ("截止日期", "The last day of its period, not before the first.", Kind::Day).required().filtered().in_file(),
        text: Option<String> = ("导语", "What a person writes before its numbers.", text(TEXT)).in_file(),
        activity_ids: Option<Vec<i64>> = ("活动", "The activities that it tells of, in this order.", Kind::Entries { ledger: "activities", most: ACTIVITIES }),
        case_study_ids: Option<Vec<i64>> = ("典型案例", "The case studies that it tells of, in this order.", Kind::Entries { ledger: "case_studies", most: STUDIES }),
        issued_on: Option<NaiveDate> = ("签发日期", "The day it was issued.", Kind::Day).by_moves().counted().out_only(),
        content: Option<BulletinContent> = ("刊印内容", "What it says since it was issued.", Kind::Group { fields: CONTENT }).by_moves().hidden_from(EVERYBODY),
    }
}
