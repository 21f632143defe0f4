//! The columns of ledgers, in the order of the sheet.
//!
//! What stands in a cell, so that a file that was exported reads back as what it was:
//!
//! - The header is row 1 of the only sheet (问题台账, 走访台账, 企业台账), data begin in row 2; there is no title row.
//! - A day is a real date in xlsx and `2021-08-02` in csv. 延期次数 is a number, everything else text:
//!   编号 and 统一社会信用代码 too, however much they look like numbers.
//! - 企业名称 is the enterprise's name. A problem at a project site without an enterprise has
//!   `项目：` and the site's name there ([`place`], [`site_of`]).
//! - 协办单位 joins names by `、` ([`join`], [`names_of`]). 类别 is the category's own name, which no
//!   two categories share, whether it has a parent or not.
//! - 保密, 来源, 严重程度, 级别, 办理结果 and 满意度 are words of [`super::words`]; 保密 is empty where it isn't 是.
//! - 办理情况 is what the last resolving of this round said, or else its last report of progress; of
//!   the same event come 未解决原因 (what remains) and 下一步. A next step that has a day ends with
//!   `（2021-09-01前）` ([`next_step`], [`step_of`]).
//! - 责任人 is the lead's handler (经办人). 联系电话 is what the ledger said that was imported, or
//!   else the lead department's duty contact. 责任领导 and 备注 are what the imported ledger said. These
//!   three stand as `{"ledger": {"leader": …, "phone": …, "note": …}}` in the data of the event that
//!   filed the problem, and only where they were filled in. 未解决原因 of an imported problem that is still
//!   open stands there as `remaining`.
//! - 状态 tells what the other cells can't: that a problem doesn't count any more, or is tracked.
//! - A csv has a BOM, CRLF, and quotes where they are needed. A cell that a spreadsheet could take for
//!   a formula begins with one apostrophe more than its text, which reading takes away again
//!   ([`guarded`], [`unguarded`]). An xlsx keeps texts as texts and has no such apostrophes.
//! - The columns of [`EXTRA`] are for people; whoever reads a file passes them over.

use chrono::NaiveDate;

use crate::base::given::Date;

/// What a column's cells are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text, a name or a code.
    Text,
    Day,
    Number,
    /// One of a fixed list.
    Word,
}

/// A column of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name in `columns=` and in the API.
    pub key: &'static str,
    /// As it is written.
    pub heading: &'static str,
    /// Further headings by which it is known.
    pub synonyms: &'static [&'static str],
    pub kind: Kind,
    /// In characters of the sheet's font; a Chinese one takes two.
    pub width: u16,
    /// Whether long texts go on in a further line.
    pub wrap: bool,
}

const fn column(
    key: &'static str,
    heading: &'static str,
    synonyms: &'static [&'static str],
    kind: Kind,
    width: u16,
    wrap: bool,
) -> Column {
    Column {
        key,
        heading,
        synonyms,
        kind,
        width,
        wrap,
    }
}

use Kind::{Day, Number, Text, Word};

/// The columns that go out and come in.
#[rustfmt::skip]
pub const PROBLEMS: &[Column] = &[
    column("number", "编号", &["问题编号", "台账编号", "工单号", "工单编号", "受理编号"], Text, 15, false),
    column("park", "园区", &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位", "上报单位"], Text, 16, true),
    column("enterprise", "企业名称", &["单位名称", "企业", "项目名称", "企业或项目", "企业项目名称", "公司名称", "市场主体"], Text, 24, true),
    column("credit_code", "统一社会信用代码", &["信用代码", "社会信用代码", "统一信用代码", "机构代码"], Text, 21, false),
    column("title", "问题标题", &["标题", "问题", "问题名称", "问题摘要", "诉求标题", "主要问题"], Text, 28, true),
    column("description", "问题描述", &["问题内容", "具体问题", "问题详情", "诉求内容", "反映问题", "存在问题", "问题及诉求"], Text, 40, true),
    column("category", "类别", &["问题类别", "问题类型", "类型", "问题分类", "分类"], Text, 12, true),
    column("source", "来源", &["问题来源", "收集渠道", "渠道", "反映渠道"], Word, 10, false),
    column("severity", "严重程度", &["紧急程度", "程度", "缓急程度", "问题性质"], Word, 10, false),
    column("level", "级别", &["问题级别", "层级", "解决层级", "办理层级"], Word, 8, false),
    column("confidential", "保密", &["是否保密", "企业要求保密"], Word, 7, false),
    column("raised_on", "提出日期", &["收集时间", "收集日期", "提出时间", "反映时间", "反映日期", "上报时间", "上报日期", "登记日期", "登记时间", "受理日期", "受理时间"], Day, 12, false),
    column("lead", "主办单位", &["牵头部门", "责任单位", "承办单位", "主办部门", "牵头单位", "责任部门", "承办部门", "办理单位"], Text, 18, true),
    column("supporting", "协办单位", &["配合单位", "协办部门", "配合部门", "协同单位"], Text, 18, true),
    column("leader", "责任领导", &["分管领导", "包保领导", "牵头领导", "责任县级领导"], Text, 12, true),
    column("handler", "责任人", &["经办人", "承办人", "具体责任人", "办理人"], Text, 12, true),
    column("phone", "联系电话", &["电话", "联系方式", "责任人电话", "手机号", "手机"], Text, 16, false),
    column("dispatched_on", "交办日期", &["交办时间", "派单日期", "派单时间", "转办日期", "转办时间", "分办日期"], Day, 12, false),
    column("accepted_on", "签收日期", &["签收时间", "接单日期", "接单时间"], Day, 12, false),
    column("due_on", "办结时限", &["完成时限", "办理时限", "解决时限", "时限", "拟办结时间", "计划完成时间", "预计完成时间", "整改时限"], Day, 12, false),
    column("extensions", "延期次数", &["延期", "延期申请次数"], Number, 9, false),
    column("resolved_on", "办结日期", &["办结时间", "完成时间", "完成日期", "解决时间", "解决日期", "实际办结时间"], Day, 12, false),
    column("outcome", "办理结果", &["是否解决", "解决情况", "解决状态", "办结情况", "完成情况", "是否办结", "是否完成"], Word, 10, false),
    column("resolution", "办理情况", &["办理进展", "解决措施", "进展情况", "处理情况", "落实情况", "办理过程", "工作进展", "办理措施", "答复意见"], Text, 40, true),
    column("remaining", "未解决原因", &["未办结原因", "未完成原因", "存在困难", "未解决的原因"], Text, 24, true),
    column("next_step", "下一步", &["下一步打算", "下一步措施", "下步措施", "下一步工作", "下步打算", "下一步计划"], Text, 24, true),
    column("followed_up_on", "回访日期", &["回访时间"], Day, 12, false),
    column("satisfaction", "满意度", &["企业满意度", "是否满意", "满意情况", "企业评价", "满意程度"], Word, 10, false),
    column("closed_on", "销号日期", &["销号时间"], Day, 12, false),
    column("note", "备注", &["说明", "备注说明"], Text, 20, true),
    column("status", "状态", &["当前状态", "办理状态"], Word, 11, false),
];

/// Columns for people alone, after the others.
#[rustfmt::skip]
pub const EXTRA: &[Column] = &[
    column("light", "亮灯", &["灯", "亮灯情况"], Word, 7, false),
    column("days_late", "超期天数", &["逾期天数"], Number, 9, false),
    column("returned", "退回次数", &[], Number, 9, false),
    column("reopened", "重办次数", &[], Number, 9, false),
    column("supervised", "督办次数", &[], Number, 9, false),
];

/// The columns of a ledger of visits.
#[rustfmt::skip]
pub const VISITS: &[Column] = &[
    column("visited_on", "走访日期", &["走访时间", "日期", "时间", "入企日期", "入企时间"], Day, 12, false),
    column("park", "园区", &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位"], Text, 18, false),
    column("place", "企业或项目", &["企业名称", "企业", "单位名称", "走访企业", "走访对象", "项目名称", "项目现场", "企业项目名称"], Text, 28, true),
    column("participants", "走访人员", &["走访人", "参加人员", "走访干部", "工作人员", "人员"], Text, 24, true),
    column("summary", "走访情况", &["走访内容", "情况", "情况说明", "走访记录", "备注"], Text, 50, true),
];

/// The columns of a directory of enterprises.
#[rustfmt::skip]
pub const ENTERPRISES: &[Column] = &[
    column("name", "企业名称", &["单位名称", "企业", "公司名称", "市场主体", "名称"], Text, 28, true),
    column("credit_code", "统一社会信用代码", &["信用代码", "社会信用代码", "统一信用代码", "机构代码"], Text, 21, false),
    column("park", "园区", &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位"], Text, 18, false),
    column("industry", "行业", &["所属行业", "行业类别", "主营业务", "主导产业"], Text, 16, true),
    column("size", "企业规模", &["规模", "规模类型", "划型"], Word, 10, false),
    column("tags", "标签", &["企业标签", "企业类型", "资质"], Text, 18, true),
    column("operating_status", "生产经营状态", &["经营状态", "生产状态", "运行状态", "企业状态"], Word, 14, false),
    column("operating_status_since", "状态起始日期", &["状态日期", "停产日期", "自何时起"], Day, 14, false),
    column("assisting_leader", "包联领导", &["包保领导", "联系领导", "帮扶领导", "包联县级领导"], Text, 12, false),
    column("liaison", "首席服务员", &["服务员", "联络员", "包联人", "包联干部", "服务专员"], Text, 12, false),
    column("contact", "联系人", &["企业联系人", "联系人姓名", "法定代表人", "负责人"], Text, 12, true),
    column("contact_position", "联系人职务", &["职务"], Text, 12, true),
    column("contact_phone", "联系电话", &["电话", "联系方式", "手机", "手机号", "联系人电话"], Text, 16, true),
    column("contact_email", "电子邮箱", &["邮箱", "联系人邮箱"], Text, 20, true),
];

/// All columns of a file of problems, in their order.
pub fn all() -> impl Iterator<Item = &'static Column> {
    PROBLEMS.iter().chain(EXTRA)
}

/// The column of a key.
pub fn by_key(key: &str) -> Option<&'static Column> {
    all().find(|column| column.key == key)
}

/// The column that a heading names, by its own name or a synonym of it.
pub fn by_heading(heading: &str) -> Option<&'static Column> {
    let wanted = plain_heading(heading);
    all().find(|column| {
        let mut names = column.synonyms.iter().chain([&column.heading]);
        names.any(|name| plain_heading(name) == wanted)
    })
}

/// A heading without what people put around it: spaces and line breaks, a star, a colon, and a remark
/// in brackets such as （必填）.
pub fn plain_heading(heading: &str) -> String {
    let bare = heading.split(['(', '（', '[', '【']).next().unwrap_or("");
    let is_plain = |c: &char| !c.is_whitespace() && !"*＊:：/／、\u{feff}\u{200b}".contains(*c);
    bare.chars().filter(is_plain).collect()
}

/// What stands before the name of a site that belongs to no enterprise.
pub const SITE_MARK: &str = "项目：";

/// The cell 企业名称.
pub fn place(enterprise: Option<&str>, site: Option<&str>) -> String {
    match (enterprise, site) {
        (Some(enterprise), _) => enterprise.to_owned(),
        (None, Some(site)) => format!("{SITE_MARK}{site}"),
        (None, None) => String::new(),
    }
}

/// The site that a cell 企业名称 names, where it names no enterprise.
pub fn site_of(cell: &str) -> Option<&str> {
    let bare = cell.trim();
    let site = bare.strip_prefix(SITE_MARK);
    site.or_else(|| bare.strip_prefix("项目:")).map(str::trim)
}

/// The cell 协办单位.
pub fn join(names: &[&str]) -> String {
    names.join("、")
}

/// The names in a cell, however people separate them.
pub fn names_of(cell: &str) -> Vec<&str> {
    cell.split(['、', ',', '，', ';', '；', '\n'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// The cell 下一步.
pub fn next_step(step: Option<&str>, on: Option<NaiveDate>) -> String {
    let step = step.unwrap_or_default();
    match on {
        Some(on) => format!("{step}（{on}前）"),
        None => step.to_owned(),
    }
}

/// The next step in a cell 下一步, and its day.
pub fn step_of(cell: &str) -> (&str, Option<NaiveDate>) {
    let bare = cell.trim();
    let given = bare.strip_suffix("前）").and_then(|rest| {
        let (step, day) = rest.rsplit_once('（')?;
        Some((step, Date::parse(day).ok()?.into()))
    });
    match given {
        Some((step, on)) => (step, Some(on)),
        None => (bare, None),
    }
}

/// With what a cell begins that spreadsheets take for a formula; the full-width signs too, which some
/// of them convert.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a text, apart from apostrophes before it, begins like a formula.
fn is_risky(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULA)
}

/// A text as it stands in a csv cell: one apostrophe more where it begins like a formula, so that
/// [`unguarded`] gives back every text as it was.
pub fn guarded(text: &str) -> std::borrow::Cow<'_, str> {
    if is_risky(text) {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// The text of a csv cell.
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_risky(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_columns_are_thirty_one_and_no_name_means_two_of_them() {
        assert_eq!(PROBLEMS.len(), 31);
        let mut names = BTreeSet::new();
        for column in all() {
            assert_eq!(by_key(column.key), Some(column));
            for name in column.synonyms.iter().chain([&column.heading]) {
                assert!(names.insert(plain_heading(name)), "{name} twice");
                assert_eq!(by_heading(name), Some(column));
            }
        }
    }

    #[test]
    fn headings_are_known_in_whatever_people_dress_them() {
        for heading in [
            "*企业名称",
            "企业 名称",
            "企业名称（必填）",
            "\u{feff}企业\n名称：",
            "企业/项目名称",
        ] {
            assert_eq!(by_heading(heading).unwrap().key, "enterprise", "{heading}");
        }
        assert_eq!(by_heading("序号"), None);
        assert_eq!(by_heading(""), None);
    }

    #[test]
    fn every_text_survives_a_csv_cell() {
        for text in [
            "",
            "用电",
            "=1+1",
            "'=1",
            "''=1",
            "'",
            "'用电",
            "-3",
            "+86",
            "@x",
            "\t=",
            "\r",
            "＝1",
            "'\t",
            "5-1",
            "=HYPERLINK(\"http://x\")",
            "''",
        ] {
            let cell = guarded(text);
            assert_eq!(unguarded(&cell), text, "{cell}");
            assert!(!cell.starts_with(FORMULA), "{cell}");
        }
    }

    #[test]
    fn places_names_and_steps_read_back() {
        assert_eq!(site_of(&place(None, Some("城东厂房"))), Some("城东厂房"));
        assert_eq!(site_of(&place(Some("农庄"), Some("城东厂房"))), None);
        assert_eq!(names_of(&join(&["甲", "乙"])), ["甲", "乙"]);
        assert_eq!(names_of("甲；乙，丙\n丁"), ["甲", "乙", "丙", "丁"]);
        let day = NaiveDate::from_ymd_opt(2021, 9, 1);
        for (step, on) in [
            ("架线", day),
            ("架线", None),
            ("", day),
            ("（一）架线", day),
        ] {
            assert_eq!(step_of(&next_step(Some(step), on)), (step, on));
        }
        for text in [
            "月底前）",
            "架线（+262142-12-31前）",
            "架线（9999-12-31前）",
        ] {
            assert_eq!(step_of(text), (text, None));
        }
    }
}
