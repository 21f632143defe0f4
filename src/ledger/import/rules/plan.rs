//! What a row becomes, and what a check of it came to.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::row::RowIssue;
use crate::base::given::Date;
use crate::directory::input::EnterpriseIn;
use crate::entries::rules::history::Past;
use crate::problems::rules::history::History;
use crate::visits::rules::VisitIn;

/// Something of the directory: there already, or to be made under this name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum DirectoryRef {
    Id(i64),
    New(String),
}

/// An enterprise: none, there already, or to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    Nobody,
    Id(i64),
    New {
        name: String,
        credit_code: Option<String>,
    },
}

/// A row that becomes something new. Ids of what is made first are filled in when it is published.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Plan {
    Problem(Box<ProblemPlan>),
    Visit {
        park: DirectoryRef,
        enterprise: Owner,
        body: Box<ImportedVisit>,
    },
    Enterprise {
        park: DirectoryRef,
        body: Box<ImportedEnterprise>,
    },
    Entry(Box<EntryPlan>),
}

/// An entry of a ledger, whose code the import names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct EntryPlan {
    /// None where the ledger has entries of the whole district.
    pub park: Option<DirectoryRef>,
    pub enterprise: Owner,
    pub department: Option<DirectoryRef>,
    pub past: Past,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProblemPlan {
    pub park: DirectoryRef,
    pub enterprise: Owner,
    pub category: Option<DirectoryRef>,
    pub lead: Option<DirectoryRef>,
    pub supporting: Vec<DirectoryRef>,
    pub history: History,
}

/// [`VisitIn`], as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportedVisit {
    pub site_name: Option<String>,
    pub visited_on: chrono::NaiveDate,
    pub participants: Vec<String>,
    pub summary: Option<String>,
}

impl ImportedVisit {
    pub fn body(self, park_id: i64, enterprise_id: Option<i64>) -> VisitIn {
        VisitIn {
            park_id: Some(park_id),
            enterprise_id,
            project_id: None,
            as_progress: false,
            operating_status: None,
            site_name: self.site_name,
            visited_on: Date::kept(self.visited_on),
            participants: self.participants,
            summary: self.summary,
            problems: vec![],
        }
    }
}

/// [`EnterpriseIn`], as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportedEnterprise {
    pub name: String,
    pub credit_code: Option<String>,
    pub industry: Option<String>,
    pub size: Option<crate::directory::rules::EnterpriseSize>,
    pub tags: Vec<String>,
    pub operating_status: Option<crate::directory::rules::OperatingStatus>,
    pub operating_status_since: Option<chrono::NaiveDate>,
    pub assisting_leader: Option<String>,
    pub liaison_user_id: Option<i64>,
    pub contacts: Vec<crate::directory::input::Contact>,
}

impl ImportedEnterprise {
    pub fn body(self, park_id: i64) -> EnterpriseIn {
        EnterpriseIn {
            name: self.name,
            credit_code: self.credit_code,
            park_id,
            industry: self.industry,
            size: self.size,
            tags: self.tags,
            operating_status: self.operating_status,
            operating_status_since: self.operating_status_since.map(Date::kept),
            assisting_leader: self.assisting_leader,
            liaison_user_id: self.liaison_user_id,
            contacts: self.contacts,
        }
    }
}

/// What became of a row.
#[derive(Debug)]
pub enum Verdict {
    New(Plan),
    /// There already, just so.
    Same,
    /// There already, with other values, which stay.
    Different,
    Wrong,
}

/// A row with its verdict and what is said of it.
#[derive(Debug)]
pub struct Checked {
    pub row: u32,
    pub verdict: Verdict,
    pub issues: Vec<RowIssue>,
}

/// What a file makes in the directory, because it isn't there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Making {
    /// The names of the parks that are made.
    #[schema(example = json!(["沙河产业园区"]))]
    pub parks: BTreeSet<String>,
    /// The names of the departments that are made.
    #[schema(example = json!(["华辰电力公司"]))]
    pub departments: BTreeSet<String>,
    /// The names of the categories that are made.
    #[schema(example = json!(["用电"]))]
    pub categories: BTreeSet<String>,
    /// How many enterprises are made.
    pub enterprises: usize,
}
