//! A problem's history as a ledger tells it, each step on its own day.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::words::{Level, Outcome, Severity, Source};

/// What is told of a problem after the fact; the days are in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// The ledger's own number, where it can be kept.
    pub number: Option<String>,
    pub title: String,
    pub description: String,
    pub park_id: i64,
    pub enterprise_id: Option<i64>,
    pub site_name: Option<String>,
    pub source: Source,
    pub source_reference: Option<String>,
    pub source_due_on: Option<NaiveDate>,
    pub category_id: Option<i64>,
    pub severity: Severity,
    pub level: Level,
    pub confidential: bool,
    pub raised_on: NaiveDate,
    /// What the ledger says besides, for the event of filing.
    pub ledger: Value,
    pub handed: Option<Handed>,
    pub accepted_on: Option<NaiveDate>,
    /// Extensions that were granted, all of them up to the limit.
    pub extensions: u32,
    /// What was reported of a problem that is still open.
    pub progress: Option<Reported>,
    pub resolved: Option<Resolved>,
    pub answered: Option<Answered>,
    /// 持续跟踪 until that day.
    pub tracked_until: Option<NaiveDate>,
    pub closed_on: Option<NaiveDate>,
}

/// 交办.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handed {
    pub on: NaiveDate,
    pub lead: i64,
    pub supporting: Vec<i64>,
    /// 办结时限.
    pub limit_on: Option<NaiveDate>,
    /// 责任人.
    pub handler: Option<String>,
}

/// 进展.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    pub text: String,
    pub next_step: Option<String>,
    pub next_on: Option<NaiveDate>,
}

/// 办结.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    pub on: NaiveDate,
    pub outcome: Outcome,
    pub resolution: String,
    pub remaining: Option<String>,
    pub next_step: Option<String>,
    pub next_on: Option<NaiveDate>,
}

/// 回访.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub on: NaiveDate,
    pub solved: Option<bool>,
    pub satisfaction: Option<i32>,
}
