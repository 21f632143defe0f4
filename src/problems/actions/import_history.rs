//! History told after the fact: the steps of a ledger's row, through the same functions as live
//! moves, each at the moment it occurred. The state table is asked; who may do a thing is not,
//! because it was done.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde_json::json;

use super::assign::{Assignees, once_dispatched};
use super::context::{ImportContext, WriteContext};
use super::finish::Event;
use super::loaded::LoadedProblem;
use super::report::{filed, reported};
use super::settle::{closed, once_resolved, record_follow_up, resolved_there, tracked};
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

impl<'a> WriteContext<'a> {
    /// A context in which what happened long ago is recorded.
    ///
    /// # Errors
    /// Those of the database.
    pub fn for_import(
        conn: &'a mut Conn,
        (clock, now): (&'a Clock, DateTime<Utc>),
        actor: &'a Actor,
        import_id: i64,
    ) -> Result<Self> {
        let counting = Imported::held(conn)?;
        let mut context = WriteContext::of(conn, clock, now, actor, None)?;
        context.import_context = Some(ImportContext {
            recorded: now,
            import_id,
            counting,
            counted_from: None,
            department_id: None,
            policies: vec![],
        });
        Ok(context)
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
pub fn import_history(context: &mut WriteContext, history: History) -> Result<i64> {
    if let Some(history) = &mut context.import_context {
        history.counted_from = None;
        history.department_id = None;
    }
    let mut loaded = put_on_file(context, &history)?;
    if let Some(handed) = history.handed {
        if let Some(history) = &mut context.import_context {
            history.department_id = Some(handed.lead);
        }
        hand(
            context,
            &mut loaded,
            handed,
            history.accepted_on,
            history.extensions,
        )?;
    }
    if let Some(reported) = history.progress {
        let recorded = context
            .import_context
            .as_ref()
            .map(|history| history.recorded);
        let today = recorded.map_or(context.today, |at| context.clock.day_of(at));
        step(context, &loaded, Action::Progress, today)?;
        let body = Progress {
            text: reported.text,
            next_step: reported.next_step,
            next_on: reported.next_on.map(Date::kept),
            on_behalf_of: None,
        };
        progressed(context, &mut loaded, body)?;
    }
    if let Some(done) = history.resolved {
        resolve(context, &mut loaded, done)?;
    }
    if let Some(answered) = history.answered {
        answer(context, &mut loaded, answered)?;
    }
    if let Some(next_on) = history.tracked_until {
        let day = context.today;
        step(context, &loaded, Action::Track, day)?;
        let body = Track {
            next_on: Date::kept(next_on),
            note: None,
        };
        tracked(context, &mut loaded, body)?;
    }
    if let Some(day) = history.closed_on {
        step(context, &loaded, Action::Close, day)?;
        closed(context, &mut loaded, Close { note: None })?;
    }
    Ok(loaded.row.id)
}

/// Goes to the day of a move that the state table has.
fn step(
    context: &mut WriteContext,
    loaded: &LoadedProblem,
    action: Action,
    day: NaiveDate,
) -> Result<()> {
    let status = loaded.row.status;
    if !action.moves().any(|row| row.from.contains(&status)) {
        return Err(Error::internal(format!("{action} from {status}")));
    }
    context.turn_to(day);
    Ok(())
}

fn put_on_file(context: &mut WriteContext, history: &History) -> Result<LoadedProblem> {
    context.turn_to(history.raised_on);
    let number = match &history.number {
        Some(number) => number.clone(),
        None => {
            let park = parks::find(context.conn, history.park_id)?.ok_or(Error::NotFound)?;
            let year = history.raised_on.year();
            let running = store::next_number(context.conn, &park.code, i64::from(year))?;
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
        reported_on: context.counted_on(history.raised_on)?,
        reported_by: context.actor.map(|actor| actor.id),
    };
    let mut row = store::insert(context.conn, context.at(), &new)?;
    if let Some(history) = &context.import_context {
        row.created_at = history.recorded.naive_utc();
    }
    let mut loaded = LoadedProblem::read(context.conn, row)?;
    let mut data = filed(&loaded.row);
    if history
        .ledger
        .as_object()
        .is_some_and(|given| !given.is_empty())
    {
        data["ledger"] = history.ledger.clone();
    }
    reported(context, &mut loaded, data)?;
    Ok(loaded)
}

fn hand(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    handed: Handed,
    accepted_on: Option<NaiveDate>,
    extensions: u32,
) -> Result<()> {
    step(context, loaded, Action::Dispatch, handed.on)?;
    let limit_on = handed.limit_on;
    let handing = Assignees {
        lead: handed.lead,
        supporting: handed.supporting,
        limit_on,
        ..Assignees::default()
    };
    once_dispatched(context, loaded, handing)?;
    if let (Some(handler), Some(lead)) = (handed.handler, loaded.lead().map(|lead| lead.id)) {
        loaded.change_assignment(context, lead, |one| one.handler = Some(handler))?;
    }
    let Some(day) = accepted_on else {
        return Ok(());
    };
    step(context, loaded, Action::Accept, day)?;
    let body = Accept {
        note: None,
        on_behalf_of: None,
    };
    accepted(context, loaded, body)?;
    let Some(until) = limit_on else {
        return Ok(());
    };
    for _ in 0..extensions {
        step(context, loaded, Action::DecideExtension, day)?;
        loaded.change_solve(context, &Change::Extended { until })?;
        loaded.row.extended_count += 1;
        let data = json!({ "granted": true, "until": until });
        let event = Event::new(None, data).of(Some(handed.lead));
        context.finish(loaded, Action::DecideExtension, event)?;
    }
    Ok(())
}

fn resolve(context: &mut WriteContext, loaded: &mut LoadedProblem, done: Resolved) -> Result<()> {
    let resolution = done.resolution;
    if loaded.lead().is_none() {
        step(context, loaded, Action::ResolveOnSite, done.on)?;
        resolved_there(context, loaded, ResolveOnSite { resolution })?;
        return Ok(());
    }
    step(context, loaded, Action::Resolve, done.on)?;
    let body = Resolve {
        outcome: done.outcome,
        resolution,
        remaining: done.remaining,
        next_step: done.next_step,
        next_on: done.next_on.map(Date::kept),
        on_behalf_of: None,
    };
    once_resolved(context, loaded, body)?;
    Ok(())
}

fn answer(
    context: &mut WriteContext,
    loaded: &mut LoadedProblem,
    answered: Answered,
) -> Result<()> {
    step(context, loaded, Action::FollowUp, answered.on)?;
    let body = FollowUp {
        reached: true,
        solved: answered.solved,
        satisfaction: answered.satisfaction,
        ..FollowUp::default()
    };
    record_follow_up(context, loaded, body, None)?;
    Ok(())
}
