//! The columns of ledgers that go out and come in, in the order of the sheet.

/// Headings that stand in other places, too: on slips, in reports, on the page.
pub mod heading {
    pub const NUMBER: &str = "编号";
    pub const PARK: &str = "园区";
    pub const TITLE: &str = "问题标题";
    pub const DESCRIPTION: &str = "问题描述";
    pub const CATEGORY: &str = "类别";
    pub const SOURCE: &str = "来源";
    pub const SEVERITY: &str = "严重程度";
    pub const LEVEL: &str = "解决层级";
    pub const RAISED_ON: &str = "提出日期";
    pub const LEAD: &str = "主办单位";
    pub const SUPPORTING: &str = "协办单位";
    pub const HANDLER: &str = "承办人";
    pub const OUTCOME: &str = "办理结果";
    pub const RESOLUTION: &str = "办理情况";
    pub const SATISFACTION: &str = "满意度";
    pub const STATUS: &str = "状态";
    pub const ENTERPRISE: &str = "企业名称";
    pub const CREDIT_CODE: &str = "统一社会信用代码";
    pub const PHONE: &str = "联系电话";
    /// The three of a problem's grade in one line of a slip.
    pub const GRADE: &str = "类别、严重程度、解决层级";
    /// On paper an enterprise or a site is named in one place.
    pub const PLACE: &str = "企业（项目）";
    pub const SOLVE_LIMIT: &str = "办结时限";
}

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
    column("number", heading::NUMBER, &["问题编号", "台账编号", "工单号", "工单编号", "受理编号"], Text, 15, false),
    column("park", heading::PARK, &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位", "上报单位"], Text, 16, true),
    column("enterprise", heading::ENTERPRISE, &["单位名称", "企业", "项目名称", "企业或项目", "企业项目名称", "公司名称", "市场主体"], Text, 24, true),
    column("credit_code", heading::CREDIT_CODE, &["信用代码", "社会信用代码", "统一信用代码", "机构代码"], Text, 21, false),
    column("title", heading::TITLE, &["标题", "问题", "问题名称", "问题摘要", "诉求标题", "主要问题"], Text, 28, true),
    column("description", heading::DESCRIPTION, &["问题内容", "具体问题", "问题详情", "诉求内容", "反映问题", "存在问题", "问题及诉求"], Text, 40, true),
    column("category", heading::CATEGORY, &["问题类别", "问题类型", "类型", "问题分类", "分类"], Text, 12, true),
    column("source", heading::SOURCE, &["问题来源", "收集渠道", "渠道", "反映渠道"], Word, 10, false),
    column("severity", heading::SEVERITY, &["紧急程度", "程度", "缓急程度", "问题性质"], Word, 10, false),
    column("level", heading::LEVEL, &["级别", "问题级别", "层级", "办理层级"], Word, 10, false),
    column("confidential", "保密", &["是否保密", "企业要求保密"], Word, 7, false),
    column("raised_on", heading::RAISED_ON, &["收集时间", "收集日期", "提出时间", "反映时间", "反映日期", "上报时间", "上报日期", "登记日期", "登记时间", "受理日期", "受理时间"], Day, 12, false),
    column("lead", heading::LEAD, &["牵头部门", "责任单位", "承办单位", "主办部门", "牵头单位", "责任部门", "承办部门", "办理单位"], Text, 18, true),
    column("supporting", heading::SUPPORTING, &["配合单位", "协办部门", "配合部门", "协同单位"], Text, 18, true),
    column("leader", "责任领导", &["分管领导", "包保领导", "牵头领导", "责任县级领导"], Text, 12, true),
    column("handler", heading::HANDLER, &["责任人", "经办人", "具体责任人", "办理人"], Text, 12, true),
    column("phone", heading::PHONE, &["电话", "联系方式", "责任人电话", "手机号", "手机"], Text, 16, false),
    column("dispatched_on", "交办日期", &["交办时间", "派单日期", "派单时间", "转办日期", "转办时间", "分办日期"], Day, 12, false),
    column("accepted_on", "签收日期", &["签收时间", "接单日期", "接单时间"], Day, 12, false),
    column("due_on", heading::SOLVE_LIMIT, &["完成时限", "办理时限", "解决时限", "时限", "拟办结时间", "计划完成时间", "预计完成时间", "整改时限"], Day, 12, false),
    column("extensions", "延期次数", &["延期", "延期申请次数"], Number, 9, false),
    column("resolved_on", "办结日期", &["办结时间", "完成时间", "完成日期", "解决时间", "解决日期", "实际办结时间"], Day, 12, false),
    column("outcome", heading::OUTCOME, &["是否解决", "解决情况", "解决状态", "办结情况", "完成情况", "是否办结", "是否完成"], Word, 10, false),
    column("resolution", heading::RESOLUTION, &["办理进展", "解决措施", "进展情况", "处理情况", "落实情况", "办理过程", "工作进展", "办理措施", "答复意见"], Text, 40, true),
    column("remaining", "未解决原因", &["未办结原因", "未完成原因", "存在困难", "未解决的原因"], Text, 24, true),
    column("next_step", "下一步", &["下一步打算", "下一步措施", "下步措施", "下一步工作", "下步打算", "下一步计划"], Text, 24, true),
    column("followed_up_on", "回访日期", &["回访时间"], Day, 12, false),
    column("satisfaction", heading::SATISFACTION, &["企业满意度", "是否满意", "满意情况", "企业评价", "满意程度"], Word, 10, false),
    column("closed_on", "销号日期", &["销号时间"], Day, 12, false),
    column("note", "备注", &["说明", "备注说明"], Text, 20, true),
    column("status", heading::STATUS, &["当前状态", "办理状态"], Word, 11, false),
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
    column("park", heading::PARK, &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位"], Text, 18, false),
    column("place", "企业或项目", &["企业名称", "企业", "单位名称", "走访企业", "走访对象", "项目名称", "项目现场", "企业项目名称"], Text, 28, true),
    column("participants", "走访人员", &["走访人", "参加人员", "走访干部", "工作人员", "人员"], Text, 24, true),
    column("summary", "走访情况", &["走访内容", "情况", "情况说明", "走访记录", "备注"], Text, 50, true),
];

/// The columns of a directory of enterprises.
#[rustfmt::skip]
pub const ENTERPRISES: &[Column] = &[
    column("name", heading::ENTERPRISE, &["单位名称", "企业", "公司名称", "市场主体", "名称"], Text, 28, true),
    column("credit_code", heading::CREDIT_CODE, &["信用代码", "社会信用代码", "统一信用代码", "机构代码"], Text, 21, false),
    column("park", heading::PARK, &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位"], Text, 18, false),
    column("industry", "行业", &["所属行业", "行业类别", "主营业务", "主导产业"], Text, 16, true),
    column("size", "企业规模", &["规模", "规模类型", "划型"], Word, 10, false),
    column("tags", "标签", &["企业标签", "企业类型", "资质"], Text, 18, true),
    column("operating_status", "生产经营状态", &["经营状态", "生产状态", "运行状态", "企业状态"], Word, 14, false),
    column("operating_status_since", "状态起始日期", &["状态日期", "停产日期", "自何时起"], Day, 14, false),
    column("assisting_leader", "包联领导", &["包保领导", "联系领导", "帮扶领导", "包联县级领导"], Text, 12, false),
    column("liaison", "首席服务员", &["服务员", "联络员", "包联人", "包联干部", "服务专员"], Text, 12, false),
    column("contact", "联系人", &["企业联系人", "联系人姓名", "法定代表人", "负责人"], Text, 12, true),
    column("contact_position", "联系人职务", &["职务"], Text, 12, true),
    column("contact_phone", heading::PHONE, &["电话", "联系方式", "手机", "手机号", "联系人电话"], Text, 16, true),
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
    fn a_grade_is_called_as_its_three_columns() {
        let three = [heading::CATEGORY, heading::SEVERITY, heading::LEVEL];
        assert_eq!(heading::GRADE, three.join("、"));
    }

    #[test]
    fn headings_of_earlier_files_are_still_known() {
        for (heading, key) in [("级别", "level"), ("责任人", "handler")] {
            assert_eq!(by_heading(heading).unwrap().key, key);
        }
    }
}
