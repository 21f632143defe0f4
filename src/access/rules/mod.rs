//! Roles, scope and the person behind a request.

pub mod failures;
pub mod password;
pub mod user;

use serde_json::Value;

use crate::audit::Entry;
use crate::base::{Error, Result};
use crate::text_enum;

text_enum! {
    /// What an account may do.
    pub enum Role {
        /// Keeps accounts, directory, time limits, calendar and settings; reads no cases (系统管理员).
        Admin = "admin",
        /// The campaign office (活动办): handles all cases, keeps directory, time limits and calendar.
        Coordinator = "coordinator",
        /// Visits, files and follows up for one park (园区工作人员).
        ParkStaff = "park_staff",
        /// Works on the problems that one department is or was assigned (承办单位).
        DepartmentStaff = "department_staff",
        /// Reads all cases, statistics and reports, and supervises (领导).
        Leader = "leader",
        /// Reads the audit trail and nothing else (安全审计员).
        Auditor = "auditor",
    }
}

crate::in_words!(Role, crate::vocabulary::people::ROLE);

/// Which cases somebody sees. Store functions take it, so that a list, a count and a lookup by id
/// can't disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    All,
    /// The cases filed in (or transferred to) this park.
    Park(i64),
    /// The cases this department is or was assigned.
    Department(i64),
    Nothing,
}

/// Somebody signed in, as their account stands at this request.
#[derive(Debug, Clone)]
pub struct Actor {
    pub id: i64,
    pub name: String,
    pub role: Role,
    pub park_id: Option<i64>,
    pub department_id: Option<i64>,
    /// None on the command line and in the demo's telling.
    pub session_id: Option<i64>,
    pub request_id: Option<String>,
    pub address: Option<String>,
    pub must_change_password: bool,
}

impl Actor {
    /// The cases this person sees.
    pub fn cases(&self) -> Scope {
        match (self.role, self.park_id, self.department_id) {
            (Role::Coordinator | Role::Leader, ..) => Scope::All,
            (Role::ParkStaff, Some(park), _) => Scope::Park(park),
            (Role::DepartmentStaff, _, Some(department)) => Scope::Department(department),
            _ => Scope::Nothing,
        }
    }

    /// An audit entry in this person's name.
    pub fn entry(
        &self,
        action: impl Into<String>,
        target: &'static str,
        id: i64,
        data: Value,
    ) -> Entry {
        Entry {
            actor_id: Some(self.id),
            actor_name: Some(self.name.clone()),
            actor_role: Some(self.role.as_str().to_owned()),
            action: action.into(),
            target,
            target_id: Some(id),
            request_id: self.request_id.clone(),
            address: self.address.clone(),
            data,
        }
    }

    /// Refuses others than these roles, where a route serves more than may do a thing.
    ///
    /// # Errors
    /// 403.
    pub fn require(&self, roles: &[Role]) -> Result<()> {
        if roles.contains(&self.role) {
            Ok(())
        } else {
            Err(Error::forbidden(
                "access.not_yours",
                "您没有办理此事项的权限",
                "This is not yours to do.",
            ))
        }
    }
}
