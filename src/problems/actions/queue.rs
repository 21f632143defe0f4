//! What each problem waits for, kept beside it so that a queue is one look at an index.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use super::context::WriteContext;
use super::loaded::LoadedProblem;
use crate::base::Result;
use crate::base::clock::{Clock, start_of};
use crate::base::db::{Conn, Db, settings};
use crate::problems::rules::queue::{Moments, Wait, waits};
use crate::problems::rules::words::ClockKind;
use crate::problems::store::{self, ClockRow, NewWait};

/// Problems whose waits are derived in one transaction.
const BATCH: i64 = 200;
/// How far the rows of an older version have been derived anew; another version of the rule takes
/// another name.
const FILLED: &str = "problem_waits_1";
const ALL: &str = "all";

/// Derives what every problem waits for, once for a database that was filled by an older version.
///
/// # Errors
/// Those of the database.
pub fn fill_waits(db: &Db, clock: &Clock) -> Result<()> {
    loop {
        let clock = clock.clone();
        if db.write_blocking(move |conn| fill_some(conn, &clock))? {
            return Ok(());
        }
    }
}

fn fill_some(conn: &mut Conn, clock: &Clock) -> Result<bool> {
    let through = settings::find(conn, FILLED)?;
    if through.as_deref() == Some(ALL) {
        return Ok(true);
    }
    let through = through.and_then(|id| id.parse().ok()).unwrap_or(0);
    let ids = store::after(conn, through, BATCH)?;
    let Some(last) = ids.last() else {
        settings::put(conn, FILLED, ALL)?;
        return Ok(true);
    };
    let mut context = WriteContext::for_system(conn, clock, clock.now())?;
    for id in &ids {
        if let Some(row) = store::hold_any(context.conn, *id)? {
            let loaded = LoadedProblem::read(context.conn, row)?;
            context.note_waits(&loaded)?;
        }
    }
    settings::put(context.conn, FILLED, &last.to_string())?;
    Ok(false)
}

impl WriteContext<'_> {
    /// Writes what a problem waits for, as it stands now.
    pub(super) fn note_waits(&mut self, loaded: &LoadedProblem) -> Result<()> {
        let moments = loaded.moments(self.zone());
        let rows: Vec<_> = waits(&loaded.facts(self), &moments)
            .into_iter()
            .map(|wait| loaded.wait_row(&wait))
            .collect();
        store::note_waits(self.conn, loaded.row.id, &rows)
    }
}

impl LoadedProblem {
    fn limit(&self, kind: ClockKind) -> Option<&ClockRow> {
        self.clock(kind)
            .filter(|one| one.runs())
            .map(|one| &one.row)
    }

    fn moments(&self, zone: Tz) -> Moments {
        let day = |day: NaiveDate| start_of(day, zone);
        let after = |day: NaiveDate| start_of(day.succ_opt().unwrap_or(day), zone);
        let nears = |clock: &ClockRow| {
            let last_day = day(clock.due_on);
            let yellow = clock.yellow_at.map(|at| at.and_utc());
            yellow.map_or(last_day, |at| at.min(last_day))
        };
        let present = &self.present;
        let supervised = present.supervised;
        let wanted = supervised.and_then(|one| one.reply_by);
        let in_vain = present
            .answers(self.row.round)
            .rfind(|answer| answer.stands)
            .filter(|answer| !answer.reached);
        Moments {
            first_report: self.limit(ClockKind::FirstReply).map(nears),
            next_step: present.next_on.map(day),
            reply_asked: wanted.and(supervised).map(|one| one.at),
            reply_late: wanted.map(after),
            solve_nears: self.limit(ClockKind::Solve).map(nears),
            overdue: self
                .limit(ClockKind::Solve)
                .map(|clock| after(clock.due_on)),
            supervised: supervised.map(|one| one.at),
            ask_again: in_vain.map(|answer| after(answer.on)),
        }
    }

    fn wait_row(&self, wait: &Wait) -> NewWait {
        let of = |kind: ClockKind| {
            let clocks = self.clocks.iter().filter(|one| one.runs());
            let mut clocks = clocks
                .map(|one| &one.row)
                .filter(|clock| clock.kind == kind);
            clocks.find(|clock| match kind {
                ClockKind::Support => clock.department_id == wait.department_id,
                _ => clock.round == self.row.round,
            })
        };
        let clock = of(wait.clock()).or_else(|| of(ClockKind::Solve));
        NewWait {
            problem_id: self.row.id,
            kind: wait.action,
            whom: wait.whom,
            park_id: self.row.park_id,
            department_id: wait.department_id,
            not_user_id: wait.excluded_user,
            from_at: wait.from.unwrap_or(DateTime::UNIX_EPOCH).naive_utc(),
            until_at: wait.until.map_or_else(store::never, |at| at.naive_utc()),
            red_at: clock.map_or_else(store::never, |clock| clock.red_at),
        }
    }
}
