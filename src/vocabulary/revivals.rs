//! The words of enterprises that stand still (停产企业盘活).

use super::{Words, spelt};

/// What is due of an enterprise that was listed.
pub const PLAN: &str = "制定一企一策";

pub const HALT: Words = &[
    spelt("halted", "停产", &["全停产", "完全停产"]),
    spelt("semi_halted", "半停产", &["部分停产"]),
];

pub const CAUSE: Words = &[
    spelt("funds", "资金短缺", &["资金", "资金链断裂"]),
    spelt("market", "市场萎缩", &["市场"]),
    spelt("environment", "环保", &["环境保护"]),
    spelt("property", "产权纠纷", &["产权", "权属"]),
    spelt("debt_litigation", "债务诉讼", &["债务", "诉讼"]),
    spelt("materials", "原材料", &["原料"]),
    spelt("labour", "用工", &["劳动力"]),
    spelt("safety", "安全生产", &["安全"]),
    spelt("relocation", "搬迁", &["退城入园"]),
    spelt("other", "其他", &["其它"]),
];

pub const PATH: Words = &[
    spelt("self_recovery", "自主恢复", &["自主复产", "自救"]),
    spelt("upgrade", "技改转型", &["技术改造", "转型升级"]),
    spelt("lease", "租赁", &["厂房租赁"]),
    spelt("merger", "兼并重组", &["兼并", "重组"]),
    spelt("reinvest", "项目导入", &["招商引资", "引进项目"]),
    spelt("judicial", "司法处置", &["司法拍卖", "破产"]),
    spelt("repossession", "收储腾退", &["收储", "腾退"]),
    spelt("deregister", "注销", &["清算注销"]),
];

pub const OUTCOME: Words = &[
    spelt("restarted", "复产", &["恢复生产"]),
    spelt("replaced", "易主", &["盘活易主", "引进新企业"]),
    spelt("vacated", "腾退", &["腾退土地"]),
    spelt("deregistered", "注销出清", &["出清", "注销"]),
];
