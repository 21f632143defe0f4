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
pub const ERASE: &str = "清除个人信息";
pub const VOID: &str = "作废";
pub const RETIRE: &str = "停用";
pub const RESTORE: &str = "启用";

/// What a problem and a visit that are filed as part of a project are to it.
pub const BOTTLENECK: &str = "瓶颈";
pub const VISIT: &str = "走访";

/// What letters about an entry ask.
pub mod ask {
    pub const OWN: &str = "该事项由贵单位负责，请按期推进。";
    pub const SUPPORT: &str = "请配合责任单位推进该事项。";
    pub const URGED: &str = "请抓紧推进并按要求回复。";
    pub const CONFIRM: &str = "请核实后作出认定。";
    pub const CONFIRMED: &str = "报结已获认定，请知悉。";
    pub const REFUSED: &str = "报结未获认定，请继续推进。";
    pub const KNOW: &str = "请知悉。";
}

/// What a reminder of a milestone is called before and after its day.
pub const MILESTONE_NEAR: &str = "节点期限临近";
pub const MILESTONE_LATE: &str = "节点逾期";

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
    pub const MILESTONE: &str = "节点";
}
