//! What is asked for, and in which order it is looked for.

use serde::{Deserialize, Serialize};

use super::fold::words;
use super::number::may_be_part;
use super::terms::{Condition, Rank, number_name, number_part};
use crate::base::line::line;
use crate::base::{Error, FieldError, Result};

/// The longest question, in characters.
pub const LONGEST: usize = 100;
/// The most words, all of which have to be found.
pub const WORDS: usize = 10;

/// The words of a question, folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub words: Vec<Vec<char>>,
}

/// One look at the index; what stands on an earlier step isn't found on a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A word is the number of a problem.
    Named,
    /// All words stand in number, title or name.
    Own,
    /// They stand there or in the name of the enterprise.
    Whose,
    /// They stand anywhere.
    Told,
}

impl Step {
    pub const ALL: [Self; 4] = [Self::Named, Self::Own, Self::Whose, Self::Told];
}

impl Question {
    /// # Errors
    /// 422 for what is empty, too long, has too many words or none to look for.
    pub fn read(text: &str) -> Result<Self> {
        let mut errors = vec![];
        let text = line("/q", text, LONGEST, &mut errors);
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let words = words(&text);
        let fault =
            |code, zh: String, en: &str| Error::invalid(FieldError::new("/q", code, zh, en));
        match words.len() {
            0 => Err(fault(
                "required",
                "请输入要查找的文字、字母或数字".into(),
                "holds no letter, digit or Chinese character to look for",
            )),
            1..=WORDS => Ok(Self { words }),
            _ => Err(fault(
                "too_many",
                format!("一次最多查找{WORDS}个词，请减少后重试"),
                "has more words than can be looked for at once",
            )),
        }
    }

    /// The documents of a step; None where it can have none.
    pub fn condition(&self, step: Step) -> Option<Condition> {
        let named = self.is_named();
        match step {
            Step::Named => named.map(|named| Condition::All(vec![named, self.on(Rank::Told)])),
            Step::Own => Some(self.on(Rank::Own).without(named)),
            Step::Whose => Some(
                self.on(Rank::Whose)
                    .without(Some(either(self.on(Rank::Own), named))),
            ),
            Step::Told => Some(
                self.on(Rank::Told)
                    .without(Some(either(self.on(Rank::Whose), named))),
            ),
        }
    }

    /// Whether one of the words names a problem.
    fn is_named(&self) -> Option<Condition> {
        let names = self.words.iter().filter(|word| may_be_part(word));
        let names: Vec<_> = names
            .map(|word| Condition::Term(number_name(&word.iter().collect::<String>())))
            .collect();
        (!names.is_empty()).then_some(Condition::Any(names))
    }

    fn on(&self, rank: Rank) -> Condition {
        let words = self.words.iter().map(|word| {
            let text = Condition::word(rank, word);
            if may_be_part(word) {
                let part = number_part(&word.iter().collect::<String>());
                Condition::Any(vec![text, Condition::Term(part)])
            } else {
                text
            }
        });
        Condition::All(words.collect())
    }
}

fn either(one: Condition, other: Option<Condition>) -> Condition {
    match other {
        Some(other) => Condition::Any(vec![one, other]),
        None => one,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use std::collections::BTreeSet;

    use super::super::document::{Document, Edition};
    use super::super::highlight::highlights;
    use super::super::{SearchField, SearchKind};
    use super::*;

    fn fault(text: &str) -> &'static str {
        match Question::read(text) {
            Err(Error::Invalid(errors)) => errors[0].code,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_question_has_one_to_a_hundred_characters_and_at_most_ten_words() {
        assert!(Question::read(&"电".repeat(100)).is_ok());
        assert_eq!(fault(&"电".repeat(101)), "too_long");
        assert_eq!(fault(" 　"), "required");
        assert_eq!(fault("%_\"*"), "required");
        let ten = "甲 乙 丙 丁 戊 己 庚 辛 壬 癸";
        assert_eq!(Question::read(ten).unwrap().words.len(), 10);
        assert_eq!(fault(&format!("{ten} 子")), "too_many");
        assert_eq!(
            Question::read(&format!("{ten} 癸")).unwrap().words.len(),
            10
        );
        assert_eq!(fault("用\u{200B}电"), "control_character");
    }

    #[test]
    fn operators_of_the_databases_are_words_or_nothing() {
        for text in [
            "电 OR 水",
            "NEAR(电 水)",
            "电*",
            "\"电\" -水",
            "电 & !水 | (1:A)",
            "'电'' OR 1=1 --",
            "1电:",
        ] {
            let question = Question::read(text).unwrap();
            for step in Step::ALL {
                let Some(condition) = question.condition(step) else {
                    continue;
                };
                let plain = |text: String, marks: &[char], words: &[&str]| {
                    let mut rest = text;
                    for word in words {
                        rest = rest.replace(word, " ");
                    }
                    rest.chars()
                        .all(|c| c.is_alphanumeric() || marks.contains(&c))
                };
                assert!(plain(
                    condition.fts5(),
                    &['"', '(', ')', ' '],
                    &[" AND ", " OR ", " NOT "]
                ));
                assert!(plain(
                    condition.tsquery(),
                    &['\'', '(', ')', ' '],
                    &[" & !", " & ", " | "]
                ));
            }
        }
    }

    #[test]
    fn chinese_words_name_no_problem() {
        assert_eq!(Question::read("用电").unwrap().condition(Step::Named), None);
        assert!(
            Question::read("021 用电")
                .unwrap()
                .condition(Step::Named)
                .is_some()
        );
    }

    fn holds(condition: &Condition, terms: &BTreeSet<String>) -> bool {
        match condition {
            Condition::Term(term) => terms.contains(term),
            Condition::All(parts) => parts.iter().all(|part| holds(part, terms)),
            Condition::Any(parts) => parts.iter().any(|part| holds(part, terms)),
            Condition::Without(one, other) => holds(one, terms) && !holds(other, terms),
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_holds_all_words_is_on_one_step_and_no_other(
            title in "[电水AＡ1。 ]{0,6}", enterprise in "[电水a]{0,4}", text in "[电水a1（，]{0,6}",
            number in "S[12]-20[12]1-00[12]", question in "[电水aＡ1２0]{1,3}( [电水a12]{1,2})?",
        ) {
            let texts = [
                (SearchField::Number, number.clone()),
                (SearchField::Title, title.clone()),
                (SearchField::Enterprise, enterprise.clone()),
                (SearchField::Description, text.clone()),
            ];
            let mut document = Document::of(SearchKind::Problem, 1, Edition::Whole);
            document.number(&number);
            document.text(Rank::Own, &title);
            document.text(Rank::Whose, &enterprise);
            document.text(Rank::Told, &text);
            let question = Question::read(&question).unwrap();
            let steps = Step::ALL.into_iter().filter_map(|step| question.condition(step));
            let found = steps.filter(|condition| holds(condition, &document.terms)).count();
            let is_shown = highlights(&texts, &question.words).is_some();
            proptest::prop_assert!(found <= 1);
            proptest::prop_assert!(found == 1 || !is_shown);
        }
    }
}
