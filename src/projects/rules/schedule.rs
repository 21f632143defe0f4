//! Backward schedules (倒排工期): from the day something has to be there to the day it has to begin.
//!
//! The steps of a track follow each other, tracks run side by side. The last node of a track falls on the target, or on
//! the node that the track must precede; each node before it is the latest working day from which the step after it,
//! counted forward as every limit is ([`crate::deadlines::rules::due`]), still ends by its own node.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use serde::Serialize;

use crate::base::given::{self, FIRST_DAY};
use crate::base::line::line;
use crate::base::{Error, FieldError, Result};
use crate::calendar::rules::Calendar;
use crate::deadlines::rules::{Span, Unit};
use crate::vocabulary::bounds::NAME;

/// The most steps that one schedule has.
pub const MAX_STEPS: usize = 100;

/// A step as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepIn {
    /// What the node at its end is called, up to 100 characters.
    pub name: String,
    /// How long it takes, 1 to 999 units.
    pub amount: i64,
    /// Working days or calendar days.
    pub unit: Unit,
    /// Steps of one track follow each other in the order given; those without are a track of their own.
    pub track: Option<String>,
    /// The step of another track by whose node this track has to be over; for the last step of a track.
    pub precedes: Option<String>,
}

/// When everything has to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Schedule {
    /// The day from which the earliest track counts its first step; no node.
    pub start_on: NaiveDate,
    /// How many calendar days `start_on` lies before today; null where it doesn't.
    pub late_by: Option<i64>,
    /// A day it rests on lies in a year whose notice isn't published (暂定).
    pub provisional: bool,
    /// Each track with the day it begins, in the order in which they were given.
    pub tracks: Vec<TrackStart>,
    /// The end of each step, in the order in which they were given.
    pub nodes: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TrackStart {
    /// Null for the steps that name none.
    pub track: Option<String>,
    /// The day from which its first step is counted.
    pub start_on: NaiveDate,
    /// How many calendar days that lies before today; null where it doesn't.
    pub late_by: Option<i64>,
    pub provisional: bool,
}

/// The end of a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// From 1 on, in the order of the steps.
    pub position: usize,
    pub name: String,
    pub track: Option<String>,
    /// The day from which the step is counted: the node before, or the start of the track.
    pub from_on: NaiveDate,
    /// A working day.
    pub due_on: NaiveDate,
    /// How many calendar days that lies before today; null where it doesn't.
    pub late_by: Option<i64>,
    pub provisional: bool,
}

struct Step {
    name: String,
    span: Span,
    track: Option<String>,
    precedes: Option<String>,
}

/// Lays steps back from a target.
///
/// # Errors
/// [`Error::Invalid`] with every wrong value under `/target_on` or `/steps`.
pub fn lay_back(
    target_on: NaiveDate,
    steps: &[StepIn],
    today: NaiveDate,
    calendar: &Calendar,
) -> Result<Schedule> {
    let steps = checked(steps)?;
    let tracks = Tracks::of(&steps)?;
    let mut nodes: Vec<Option<Node>> = steps.iter().map(|_| None).collect();
    let late = |day: NaiveDate| Some((today - day).num_days()).filter(|days| *days > 0);
    let mut starts: Vec<Option<TrackStart>> = tracks.tracks.iter().map(|_| None).collect();
    for rank in tracks.laid_back_order()? {
        let (Some(track), Some(start)) = (tracks.tracks.get(rank), starts.get_mut(rank)) else {
            continue;
        };
        let anchor = tracks.anchor(rank).and_then(|at| nodes.get(at)?.as_ref());
        let mut due_on = match anchor {
            Some(node) => node.due_on,
            None => on_or_before(target_on, calendar),
        };
        let provisional = |day: NaiveDate| !is_published(day, target_on, calendar);
        for at in track.steps.iter().rev() {
            let (Some(step), Some(node)) = (steps.get(*at), nodes.get_mut(*at)) else {
                continue;
            };
            let from_on = latest_start(due_on, step.span, calendar);
            if from_on < FIRST_DAY {
                return Err(refused(
                    format!("/steps/{at}/amount"),
                    "out_of_range",
                    "倒排后的日期过早，请缩短工期或推后目标日期",
                    "the schedule would begin before 1970",
                ));
            }
            *node = Some(Node {
                position: at + 1,
                name: step.name.clone(),
                track: step.track.clone(),
                from_on,
                due_on,
                late_by: late(due_on),
                provisional: provisional(due_on),
            });
            due_on = from_on;
        }
        *start = Some(TrackStart {
            track: track.name.clone(),
            start_on: due_on,
            late_by: late(due_on),
            provisional: provisional(due_on),
        });
    }
    let tracks: Vec<TrackStart> = starts.into_iter().flatten().collect();
    let first = tracks.iter().map(|track| track.start_on).min();
    let start_on = first.unwrap_or(target_on);
    Ok(Schedule {
        start_on,
        late_by: late(start_on),
        provisional: !is_published(start_on, target_on, calendar),
        tracks,
        nodes: nodes.into_iter().flatten().collect(),
    })
}

/// `day` itself, or the working day before where it is a day off.
pub fn on_or_before(day: NaiveDate, calendar: &Calendar) -> NaiveDate {
    calendar.working_days_before(given::days_later(day, 1), 1)
}

/// The latest working day from which `span`, counted forward, ends by the working day `due_on`. What ends on a day off
/// moves on to a working day, which is `due_on` at the latest where the unmoved end is.
fn latest_start(due_on: NaiveDate, span: Span, calendar: &Calendar) -> NaiveDate {
    let amount = span.amount();
    match span.unit() {
        Unit::CalendarDay => {
            let raw = due_on.checked_sub_days(Days::new(u64::from(amount)));
            on_or_before(raw.unwrap_or(NaiveDate::MIN), calendar)
        }
        // The other units are refused before.
        _ => calendar.working_days_before(due_on, usize::from(amount)),
    }
}

/// Whether the notices of all years are published that a node laid back from `target_on` rests on.
fn is_published(day: NaiveDate, target_on: NaiveDate, calendar: &Calendar) -> bool {
    let before = day.pred_opt().unwrap_or(day);
    calendar.published_within(before, target_on)
}

fn checked(given: &[StepIn]) -> Result<Vec<Step>> {
    let mut errors = Vec::new();
    if given.is_empty() {
        errors.push(FieldError::new(
            "/steps",
            "required",
            "请至少填写一个步骤",
            "at least one step is needed",
        ));
    }
    if given.len() > MAX_STEPS {
        return Err(refused(
            "/steps".to_owned(),
            "too_many",
            &format!("步骤不能超过{MAX_STEPS}个"),
            &format!("at most {MAX_STEPS} steps"),
        ));
    }
    let mut steps = Vec::with_capacity(given.len());
    for (at, step) in given.iter().enumerate() {
        let name = line(&format!("/steps/{at}/name"), &step.name, NAME, &mut errors);
        let mut named = |field: &str, value: &Option<String>| {
            let pointer = format!("/steps/{at}/{field}");
            let value = value.as_deref()?;
            Some(line(&pointer, value, NAME, &mut errors))
        };
        let track = named("track", &step.track);
        let precedes = named("precedes", &step.precedes);
        if !matches!(step.unit, Unit::WorkingDay | Unit::CalendarDay) {
            errors.push(FieldError::new(
                format!("/steps/{at}/unit"),
                "not_applicable",
                "工期应按工作日或自然日计算",
                "a step is counted in working days or calendar days",
            ));
        }
        match Span::checked(step.amount, step.unit, &format!("/steps/{at}/amount")) {
            Ok(span) => steps.push(Step {
                name,
                span,
                track,
                precedes,
            }),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() {
        Ok(steps)
    } else {
        Err(Error::Invalid(errors))
    }
}

fn refused(pointer: String, code: &'static str, zh: &str, en: &str) -> Error {
    Error::Invalid(vec![FieldError::new(pointer, code, zh, en)])
}

struct Track {
    name: Option<String>,
    /// The positions of its steps, from 0 on.
    steps: Vec<usize>,
    /// The step by whose node it has to be over, and the track which that belongs to.
    precedes: Option<(usize, usize)>,
}

struct Tracks {
    tracks: Vec<Track>,
}

impl Tracks {
    fn of(steps: &[Step]) -> Result<Self> {
        let mut ranks: BTreeMap<&Option<String>, usize> = BTreeMap::new();
        let mut tracks: Vec<Track> = Vec::new();
        let mut rank_of = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            let rank = *ranks.entry(&step.track).or_insert(tracks.len());
            rank_of.push(rank);
            match tracks.get_mut(rank) {
                Some(track) => track.steps.push(at),
                None => tracks.push(Track {
                    name: step.track.clone(),
                    steps: vec![at],
                    precedes: None,
                }),
            }
        }
        let mut errors = Vec::new();
        for (at, step) in steps.iter().enumerate() {
            let Some(wanted) = &step.precedes else {
                continue;
            };
            let mut wrong = |code, zh: &str, en: &str| {
                errors.push(FieldError::new(
                    format!("/steps/{at}/precedes"),
                    code,
                    zh,
                    en,
                ));
            };
            let own = rank_of.get(at).copied().unwrap_or_default();
            let Some(track) = tracks.get_mut(own) else {
                continue;
            };
            if track.steps.last() != Some(&at) {
                wrong(
                    "not_applicable",
                    "只有一条线的最后一步可以指定须先于哪个节点",
                    "only the last step of a track precedes a node",
                );
                continue;
            }
            let mut named = steps
                .iter()
                .zip(&rank_of)
                .enumerate()
                .filter(|(_, (other, rank))| other.name == *wanted && **rank != own)
                .map(|(there, (_, rank))| (there, *rank));
            match (named.next(), named.next()) {
                (Some(found), None) => track.precedes = Some(found),
                (Some(_), Some(_)) => wrong(
                    "duplicate",
                    "有多个节点叫这个名称，请改名",
                    "more than one node has this name",
                ),
                (None, _) => wrong(
                    "unknown_value",
                    "其他线上没有这个名称的节点",
                    "no other track has a node of this name",
                ),
            }
        }
        if errors.is_empty() {
            Ok(Self { tracks })
        } else {
            Err(Error::Invalid(errors))
        }
    }

    /// The step by whose node a track has to be over; none where that is the target.
    fn anchor(&self, rank: usize) -> Option<usize> {
        let track = self.tracks.get(rank)?;
        track.precedes.map(|(step, _)| step)
    }

    /// The tracks in an order in which each comes after the one it is laid back from.
    fn laid_back_order(&self) -> Result<Vec<usize>> {
        let mut order: Vec<usize> = Vec::new();
        while order.len() < self.tracks.len() {
            let ready = |rank: &usize, track: &Track| {
                let waits_for = track.precedes.map(|(_, other)| other);
                !order.contains(rank) && waits_for.is_none_or(|other| order.contains(&other))
            };
            let mut tracks = self.tracks.iter().enumerate();
            let Some((next, _)) = tracks.find(|(rank, track)| ready(rank, track)) else {
                let mut tracks = self.tracks.iter().enumerate();
                let circle = tracks.find(|(rank, _)| !order.contains(rank));
                let at = circle.and_then(|(_, track)| track.steps.last().copied());
                return Err(refused(
                    format!("/steps/{}/precedes", at.unwrap_or_default()),
                    "not_applicable",
                    "各条线互为前提，无法倒排，请检查先后关系",
                    "the tracks precede each other in a circle",
                ));
            };
            order.push(next);
        }
        Ok(order)
    }
}
