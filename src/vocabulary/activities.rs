//! The words of activities, matches, case studies and bulletins (创新服务, 总结宣传).

use super::{Words, spelt};

pub const KIND: Words = &[
    spelt("roadshow", "路演", &["模拟路演", "项目路演"]),
    spelt("matchmaking", "对接会", &["对接活动", "供需对接"]),
    spelt("training", "培训", &["培训会", "讲座"]),
    spelt("consultation", "专家问诊", &["问诊", "咨询", "会诊"]),
    spelt("other", "其他", &["其它"]),
];

/// What is to be brought together.
pub const MATCH_KIND: Words = &[
    spelt("finance", "融资对接", &["融资", "银企对接"]),
    spelt("technology", "技术对接", &["技术", "产学研"]),
    spelt("talent", "人才用工", &["人才", "用工"]),
    spelt("market", "产销对接", &["产销", "市场"]),
    spelt("policy", "政策对接", &["政策"]),
    spelt("other", "其他", &["其它"]),
];

/// What somebody without consent is called in what is printed.
pub const SOME_ENTERPRISE: &str = "某企业";
/// What a problem is to the case study that tells of it.
pub const CASE: &str = "典型案例";
/// What a problem or a lead is to the match it was made of.
pub const MADE: &str = "对接转办";
/// What a bulletin is called.
pub const BULLETIN: &str = "简报";
