//! The words that all ledgers share.

pub const EDIT: &str = "更正";
pub const ASSIGN: &str = "明确责任";
pub const PROGRESS: &str = "报告进展";
pub const PLAN: &str = "制定节点";
pub const COMPLETE: &str = "完成节点";
pub const MOVE: &str = "调整节点";
pub const MONTH: &str = "报送月进展";
pub const SUPERVISE: &str = "督办";
pub const LINK: &str = "关联";
pub const UNLINK: &str = "取消关联";
pub const COMMENT: &str = "留言";
pub const EXCLUDE: &str = "移出台账";
pub const REINSTATE: &str = "恢复";
pub const RETIRE: &str = "停用";
pub const RESTORE: &str = "启用";

/// Headings that every ledger's file has.
pub mod heading {
    pub const NUMBER: &str = "编号";
    pub const PARK: &str = "园区";
    pub const ENTERPRISE: &str = "企业名称";
    pub const LEADER: &str = "责任领导";
    pub const DEPARTMENT: &str = "责任单位";
    pub const HANDLER: &str = "责任人";
    pub const STATUS: &str = "状态";
    pub const NEXT: &str = "下一节点";
    pub const NEXT_DUE: &str = "节点期限";
    pub const NOTE: &str = "备注";
}
