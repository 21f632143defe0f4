//! How like each other two cases are, by the pairs of neighbouring characters that they share. No number
//! comes from other cases, so that none of them can be guessed by it, and a reason stays a reason.

use std::collections::BTreeSet;

use super::fold::Folded;
use super::terms::{Condition, Rank};

type Pair = (char, char);

/// Of a title, this many sequences are looked for at most.
const SEQUENCES: usize = 40;
/// What stands in titles of every kind tells nothing of them.
const COMMON: &[&str] = &[
    "企业", "公司", "园区", "项目", "问题", "困难", "诉求", "解决", "希望", "反映", "需要", "需求",
    "有关", "关于", "申请", "协调", "加快", "尽快", "推进", "办理", "不足", "存在", "影响", "生产",
    "经营", "帮助", "支持", "无法", "不能", "进行", "目前", "由于", "因为", "导致", "情况", "相关",
    "建议", "请求",
];

/// From here on a case is shown as like another.
pub const ALIKE: f64 = 0.5;
/// From here on it counts as evidence for a proposal.
pub const EVIDENCE: f64 = 0.45;

/// What is compared of a case.
#[derive(Debug, Clone, Default)]
pub struct Likeness {
    title: BTreeSet<Pair>,
    whole: BTreeSet<Pair>,
    description: BTreeSet<Pair>,
}

impl Likeness {
    pub fn of(title: &str, description: &str) -> Self {
        let (title, description) = (pairs(title), pairs(description));
        Self {
            whole: title.union(&description).copied().collect(),
            title,
            description,
        }
    }

    /// How like another case is to this one, from 0 to 1: the same title, or what this one tells stands in
    /// the other.
    pub fn to(&self, other: &Self) -> f64 {
        let both = self.title.len() + other.title.len();
        let dice = share(2 * shared(&self.title, &other.title), both);
        let title = share(shared(&self.title, &other.whole), self.title.len());
        let told = share(
            shared(&self.description, &other.whole),
            self.description.len(),
        );
        let within = if self.description.is_empty() {
            0.8 * title
        } else {
            (title + told) / 2.0
        };
        dice.max(within)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    // No text has so many pairs that a float couldn't hold their number.
    let float = |count: usize| u32::try_from(count).map_or(f64::MAX, f64::from);
    if whole > 0 {
        float(part) / float(whole)
    } else {
        0.0
    }
}

fn shared(one: &BTreeSet<Pair>, other: &BTreeSet<Pair>) -> usize {
    one.intersection(other).count()
}

/// The parts of a text between its ends and the words that tell nothing.
fn telling(text: &Folded) -> Vec<&[char]> {
    let mut parts = vec![];
    for run in text.runs() {
        let (mut begin, mut at) = (0, 0);
        while at < run.len() {
            let next = run.get(at..at + 2).unwrap_or_default();
            if COMMON
                .iter()
                .any(|word| word.chars().eq(next.iter().copied()))
            {
                parts.extend(run.get(begin..at));
                at += 2;
                begin = at;
            } else {
                at += 1;
            }
        }
        parts.extend(run.get(begin..));
    }
    parts
}

fn pairs(text: &str) -> BTreeSet<Pair> {
    let folded = Folded::of(text);
    let parts = telling(&folded).into_iter();
    let pairs = parts.flat_map(|part| part.windows(2));
    pairs
        .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
        .collect()
}

/// Cases that may be like one of this title: they hold three neighbouring characters of it, or all of a
/// part that is shorter. None where it has nothing to look for.
pub fn candidates(title: &str) -> Option<Condition> {
    let folded = Folded::of(title);
    let mut sequences: Vec<Condition> = vec![];
    for part in telling(&folded).into_iter().filter(|part| part.len() > 1) {
        for sequence in part.windows(part.len().min(3)) {
            let wanted = Condition::word(Rank::Told, sequence);
            if sequences.len() < SEQUENCES && !sequences.contains(&wanted) {
                sequences.push(wanted);
            }
        }
    }
    (!sequences.is_empty()).then_some(Condition::Any(sequences))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(one: &str, other: &str) -> f64 {
        Likeness::of(one, "").to(&Likeness::of(other, ""))
    }

    #[test]
    fn the_same_is_one_and_nothing_shared_is_none() {
        assert!((likeness("变压器容量不足", "变压器容量不足。") - 1.0).abs() < 1e-9);
        assert!(likeness("变压器容量不足", "招工难").abs() < 1e-9);
        assert!(likeness("。", "，").abs() < 1e-9);
    }

    #[test]
    fn what_is_about_the_same_is_alike_and_common_words_alone_are_not() {
        assert!(likeness("变压器容量不足", "变压器容量不够用") > ALIKE);
        assert!(likeness("希望解决企业招工困难问题", "希望解决企业融资困难问题") < EVIDENCE);
        let told = Likeness::of("用电问题", "厂区变压器容量不足，经常跳闸");
        assert!(Likeness::of("变压器容量不足", "").to(&told) > ALIKE);
    }

    #[test]
    fn candidates_share_three_characters() {
        let written = |title: &str| candidates(title).map(|wanted| wanted.fts5());
        assert_eq!(
            written("招工难").as_deref(),
            Some(r#"(("3工难" AND "3招工"))"#)
        );
        assert_eq!(written("用电").as_deref(), Some(r#"(("3用电"))"#));
        assert_eq!(written("电"), None);
        assert_eq!(written("希望解决企业困难"), None);
        assert_eq!(
            written("解决企业用电问题").as_deref(),
            Some(r#"(("3用电"))"#)
        );
    }
}
