//! What may be attached, by whom, how much, and under which name.

pub mod kind;
pub mod name;
pub mod plain;
pub mod quota;

use crate::access::Role;
use crate::access::rights::{Right, right};
use crate::entries::description::Text;

/// Bytes of one file.
pub const FILE_MAX: u64 = 20 * 1024 * 1024;
/// Files of one request.
pub const FILES_MAX: usize = 9;
/// Files of one problem, visit or entry, voided ones among them: their bytes are kept.
pub const OWNER_FILES_MAX: i64 = 50;
/// Bytes of all files of one of them.
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
    /// Of any ledger.
    Entry(i64),
}

/// An owner as routes name it, where files are added and listed: an entry together with its ledger's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Problem(i64),
    Visit(i64),
    Entry(Text, i64),
}

impl Place {
    pub fn owner(self) -> Owner {
        match self {
            Self::Problem(id) => Owner::Problem(id),
            Self::Visit(id) => Owner::Visit(id),
            Self::Entry(_, id) => Owner::Entry(id),
        }
    }

    /// The path of its attachments, below `/api/v1`.
    pub fn path(self) -> String {
        let (Self::Problem(id) | Self::Visit(id) | Self::Entry(_, id)) = self;
        format!("/{}/{id}/attachments", self.list())
    }

    /// The list that it is one of, as paths call it.
    fn list(self) -> Text {
        match self {
            Self::Problem(_) => "problems",
            Self::Visit(_) => "visits",
            Self::Entry(ledger, _) => ledger,
        }
    }
}

/// Whether somebody who sees the owner may add to it: the right of the route says so. An entry's is that of
/// its progress; whoever sees the entry and has that right is something to it that may report progress.
pub fn may_add(role: Role, place: Place) -> bool {
    let route = format!("/api/v1/{}/{{id}}/attachments", place.list());
    match right("POST", &route) {
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
        let (problem, visit) = (Place::Problem(1), Place::Visit(1));
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
