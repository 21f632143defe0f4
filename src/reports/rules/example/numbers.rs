//! What the made-up report counts.

use crate::statistics::rules::count::Count;
use crate::statistics::rules::figures::{Figures, Visits};

/// Numbers of one row.
pub struct Made {
    as_of: &'static [(Count, i64)],
    period: &'static [(Count, i64)],
    visits: Visits,
    period_visits: Visits,
}

const fn visits(times: i64, to_sites: i64, enterprises: i64) -> Visits {
    Visits {
        times,
        to_sites,
        enterprises,
    }
}

/// The two rows that every table has.
pub const FIRST: Made = Made {
    as_of: &[
        (Count::Collected, 9),
        (Count::Resolved, 6),
        (Count::Closed, 5),
        (Count::Solved, 5),
        (Count::Confirmed, 4),
        (Count::Outstanding, 3),
        (Count::Overdue, 1),
        (Count::Returned, 1),
        (Count::Extended, 1),
        (Count::Supervised, 1),
        (Count::Withdrawn, 1),
        (Count::ResolvedRounds, 6),
        (Count::FollowedUp, 5),
        (Count::Answered, 5),
        (Count::Satisfied, 5),
    ],
    period: &[
        (Count::CarriedIn, 2),
        (Count::Reported, 3),
        (Count::Settled, 1),
        (Count::Excluded, 1),
        (Count::CarriedOut, 3),
        (Count::Collected, 2),
        (Count::Resolved, 1),
        (Count::Closed, 1),
        (Count::Solved, 1),
        (Count::Confirmed, 1),
        (Count::Outstanding, 2),
        (Count::Overdue, 1),
        (Count::Supervised, 1),
        (Count::Withdrawn, 1),
        (Count::Due, 2),
        (Count::OnTime, 1),
        (Count::OnTimeOriginal, 1),
        (Count::AcceptDue, 2),
        (Count::AcceptOnTime, 2),
        (Count::LateEntries, 1),
        (Count::ResolvedRounds, 1),
        (Count::FollowedUp, 1),
        (Count::Answered, 1),
        (Count::Satisfied, 1),
    ],
    visits: visits(21, 6, 9),
    period_visits: visits(4, 1, 3),
};

pub const SECOND: Made = Made {
    as_of: &[
        (Count::Collected, 5),
        (Count::Resolved, 4),
        (Count::Closed, 3),
        (Count::Solved, 4),
        (Count::Confirmed, 3),
        (Count::Outstanding, 1),
        (Count::Tracking, 1),
        (Count::ResolvedRounds, 4),
        (Count::FollowedUp, 3),
        (Count::Answered, 3),
        (Count::Satisfied, 2),
    ],
    period: &[
        (Count::CarriedIn, 1),
        (Count::Reported, 1),
        (Count::Settled, 1),
        (Count::CarriedOut, 1),
        (Count::Collected, 1),
        (Count::Resolved, 1),
        (Count::Solved, 1),
        (Count::Due, 1),
        (Count::OnTime, 1),
        (Count::OnTimeOriginal, 1),
        (Count::AcceptDue, 1),
        (Count::AcceptOnTime, 1),
        (Count::ResolvedRounds, 1),
    ],
    visits: visits(13, 2, 6),
    period_visits: visits(2, 0, 2),
};

/// The week before, of all.
pub const BEFORE: Made = Made {
    as_of: &[
        (Count::Collected, 11),
        (Count::Resolved, 8),
        (Count::Closed, 7),
        (Count::Solved, 7),
        (Count::Confirmed, 6),
        (Count::Outstanding, 3),
        (Count::Tracking, 1),
        (Count::Returned, 1),
        (Count::Extended, 1),
        (Count::ResolvedRounds, 8),
        (Count::FollowedUp, 7),
        (Count::Answered, 7),
        (Count::Satisfied, 6),
    ],
    period: &[
        (Count::CarriedIn, 4),
        (Count::Reported, 2),
        (Count::Settled, 3),
        (Count::CarriedOut, 3),
        (Count::Collected, 2),
        (Count::Resolved, 3),
        (Count::Solved, 3),
        (Count::Outstanding, 1),
        (Count::Due, 3),
        (Count::OnTime, 3),
        (Count::OnTimeOriginal, 2),
        (Count::AcceptDue, 2),
        (Count::AcceptOnTime, 2),
    ],
    visits: visits(28, 7, 14),
    period_visits: visits(5, 2, 4),
};

/// What was assigned from above, among the two.
pub const SUPERIOR: Made = Made {
    as_of: &[
        (Count::Collected, 2),
        (Count::Resolved, 1),
        (Count::Solved, 1),
        (Count::Outstanding, 1),
    ],
    period: &[(Count::CarriedIn, 1), (Count::CarriedOut, 1)],
    visits: visits(0, 0, 0),
    period_visits: visits(0, 0, 0),
};

pub fn figures(made: &Made) -> Figures {
    let mut figures = Figures {
        visits: made.visits,
        period_visits: made.period_visits,
        ..Figures::default()
    };
    for (count, number) in made.as_of {
        figures.as_of.add(*count, *number);
    }
    for (count, number) in made.period {
        figures.period.add(*count, *number);
    }
    figures
}

fn together(one: Visits, other: Visits) -> Visits {
    visits(
        one.times + other.times,
        one.to_sites + other.to_sites,
        one.enterprises + other.enterprises,
    )
}

/// Both rows together.
pub fn total() -> Figures {
    let (mut sum, second) = (figures(&FIRST), figures(&SECOND));
    sum.as_of.add_all(&second.as_of);
    sum.period.add_all(&second.period);
    sum.visits = together(sum.visits, second.visits);
    sum.period_visits = together(sum.period_visits, second.period_visits);
    sum
}
