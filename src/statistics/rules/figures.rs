//! The numbers behind one row, and whether they agree with each other.

use super::count::{Count, Tally};

/// Visits of a row: as of the day, and those of the period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visits {
    pub times: i64,
    pub to_sites: i64,
    pub enterprises: i64,
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
}
