//! What a door is and takes: the token, the bodies, the bounds, and how a problem looks from outside.

pub mod bodies;
pub mod progress;
pub mod token;

use chrono::{Duration, NaiveDate};

use crate::access::rules::failures::Limit;
use crate::base::Error;
use crate::base::error::Text;
use crate::base::given::days_later;

/// How long a door lasts where nothing else is said, and at most.
pub const LASTS_DAYS: u64 = 180;
pub const LASTS_DAYS_MAX: u64 = 366;
/// Doors of one enterprise that are open at once.
pub const OPEN_MAX: i64 = 20;
/// Reports through one door on one day.
pub const REPORTS_A_DAY: i64 = 20;
/// Answers through one door within an hour.
pub const ANSWERS_AN_HOUR: usize = 10;
/// Moves of entries (如整改) that an enterprise makes at its doors within an hour.
pub const MOVES_AN_HOUR: usize = 20;
/// Tokens that open nothing, from one address, processes of this machine excepted.
pub const REFUSED: Limit = Limit {
    failures: 30,
    window: Duration::minutes(15),
    lock: Duration::minutes(15),
};

crate::text_enum! {
    /// What became of a report.
    pub enum DoorReportStatus {
        /// The park hasn't decided yet (待确认).
        Waiting = "waiting",
        /// It became a problem (已确认).
        Confirmed = "confirmed",
        /// The park didn't take it on (不予确认).
        Declined = "declined",
    }
}

/// The last day of a door that is made or renewed on a day.
pub fn last_day(asked: Option<NaiveDate>, today: NaiveDate) -> NaiveDate {
    asked.unwrap_or_else(|| days_later(today, LASTS_DAYS))
}

/// A door is open through its last day, until local midnight.
pub fn is_open(expires_on: NaiveDate, is_revoked: bool, today: NaiveDate) -> bool {
    !is_revoked && today <= expires_on
}

/// The one answer to a token that is unknown, expired, revoked, of an enterprise that is out of use,
/// or not there at all: who tries tokens learns nothing.
pub fn refused() -> Error {
    Error::unauthenticated(
        REFUSED_CODE,
        "链接无效或已停用，请联系所在园区重新获取",
        "This link is not valid any more; ask the park for a new one.",
    )
}

/// 429 for what may be done again in so long.
pub fn too_many(code: &'static str, detail: Text, wait: Duration) -> Error {
    Error::Busy {
        code,
        detail,
        retry_after: u64::try_from(wait.num_seconds()).unwrap_or(0) + 1,
        too_many: true,
    }
}

/// The code of [`refused`].
pub const REFUSED_CODE: &str = "door.refused";

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_door_is_open_through_its_last_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert!(is_open(day("2021-08-02"), false, day("2021-08-02")));
        assert!(!is_open(day("2021-08-02"), false, day("2021-08-03")));
        assert!(!is_open(day("2021-08-02"), true, day("2021-08-02")));
        assert_eq!(last_day(None, day("2021-08-02")), day("2022-01-29"));
    }
}
