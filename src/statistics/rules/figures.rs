//! The numbers behind one row, and whether they agree with each other.

use super::count::{Count, Tally};

/// Visits of a row: as of the day, and those of the period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visits {
    pub times: i64,
    pub to_sites: i64,
    pub enterprises: i64,
}

impl Visits {
    fn add_all(&mut self, other: &Self) {
        self.times += other.times;
        self.to_sites += other.to_sites;
    }
}

/// Everything counted for one row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    pub as_of: Tally,
    pub period: Tally,
    pub visits: Visits,
    pub period_visits: Visits,
}

impl Figures {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Carried in + newly reported + put back = settled + excluded + carried out.
    ///
    /// # Errors
    /// The sentence that says what doesn't balance.
    pub fn balance(&self) -> Result<(), String> {
        let of = |count| self.period.get(count);
        let before = of(Count::CarriedIn) + of(Count::Reported) + of(Count::PutBack);
        let after = of(Count::Settled) + of(Count::Excluded) + of(Count::CarriedOut);
        if before != after {
            return Err(format!(
                "carried in, reported and put back are {before}, settled, excluded and carried out {after}"
            ));
        }
        let open_and_settled = self.as_of.get(Count::Outstanding) + self.as_of.get(Count::Resolved);
        if self.as_of.get(Count::Collected) != open_and_settled {
            return Err(format!(
                "collected is {}, outstanding and resolved {open_and_settled}",
                self.as_of.get(Count::Collected)
            ));
        }
        Ok(())
    }
}

/// Groups add up to the total, in everything but the distinct enterprises.
///
/// # Errors
/// The sentence that says what doesn't add up.
pub fn add_up<'a>(
    groups: impl Iterator<Item = &'a Figures>,
    total: &Figures,
) -> Result<(), String> {
    let mut sum = Figures::default();
    for group in groups {
        sum.as_of.add_all(&group.as_of);
        sum.period.add_all(&group.period);
        sum.visits.add_all(&group.visits);
        sum.period_visits.add_all(&group.period_visits);
    }
    sum.visits.enterprises = total.visits.enterprises;
    sum.period_visits.enterprises = total.period_visits.enterprises;
    if sum == *total {
        return Ok(());
    }
    let wrong = Count::ALL
        .iter()
        .filter(|count| {
            sum.as_of.get(**count) != total.as_of.get(**count)
                || sum.period.get(**count) != total.period.get(**count)
        })
        .map(|count| count.as_str());
    Err(format!(
        "groups don't add up to the total in: {} (visits {} and {})",
        wrong.collect::<Vec<_>>().join(", "),
        sum.visits.times,
        total.visits.times,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(numbers: &[(Count, i64)]) -> Figures {
        let mut figures = Figures::default();
        for (count, number) in numbers {
            figures.period.add(*count, *number);
        }
        figures
    }

    #[test]
    fn what_comes_in_goes_out_or_stays() {
        let numbers = [
            (Count::CarriedIn, 5),
            (Count::Reported, 3),
            (Count::PutBack, 1),
            (Count::Settled, 4),
            (Count::Excluded, 1),
            (Count::CarriedOut, 4),
        ];
        assert_eq!(figures(&numbers).balance(), Ok(()));
        assert!(figures(&numbers[..5]).balance().is_err());
    }

    #[test]
    fn groups_that_miss_one_are_found_out() {
        let (one, two) = (figures(&[(Count::Due, 1)]), figures(&[(Count::Due, 2)]));
        let three = figures(&[(Count::Due, 3)]);
        assert_eq!(add_up([&one, &two].into_iter(), &three), Ok(()));
        let told = add_up([&one].into_iter(), &three);
        assert!(told.is_err_and(|text| text.contains("due")));
    }
}
