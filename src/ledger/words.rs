//! The fixed words of a ledger's cells: how each is written, and what else is read as it.

use crate::deadlines::rules::{Level, Light, Severity};
use crate::directory::rules::{EnterpriseSize, OperatingStatus};
use crate::problems::rules::words::{Outcome, Source};

/// A word with its spellings; the first is the one that is written.
pub type Spellings<T> = &'static [(T, &'static [&'static str])];

pub const SOURCES: Spellings<Source> = &[
    (Source::Visit, &["走访", "走访收集", "入企走访"]),
    (
        Source::Enterprise,
        &["企业反映", "企业", "企业上报", "企业诉求"],
    ),
    (Source::Superior, &["上级交办", "上级", "上级转办"]),
    (Source::Hotline, &["热线", "12345", "12345热线", "热线电话"]),
    (Source::Meeting, &["会议", "座谈会", "座谈"]),
    (Source::SelfCheck, &["自查", "自查发现"]),
    (Source::Other, &["其他", "其它"]),
];

/// 保密; nothing is written where it isn't.
pub const CONFIDENTIAL: Spellings<bool> = &[
    (true, &["是", "保密", "√"]),
    (false, &["否", "无", "不保密", "公开"]),
];

pub const SEVERITIES: Spellings<Severity> = &[
    (Severity::Ordinary, &["一般", "普通", "一般问题"]),
    (
        Severity::Major,
        &["重大复杂", "重大", "复杂", "疑难", "重点"],
    ),
    (Severity::Urgent, &["紧急", "特急", "加急"]),
];

pub const LEVELS: Spellings<Level> = &[
    (
        Level::District,
        &["县区级", "县区", "县级", "区级", "县", "区"],
    ),
    (Level::City, &["市级", "市"]),
    (Level::Province, &["省级", "省"]),
];

pub const OUTCOMES: Spellings<Outcome> = &[
    (
        Outcome::Solved,
        &["已解决", "解决", "是", "已办结", "办结", "已完成", "完成"],
    ),
    (Outcome::PartlySolved, &["部分解决", "基本解决"]),
    (Outcome::Planned, &["计划解决", "暂不能解决", "列入计划"]),
    (Outcome::Explained, &["解释疏导", "解释说明", "已解释"]),
];

/// From 5 down to 1.
pub const SATISFACTIONS: Spellings<i64> = &[
    (5, &["非常满意", "很满意", "5"]),
    (4, &["满意", "4", "是"]),
    (3, &["基本满意", "一般", "3"]),
    (2, &["不满意", "2", "否"]),
    (1, &["非常不满意", "很不满意", "1"]),
];

pub const LIGHTS: Spellings<Light> = &[
    (Light::Green, &["绿"]),
    (Light::Yellow, &["黄"]),
    (Light::Red, &["红"]),
];

pub const SIZES: Spellings<EnterpriseSize> = &[
    (EnterpriseSize::Large, &["大型", "大", "大型企业"]),
    (EnterpriseSize::Medium, &["中型", "中", "中型企业"]),
    (EnterpriseSize::Small, &["小型", "小", "小型企业"]),
    (EnterpriseSize::Micro, &["微型", "微", "微型企业"]),
];

pub const STATUSES: Spellings<OperatingStatus> = &[
    (
        OperatingStatus::Running,
        &["正常生产", "正常", "正常经营", "在产", "存续"],
    ),
    (OperatingStatus::Reduced, &["减产"]),
    (OperatingStatus::SemiHalted, &["半停产"]),
    (OperatingStatus::Halted, &["停产"]),
    (OperatingStatus::Preparing, &["筹建", "在建", "筹备"]),
    (OperatingStatus::Closed, &["关闭", "注销", "已关闭"]),
];

/// How a word is written.
pub fn written<T: PartialEq>(words: Spellings<T>, word: T) -> &'static str {
    let found = words.iter().find(|(one, _)| *one == word);
    found.and_then(|(_, names)| names.first()).unwrap_or(&"")
}

/// The word that a cell holds.
pub fn read<T: Copy>(words: Spellings<T>, cell: &str) -> Option<T> {
    let cell = cell.trim();
    let found = words.iter().find(|(_, names)| names.contains(&cell));
    found.map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agree<T: Copy + PartialEq + std::fmt::Debug>(words: Spellings<T>, all: &[T]) {
        assert_eq!(words.len(), all.len());
        for word in all {
            assert_eq!(read(words, written(words, *word)), Some(*word), "{word:?}");
        }
        let mut names: Vec<_> = words.iter().flat_map(|(_, names)| *names).collect();
        let many = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), many, "a spelling of two words");
    }

    #[test]
    fn every_word_is_written_and_reads_back_as_itself() {
        agree(SOURCES, Source::ALL);
        agree(CONFIDENTIAL, &[true, false]);
        agree(SEVERITIES, Severity::ALL);
        agree(LEVELS, Level::ALL);
        agree(OUTCOMES, Outcome::ALL);
        agree(SATISFACTIONS, &[5, 4, 3, 2, 1]);
        agree(LIGHTS, Light::ALL);
        agree(SIZES, EnterpriseSize::ALL);
        agree(STATUSES, OperatingStatus::ALL);
    }
}
