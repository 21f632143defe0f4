//! What may be attached, by whom, how much, and under which name.

pub mod kind;
pub mod name;
pub mod plain;
pub mod quota;

use crate::access::Role;
use crate::access::rights::{Right, right};

/// Bytes of one file.
pub const FILE_MAX: u64 = 20 * 1024 * 1024;
/// Files of one request.
pub const FILES_MAX: usize = 9;
/// Files of one problem or visit, voided ones among them: their bytes are kept.
pub const OWNER_FILES_MAX: i64 = 50;
/// Bytes of all files of one problem or visit.
pub const OWNER_BYTES_MAX: i64 = 200 * 1024 * 1024;

crate::text_enum! {
    /// What somebody may do with attachments.
    pub enum AttachmentAction {
        /// Adding further ones.
        Add = "add",
        /// Voiding one, which is kept with the reason.
        Void = "void",
    }
}

/// What a file is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Problem(i64),
    Visit(i64),
}

impl Owner {
    /// The path of its attachments, below `/api/v1`.
    pub fn path(self) -> String {
        match self {
            Self::Problem(id) => format!("/problems/{id}/attachments"),
            Self::Visit(id) => format!("/visits/{id}/attachments"),
        }
    }
}

/// Whether somebody who sees the owner may add to it: the right of the route says so.
pub fn may_add(role: Role, owner: Owner) -> bool {
    let route = match owner {
        Owner::Problem(_) => "/api/v1/problems/{id}/attachments",
        Owner::Visit(_) => "/api/v1/visits/{id}/attachments",
    };
    match right("POST", route) {
        Some(Right::Roles(roles)) => roles.contains(&role),
        Some(Right::Anyone | Right::Public | Right::Door) | None => false,
    }
}

/// Who voids a file: whoever uploaded it, and the coordinator.
pub fn may_void(role: Role, user: i64, uploaded_by: i64) -> bool {
    role == Role::Coordinator || (role != Role::Leader && user == uploaded_by)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_read_and_departments_write_on_problems_alone() {
        let (problem, visit) = (Owner::Problem(1), Owner::Visit(1));
        for role in [Role::Coordinator, Role::ParkStaff] {
            assert!(may_add(role, problem) && may_add(role, visit), "{role}");
        }
        assert!(may_add(Role::DepartmentStaff, problem));
        assert!(!may_add(Role::DepartmentStaff, visit));
        for role in [Role::Leader, Role::Admin, Role::Auditor] {
            assert!(!may_add(role, problem) && !may_add(role, visit), "{role}");
        }
    }

    #[test]
    fn the_uploader_and_the_coordinator_void() {
        assert!(may_void(Role::ParkStaff, 7, 7));
        assert!(!may_void(Role::ParkStaff, 8, 7));
        assert!(may_void(Role::Coordinator, 8, 7));
        assert!(!may_void(Role::Leader, 7, 7), "who became a leader reads");
    }
}
