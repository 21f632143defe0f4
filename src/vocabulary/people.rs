//! The words of those who work with it.

use super::{Words, word};

pub const ROLE: Words = &[
    word("admin", "系统管理员"),
    word("coordinator", "活动办"),
    word("park_staff", "园区工作人员"),
    word("department_staff", "承办单位"),
    word("leader", "领导"),
    word("auditor", "安全审计员"),
];

/// Who is named where an enterprise speaks for itself, at its door.
pub const ENTERPRISE: &str = "企业";
