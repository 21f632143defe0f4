//! The columns of the three kinds of files, and by which names each is known.

use crate::ledger::columns::{self, Column, Kind as Cells, plain_heading};

crate::text_enum! {
    /// What a file holds.
    pub enum Kind {
        /// 企业.
        Enterprises = "enterprises",
        /// 走访.
        Visits = "visits",
        /// 问题.
        Problems = "problems",
    }
}

const fn column(
    key: &'static str,
    heading: &'static str,
    synonyms: &'static [&'static str],
    kind: Cells,
    width: u16,
) -> Column {
    Column {
        key,
        heading,
        synonyms,
        kind,
        width,
        wrap: false,
    }
}

use Cells::{Day, Text, Word};

#[rustfmt::skip]
const VISITS: &[Column] = &[
    column("visited_on", "走访日期", &["走访时间", "日期", "时间", "入企日期", "入企时间"], Day, 12),
    column("park", "园区", &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位"], Text, 18),
    column("place", "企业或项目", &["企业名称", "企业", "单位名称", "走访企业", "走访对象", "项目名称", "项目现场", "企业项目名称"], Text, 28),
    column("participants", "走访人员", &["走访人", "参加人员", "走访干部", "工作人员", "人员"], Text, 24),
    column("summary", "走访情况", &["走访内容", "情况", "情况说明", "走访记录", "备注"], Text, 50),
];

#[rustfmt::skip]
const ENTERPRISES: &[Column] = &[
    column("name", "企业名称", &["单位名称", "企业", "公司名称", "市场主体", "名称"], Text, 28),
    column("credit_code", "统一社会信用代码", &["信用代码", "社会信用代码", "统一信用代码", "机构代码"], Text, 21),
    column("park", "园区", &["所属园区", "乡镇", "街道", "乡镇街道", "园区名称", "属地", "填报单位"], Text, 18),
    column("industry", "行业", &["所属行业", "行业类别", "主营业务", "主导产业"], Text, 16),
    column("size", "企业规模", &["规模", "规模类型", "划型"], Word, 10),
    column("tags", "标签", &["企业标签", "企业类型", "资质"], Text, 18),
    column("operating_status", "生产经营状态", &["经营状态", "生产状态", "运行状态", "企业状态"], Word, 14),
    column("operating_status_since", "状态起始日期", &["状态日期", "停产日期", "自何时起"], Day, 14),
    column("assisting_leader", "包联领导", &["包保领导", "联系领导", "帮扶领导", "包联县级领导"], Text, 12),
    column("liaison", "首席服务员", &["服务员", "联络员", "包联人", "包联干部", "服务专员"], Text, 12),
    column("contact", "联系人", &["企业联系人", "联系人姓名", "法定代表人", "负责人"], Text, 12),
    column("contact_position", "联系人职务", &["职务"], Text, 12),
    column("contact_phone", "联系电话", &["电话", "联系方式", "手机", "手机号", "联系人电话"], Text, 16),
    column("contact_email", "电子邮箱", &["邮箱", "联系人邮箱"], Text, 20),
];

impl Kind {
    /// What comes in, in the order of the template.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Problems => columns::PROBLEMS,
            Self::Visits => VISITS,
            Self::Enterprises => ENTERPRISES,
        }
    }

    /// The columns without which nothing of a file can be taken: any one of each group.
    pub fn needed(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::Problems => &[&["title", "description"]],
            Self::Visits => &[&["visited_on"], &["place"]],
            Self::Enterprises => &[&["name"]],
        }
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::Enterprises => "企业",
            Self::Visits => "走访",
            Self::Problems => "问题",
        }
    }

    pub fn by_key(self, key: &str) -> Option<&'static Column> {
        self.columns().iter().find(|column| column.key == key)
    }

    /// The column that a heading names.
    pub fn by_heading(self, heading: &str) -> Option<&'static Column> {
        let wanted = plain_heading(heading);
        let names = |column: &&Column| {
            let mut names = column.synonyms.iter().chain([&column.heading]);
            names.any(|name| plain_heading(name) == wanted)
        };
        self.columns().iter().find(names)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_name_means_two_columns_of_a_kind() {
        for kind in Kind::ALL {
            let mut names = BTreeSet::new();
            for column in kind.columns() {
                for name in column.synonyms.iter().chain([&column.heading]) {
                    assert!(names.insert(plain_heading(name)), "{kind}: {name} twice");
                    assert_eq!(kind.by_heading(name), Some(column));
                }
            }
            for key in kind.needed().iter().copied().flatten() {
                assert!(kind.by_key(key).is_some(), "{key}");
            }
        }
    }
}
