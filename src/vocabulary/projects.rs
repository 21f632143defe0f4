//! The words of construction projects.

use super::{Words, spelt, word};

pub const KIND: Words = &[
    spelt("industrial", "产业类", &["产业", "工业", "产业项目"]),
    spelt("infrastructure", "基础设施类", &["基础设施"]),
    spelt("livelihood", "民生类", &["民生", "社会民生"]),
    word("other", "其他"),
];

pub const LEVEL: Words = &[
    spelt("district", "县区级", &["区级", "县级", "县区"]),
    spelt("city", "市重点", &["市级", "市级重点"]),
    spelt("province", "省重点", &["省级", "省级重点"]),
];

pub const RENEWAL: Words = &[
    spelt("intelligent", "智能化改造", &["智能"]),
    spelt("green", "绿色化改造", &["绿色"]),
    spelt("technical", "技术改造", &["技改"]),
];

pub const PERMIT: Words = &[
    spelt("filing", "备案", &["立项"]),
    spelt("planning", "规划", &["规划许可"]),
    spelt("land", "用地", &["土地"]),
    spelt("eia", "环评", &[]),
    spelt("energy", "能评", &["节能审查"]),
    spelt("safety", "安评", &[]),
    spelt("construction", "施工许可", &["施工"]),
    word("other", "其他手续"),
];

pub const PERMIT_STATE: Words = &[
    word("todo", "未办"),
    word("applied", "在办"),
    word("done", "已办"),
];

pub const EVIDENCE: Words = &[
    word("excavation", "基坑开挖"),
    word("piling", "桩基施工"),
    word("earthwork", "土石方主体工程"),
    word("equipment", "主要设备安装"),
];

pub const STATISTICS: Words = &[
    word("none", "未申报"),
    word("submitted", "已申报"),
    word("returned", "退回"),
    word("entered", "已入统"),
];

pub const MEASURE: Words = &[
    word("started", "开工"),
    word("completed", "竣工"),
    word("producing", "投产"),
    word("in_statistics", "入统"),
    word("permits_done", "手续齐备"),
    spelt("invested", "完成投资", &["投资"]),
];

/// Whose key projects a target is about.
pub const TARGET_LEVEL: Words = &[
    word("key", "省、市重点"),
    word("province", "省重点"),
    word("city", "市重点"),
    word("district", "县区级"),
];

pub const NEGATIVE_KIND: Words = &[
    word("energy", "高耗能"),
    word("emission", "高排放"),
    word("hazard", "高危"),
];

/// What people have to make sure of, where a line of the negative list may hold.
pub const TO_CHECK: Words = &[
    word("product", "是否生产所列产品"),
    word("energy", "年综合能耗"),
    word("industry", "所属行业小类"),
];

pub const SCREENING: Words = &[
    word("clear", "不涉及"),
    word("suspected", "疑似"),
    word("listed", "列入"),
    word("exempted", "豁免"),
];

pub const LIST_CLASS: Words = &[
    word("new", "新建"),
    word("continued", "续建"),
    word("finishing", "计划竣工"),
    word("reserve", "预备"),
];
