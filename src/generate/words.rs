//! Plausible words for made-up units, people and problems.

/// A trade of departments: what it is called, what kind it is, and the categories it answers for.
pub struct Trade {
    pub name: &'static str,
    pub kind: &'static str,
    pub categories: &'static [&'static str],
}

const fn trade(
    name: &'static str,
    kind: &'static str,
    categories: &'static [&'static str],
) -> Trade {
    Trade {
        name,
        kind,
        categories,
    }
}

/// Each trade has departments in several areas.
pub const TRADES: [Trade; 8] = [
    trade("供电公司", "utility", &["用电"]),
    trade("人力资源和社会保障局", "government", &["用工"]),
    trade("自然资源和规划局", "government", &["用地规划"]),
    trade("金融服务中心", "bank", &["融资"]),
    trade("市场监督管理局", "government", &["证照审批", "法律账款"]),
    trade(
        "住房和城乡建设局",
        "government",
        &["水气热", "物流交通", "基础设施"],
    ),
    trade("生态环境局", "government", &["环保安全"]),
    trade(
        "发展改革和工业信息化局",
        "government",
        &["政策兑现", "市场产销", "其他"],
    ),
];

const AREAS: [&str; 12] = [
    "高新区",
    "新华区",
    "卫东区",
    "湛河区",
    "石龙区",
    "宝丰县",
    "叶县",
    "鲁山县",
    "郏县",
    "舞钢市",
    "汝州市",
    "示范区",
];
const PLACES: [&str; 40] = [
    "天润",
    "聚合",
    "尼龙",
    "平煤",
    "白龟湖",
    "凌云",
    "新城",
    "东城",
    "西山",
    "北渡",
    "南环",
    "光明",
    "和平",
    "建设",
    "矿工",
    "神马",
    "华辰",
    "鹰城",
    "应河",
    "澧水",
    "汝河",
    "香山",
    "落凫",
    "滍阳",
    "姚孟",
    "焦店",
    "薛庄",
    "程庄",
    "魏庄",
    "洪庄",
    "余官营",
    "吴寨",
    "井营",
    "大营",
    "张庄",
    "李口",
    "东高皇",
    "西高皇",
    "曹镇",
    "沙河",
];
const PARKS: [&str; 5] = [
    "产业园区",
    "产业集聚区",
    "科技园区",
    "创新创业服务园区",
    "物流园区",
];
const TRADE_WORDS: [&str; 24] = [
    "机械",
    "电气",
    "新材料",
    "尼龙科技",
    "食品",
    "农业",
    "纺织",
    "包装",
    "电子",
    "光电",
    "医药",
    "化工",
    "物流",
    "环保",
    "建材",
    "汽车零部件",
    "阀门",
    "轴承",
    "陶瓷",
    "印务",
    "家居",
    "能源",
    "智能装备",
    "生物",
];
const FORMS: [&str; 3] = ["有限公司", "股份有限公司", "有限责任公司"];
const SURNAMES: [&str; 40] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢", "韩", "唐", "冯", "于", "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",
];
const GIVEN: [&str; 30] = [
    "建国", "志强", "红霞", "晓东", "秀英", "国庆", "丽华", "海涛", "永刚", "春梅", "文杰", "俊峰",
    "玉兰", "振华", "雪梅", "立新", "少华", "桂芳", "卫东", "慧敏", "军", "伟", "敏", "静", "涛",
    "磊", "洋", "艳", "勇", "杰",
];

/// The n-th of all combinations; where all are used up they are numbered.
fn combined(n: usize, parts: &[&[&str]]) -> String {
    let (mut rest, mut words) = (n, vec![]);
    for words_of_part in parts {
        words.push(words_of_part[rest % words_of_part.len()]);
        rest /= words_of_part.len();
    }
    match rest {
        0 => words.concat(),
        again => format!("{}（{}）", words.concat(), again + 1),
    }
}

pub fn park(n: usize) -> String {
    combined(n, &[&PLACES, &PARKS])
}

pub fn department(n: usize) -> String {
    let trade = TRADES[n % TRADES.len()].name;
    format!("{}{trade}", combined(n / TRADES.len(), &[&AREAS]))
}

pub fn enterprise(n: usize) -> String {
    combined(n, &[&PLACES, &TRADE_WORDS, &FORMS])
}

/// No two of the first 1,200 are alike.
pub fn person(n: usize) -> String {
    combined(n, &[&SURNAMES, &GIVEN])
}

const WHERE: [&str; 16] = [
    "新厂区",
    "二期项目",
    "一号车间",
    "三号车间",
    "扩建项目",
    "仓储中心",
    "办公楼",
    "职工宿舍",
    "生产线",
    "研发中心",
    "冷链仓库",
    "南厂区",
    "北厂区",
    "技改项目",
    "标准化厂房",
    "配套设施",
];

/// What troubles enterprises, by category.
const TROUBLES: [(&str, &[&str]); 13] = [
    (
        "融资",
        &[
            "流动资金贷款到期续贷困难",
            "缺少抵押物贷款未获批",
            "融资成本偏高",
            "票据贴现渠道不畅",
        ],
    ),
    (
        "用工",
        &[
            "一线操作工招聘困难",
            "技术工人流失较多",
            "职工子女入学问题",
            "季节性用工缺口大",
        ],
    ),
    (
        "用地规划",
        &[
            "不动产登记办理进度慢",
            "土地指标尚未落实",
            "规划调整未批复",
            "临时用地到期续办",
        ],
    ),
    (
        "用电",
        &[
            "担心后续用电得不到保障",
            "线路负荷不足",
            "频繁停电影响生产",
            "增容手续办理缓慢",
        ],
    ),
    (
        "水气热",
        &[
            "供水压力不足",
            "天然气接入工程滞后",
            "蒸汽价格偏高",
            "雨污管网未接通",
        ],
    ),
    (
        "证照审批",
        &[
            "施工许可证办理受阻",
            "经营许可延续问题",
            "消防验收预约困难",
            "环评批复进度慢",
        ],
    ),
    (
        "政策兑现",
        &[
            "奖补资金尚未到位",
            "税收优惠政策不清楚",
            "稳岗补贴申领困难",
            "技改补贴审核时间长",
        ],
    ),
    (
        "市场产销",
        &[
            "产品滞销库存积压",
            "原材料价格上涨过快",
            "缺少本地配套企业",
            "参展补助申请问题",
        ],
    ),
    (
        "物流交通",
        &[
            "门前道路破损影响运输",
            "货车限行路线不合理",
            "公交线路未覆盖",
            "运输成本偏高",
        ],
    ),
    (
        "基础设施",
        &[
            "路灯照明不足",
            "排水不畅雨季积水",
            "通信信号覆盖差",
            "停车位不足",
        ],
    ),
    (
        "环保安全",
        &[
            "危险废物处置渠道少",
            "环保管控期间停限产",
            "应急预案备案问题",
            "安全评价机构难找",
        ],
    ),
    (
        "法律账款",
        &[
            "工程款被长期拖欠",
            "合同纠纷需要法律援助",
            "知识产权被侵权",
            "货款回收困难",
        ],
    ),
    (
        "其他",
        &[
            "职工体检安排问题",
            "厂区周边噪声扰民",
            "希望组织银企对接",
            "咨询招投标政策",
        ],
    ),
];

/// A title that fits the category; `picks` are any two numbers.
pub fn title(category: &str, (first, second): (usize, usize)) -> String {
    let known = TROUBLES.iter().find(|(name, _)| *name == category);
    let troubles = known.map_or(TROUBLES[12].1, |(_, troubles)| troubles);
    let place = WHERE[first % WHERE.len()];
    format!("{place}{}", troubles[second % troubles.len()])
}

const SINCE: [&str; 6] = [
    "近期",
    "自去年以来",
    "上月起",
    "今年以来",
    "入夏后",
    "项目开工后",
];
const HARM: [&str; 6] = [
    "已影响正常生产经营",
    "如不解决将影响交货",
    "涉及职工较多",
    "每月增加支出约",
    "项目进度受到影响",
    "企业反映强烈",
];

/// What the enterprise tells of it.
pub fn description(title: &str, (first, second): (usize, usize)) -> String {
    let harm = match second % HARM.len() {
        3 => format!("{}{}万元", HARM[3], 1 + first % 97),
        other => HARM[other].to_owned(),
    };
    format!(
        "企业反映：{}，{title}，{harm}。涉及{}人，希望有关部门到现场查看，尽快给出办理意见和时间。",
        SINCE[first % SINCE.len()],
        5 + (first * 7 + second) % 300
    )
}
