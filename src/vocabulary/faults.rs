//! What is wrong with what was entered, where more than one part of the product says so.

use super::{Words, word};
pub use crate::base::error::FUTURE_DAY;
pub use crate::base::line::{EMPTY, too_long};

pub const PAST_DAY: &str = "日期不能早于今天";
pub const AFTER_LAST_DAY: &str = "不能晚于截止日期";
pub const NAMES_ENTERPRISE: &str = "保密诉求的文字中不能出现企业名称或信用代码，请改写";
pub const OTHER_PARK: &str = "园区与企业所属园区不一致";
pub const PROJECT_OF_OTHER_PARK: &str = "该项目属于其他园区";
pub const PROJECT_NOT_LINKABLE: &str = "该项目目前不能关联，请到项目页面核对";
pub const NO_PROGRESS: &str = "没有可记进展的项目或在册停产半停产企业";
pub const PROGRESS_NOT_TAKEN: &str = "该项目（企业）目前不能记进展，请到其页面核对";
pub const CODE_OF_OTHER_PARK: &str = "该信用代码的企业属于其他园区";
pub const VISIT_VOIDED: &str = "该走访记录已作废";
pub const LINKED: &str = "已经关联";
pub const SESSION_OVER: &str = "登录已失效，请重新登录";
pub const CREDIT_CODE: &str = "统一社会信用代码为18位数字或大写字母（不含I、O、S、V、Z）";
pub const CREDIT_CODE_CHECK: &str = "统一社会信用代码校验位不正确，请核对";

/// Those that the page says before it asks the server.
pub const FAULT: Words = &[
    word("session_over", SESSION_OVER),
    word("credit_code", CREDIT_CODE),
    word("credit_code_check", CREDIT_CODE_CHECK),
];

/// A day before the first year that is recorded.
pub fn before_year(year: i32) -> String {
    format!("日期不能早于{year}年")
}

/// More people at a visit than it has room for.
pub fn too_many_participants(most: usize) -> String {
    format!("走访人员不能超过{most}人")
}
