//! History told after the fact: the steps of a ledger's row, through the same functions as live
//! moves, each at the moment it occurred. The state table is asked; who may do a thing is not,
//! because it was done.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;

use super::assign::{Handing, once_dispatched};
use super::desk::{Desk, Past};
use super::dossier::Dossier;
use super::finish::Event;
use super::report::{filed, reported};
use super::settle::{closed, heard, once_resolved, resolved_there, tracked};
use super::work::{accepted, progressed};
use crate::access::Actor;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::given::Date;
use crate::base::{Error, Result};
use crate::calendar::closed_weeks::Imported;
use crate::deadlines::rules::Change;
use crate::directory::store::parks;
use crate::problems::rules::bodies::{
    Accept, Close, FollowUp, Progress, Resolve, ResolveOnSite, Track,
};
use crate::problems::rules::history::{Answered, Handed, History, Resolved};
use crate::problems::rules::number::{number, plain_title};
use crate::problems::rules::table::Action;
use crate::problems::store::{self, NewProblem};

impl<'a> Desk<'a> {
    /// A desk at which what happened long ago is recorded.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of_an_import(
        conn: &'a mut Conn,
        (clock, now): (&'a Clock, DateTime<Utc>),
        actor: &'a Actor,
        import_id: i64,
    ) -> Result<Self> {
        let counting = Imported::held(conn)?;
        let mut desk = Desk::of(conn, clock, now, actor, None)?;
        desk.past = Some(Past {
            recorded: now,
            import_id,
            counting,
            counted_from: None,
            department_id: None,
            policies: vec![],
        });
        Ok(desk)
    }

    /// Goes to the day on which something occurred; the ledger doesn't know the hour.
    fn turn_to(&mut self, day: NaiveDate) {
        self.now = self.clock.start_of(day);
        self.today = day;
    }
}

/// Records a problem with all that happened to it. Gives its id.
///
/// # Errors
/// A step that the state table doesn't have, and those of the database.
pub fn tell(desk: &mut Desk, history: History) -> Result<i64> {
    if let Some(past) = &mut desk.past {
        past.counted_from = None;
        past.department_id = None;
    }
    let mut dossier = put_on_file(desk, &history)?;
    if let Some(handed) = history.handed {
        if let Some(past) = &mut desk.past {
            past.department_id = Some(handed.lead);
        }
        hand(
            desk,
            &mut dossier,
            handed,
            history.accepted_on,
            history.extensions,
        )?;
    }
    if let Some(reported) = history.progress {
        let recorded = desk.past.as_ref().map(|past| past.recorded);
        let today = recorded.map_or(desk.today, |at| desk.clock.day_of(at));
        step(desk, &dossier, Action::Progress, today)?;
        let body = Progress {
            text: reported.text,
            next_step: reported.next_step,
            next_on: reported.next_on.map(Date::kept),
            on_behalf_of: None,
        };
        progressed(desk, &mut dossier, body)?;
    }
    if let Some(done) = history.resolved {
        resolve(desk, &mut dossier, done)?;
    }
    if let Some(answered) = history.answered {
        answer(desk, &mut dossier, answered)?;
    }
    if let Some(next_on) = history.tracked_until {
        let day = desk.today;
        step(desk, &dossier, Action::Track, day)?;
        let body = Track {
            next_on: Date::kept(next_on),
            note: None,
        };
        tracked(desk, &mut dossier, body)?;
    }
    if let Some(day) = history.closed_on {
        step(desk, &dossier, Action::Close, day)?;
        closed(desk, &mut dossier, Close { note: None })?;
    }
    Ok(dossier.row.id)
}

/// Goes to the day of a move that the state table has.
fn step(desk: &mut Desk, dossier: &Dossier, action: Action, day: NaiveDate) -> Result<()> {
    let status = dossier.row.status;
    if !action.moves().any(|row| row.from.contains(&status)) {
        return Err(Error::internal(format!("{action} from {status}")));
    }
    desk.turn_to(day);
    Ok(())
}

fn put_on_file(desk: &mut Desk, history: &History) -> Result<Dossier> {
    desk.turn_to(history.raised_on);
    let number = match &history.number {
        Some(number) => number.clone(),
        None => {
            let park = parks::find(desk.conn, history.park_id)?.ok_or(Error::NotFound)?;
            let year = history.raised_on.year();
            let running = store::next_number(desk.conn, &park.code, i64::from(year))?;
            number(&park.code, year, running)
        }
    };
    let new = NewProblem {
        number,
        title: history.title.clone(),
        title_key: plain_title(&history.title),
        description: history.description.clone(),
        park_id: history.park_id,
        enterprise_id: history.enterprise_id,
        site_name: history.site_name.clone(),
        visit_id: None,
        source: history.source,
        source_reference: history.source_reference.clone(),
        source_due_on: history.source_due_on,
        category_id: history.category_id,
        severity: history.severity,
        level: history.level,
        confidential: history.confidential,
        raised_on: history.raised_on,
        reported_on: desk.counted_on(history.raised_on)?,
        reported_by: desk.actor.map(|actor| actor.id),
    };
    let mut row = store::insert(desk.conn, desk.at(), &new)?;
    if let Some(past) = &desk.past {
        row.created_at = past.recorded.naive_utc();
    }
    let mut dossier = Dossier::read(desk.conn, row)?;
    let mut data = filed(&dossier.row);
    if history
        .ledger
        .as_object()
        .is_some_and(|told| !told.is_empty())
    {
        data["ledger"] = history.ledger.clone();
    }
    reported(desk, &mut dossier, data)?;
    Ok(dossier)
}

fn hand(
    desk: &mut Desk,
    dossier: &mut Dossier,
    handed: Handed,
    accepted_on: Option<NaiveDate>,
    extensions: u32,
) -> Result<()> {
    step(desk, dossier, Action::Dispatch, handed.on)?;
    let limit_on = handed.limit_on;
    let handing = Handing {
        lead: handed.lead,
        supporting: handed.supporting,
        limit_on,
        ..Handing::default()
    };
    once_dispatched(desk, dossier, handing)?;
    if let (Some(handler), Some(lead)) = (handed.handler, dossier.lead().map(|lead| lead.id)) {
        dossier.with_assignment(desk, lead, |one| one.handler = Some(handler))?;
    }
    let Some(day) = accepted_on else {
        return Ok(());
    };
    step(desk, dossier, Action::Accept, day)?;
    let body = Accept {
        note: None,
        on_behalf_of: None,
    };
    accepted(desk, dossier, body)?;
    let Some(until) = limit_on else {
        return Ok(());
    };
    for _ in 0..extensions {
        step(desk, dossier, Action::DecideExtension, day)?;
        dossier.change_solve(desk, &Change::Extended { until })?;
        dossier.row.extended_count += 1;
        let data = json!({ "granted": true, "until": until });
        let event = Event::new(None, data).of(Some(handed.lead));
        desk.finish(dossier, Action::DecideExtension, event)?;
    }
    Ok(())
}

fn resolve(desk: &mut Desk, dossier: &mut Dossier, done: Resolved) -> Result<()> {
    let resolution = done.resolution;
    if dossier.lead().is_none() {
        step(desk, dossier, Action::ResolveOnSite, done.on)?;
        resolved_there(desk, dossier, ResolveOnSite { resolution })?;
        return Ok(());
    }
    step(desk, dossier, Action::Resolve, done.on)?;
    let body = Resolve {
        outcome: done.outcome,
        resolution,
        remaining: done.remaining,
        next_step: done.next_step,
        next_on: done.next_on.map(Date::kept),
        on_behalf_of: None,
    };
    once_resolved(desk, dossier, body)?;
    Ok(())
}

fn answer(desk: &mut Desk, dossier: &mut Dossier, answered: Answered) -> Result<()> {
    step(desk, dossier, Action::FollowUp, answered.on)?;
    let body = FollowUp {
        reached: true,
        solved: answered.solved,
        satisfaction: answered.satisfaction,
        channel: None,
        note: None,
    };
    heard(desk, dossier, body, None)?;
    Ok(())
}
