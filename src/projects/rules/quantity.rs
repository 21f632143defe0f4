//! Amounts as they come in and are shown: money in whole yuan, land in 亩 with two decimals.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The most that one amount of money may be, in yuan.
pub const MAX_YUAN: i64 = crate::entries::description::YUAN_MOST;

/// Whether an amount of money is one that may come in; a month's alone may be negative, with a reason.
pub fn is_yuan(amount: i64) -> bool {
    (0..=MAX_YUAN).contains(&amount)
}

/// Land in hundredths of a 亩, 0 to 10^9 亩.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Land(i64);

impl Land {
    /// The most there may be, in 亩.
    pub const MAX_MU: i64 = 1_000_000_000;

    /// Reads a decimal text of 亩, such as `100` or `12.5`. What has more than two decimals is refused, not rounded:
    /// the sum of what was written has to be the sum of what is kept.
    pub fn parse(text: &str) -> Option<Self> {
        let (whole, decimals) = match text.split_once('.') {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (text, None),
        };
        let is_number = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        let is_plain = is_number(whole, 10)
            && (whole == "0" || !whole.starts_with('0'))
            && decimals.is_none_or(|decimals| is_number(decimals, 2));
        if !is_plain {
            return None;
        }
        let hundredths: i64 = format!("{:0<2}", decimals.unwrap_or("")).parse().ok()?;
        let all = whole.parse::<i64>().ok()? * 100 + hundredths;
        (all <= Self::MAX_MU * 100).then_some(Self(all))
    }

    pub fn hundredths(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Land {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Land {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Land {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom("land is a text of 亩 with at most two decimals"))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_is_0_to_10_to_the_15() {
        for (amount, fits) in [
            (-1, false),
            (0, true),
            (MAX_YUAN, true),
            (MAX_YUAN + 1, false),
        ] {
            assert_eq!(is_yuan(amount), fits, "{amount}");
        }
    }

    #[test]
    fn land_has_two_decimals() {
        for (text, shown) in [
            ("100", Some("100.00")),
            ("0", Some("0.00")),
            ("0.5", Some("0.50")),
            ("12.05", Some("12.05")),
            ("1000000000", Some("1000000000.00")),
            ("1000000000.01", None),
            ("1.005", None),
            ("1.000", None),
            ("1.", None),
            (".5", None),
            ("01", None),
            ("-1", None),
            ("+1", None),
            ("1e3", None),
            ("１", None),
            ("", None),
            (" 1", None),
        ] {
            let found = Land::parse(text).map(|land| land.to_string());
            assert_eq!(found.as_deref(), shown, "{text}");
        }
        assert!(serde_json::from_str::<Land>("1.5").is_err());
        assert_eq!(
            serde_json::from_str::<Land>(r#""1.5""#)
                .unwrap()
                .hundredths(),
            150
        );
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(hundredths in 0..=Land::MAX_MU * 100) {
            let land = Land(hundredths);
            prop_assert_eq!(Land::parse(&land.to_string()), Some(land));
        }
    }
}
