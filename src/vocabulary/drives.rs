//! The words of drives, checks and hazards.

use super::{Words, spelt, word};

pub const NATURE: Words = &[
    spelt("guidance", "指导服务", &["走访指导", "服务指导"]),
    spelt("emergency", "应急检查", &["应急", "疫情防控"]),
    spelt("inspection", "执法检查", &["行政检查"]),
];

pub const LEVEL: Words = &[
    spelt("ordinary", "一般隐患", &["一般"]),
    spelt("major", "重大隐患", &["重大"]),
];

pub const ANSWER: Words = &[word("yes", "是"), word("no", "否"), word("na", "不适用")];

pub const RESULT: Words = &[
    word("passed", "未发现问题"),
    word("failed", "发现问题"),
    word("declined", "谢绝"),
];

pub const HANDLING: Words = &[word("later", "限期整改"), word("on_spot", "立查立改")];
