//! What the words and numbers of a report mean, printed with every one of them.

use serde::{Deserialize, Serialize};

use super::PeriodKind;

/// A word or number of a report, and what it means (统计口径).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Definition {
    /// The word or number.
    #[schema(example = "解决率")]
    pub name: String,
    /// What it means, in Chinese.
    #[schema(example = "分子为解决的问题，分母为收集的问题。")]
    pub text: String,
}

const DEFINITIONS: &[(&str, &str)] = &[
    (
        "累计",
        "截至本周末（草稿为截至当日）的数，同一问题只计一次。",
    ),
    (
        "本周",
        "本周末符合、上周末不符合的数；收集问题为本周上报且周末未被剔除的问题。",
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
    ("解决率", "分子为解决的问题，分母为收集的问题。"),
    ("办结率", "分子为办结的问题，分母为收集的问题。"),
    (
        "按时办结率",
        "分母为应办结的轮次：时限在本周内且已过，或在本周内办结；分子为其中在现行时限内办结且未被重办的轮次。",
    ),
    (
        "按原时限办结率",
        "分母同上；分子为其中在最初时限内办结且未被重办的轮次。",
    ),
    (
        "签收及时率",
        "分母为签收时限在本周内且已过、或在本周内签收的轮次；分子为其中按时签收的轮次。",
    ),
    (
        "回访率",
        "分母为办结的轮次，分子为其中回访联系到企业的轮次。",
    ),
    (
        "满意率",
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

/// The definitions, in the order of the page.
pub fn definitions(kind: PeriodKind) -> Vec<Definition> {
    let of = |text: &str| {
        text.replace("本周", kind.this())
            .replace("上周", kind.last())
    };
    let one = |(name, text): &(&str, &str)| Definition {
        name: of(name),
        text: of(text),
    };
    DEFINITIONS.iter().map(one).collect()
}
