//! How a drive stands on a day, out of what stood of its checks and hazards, and since when all is done.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::DriveNature;

/// For how long something holds: from its first day to before the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

fn holds(spans: &[Span], day: NaiveDate) -> bool {
    spans
        .iter()
        .any(|span| span.from <= day && day < span.until)
}

/// A check.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    pub target: i64,
    pub group: Option<i64>,
    pub park: Option<i64>,
    pub declined: bool,
    /// While it stands.
    pub stands: Vec<Span>,
}

/// A hazard.
#[derive(Debug, Clone, Default)]
pub struct Found {
    pub group: Option<i64>,
    pub park: Option<i64>,
    pub item: Option<i64>,
    pub due_on: Option<NaiveDate>,
    pub verified_on: Option<NaiveDate>,
    /// Advice, which nobody has to follow by a day.
    pub advice: bool,
    /// While it waits to be dealt with or verified, and since it is verified.
    pub open: Vec<Span>,
    pub verified: Vec<Span>,
}

/// Counts as of a day. What is void isn't among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    pub targets: i64,
    /// Targets that were checked; those that declined stand beside them.
    pub checked: i64,
    pub declined: i64,
    pub found: i64,
    pub verified: i64,
    pub open: i64,
    /// Of those with a limit that are verified or past it: how many were verified by it, and all.
    pub in_time: i64,
    pub due: i64,
}

impl Standing {
    pub fn of<'a>(
        targets: usize,
        checks: impl Iterator<Item = &'a Checked>,
        hazards: impl Iterator<Item = &'a Found>,
        day: NaiveDate,
    ) -> Self {
        let mut standing = Self {
            targets: i64::try_from(targets).unwrap_or(i64::MAX),
            ..Self::default()
        };
        let standing_checks = checks.filter(|one| holds(&one.stands, day));
        for one in standing_checks {
            match one.declined {
                true => standing.declined += 1,
                false => standing.checked += 1,
            }
        }
        for one in hazards {
            let (verified, open) = (holds(&one.verified, day), holds(&one.open, day));
            standing.found += i64::from(verified || open);
            standing.verified += i64::from(verified);
            standing.open += i64::from(open);
            let Some(due_on) = one.due_on.filter(|_| !one.advice) else {
                continue;
            };
            let in_time = one.verified_on.is_some_and(|on| on <= due_on);
            standing.due += i64::from(verified || open && due_on < day);
            standing.in_time += i64::from(verified && in_time);
        }
        standing
    }

    pub fn add(&mut self, other: &Self) {
        self.targets += other.targets;
        self.checked += other.checked;
        self.declined += other.declined;
        self.found += other.found;
        self.verified += other.verified;
        self.open += other.open;
        self.in_time += other.in_time;
        self.due += other.due;
    }
}

/// Since which day each target has been checked and no hazard is open; none where it isn't so on the day.
pub fn zero_on(
    targets: usize,
    checks: &[Checked],
    hazards: &[Found],
    day: NaiveDate,
) -> Option<NaiveDate> {
    let of_checks = checks.iter().flat_map(|one| &one.stands);
    let of_hazards = hazards.iter().flat_map(|one| &one.open);
    let turns = of_checks
        .chain(of_hazards)
        .flat_map(|span| [span.from, span.until]);
    let turns: BTreeSet<NaiveDate> = turns.filter(|turn| *turn <= day).collect();
    let is_zero = |day: &NaiveDate| {
        let standing = checks.iter().filter(|one| holds(&one.stands, *day));
        let seen: BTreeSet<i64> = standing.map(|one| one.target).collect();
        targets > 0 && seen.len() >= targets && !hazards.iter().any(|one| holds(&one.open, *day))
    };
    turns.into_iter().rev().take_while(is_zero).last()
}

/// 「科技创新局3个工作小组暗访检查企业20家，发现隐患6处，已销号5处，未销号1处。」
pub fn sentence(unit: &str, groups: usize, nature: DriveNature, told: &Standing) -> String {
    let Standing {
        checked,
        declined,
        found,
        verified,
        open,
        ..
    } = told;
    let declined = match declined {
        0 => String::new(),
        declined => format!("（谢绝{declined}家）"),
    };
    match nature {
        DriveNature::Guidance => format!(
            "{unit}{groups}个工作小组走访指导企业{checked}家{declined}，提醒隐患{found}处，已销号{verified}处，未销号{open}处。"
        ),
        DriveNature::Emergency | DriveNature::Inspection => format!(
            "{unit}{groups}个工作小组暗访检查企业{checked}家，发现隐患{found}处，已销号{verified}处，未销号{open}处。"
        ),
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::base::rate::Rate;

    fn day(of: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2021, 8, of).unwrap()
    }

    fn span(from: u32, until: u32) -> Vec<Span> {
        vec![Span {
            from: day(from),
            until: day(until),
        }]
    }

    fn checked(target: i64, from: u32) -> Checked {
        Checked {
            target,
            stands: span(from, 31),
            ..Checked::default()
        }
    }

    /// Found on 4 August, with a limit on the 11th; verified on a day, or open for good.
    fn found(verified: Option<u32>) -> Found {
        Found {
            due_on: Some(day(11)),
            verified_on: verified.map(day),
            open: span(4, verified.unwrap_or(31)),
            verified: verified.map_or(vec![], |on| span(on, 31)),
            ..Found::default()
        }
    }

    #[test]
    fn twenty_targets_and_five_of_six_hazards() {
        let checks: Vec<Checked> = (1..=20).map(|target| checked(target, 4)).collect();
        let mut hazards: Vec<Found> = (0..5).map(|_| found(Some(9))).collect();
        hazards.push(found(None));
        let told = Standing::of(20, checks.iter(), hazards.iter(), day(10));
        let percent = |one, other| Rate::of(one, other).percent;
        assert_eq!(
            percent(told.checked, told.targets).as_deref(),
            Some("100.0")
        );
        assert_eq!(percent(told.verified, told.found).as_deref(), Some("83.3"));
        assert_eq!(
            (told.open, zero_on(20, &checks, &hazards, day(10))),
            (1, None)
        );
        assert_eq!(
            sentence("科技创新局", 3, DriveNature::Emergency, &told),
            "科技创新局3个工作小组暗访检查企业20家，发现隐患6处，已销号5处，未销号1处。"
        );
    }

    #[test]
    fn what_is_late_counts_from_the_day_after_its_limit() {
        let hazards = [found(Some(9)), found(Some(12)), found(None)];
        let told = |of| {
            let told = Standing::of(0, [].iter(), hazards.iter(), day(of));
            (told.in_time, told.due)
        };
        assert_eq!(told(8), (0, 0));
        assert_eq!(told(11), (1, 1));
        assert_eq!(told(12), (1, 3));
        let advice = Found {
            advice: true,
            ..found(None)
        };
        let told = Standing::of(0, [].iter(), [advice].iter(), day(20));
        assert_eq!((told.open, told.due), (1, 0));
    }

    #[test]
    fn all_is_done_since_the_last_hazard_was_verified_and_no_longer_once_another_is_found() {
        let checks = [checked(1, 2), checked(2, 3)];
        assert_eq!(zero_on(2, &checks, &[], day(2)), None);
        assert_eq!(zero_on(2, &checks, &[], day(5)), Some(day(3)));
        let hazards = [found(Some(9))];
        assert_eq!(zero_on(2, &checks, &hazards, day(3)), Some(day(3)));
        assert_eq!(zero_on(2, &checks, &hazards, day(8)), None);
        assert_eq!(zero_on(2, &checks, &hazards, day(20)), Some(day(9)));
        let again = Found {
            open: span(15, 31),
            ..Found::default()
        };
        let hazards = [found(Some(9)), again];
        assert_eq!(zero_on(2, &checks, &hazards, day(14)), Some(day(9)));
        assert_eq!(zero_on(2, &checks, &hazards, day(15)), None);
        assert_eq!(zero_on(0, &[], &[], day(15)), None);
    }

    #[test]
    fn who_declined_stands_beside_and_what_is_void_nowhere() {
        let declined = Checked {
            declined: true,
            ..checked(1, 2)
        };
        let voided = Checked {
            stands: span(2, 5),
            ..checked(2, 2)
        };
        let told = Standing::of(2, [declined, voided].iter(), [].iter(), day(5));
        assert_eq!((told.checked, told.declined), (0, 1));
        let sentence = sentence("高新区", 1, DriveNature::Guidance, &told);
        assert!(
            sentence.contains("走访指导企业0家（谢绝1家），提醒"),
            "{sentence}"
        );
    }
}
