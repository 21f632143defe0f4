//! What a report tells of a ledger besides that of problems: its sentence, its numbers by park, what is late.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::statistics::rules::percent::Rate;

/// A ledger in a report. It says all that is printed of it, so that a closed report is drawn without asking again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerSection {
    /// The ledger's code.
    #[schema(example = "projects")]
    pub ledger: String,
    /// What it is called.
    #[schema(example = "项目建设")]
    pub name: String,
    /// What its entries are called.
    #[schema(example = "项目")]
    pub entry: String,
    /// The day at whose end its figures are taken; in a month's report it may lie after the month.
    #[schema(example = "2021-08-16")]
    pub as_of: NaiveDate,
    /// The month up to which amounts are told; null where none are: in a ledger without months, and in the weeks
    /// between two due days.
    #[schema(example = "2021-07")]
    pub through: Option<String>,
    /// The month up to which the sentence tells money; null where it tells none.
    #[serde(default)]
    #[schema(example = "2021-07")]
    pub money_through: Option<String>,
    /// The sentence for the newspaper.
    #[schema(example = "省、市重点项目12个，已开工7个，开工率58.3%，未开工5个。")]
    pub sentence: String,
    /// The clauses of a month's report; none in others.
    pub clauses: Vec<LedgerClause>,
    /// The columns of the table by park.
    pub columns: Vec<LedgerColumn>,
    /// The table by park.
    pub parks: Vec<LedgerRow>,
    /// The same of all together.
    pub totals: LedgerRow,
    /// The entries whose next milestone is past, or what else they owe, the longest first (逾期).
    pub late: Vec<LateEntry>,
    /// How many of the entries that owed a report of the month gave it; null where `through` is.
    pub reported: Option<Rate>,
    /// Those that didn't.
    pub unreported: Vec<UnreportedEntry>,
}

/// A clause of a month's report about a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerClause {
    /// What it is about.
    #[schema(example = "开工情况")]
    pub name: String,
    /// What it says.
    #[schema(example = "年度新建计划12个，本年开工7个，年度开工率58.3%。")]
    pub text: String,
}

crate::text_enum! {
    /// What stands in a column of a ledger's table.
    pub enum LedgerColumnKind {
        Count = "count",
        Rate = "rate",
        /// A decimal number, as text.
        Amount = "amount",
    }
}

/// A column of a ledger's table by park.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerColumn {
    /// What it is called in the ledger's statistics; `late` is how many stand in the list of late ones.
    #[schema(example = "period.settled")]
    pub name: String,
    /// Its heading.
    #[schema(example = "本周办结")]
    pub heading: String,
    /// What stands in it.
    pub kind: LedgerColumnKind,
}

/// A row of a ledger's table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerRow {
    /// The park; null for entries of no park, and in the row of all.
    pub park_id: Option<i64>,
    /// The park's name.
    #[schema(example = "沙河产业园区")]
    pub name: String,
    /// The cells, in the order of the columns.
    pub cells: Vec<LedgerCell>,
}

/// A cell: that of its column's kind is there; none is where there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LedgerCell {
    /// How many.
    pub count: Option<i64>,
    /// A rate with what it is made of.
    pub rate: Option<Rate>,
    /// A decimal number.
    #[schema(example = "629.0")]
    pub amount: Option<String>,
}

/// An entry whose next milestone is past, or what else it owes, as it was on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LateEntry {
    pub id: i64,
    /// The entry's number.
    #[schema(example = "SH-XM-2021-001")]
    pub number: String,
    /// What it is called.
    #[schema(example = "聚合庄生态农庄")]
    pub title: String,
    /// The park; null where it belongs to none.
    pub park_id: Option<i64>,
    /// The park's name.
    #[schema(example = "沙河产业园区")]
    pub park: Option<String>,
    /// The department whose the milestone is; null where the park's.
    pub department_id: Option<i64>,
    /// The department's name.
    #[schema(example = "经济发展局")]
    pub department: Option<String>,
    /// The milestone, or what else was due, such as 制定一企一策.
    #[schema(example = "主体封顶")]
    pub milestone: String,
    /// The day by which it was due.
    pub due_on: NaiveDate,
    /// The day by which it was first due.
    pub original_due_on: NaiveDate,
}

/// An entry that owes a month's report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnreportedEntry {
    pub id: i64,
    /// The entry's number.
    #[schema(example = "SH-XM-2021-001")]
    pub number: String,
    /// What it is called today.
    #[schema(example = "聚合庄生态农庄")]
    pub title: String,
    /// The park; null where it belongs to none.
    pub park_id: Option<i64>,
    /// The park's name.
    #[schema(example = "沙河产业园区")]
    pub park: Option<String>,
    /// The last month that was reported of it; null where none was.
    #[schema(example = "2021-06")]
    pub last_month: Option<String>,
}
