//! The words of investment and talent (双招双引).

use super::{Words, spelt, word};

pub const KIND: Words = &[
    spelt("investment", "招商", &["招商引资", "投资"]),
    spelt("talent", "引才", &["招才引智", "人才引进", "人才"]),
];

pub const SOURCE: Words = &[
    spelt("existing", "以商招商", &["现有企业"]),
    spelt("agency", "专业机构", &["招商机构", "中介机构"]),
    spelt("platform", "平台招商", &["平台", "平台公司"]),
    spelt("fair", "展会活动", &["展会", "招商会", "推介会"]),
    spelt("visit", "外出拜访", &["外出招商", "走访"]),
    spelt("association", "商会协会", &["商会", "协会"]),
    spelt("superior", "上级转来", &["上级推荐", "上级"]),
    spelt("self", "自主来访", &["来访", "自荐"]),
    spelt("other", "其他", &["其它"]),
];

pub const FOLLOW: Words = &[word("yes", "跟进"), word("no", "不跟进")];

pub const GROUND: Words = &[
    spelt("no_intent", "无投资意向", &["无意向", "意向不强"]),
    spelt("elsewhere", "落户外地", &["外地"]),
    spelt("land", "用地、厂房不足", &["用地"]),
    spelt("policy", "政策条件不合", &["政策"]),
    spelt("environment", "环保、安全不符", &["环保", "安全"]),
    spelt("funds", "投资方资金不足", &["资金"]),
    spelt("broken", "合同解除", &["解约", "违约"]),
    spelt("other", "其他", &["其它"]),
];

pub const HOLDER: Words = &[word("first", "首报单位"), word("this", "本单位")];

/// Of how long nobody has heard of a lead: the last limit that has passed.
pub const SILENCE: Words = &[
    word("answer", "未答复"),
    word("assess", "未研判"),
    word("feedback", "未反馈"),
    word("progress", "久无进展"),
];

/// On what ground a lead is taken out that another unit holds.
pub const RULED: &str = "首报负责裁定";
/// What the lead that is kept is to one that was taken out for it.
pub const KEPT: &str = "首报裁定保留";
pub const INCREASE: &str = "增资";
pub const PROJECT: &str = "落地项目";
