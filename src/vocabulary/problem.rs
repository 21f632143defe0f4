//! The words of a problem.

use super::{Word, Words, spelt, word};

pub const STATUS: Words = &[
    word("reported", "待派单"),
    word("dispatched", "待签收"),
    word("returned", "退回待裁定"),
    word("in_progress", "办理中"),
    word("suspended", "挂起"),
    word("tracking", "持续跟踪"),
    word("resolved", "待回访"),
    word("closed", "已销号"),
    word("rejected", "不予受理"),
    word("merged", "已并单"),
    word("withdrawn", "已撤回"),
];

/// What the buttons say, and the refusals that name them. An action is never called as a state or as
/// another action: 转持续跟踪 leads to 持续跟踪, 上报上级 isn't 上报问题.
pub const ACTION: Words = &[
    word("report", "上报问题"),
    word("edit", "更正"),
    word("dispatch", "派单"),
    word("redispatch", "改派"),
    word("add_support", "增加协办"),
    word("accept", "签收"),
    word("on_site", "报到"),
    word("assign_handler", "指定承办人"),
    word("return", "退回"),
    word("decide_return", "裁定退回"),
    word("progress", "报告进展"),
    word("reply", "协办回复"),
    word("request_extension", "申请延期"),
    word("decide_extension", "审批延期"),
    word("request_suspension", "申请挂起"),
    word("decide_suspension", "审批挂起"),
    word("resume", "恢复办理"),
    word("resolve", "办结"),
    word("resolve_on_site", "即办"),
    word("follow_up", "回访"),
    word("track", "转持续跟踪"),
    word("close", "销号"),
    word("reopen", "重办"),
    word("supervise", "督办"),
    word("escalate", "上报上级"),
    word("transfer_park", "移交园区"),
    word("withdraw", "撤回"),
    word("reject", "不予受理"),
    word("merge", "并单"),
    word("reinstate", "恢复受理"),
    word("comment", "留言"),
];

pub const SOURCE: Words = &[
    spelt("visit", "走访", &["走访收集", "入企走访"]),
    spelt("enterprise", "企业反映", &["企业", "企业上报", "企业诉求"]),
    spelt("superior", "上级交办", &["上级", "上级转办"]),
    spelt("hotline", "热线", &["12345", "12345热线", "热线电话"]),
    spelt("meeting", "会议", &["座谈会", "座谈"]),
    spelt("self_check", "自查", &["自查发现"]),
    spelt("other", "其他", &["其它"]),
];

pub const SEVERITY: Words = &[
    spelt("ordinary", "一般", &["普通", "一般问题"]),
    spelt("major", "重大复杂", &["重大", "复杂", "疑难", "重点"]),
    spelt("urgent", "紧急", &["特急", "加急"]),
];

pub const LEVEL: Words = &[
    spelt("district", "县区级", &["县区", "县级", "区级", "县", "区"]),
    spelt("city", "市级", &["市"]),
    spelt("province", "省级", &["省"]),
];

pub const OUTCOME: Words = &[
    spelt(
        "solved",
        "已解决",
        &["解决", "是", "已办结", "办结", "已完成", "完成"],
    ),
    spelt("partly_solved", "部分解决", &["基本解决"]),
    spelt("planned", "计划解决", &["暂不能解决", "列入计划"]),
    spelt("explained", "解释疏导", &["解释说明", "已解释"]),
];

/// What an enterprise answers, from 5 down to 1.
pub const SATISFACTION: Words = &[
    spelt("5", "非常满意", &["很满意", "5"]),
    spelt("4", "满意", &["4", "是"]),
    spelt("3", "基本满意", &["一般", "3"]),
    spelt("2", "不满意", &["2", "否"]),
    spelt("1", "非常不满意", &["很不满意", "1"]),
];

/// The word of an answer from 1 to 5.
pub fn satisfaction(answer: i64) -> Option<&'static str> {
    let is_it = |one: &&Word| one.key.parse() == Ok(answer);
    SATISFACTION.iter().find(is_it).map(|one| one.zh)
}

/// 保密.
pub const CONFIDENTIAL: Words = &[
    spelt("true", "是", &["保密", "√"]),
    spelt("false", "否", &["无", "不保密", "公开"]),
];

/// 亮灯, in a file.
pub const LIGHT: Words = &[word("green", "绿"), word("yellow", "黄"), word("red", "红")];

pub const CAUSE: Words = &[
    word("third_party", "等待第三方"),
    word("litigation", "涉诉涉仲裁"),
    word("higher_level", "等待上级决定"),
    word("season", "受季节限制"),
    word("enterprise", "等待企业配合"),
];

pub const ASSIGNMENT: Words = &[word("lead", "主办"), word("supporting", "协办")];

pub const CHANNEL: Words = &[
    word("phone", "电话"),
    word("visit", "上门"),
    word("link", "链接"),
    word("other", "其他"),
];

pub const SUPERVISION: Words = &[word("urge", "督办"), word("instruction", "批示")];

pub const REQUEST: Words = &[
    word("return", "退回"),
    word("extension", "延期"),
    word("suspension", "挂起"),
];

/// What a clock waits for.
pub const CLOCK: Words = &[
    word("dispatch", "派单"),
    word("accept", "签收"),
    word("return", "可退回"),
    word("first_reply", "首次回复"),
    word("solve", "办结"),
    word("support", "协办回复"),
    word("follow_up", "回访"),
];

/// What the day is called on which a clock ends.
pub const LIMIT: Words = &[
    word("dispatch", "派单时限"),
    word("accept", "签收时限"),
    word("return", "可退回至"),
    word("first_reply", "首次回复时限"),
    word("solve", "办结时限"),
    word("support", "协办回复时限"),
    word("follow_up", "回访时限"),
];

/// What a limit is called that has passed: 超期 is said of the solve limit alone. The one for
/// returning only ends a right.
pub const LATE: Words = &[
    word("dispatch", "派单逾期"),
    word("accept", "签收逾期"),
    word("first_reply", "回复逾期"),
    word("solve", "超期"),
    word("support", "协办逾期"),
    word("follow_up", "回访逾期"),
];

/// What a limit is counted in, after the number.
pub const UNIT: Words = &[
    word("working_day", "个工作日"),
    word("calendar_day", "个自然日"),
    word("month", "个月"),
    word("hour", "小时"),
];

/// Where the figures of a set of time limits come from.
pub const PRESET: Words = &[
    word("13710_working_days", "“13710”工作机制，按工作日计"),
    word("13710", "焦作市“13710”工作机制（2021年），按自然日计"),
    word("quanzhou_2022", "泉州市（2022年）"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_action_is_called_as_another_one_or_as_the_state_it_leads_to() {
        for (at, one) in ACTION.iter().enumerate() {
            assert!(ACTION[..at].iter().all(|other| other.zh != one.zh));
            // Rejecting is the only move that is called as what it makes of a problem.
            let state = STATUS.iter().find(|state| state.zh == one.zh);
            assert!(state.is_none() || one.key == "reject", "{}", one.zh);
        }
    }

    #[test]
    fn answers_have_words_from_1_to_5() {
        assert_eq!(satisfaction(5), Some("非常满意"));
        assert_eq!(satisfaction(1), Some("非常不满意"));
        assert_eq!([0, 6].map(satisfaction), [None, None]);
    }
}
