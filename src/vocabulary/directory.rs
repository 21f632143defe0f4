//! The words of parks, departments and enterprises.

use super::{Words, spelt, word};

pub const PARK_KIND: Words = &[
    word("park", "园区"),
    word("town", "乡镇"),
    word("subdistrict", "街道"),
];

pub const DEPARTMENT_KIND: Words = &[
    word("government", "政府部门"),
    word("utility", "公用企业"),
    word("bank", "银行"),
    word("other", "其他单位"),
];

pub const ENTERPRISE_SIZE: Words = &[
    spelt("large", "大型", &["大", "大型企业"]),
    spelt("medium", "中型", &["中", "中型企业"]),
    spelt("small", "小型", &["小", "小型企业"]),
    spelt("micro", "微型", &["微", "微型企业"]),
];

pub const OPERATING: Words = &[
    spelt("running", "正常生产", &["正常", "正常经营", "在产", "存续"]),
    word("reduced", "减产"),
    word("semi_halted", "半停产"),
    word("halted", "停产"),
    spelt("preparing", "筹建", &["在建", "筹备"]),
    spelt("closed", "关停", &["关闭", "注销", "已关闭"]),
];
