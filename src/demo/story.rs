//! The demo's facts. The park, the farm, the power company and the counts are the newspaper's
//! (平顶山高新区, August 2021); the other problems, visits and people are made up and marked 演示.

/// Parks and areas of the district: code, name, kind.
pub const PARKS: &[(&str, &str, &str)] = &[
    ("SH", "沙河产业园区", "park"),
    ("CX", "创新创业服务园区", "park"),
    ("DQ", "电气装备产业园区", "park"),
    ("ZH", "遵化店镇", "town"),
    ("HT", "皇台街道", "subdistrict"),
];

/// Who solves: name, kind, peer group.
pub const DEPARTMENTS: &[(&str, &str, &str)] = &[
    ("华辰电力公司", "utility", "公用企业"),
    ("经济发展局", "government", "区直部门"),
    ("科技创新局", "government", "区直部门"),
    ("城乡建设和生态环境局", "government", "区直部门"),
    ("人力资源和社会保障局", "government", "区直部门"),
    ("城市管理和综合执法局", "government", "区直部门"),
    ("公安分局", "government", "区直部门"),
    ("高新区金融服务站（演示）", "bank", "金融机构"),
];

/// An enterprise or site of 沙河产业园区.
pub struct Enterprise {
    pub name: &'static str,
    pub industry: &'static str,
    pub size: &'static str,
    pub operating_status: &'static str,
    pub since: &'static str,
    /// Right by its check character, of a division (990000) that doesn't exist.
    pub credit_code: Option<&'static str>,
    /// The name and position of whom one calls there.
    pub contact: &'static str,
}

pub const fn enterprise(
    (name, industry, size): (&'static str, &'static str, &'static str),
    (operating_status, since): (&'static str, &'static str),
    credit_code: Option<&'static str>,
    contact: &'static str,
) -> Enterprise {
    Enterprise {
        name,
        industry,
        size,
        operating_status,
        since,
        credit_code,
        contact,
    }
}

pub const ENTERPRISES: &[Enterprise] = &[
    enterprise(
        ("聚合庄生态农庄", "农业", "small"),
        ("running", "2019-03-01"),
        None,
        "负责人（演示）",
    ),
    enterprise(
        ("沙河纺织（演示）", "纺织", "medium"),
        ("running", "2015-06-01"),
        Some("91990000MADEM0002M"),
        "厂长（演示）",
    ),
    enterprise(
        ("鹰城电缆（演示）", "电气装备", "medium"),
        ("running", "2012-09-01"),
        Some("91990000MADEM0003Q"),
        "办公室主任（演示）",
    ),
    enterprise(
        ("恒瑞机械（演示）", "机械制造", "small"),
        ("semi_halted", "2021-06-15"),
        Some("91990000MADEM0004U"),
        "总经理（演示）",
    ),
    enterprise(
        ("绿源食品（演示）", "食品", "small"),
        ("running", "2017-04-01"),
        Some("91990000MADEM0005Y"),
        "生产主管（演示）",
    ),
    enterprise(
        ("天润包装（演示）", "包装", "micro"),
        ("reduced", "2021-05-10"),
        Some("91990000MADEM00062"),
        "经理（演示）",
    ),
    enterprise(
        ("中联新材（演示）", "新材料", "large"),
        ("running", "2018-11-01"),
        Some("91990000MADEM00075"),
        "副总经理（演示）",
    ),
    enterprise(
        ("宏达物流（演示）", "物流", "small"),
        ("running", "2016-08-01"),
        Some("91990000MADEM00088"),
        "调度主任（演示）",
    ),
];

/// What became of a problem by Monday, 16 August 2021.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// 已解决, followed up with this satisfaction, 已销号.
    Closed(i64),
    /// 已解决, waiting for its follow-up.
    Resolved,
    /// 办理中, with an extension that ends tomorrow.
    DueSoon,
    /// 办理中, past its limit.
    Overdue,
    /// 挂起 until the end of the month.
    Suspended,
    /// 退回, waiting for the ruling.
    Returned,
}

/// One problem: when it was filed (August or July day), with whom, and how it went.
pub struct Case {
    pub title: &'static str,
    pub description: &'static str,
    pub category: &'static str,
    /// Index into [`ENTERPRISES`].
    pub enterprise: usize,
    /// Index into [`DEPARTMENTS`].
    pub lead: usize,
    /// Month and day of 2021 on which it was filed and dispatched.
    pub filed: (u32, u32),
    /// The day the lead finished, where it did.
    pub finished: Option<(u32, u32)>,
    pub resolution: &'static str,
    pub ending: Ending,
}

const fn case(
    words: (&'static str, &'static str, &'static str),
    who: (usize, usize),
    filed: (u32, u32),
    finished: Option<(u32, u32)>,
    resolution: &'static str,
    ending: Ending,
) -> Case {
    Case {
        title: words.0,
        description: words.1,
        category: words.2,
        enterprise: who.0,
        lead: who.1,
        filed,
        finished,
        resolution,
        ending,
    }
}

/// The newspaper's own case, by its place in [`CASES`].
pub const FARM: usize = 12;

/// In the order of filing.
pub const CASES: &[Case] = &[
    case(
        (
            "纺织车间招不到挡车工",
            "旺季缺挡车工二十余人，希望帮助对接招聘。",
            "用工",
        ),
        (1, 4),
        (7, 19),
        Some((7, 23)),
        "组织专场招聘会，已到岗十八人，其余纳入定向培训。",
        Ending::Closed(5),
    ),
    case(
        (
            "厂门口道路破损影响货车进出",
            "雨后坑洼积水，重载车辆绕行。",
            "基础设施",
        ),
        (3, 3),
        (7, 20),
        Some((7, 28)),
        "路面已修补并疏通排水口，货车正常通行。",
        Ending::Closed(4),
    ),
    case(
        (
            "流动资金贷款到期需续贷",
            "三百万元贷款月底到期，担心断贷。",
            "融资",
        ),
        (2, 7),
        (7, 21),
        Some((7, 27)),
        "已办理无还本续贷，资金无缝衔接。",
        Ending::Closed(5),
    ),
    case(
        (
            "食品经营许可变更迟迟未办",
            "地址变更后许可证需同步变更。",
            "证照审批",
        ),
        (4, 1),
        (7, 21),
        Some((7, 26)),
        "协调审批窗口容缺受理，新证已领取。",
        Ending::Closed(4),
    ),
    case(
        (
            "研发补贴兑现进度不明",
            "去年研发补贴已申报，不清楚何时拨付。",
            "政策兑现",
        ),
        (6, 2),
        (7, 22),
        Some((7, 30)),
        "补贴资金已拨付到账。",
        Ending::Closed(5),
    ),
    case(
        ("夜间厂区周边治安巡逻不足", "近期发生两起物资被盗。", "其他"),
        (7, 6),
        (7, 23),
        Some((7, 29)),
        "已增设夜间巡逻点并加装监控。",
        Ending::Closed(4),
    ),
    case(
        ("包装废料清运不及时", "废料堆放占用消防通道。", "环保安全"),
        (5, 5),
        (7, 26),
        Some((7, 30)),
        "清运频次改为每日一次，通道已清理。",
        Ending::Closed(4),
    ),
    case(
        ("园区公交末班车过早", "晚班工人下班后无车可乘。", "物流交通"),
        (1, 3),
        (7, 27),
        Some((8, 4)),
        "末班车延后至二十二时三十分。",
        Ending::Closed(4),
    ),
    case(
        (
            "新厂房专线供电等待上级电网批复",
            "专线接入方案已报上级电网公司，批复时间不定。",
            "用电",
        ),
        (6, 0),
        (7, 29),
        None,
        "",
        Ending::Suspended,
    ),
    case(
        (
            "设备采购款被拖欠",
            "下游客户拖欠设备款四十六万元。",
            "法律账款",
        ),
        (3, 1),
        (7, 30),
        None,
        "",
        Ending::Overdue,
    ),
    case(
        (
            "冷库用气压力不稳",
            "用气高峰压力不足，冷库停机两次。",
            "水气热",
        ),
        (4, 3),
        (7, 30),
        Some((8, 10)),
        "调压站已检修，压力恢复稳定。",
        Ending::Resolved,
    ),
    case(
        ("变压器增容申请办理", "新增生产线需增容八百千伏安。", "用电"),
        (2, 0),
        (8, 2),
        Some((8, 10)),
        "增容方案已批复并完成施工送电。",
        Ending::Resolved,
    ),
    case(
        (
            "担心后续用电得不到保障",
            "葡萄种植示范基地规划一百亩，生产区已建成九成。用电量大，一旦停电就要停产，担心后续用电得不到保障。",
            "用电",
        ),
        (0, 0),
        (8, 3),
        Some((8, 5)),
        "三方现场商定：农庄符合“井井通”用电方案，可长期使用，用电得到保障。",
        Ending::Closed(5),
    ),
    case(
        (
            "高温季节车间电压不稳",
            "午后用电高峰电压偏低，织机频繁停车。",
            "用电",
        ),
        (1, 0),
        (8, 4),
        None,
        "",
        Ending::DueSoon,
    ),
    case(
        (
            "招聘技术工人的补贴如何申领",
            "不清楚申领条件和材料。",
            "政策兑现",
        ),
        (5, 4),
        (8, 9),
        Some((8, 12)),
        "已上门讲解并协助网上申报成功。",
        Ending::Resolved,
    ),
    case(
        ("货运车辆限行时段调整", "白天限行影响原料进厂。", "物流交通"),
        (7, 5),
        (8, 13),
        None,
        "",
        Ending::Returned,
    ),
];

/// Days of the 34 visits of 沙河产业园区 in 2021 (month, day); a problem is filed at a visit of its
/// day, so every filing day stands here as often as problems were filed on it.
pub const VISIT_DAYS: &[(u32, u32)] = &[
    (7, 19),
    (7, 19),
    (7, 20),
    (7, 20),
    (7, 21),
    (7, 21),
    (7, 22),
    (7, 22),
    (7, 23),
    (7, 23),
    (7, 26),
    (7, 26),
    (7, 27),
    (7, 28),
    (7, 28),
    (7, 29),
    (7, 29),
    (7, 30),
    (7, 30),
    (8, 2),
    (8, 3),
    (8, 3),
    (8, 4),
    (8, 4),
    (8, 5),
    (8, 6),
    (8, 9),
    (8, 9),
    (8, 10),
    (8, 11),
    (8, 12),
    (8, 12),
    (8, 13),
    (8, 13),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_story_has_the_newspapers_counts() {
        let solved = CASES.iter().filter(|c| c.finished.is_some()).count();
        assert_eq!((VISIT_DAYS.len(), CASES.len(), solved), (34, 16, 12));
        for case in CASES {
            let filed = CASES.iter().filter(|c| c.filed == case.filed).count();
            let visits = VISIT_DAYS.iter().filter(|d| **d == case.filed).count();
            assert!(filed <= visits, "{}", case.title);
        }
    }
}
