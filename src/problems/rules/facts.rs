//! What the moves of a problem depend on, read in the transaction of the write.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::table::Relation;
use super::words::{Outcome, RequestKind, Status};
use crate::access::Role;
use crate::base::Text;

/// After so many days on which nobody was found, a problem may be closed unheard.
pub const UNREACHED_DAYS: usize = 3;

/// Who asks, as far as the rules care.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requester {
    pub user_id: i64,
    pub role: Role,
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
}

/// One problem, as its rules see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub status: Status,
    pub outcome: Option<Outcome>,
    pub park_id: i64,
    pub lead: Option<Lead>,
    pub supports: Vec<Support>,
    /// Departments that had it once.
    pub former: Vec<i64>,
    pub pending: Vec<Pending>,
    /// Since the last resolve, oldest first.
    pub follow_ups: Vec<Asked>,
    pub resolved_by: Option<ResolvedBy>,
}

/// The current lead department with what its moves hang on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lead {
    pub department_id: i64,
    /// A return was refused; there is no second one.
    pub is_final: bool,
    /// From then on it is too late to return it; no limit where there is none.
    pub return_ends: Option<DateTime<Utc>>,
    /// Why no extension can be asked for at present, as the deadlines' rules see it.
    pub extension_refusal: Option<(&'static str, Text)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    pub department_id: i64,
    pub finished: bool,
}

/// A request that waits for a ruling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pending {
    pub kind: RequestKind,
    pub asked_by: i64,
}

/// A follow-up, as far as closing cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub on: NaiveDate,
    pub reached: bool,
    pub solved: Option<bool>,
}

/// Who said it was done. On the spot there is no department; on behalf, the user is who recorded it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ResolvedBy {
    pub user_id: i64,
    pub department_id: Option<i64>,
}

/// In whose name a move is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    Own,
    /// `on_behalf_of.department_id`.
    Department(i64),
}

impl Facts {
    /// What somebody is to this problem. A person of another park or of no department on it is nothing to it.
    pub fn hats(&self, person: &Requester) -> Vec<Relation> {
        match person.role {
            Role::Coordinator => vec![Relation::Coordinator],
            Role::Leader => vec![Relation::Leader],
            Role::ParkStaff if person.park_id == Some(self.park_id) => vec![Relation::Park],
            Role::DepartmentStaff => person
                .department_id
                .map(|department| self.hats_of(department))
                .unwrap_or_default(),
            Role::ParkStaff | Role::Admin | Role::Auditor => vec![],
        }
    }

    /// Whether somebody works the case, and may therefore call the enterprise: the park, the coordinator
    /// and, until it is closed or excluded, the departments on it.
    pub fn is_at_work(&self, person: &Requester) -> bool {
        let goes_on = self.status.is_open() || self.status == Status::Resolved;
        self.hats(person).iter().any(|hat| match hat {
            Relation::Park | Relation::Coordinator => true,
            Relation::Lead | Relation::Support => goes_on,
            Relation::Former | Relation::Leader => false,
        })
    }

    pub(super) fn hats_of(&self, department: i64) -> Vec<Relation> {
        let mut hats = vec![];
        if self
            .lead
            .as_ref()
            .is_some_and(|lead| lead.department_id == department)
        {
            hats.push(Relation::Lead);
        }
        if self
            .supports
            .iter()
            .any(|support| support.department_id == department)
        {
            hats.push(Relation::Support);
        }
        if hats.is_empty() && self.former.contains(&department) {
            hats.push(Relation::Former);
        }
        hats
    }

    pub(super) fn pending(&self, kind: RequestKind) -> Option<&Pending> {
        self.pending.iter().find(|request| request.kind == kind)
    }

    /// Heard and not contradicted, or three days of finding nobody.
    pub(super) fn is_confirmed(&self) -> bool {
        let answers = || self.follow_ups.iter().filter(|asked| asked.reached);
        if self.outcome == Some(Outcome::Explained) && answers().next().is_some() {
            return true;
        }
        match answers().filter_map(|asked| asked.solved).next_back() {
            Some(last) => last,
            None => {
                let days: BTreeSet<_> = self
                    .follow_ups
                    .iter()
                    .filter(|asked| !asked.reached)
                    .map(|asked| asked.on)
                    .collect();
                days.len() >= UNREACHED_DAYS
            }
        }
    }
}

impl ResolvedBy {
    pub(super) fn is(&self, person: &Requester) -> bool {
        self.user_id == person.user_id
            || (self.department_id.is_some() && self.department_id == person.department_id)
    }
}
