//! The words of numbers and reports.

use super::{Words, word};

/// What problems are counted by; the last ones only within a period.
pub const COUNT: Words = &[
    word("collected", "收集问题"),
    word("solved", "解决"),
    word("confirmed", "回访确认解决"),
    word("resolved", "办结"),
    word("closed", "销号"),
    word("outstanding", "未办结"),
    word("tracking", "持续跟踪"),
    word("suspended", "挂起"),
    word("overdue", "超期"),
    word("returned", "退回"),
    word("extended", "延期"),
    word("reopened", "重办"),
    word("supervised", "督办、批示"),
    word("rejected", "不予受理"),
    word("merged", "并单"),
    word("withdrawn", "撤回"),
    word("returned_events", "退回（次数）"),
    word("extended_events", "延期（次数）"),
    word("reopened_events", "重办（次数）"),
    word("supervised_events", "督办、批示（次数）"),
    word("followed_up", "已回访"),
    word("satisfied", "满意"),
    word("answered", "已作评价"),
    word("resolved_rounds", "办结（轮次）"),
    word("carried_in", "期初未办结"),
    word("reported", "新报"),
    word("put_back", "重新办理"),
    word("settled", "办结"),
    word("excluded", "剔除"),
    word("carried_out", "期末未办结"),
    word("due", "应办结"),
    word("on_time", "按时办结"),
    word("on_time_original", "按原时限办结"),
    word("accept_due", "应签收"),
    word("accept_on_time", "按时签收"),
    word("late_entries", "补录"),
];

/// In place of a lead department, where there was none: settled by 即办.
pub const ON_SITE: &str = "现场办结";

/// The names of the rates, by their properties in the API.
pub mod rate {
    pub const SOLVE: &str = "解决率";
    pub const RESOLVE: &str = "办结率";
    pub const ON_TIME: &str = "按时办结率";
    pub const ON_TIME_ORIGINAL: &str = "按原时限办结率";
    pub const ACCEPT_ON_TIME: &str = "签收及时率";
    pub const FOLLOW_UP: &str = "回访率";
    pub const SATISFACTION: &str = "满意率";
}

pub const RATE: Words = &[
    word("solve", rate::SOLVE),
    word("resolve", rate::RESOLVE),
    word("on_time", rate::ON_TIME),
    word("on_time_original", rate::ON_TIME_ORIGINAL),
    word("accept_on_time", rate::ACCEPT_ON_TIME),
    word("follow_up", rate::FOLLOW_UP),
    word("satisfaction", rate::SATISFACTION),
];

/// The headings of a report's sections; what is settled stands behind its period: 本周办结.
pub const SECTION: Words = &[
    word("overall", "总体情况"),
    word("charts", "走势与超期"),
    word("parks", "各园区情况"),
    word("departments", "各承办单位情况"),
    word("categories", "各类别情况"),
    word("levels", "各解决层级情况"),
    word("superior", "上级交办"),
    word("overdue", "超期问题"),
    word("supervised", "督办问题"),
    word("tracking", "持续跟踪问题"),
    word("settled", "办结"),
    word("corrections", "补录、核减与剔除"),
];

/// What the words and numbers mean (统计口径), told of a week; other periods put themselves in its place.
pub const DEFINITIONS: &[(&str, &str)] = &[
    (
        "累计",
        "截至本周末（草稿为截至当日）的数，同一问题只计一次。",
    ),
    (
        "本周",
        "本周末符合、上周末不符合的数；收集问题为本周上报且期末未被剔除的问题。",
    ),
    (
        "走访",
        "走访的次数，几人同去仍计一次，已作废的不计；走访企业为走访到的不同企业家数，各组之和可大于合计。",
    ),
    (
        "收集问题",
        "已上报且未被剔除（不予受理、并单、撤回）的问题。",
    ),
    (
        "解决",
        "已办结、最后一轮结果为“已解决”、其后回访未予否定的问题。",
    ),
    (
        "办结",
        "已答复待回访或已销号的问题；未办结为其余未被剔除的问题。",
    ),
    ("超期", "未办结且办理时限早于统计日的问题。"),
    (
        "退回、延期、重办、督办",
        "至少发生过一次的问题；按承办单位统计时，退回、延期计入首次退回、首次获准延期的单位。",
    ),
    (
        "平衡",
        "期初未办结＋本周新报＋重新办理＝本周办结＋本周剔除＋期末未办结。",
    ),
    (rate::SOLVE, "分子为解决的问题，分母为收集的问题。"),
    (rate::RESOLVE, "分子为办结的问题，分母为收集的问题。"),
    (
        rate::ON_TIME,
        "分母为应办结的轮次：时限在本周内且已过，或在本周内办结；分子为其中在现行时限内办结且未被重办的轮次。",
    ),
    (
        rate::ON_TIME_ORIGINAL,
        "分母同上；分子为其中在最初时限内办结且未被重办的轮次。",
    ),
    (
        rate::ACCEPT_ON_TIME,
        "分母为签收时限在本周内且已过、或在本周内签收的轮次；分子为其中按时签收的轮次。",
    ),
    (
        rate::FOLLOW_UP,
        "分母为办结的轮次，分子为其中回访联系到企业的轮次。",
    ),
    (
        rate::SATISFACTION,
        "分母为企业作出评价的轮次，分子为其中最后一次评价为基本满意及以上的轮次。",
    ),
    (
        "轮次",
        "问题每重办一次增加一轮，各轮分别计算，前一轮的结果保留。",
    ),
    (
        "承办单位",
        "按统计日的主办单位归属，办结的归最后的主办单位；未派单和现场办结的单列；协办单独列示，不计入主办。",
    ),
    (
        "办理用时",
        "自上报次日起至办结当日的工作日数；转入持续跟踪后再次办结的，算至再次办结当日。",
    ),
    (
        "剔除",
        "本周内由在办转为不予受理、并单、撤回的问题，不再计入收集问题。",
    ),
    ("补录", "发生在已封存的周、在本周登记的事项，计入本周。"),
    (
        "核减",
        "本周对以前各期数字的更正：作废的走访，重新办理、剔除、恢复受理或回访否定的问题。",
    ),
    ("—", "分母为零，不计算比率。"),
];

/// The columns and words that every ledger's section has.
pub mod ledger {
    pub const LISTED: &str = "在册";
    pub const NEW: &str = "新增";
    pub const OPEN: &str = "在办";
    pub const SETTLED: &str = "办结";
    pub const LATE: &str = "逾期";
    pub const UNREPORTED: &str = "未报送月进展";
}
