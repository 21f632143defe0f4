//! What is kept of a lead, one line a field.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rules::Silence;
use crate::access::Role;
use crate::entries::description::{Field, Kind, YUAN, field, line, words};
use crate::vocabulary::bounds::{NAME, PHONE};
use crate::vocabulary::leads as say;

crate::text_enum! {
    /// What is to be won.
    pub enum LeadKind {
        /// 招商: an investment.
        Investment = "investment",
        /// 引才: a talent, or several.
        Talent = "talent",
    }
}

crate::text_enum! {
    /// Why it was given up (终止原因).
    pub enum Ground {
        NoIntent = "no_intent",
        Elsewhere = "elsewhere",
        Land = "land",
        Policy = "policy",
        Environment = "environment",
        Funds = "funds",
        /// Its contract was dissolved.
        Broken = "broken",
        Other = "other",
    }
}

crate::in_words!(LeadKind, crate::vocabulary::leads::KIND);
crate::in_words!(Ground, crate::vocabulary::leads::GROUND);

crate::default_words!(LeadKind: Investment);

/// Somebody to talk with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    #[serde(default)]
    pub post: Option<String>,
    #[serde(default)]
    pub phone: Option<String>,
}

/// The most people that a lead has contacts of.
pub const CONTACTS: usize = 10;
/// The most people that a lead of talent is about.
pub const PEOPLE: i64 = 10_000;
/// The most working days of a limit.
pub const DAYS: i64 = 250;

pub const LIMIT: Kind = Kind::Integer {
    least: 1,
    most: DAYS,
};
pub const LEAD: Kind = Kind::Entry { ledger: "leads" };
pub const PROJECT: Kind = Kind::Entry { ledger: "projects" };

const CONTACT: &[Field] = &[
    field("name", "姓名", "What somebody there is called.", line(NAME))
        .required()
        .personal(),
    field("post", "职务", "What they are there.", line(NAME)),
    field("phone", "电话", "How to reach them.", line(PHONE)).personal(),
];

const SILENCE: &[Field] = &[
    field("answer_days", "答复时限", "Working days.", LIMIT),
    field("assess_days", "研判时限", "Working days.", LIMIT),
    field("feedback_days", "反馈时限", "Working days.", LIMIT),
    field("progress_days", "进展时限", "Working days.", LIMIT),
];

/// Who isn't told which lead another unit has.
const UNITS: &[Role] = &[Role::ParkStaff, Role::DepartmentStaff];

crate::entry_fields! {
    /// A lead: an investment or a talent that might come.
    pub struct Lead, LeadPatch, FIELDS {
        kind: LeadKind = ("类别", "What is to be won; it stays as it was filed.", words(say::KIND)).required().counted().in_file().also(&["线索类别"]),
        name: String = ("项目(人才)名称", "The project, or the post and field of a talent; never what a person is called.", line(NAME)).required().in_file().also(&["项目名称", "名称", "人才项目名称"]),
        investor: Option<String> = ("投资方", "Who would invest, needed for an investment; of a talent who would employ them.", line(NAME)).in_file().also(&["投资单位", "投资企业", "用人单位"]),
        credit_code: Option<String> = ("统一社会信用代码", "The investor's code (GB 32100).", line(18)).in_file().also(&["信用代码", "社会信用代码"]),
        origin: Option<String> = ("来源地", "Where the investor or the talent comes from.", line(NAME)).in_file().also(&["所在地"]),
        industry: Option<String> = ("主导产业", "One of the leading industries that `GET /leads/terms` tells; anything where it tells none.", line(NAME)).in_file().also(&["产业", "所属产业"]),
        source: Option<String> = ("来源", "How it was heard of; `existing` with `enterprise_id` or `source_name`.", words(say::SOURCE)).required().counted().in_file().also(&["线索来源"]),
        source_name: Option<String> = ("介绍单位", "Who told of it.", line(NAME)).in_file().also(&["介绍人单位"]),
        planned_yuan: Option<i64> = ("拟投资(万元)", "What may be invested.", YUAN).in_file().also(&["计划投资"]),
        people: Option<i64> = ("人数(人)", "How many talents; 1 where absent.", Kind::Integer { least: 1, most: PEOPLE }).in_file(),
        flexible: Option<bool> = ("柔性引进", "Whether a talent would work here without moving here.", Kind::Flag).in_file(),
        person: Option<String> = ("人才姓名", "What the talent is called.", line(NAME)).personal(),
        contacts: Option<Vec<Contact>> = ("联系人", "Whom to talk with.", Kind::Records { fields: CONTACT, most: CONTACTS }).personal(),
        increase_of: Option<i64> = ("增资", "The lead that this is more money of: its amount counts, and no further project.", LEAD).counted(),
        reported_on: Option<NaiveDate> = ("首报日期", "The day it was first reported.", Kind::Day).by_moves().out_only(),
        first_unit: Option<String> = ("首报单位", "The unit that reported it, as it was called then.", line(NAME)).by_moves().out_only(),
        first_report_until: Option<NaiveDate> = ("首报有效期至", "The last day on which another unit's like lead is contested; progress moves it on.", Kind::Day).by_moves().filtered(),
        contested: Option<bool> = ("有争议", "Whether another unit reported a like lead before, and the coordinator hasn't ruled yet.", Kind::Flag).by_moves().counted(),
        contested_unit: Option<String> = ("在先单位", "The unit that did.", line(NAME)).by_moves(),
        contested_on: Option<NaiveDate> = ("在先日期", "The day on which it did.", Kind::Day).by_moves(),
        contested_number: Option<String> = ("在先线索", "The number of that lead; for the office alone.", line(40)).by_moves().hidden_from(UNITS),
        active_on: Option<NaiveDate> = ("最近进展日期", "The day of the last move that says something new.", Kind::Day).by_moves(),
        silence: Option<Silence> = ("时限规则", "How long nobody may hear of it, as the rules were on that day.", Kind::Group { fields: SILENCE }).by_moves(),
        framework_on: Option<NaiveDate> = ("框架协议日期", "The day a framework was signed, which is no contract.", Kind::Day).by_moves().counted(),
        framework_no: Option<String> = ("框架协议编号", "The number of that framework.", line(NAME)).by_moves(),
        framework_yuan: Option<i64> = ("框架协议金额(万元)", "What that framework speaks of.", YUAN).by_moves(),
        signed_on: Option<NaiveDate> = ("签约日期", "The day its contract was signed.", Kind::Day).by_moves().counted().in_file(),
        contract_no: Option<String> = ("合同编号", "The number of that contract, which no other lead has.", line(NAME)).by_moves().in_file(),
        amount_yuan: Option<i64> = ("合同金额(万元)", "What that contract comes to.", YUAN).by_moves().in_file(),
        landed_on: Option<NaiveDate> = ("落地日期", "The day it landed; of a talent, arrived.", Kind::Day).by_moves().counted().in_file(),
        project_id: Option<i64> = ("落地项目", "The project it landed on.", PROJECT).by_moves().filtered(),
        project_number: Option<String> = ("落地项目编号", "The number of that project.", line(40)).by_moves().out_only(),
        landed_enterprise_id: Option<i64> = ("落地企业", "The enterprise it landed in.", Kind::Enterprise).by_moves(),
        lost_ground: Option<Ground> = ("终止原因", "Why it was given up.", words(say::GROUND)).by_moves().counted().out_only(),
    }
}

impl Lead {
    pub fn is_investment(&self) -> bool {
        self.kind == LeadKind::Investment
    }

    pub fn is_contested(&self) -> bool {
        self.contested == Some(true)
    }

    /// How many people it is about.
    pub fn people(&self) -> i64 {
        self.people.unwrap_or(1)
    }
}
