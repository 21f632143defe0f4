//! The words of search.

use super::{Words, word};

/// What is found.
pub const SEARCH_KIND: Words = &[word("problem", "问题"), word("enterprise", "企业")];

/// Where it is found.
pub const SEARCH_FIELD: Words = &[
    word("number", "编号"),
    word("title", "标题"),
    word("name", "名称"),
    word("enterprise", "企业名称"),
    word("site", "项目现场"),
    word("source_reference", "来源文号"),
    word("description", "问题描述"),
    word("resolution", "办理结果"),
    word("credit_code", "信用代码"),
    word("initials", "拼音首字母"),
    word("industry", "行业"),
    word("tags", "标签"),
];

/// Why a category is proposed. `whose` stands before 类似问题 where only a part was looked at.
pub fn like_cases_in_category(whose: &str, of: usize, cases: usize, name: &str) -> String {
    format!("近12个月{whose}类似问题{of}件，其中{cases}件归为“{name}”")
}

/// Why a department is proposed.
pub fn like_cases_led_by(whose: &str, of: usize, cases: usize, name: &str) -> String {
    format!("近12个月{whose}类似问题{of}件，其中{cases}件由{name}主办")
}

/// The like cases of one park alone.
pub const OF_THIS_PARK: &str = "本园区";
