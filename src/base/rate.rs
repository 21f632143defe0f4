//! Rates: a numerator, a denominator and the percentage between them.

use serde::{Deserialize, Serialize};

/// A rate, with what it is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Rate {
    /// How many of them it holds for.
    #[schema(example = 12)]
    pub numerator: i64,
    /// How many there are.
    #[schema(example = 16)]
    pub denominator: i64,
    /// The percentage with one decimal, rounded half up; null over a denominator of 0, shown as “—”.
    #[schema(example = "75.0")]
    pub percent: Option<String>,
}

impl Rate {
    pub fn of(numerator: i64, denominator: i64) -> Self {
        Self {
            numerator,
            denominator,
            percent: percent(numerator, denominator),
        }
    }
}

/// Exact in integers, so that no float decides how a half is rounded.
fn percent(numerator: i64, denominator: i64) -> Option<String> {
    if denominator <= 0 {
        return None;
    }
    let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
    let tenths = (numerator * 2000 + denominator) / (2 * denominator);
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_those_that_other_places_published() {
        let cases = [
            (12, 16, "75.0"),
            (288, 298, "96.6"),
            (67, 69, "97.1"),
            (0, 7, "0.0"),
            (7, 7, "100.0"),
            (2, 3, "66.7"),
            (1, 3, "33.3"),
            (7, 5, "140.0"),
        ];
        for (numerator, denominator, shown) in cases {
            assert_eq!(percent(numerator, denominator).as_deref(), Some(shown));
        }
    }

    #[test]
    fn a_half_is_rounded_up() {
        assert_eq!(percent(1, 2000).as_deref(), Some("0.1"));
        assert_eq!(percent(9, 20000).as_deref(), Some("0.0"));
        assert_eq!(percent(333, 400).as_deref(), Some("83.3"));
        assert_eq!(percent(1, 16).as_deref(), Some("6.3"));
    }

    #[test]
    fn nothing_of_nothing_is_no_percentage() {
        assert_eq!(Rate::of(0, 0).percent, None);
    }
}
