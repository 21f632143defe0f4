//! The counts of a group, and the sums they have to agree with.

use serde_json::{Map, Value, json};

use super::numbers::{OF_A_PERIOD, counts};
use crate::base::rate::Rate;
use crate::entries::description::Description;

/// The numbers of a group: as of the day, and of its period, by the order of [`counts`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub as_of: Vec<i64>,
    pub period: Vec<i64>,
}

impl Figures {
    pub fn none(of: &Description) -> Self {
        let zeros = vec![0; counts(of).len()];
        Self {
            as_of: zeros.clone(),
            period: zeros,
        }
    }

    /// The sum of some groups: each entry is in one of them.
    pub fn sum<'a>(of: &Description, groups: impl Iterator<Item = &'a Self>) -> Self {
        let mut sum = Self::none(of);
        for group in groups {
            let both = [
                (&mut sum.as_of, &group.as_of),
                (&mut sum.period, &group.period),
            ];
            for (to, from) in both {
                for (to, number) in to.iter_mut().zip(from) {
                    *to += number;
                }
            }
        }
        sum
    }

    fn get(numbers: &[i64], of: &Description, name: &str) -> i64 {
        let at = counts(of).iter().position(|count| *count == name);
        at.and_then(|at| numbers.get(at)).copied().unwrap_or(0)
    }

    /// Carried in + newly listed + put back = settled + excluded + carried out, and listed = open + settled.
    ///
    /// # Errors
    /// The sentence that says what doesn't balance.
    pub fn balance(&self, of: &Description) -> std::result::Result<(), String> {
        let period = |name| Self::get(&self.period, of, name);
        let before = period("carried_in") + period("reported") + period("put_back");
        let after = period("settled") + period("excluded") + period("carried_out");
        let as_of = |name| Self::get(&self.as_of, of, name);
        if before != after {
            return Err(format!(
                "carried in, reported and put back are {before}, settled, excluded and carried out {after}"
            ));
        }
        if as_of("listed") != as_of("open") + as_of("settled") {
            return Err("listed isn't open and settled".to_owned());
        }
        Ok(())
    }

    /// A row of the table.
    pub fn row(&self, of: &Description, key: Value) -> Map<String, Value> {
        let mut row = Map::new();
        row.insert("key".into(), key);
        let mut period = Map::new();
        for (at, name) in counts(of).into_iter().enumerate() {
            let number = |numbers: &[i64]| json!(numbers.get(at).copied().unwrap_or(0));
            if !OF_A_PERIOD.contains(&name) {
                row.insert(name.into(), number(&self.as_of));
            }
            period.insert(name.into(), number(&self.period));
        }
        row.insert("period".into(), period.into());
        let rates = of.rates.iter().map(|rate| {
            let (over, under) = (
                Self::get(&self.as_of, of, rate.numerator),
                Self::get(&self.as_of, of, rate.denominator),
            );
            (rate.name.to_owned(), json!(Rate::of(over, under)))
        });
        row.insert("rates".into(), Value::Object(rates.collect()));
        row
    }
}
