//! The counts by name, and the numbers that go with them.

use std::collections::BTreeMap;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

crate::text_enum! {
    /// What problems are counted by: the names of the statistics and of `count_of`.
    pub enum Count {
        Collected = "collected",
        Solved = "solved",
        Confirmed = "confirmed",
        Resolved = "resolved",
        Closed = "closed",
        Outstanding = "outstanding",
        Tracking = "tracking",
        Suspended = "suspended",
        Overdue = "overdue",
        Returned = "returned",
        Extended = "extended",
        Reopened = "reopened",
        Supervised = "supervised",
        Rejected = "rejected",
        Merged = "merged",
        Withdrawn = "withdrawn",
        ReturnedEvents = "returned_events",
        ExtendedEvents = "extended_events",
        ReopenedEvents = "reopened_events",
        SupervisedEvents = "supervised_events",
        /// Rounds in which the enterprise was reached.
        FollowedUp = "followed_up",
        /// Rounds whose last answer is 3 or better.
        Satisfied = "satisfied",
        /// Rounds with an answer: under the satisfaction rate.
        Answered = "answered",
        /// Rounds that were resolved: under the follow-up rate.
        ResolvedRounds = "resolved_rounds",
        CarriedIn = "carried_in",
        Reported = "reported",
        PutBack = "put_back",
        Settled = "settled",
        Excluded = "excluded",
        CarriedOut = "carried_out",
        Due = "due",
        OnTime = "on_time",
        OnTimeOriginal = "on_time_original",
        AcceptDue = "accept_due",
        AcceptOnTime = "accept_on_time",
        LateEntries = "late_entries",
    }
}

crate::in_words!(Count, crate::vocabulary::report::COUNT);

/// Whether a number is about a day or about the stretch of days before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Cumulative, as of a day.
    AsOf,
    /// What came about in from..to.
    Period,
}

impl Count {
    /// Counts that have no meaning but within a period.
    pub fn is_of_a_period_only(self) -> bool {
        matches!(
            self,
            Self::CarriedIn
                | Self::Reported
                | Self::PutBack
                | Self::Settled
                | Self::Excluded
                | Self::CarriedOut
                | Self::Due
                | Self::OnTime
                | Self::OnTimeOriginal
                | Self::AcceptDue
                | Self::AcceptOnTime
                | Self::LateEntries
        )
    }

    pub fn has(self, span: Span) -> bool {
        span == Span::Period || !self.is_of_a_period_only()
    }
}

/// Reads `collected` and `period.collected`.
pub fn parse_count_of(text: &str) -> Option<(Count, Span)> {
    let (name, span) = match text.strip_prefix("period.") {
        Some(name) => (name, Span::Period),
        None => (text, Span::AsOf),
    };
    Count::parse(name)
        .filter(|count| count.has(span))
        .map(|count| (count, span))
}

/// One number for each count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally([i64; Count::ALL.len()]);

impl Default for Tally {
    fn default() -> Self {
        Self([0; Count::ALL.len()])
    }
}

impl Tally {
    pub fn get(&self, count: Count) -> i64 {
        self.0.get(count as usize).copied().unwrap_or(0)
    }

    pub fn add(&mut self, count: Count, number: i64) {
        if let Some(kept) = self.0.get_mut(count as usize) {
            *kept += number;
        }
    }

    pub fn add_all(&mut self, other: &Self) {
        self.add_times(other, 1);
    }

    pub fn add_times(&mut self, other: &Self, times: i64) {
        for count in Count::ALL {
            self.add(*count, times * other.get(*count));
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|number| *number == 0)
    }
}

/// Most counts of most cells are none: only the others are written.
impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let told = self.0.iter().enumerate();
        serializer.collect_map(told.filter(|(_, number)| **number != 0))
    }
}

impl<'de> Deserialize<'de> for Tally {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut tally = Self::default();
        for (count, number) in BTreeMap::<usize, i64>::deserialize(deserializer)? {
            let place = tally.0.get_mut(count);
            *place.ok_or_else(|| D::Error::custom("no such count"))? = number;
        }
        Ok(tally)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_named_alone_or_within_its_period() {
        assert_eq!(
            parse_count_of("collected"),
            Some((Count::Collected, Span::AsOf))
        );
        assert_eq!(
            parse_count_of("period.carried_in"),
            Some((Count::CarriedIn, Span::Period))
        );
        for text in [
            "carried_in",
            "period.",
            "visits",
            "Collected",
            "period.period.closed",
        ] {
            assert_eq!(parse_count_of(text), None, "{text}");
        }
    }

    #[test]
    fn every_count_keeps_a_number_of_its_own() {
        let mut tally = Tally::default();
        for (number, count) in Count::ALL.iter().enumerate() {
            tally.add(*count, number as i64);
        }
        for (number, count) in Count::ALL.iter().enumerate() {
            assert_eq!(tally.get(*count), number as i64);
        }
    }
}
