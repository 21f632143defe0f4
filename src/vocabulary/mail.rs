//! The words of the outbox.

use super::{Words, word};

/// What a letter tells is called as on slips and in files; these stand in letters alone.
pub mod label {
    pub const FILED_BY: &str = "上报人";
    pub const OFFICE_PHONE: &str = "活动办电话";
    pub const ATTACHMENTS: &str = "附件";
    pub const EARLIER: &str = "前期办理情况";
    pub const LEDGER: &str = "台账";
    pub const BY: &str = "办理人";
    pub const SAID: &str = "说明";
}

pub const MAIL_STATE: Words = &[
    word("waiting", "待发送"),
    word("sending", "发送中"),
    word("sent", "已发送"),
    word("parked", "已停发"),
];

/// What a mail tells of; where a move has one outcome, it is named as the move.
pub const MAIL_KIND: Words = &[
    word("dispatch", "派单"),
    word("redispatch", "改派"),
    word("add_support", "增加协办"),
    word("return", "退回"),
    word("return_upheld", "同意退回"),
    word("return_refused", "不同意退回"),
    word("request_extension", "申请延期"),
    word("extension_granted", "同意延期"),
    word("extension_refused", "不同意延期"),
    word("request_suspension", "申请挂起"),
    word("suspension_granted", "同意挂起"),
    word("suspension_refused", "不同意挂起"),
    word("resume", "恢复办理"),
    word("resolve", "办结"),
    word("resolve_on_site", "即办"),
    word("track", "转持续跟踪"),
    word("reopen", "重办"),
    word("urge", "督办"),
    word("instruction", "批示"),
    word("escalate", "上报上级"),
    word("transfer_park", "移交园区"),
    word("withdraw", "撤回"),
    word("reject", "不予受理"),
    word("merge", "并单"),
    word("reinstate", "恢复受理"),
    word("door_report", "企业反映问题"),
    word("reminder_yellow", "临期提醒"),
    word("reminder_red", "超期提醒"),
    word("entry_move", "台账事项"),
    word("weekly_report", "周报"),
];

#[cfg(test)]
mod tests {
    use super::super::{find, problem};
    use super::*;

    #[test]
    fn a_mail_about_a_move_is_called_as_the_move() {
        for kind in MAIL_KIND {
            let action = find(problem::ACTION, kind.key);
            let supervision = find(problem::SUPERVISION, kind.key);
            assert_eq!(action.or(supervision).unwrap_or(kind.zh), kind.zh);
        }
    }
}
