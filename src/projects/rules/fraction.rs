//! Exact fractions of money and months, rounded only where they are shown.
//!
//! Sums of money outgrow the 64 bits of [`Rate`](crate::base::rate::Rate), and a difference of two
//! rates has to be taken before either is rounded: 629.0 of 647.4 is 97.2 %, 13.8 points ahead of ten months, though
//! 97.2 less 83.3 is 13.9.

use std::cmp::Ordering;

/// A number between whole numbers, in lowest terms; the denominator is above 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl Fraction {
    /// None over a denominator that isn't above 0. Both are sums of money or counts, below 10^24.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 {
            return None;
        }
        let by = divisor(numerator.unsigned_abs(), denominator.unsigned_abs());
        let by = i128::try_from(by).unwrap_or(1);
        Some(Self {
            numerator: numerator / by,
            denominator: denominator / by,
        })
    }

    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    pub const ONE: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    /// What is left of it after a share of months, whose denominator is 12 at most.
    #[must_use]
    pub fn minus(self, share: Self) -> Self {
        let numerator = self.numerator * share.denominator - share.numerator * self.denominator;
        Self::new(numerator, self.denominator * share.denominator).unwrap_or(self)
    }

    /// Compares it, unrounded, with a whole number of percentage points.
    pub fn cmp_points(self, points: i32) -> Ordering {
        (self.numerator * 100).cmp(&(i128::from(points) * self.denominator))
    }

    /// In tenths of a percentage point, a half rounded away from 0: what is 13.85 points behind is as far behind as
    /// the same amount is ahead.
    pub fn tenths(self) -> i128 {
        let twice = self.denominator * 2;
        let size = (self.numerator.abs() * 2_000 + self.denominator) / twice;
        size * self.numerator.signum()
    }

    /// As a percentage with one decimal: `97.2`, `-20.0`.
    pub fn percent(self) -> String {
        let tenths = self.tenths();
        let sign = if tenths < 0 { "-" } else { "" };
        format!("{sign}{}", one_decimal(tenths))
    }

    /// As percentage points, with a sign unless they round to 0: `+13.8`, `-10.0`, `0.0`.
    pub fn points(self) -> String {
        let tenths = self.tenths();
        let sign = match tenths.cmp(&0) {
            Ordering::Less => "-",
            Ordering::Equal => "",
            Ordering::Greater => "+",
        };
        format!("{sign}{}", one_decimal(tenths))
    }
}

/// The size of a number of tenths with its decimal.
pub fn one_decimal(tenths: i128) -> String {
    let size = tenths.unsigned_abs();
    format!("{}.{}", size / 10, size % 10)
}

/// The greatest common divisor; 1 rather than 0.
fn divisor(one: u128, other: u128) -> u128 {
    let (mut one, mut other) = (one, other);
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one.max(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::base::rate::Rate;

    fn of(numerator: i128, denominator: i128) -> Fraction {
        Fraction::new(numerator, denominator).unwrap()
    }

    #[test]
    fn a_half_is_rounded_away_from_zero() {
        for (numerator, denominator, percent, points) in [
            (1, 2_000, "0.1", "+0.1"),
            (-1, 2_000, "-0.1", "-0.1"),
            (-1, 2_001, "0.0", "0.0"),
            (1, 16, "6.3", "+6.3"),
            (-277, 2_000, "-13.9", "-13.9"),
            (277, 2_000, "13.9", "+13.9"),
            (0, 7, "0.0", "0.0"),
            (7, 5, "140.0", "+140.0"),
        ] {
            let found = of(numerator, denominator);
            assert_eq!(found.percent(), percent, "{numerator}/{denominator}");
            assert_eq!(found.points(), points, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn nothing_is_divided_by_nothing() {
        assert_eq!(Fraction::new(0, 0), None);
        assert_eq!(Fraction::new(3, -1), None);
    }

    #[test]
    fn whole_points_are_compared_unrounded() {
        assert_eq!(of(-1, 10).cmp_points(-10), Ordering::Equal);
        assert_eq!(of(-99_999, 1_000_000).cmp_points(-10), Ordering::Greater);
        assert_eq!(of(-100_001, 1_000_000).cmp_points(-10), Ordering::Less);
        assert_eq!(of(-1, 1_000_000).cmp_points(0), Ordering::Less);
    }

    #[test]
    fn the_largest_sums_are_counted() {
        // A hundred thousand projects of 10^15 yuan each for ten years.
        let most = 10_i128.pow(21);
        let found = of(most - 1, most).minus(of(1, 12));
        assert_eq!(found.percent(), "91.7");
        assert_eq!(found.cmp_points(91), Ordering::Greater);
    }

    proptest! {
        #[test]
        fn percentages_are_those_of_other_rates(one in 0..10_000_i64, all in 1..10_000_i64) {
            let found = of(i128::from(one), i128::from(all)).percent();
            prop_assert_eq!(Some(found), Rate::of(one, all).percent);
        }

        #[test]
        fn a_difference_is_exact(one in -10_000..10_000_i128, all in 1..10_000_i128, month in 1..=12_i128) {
            let found = of(one, all).minus(of(month, 12));
            prop_assert_eq!(found, of(one * 12 - month * all, all * 12));
        }
    }
}
