//! Whether the counts, rates and months of a description speak of what it has.

use super::check::{Faults, check_field};
use super::{Description, Kept, Kind, Predicate, Value};
use crate::entries::rules::common;

impl Description {
    pub(super) fn check_numbers(&self, faults: &mut Faults) {
        faults.once("/counts", self.counts.iter().map(|count| count.name));
        for (index, count) in self.counts.iter().enumerate() {
            self.check_predicate(faults, &format!("/counts/{index}/holds"), &count.holds);
            if common::COUNTS.contains(&count.name) || common::BESIDE_COUNTS.contains(&count.name) {
                faults.wrong(
                    &format!("/counts/{index}"),
                    format!("“{}”是各台账共有的统计项", count.name),
                    format!(
                        "the statistics of every ledger have {:?} already",
                        count.name
                    ),
                );
            }
        }
        for (index, rate) in self.rates.iter().enumerate() {
            let at = format!("/rates/{index}");
            faults.code(&at, rate.name);
            for name in [rate.numerator, rate.denominator] {
                let known = common::COUNTS.contains(&name)
                    || self.counts.iter().any(|count| count.name == name);
                if !known {
                    faults.unknown(&at, ("统计项", "count"), name);
                }
            }
        }
        if let Some(rule) = self.months {
            faults.once(
                "/months/figures",
                rule.figures.iter().map(|field| field.name),
            );
            for (index, field) in rule.figures.iter().enumerate() {
                check_field(faults, &format!("/months/figures/{index}"), field);
            }
            for status in rule.from {
                if self.status(status).is_none() {
                    faults.unknown("/months/from", ("状态", "status"), status);
                }
            }
            if !(1..=28).contains(&rule.due_day) {
                faults.wrong(
                    "/months/due_day",
                    "报送日须为1至28日".into(),
                    "is a day from 1 to 28".into(),
                );
            }
        }
    }

    fn check_predicate(&self, faults: &mut Faults, at: &str, predicate: &Predicate) {
        match predicate {
            Predicate::Status(codes) => {
                for code in codes.iter().filter(|code| self.status(code).is_none()) {
                    faults.unknown(at, ("状态", "status"), code);
                }
            }
            Predicate::Ever(code) if self.status(code).is_none() => {
                faults.unknown(at, ("状态", "status"), code)
            }
            Predicate::Ever(_) | Predicate::Class(_) => {}
            Predicate::Set(name) => self.check_counted(faults, at, name, &[]),
            Predicate::Is(name, value) => self.check_counted(faults, at, name, &[*value]),
            Predicate::Between(name, from, to) => {
                self.check_counted(faults, at, name, &[*from, *to])
            }
            Predicate::All(parts) | Predicate::Any(parts) => {
                for part in *parts {
                    self.check_predicate(faults, at, part);
                }
            }
            Predicate::Not(part) => self.check_predicate(faults, at, part),
        }
    }

    fn check_counted(&self, faults: &mut Faults, at: &str, name: &str, values: &[Value]) {
        let Some(field) = self.field(name) else {
            return faults.unknown(at, ("字段", "field"), name);
        };
        if field.kept != Kept::Counted {
            faults.wrong(
                at,
                format!("“{name}”没有按日留存，不能统计"),
                format!("the field {name:?} isn't counted"),
            );
        }
        for value in values {
            let fits = match (field.kind, value) {
                (Kind::Word { words }, Value::Word(word)) => {
                    words.iter().any(|one| one.key == *word)
                }
                (
                    Kind::Day,
                    Value::Day(_) | Value::FirstOfYear | Value::LastOfYear | Value::AsOf,
                ) => true,
                (
                    Kind::Yuan { .. } | Kind::Integer { .. } | Kind::Mu | Kind::Flag,
                    Value::Number(_),
                )
                | (Kind::Integer { .. }, Value::Year) => true,
                _ => false,
            };
            if !fits {
                faults.wrong(
                    at,
                    format!("“{name}”没有这样的取值"),
                    format!("the field {name:?} has no such value"),
                );
            }
        }
    }
}
