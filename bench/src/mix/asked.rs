//! The requests of the mix, one function each.

use rand::RngExt;
use rand::rngs::SmallRng;
use serde_json::json;

use super::{Day, Planned, Then, encoded};
use crate::people::Role;

pub fn pick<T: Copy>(from: &[T], rng: &mut SmallRng) -> Option<T> {
    (!from.is_empty()).then(|| from[rng.random_range(0..from.len())])
}

/// Of ten, eight look at their own newest ones, two at anything.
fn some_problem(day: &Day, rng: &mut SmallRng) -> Option<(usize, i64)> {
    if rng.random_bool(0.8) {
        let who = day.worker(rng)?;
        if let Some(id) = pick(&day.world.sights[who].problems, rng) {
            return Some((who, id));
        }
    }
    Some((
        day.anybody(Role::Leader, rng)?,
        pick(&day.world.spread, rng)?,
    ))
}

pub fn get_one(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let (who, id) = some_problem(day, rng)?;
    Some(day.reading(who, format!("/api/v1/problems/{id}")))
}

pub fn timeline(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let (who, id) = some_problem(day, rng)?;
    Some(day.reading(who, format!("/api/v1/problems/{id}/events")))
}

pub fn list(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    Some(day.reading(day.worker(rng)?, "/api/v1/problems".into()))
}

pub fn list_filtered(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let park = pick(&day.world.parks, rng)?;
    let filters = [
        "status=in_progress".to_owned(),
        "status=dispatched&status=in_progress".to_owned(),
        "status=resolved&sort=-updated_at".to_owned(),
        "overdue=true".to_owned(),
        format!("park_id={park}"),
        format!("park_id={park}&status=in_progress"),
    ];
    let filter = &filters[rng.random_range(0..filters.len())];
    Some(day.reading(
        day.anybody(Role::Coordinator, rng)?,
        format!("/api/v1/problems?{filter}"),
    ))
}

pub fn list_by_due_day(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let path = "/api/v1/problems?status=dispatched&status=in_progress&sort=due_on";
    Some(day.reading(day.worker(rng)?, path.into()))
}

pub fn queue(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    Some(day.reading(day.worker(rng)?, "/api/v1/me/queue".into()))
}

pub fn poll(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    if day.polled.is_empty() {
        return None;
    }
    let polled = day.polled[rng.random_range(0..day.polled.len())].clone();
    let mut planned = day.reading(polled.who, polled.path);
    planned.ask.seen = Some(polled.tag);
    Some(Planned {
        expected: 304,
        ..planned
    })
}

pub fn statistics(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    Some(day.reading(day.worker(rng)?, "/api/v1/statistics".into()))
}

pub fn statistics_by_park(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    Some(day.reading(
        day.anybody(Role::Leader, rng)?,
        "/api/v1/statistics?group_by=park".into(),
    ))
}

pub fn statistics_by_lead(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let path = "/api/v1/statistics?group_by=department";
    Some(day.reading(day.anybody(Role::Coordinator, rng)?, path.into()))
}

pub fn search(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let at = rng.random_range(0..day.world.words.len().max(1));
    let word = encoded(day.world.words.get(at)?);
    Some(day.reading(day.worker(rng)?, format!("/api/v1/search?q={word}")))
}

pub fn similar(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let at = rng.random_range(0..day.world.titles.len().max(1));
    let title = encoded(day.world.titles.get(at)?);
    Some(day.reading(
        day.anybody(Role::Park, rng)?,
        format!("/api/v1/search/similar?title={title}"),
    ))
}

pub fn visits(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    Some(day.reading(day.anybody(Role::Park, rng)?, "/api/v1/visits".into()))
}

/// Somebody of a park that has enterprises, and one of them.
fn at_enterprise(day: &Day, rng: &mut SmallRng) -> Option<(usize, i64)> {
    let having = |place: &usize| !day.world.sights[*place].enterprises.is_empty();
    let parks: Vec<usize> = day.people.of(Role::Park).filter(having).collect();
    let park = pick(&parks, rng)?;
    Some((park, pick(&day.world.sights[park].enterprises, rng)?))
}

pub fn record_visit(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let (park, enterprise) = at_enterprise(day, rng)?;
    let body = json!({
        "enterprise_id": enterprise, "visited_on": day.world.today, "participants": ["张专员", "刘干事"],
        "summary": "了解生产经营和用工情况。",
    });
    let planned = day.writing(park, "/api/v1/visits".into(), body, Then::Nothing);
    Some(Planned {
        expected: 201,
        ..planned
    })
}

pub fn file(day: &Day, rng: &mut SmallRng) -> Option<Planned> {
    let (park, enterprise) = at_enterprise(day, rng)?;
    let (lead, department) = pick(&day.world.departments, rng)?;
    let at = rng.random_range(0..day.world.titles.len().max(1));
    let body = json!({
        "title": day.world.titles.get(at)?, "enterprise_id": enterprise,
        "description": "企业反映，近期订单增加，现有条件跟不上生产需要，请有关单位到现场核实并协调解决。",
        "dispatch": { "lead_department_id": lead, "note": "请到现场核实。" },
    });
    Some(day.writing(
        park,
        "/api/v1/problems".into(),
        body,
        Then::Filed { park, department },
    ))
}

pub fn accept(day: &Day, _: &mut SmallRng) -> Option<Planned> {
    let case = day.open().to_accept.pop_front()?;
    let path = format!("/api/v1/problems/{}/accept", case.id);
    Some(day.writing(case.department, path, json!({}), Then::Accepted(case)))
}

pub fn progress(day: &Day, _: &mut SmallRng) -> Option<Planned> {
    let case = day.open().in_progress.pop_front()?;
    let path = format!("/api/v1/problems/{}/progress", case.id);
    let body = json!({ "text": "已到现场勘察，正在商定方案。" });
    Some(day.writing(case.department, path, body, Then::Accepted(case)))
}

pub fn resolve(day: &Day, _: &mut SmallRng) -> Option<Planned> {
    let case = day.open().in_progress.pop_front()?;
    let path = format!("/api/v1/problems/{}/resolve", case.id);
    let body =
        json!({ "outcome": "solved", "resolution": "已与企业商定方案并实施，企业可以正常生产。" });
    Some(day.writing(case.department, path, body, Then::Resolved(case)))
}

pub fn follow_up(day: &Day, _: &mut SmallRng) -> Option<Planned> {
    let case = day.open().to_follow_up.pop_front()?;
    let path = format!("/api/v1/problems/{}/follow_up", case.id);
    let body = json!({ "reached": true, "solved": true, "satisfaction": 5, "channel": "phone", "then": "close" });
    Some(day.writing(case.park, path, body, Then::Nothing))
}
