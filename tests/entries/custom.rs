//! A ledger that is read from a file runs on the same engine, without a line of Rust.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use zhuqi::access::Actor;
use zhuqi::base::{Error, Result};
use zhuqi::entries::actions::{Entry, WriteContext, act, ask, create, table};
use zhuqi::entries::description::Description;
use zhuqi::entries::store;
use zhuqi::entries::{AnyLedger, Custom};

use crate::both;
use crate::harness::App;

const FILE: &str = include_str!("idle_plants.json");

pub fn ledger() -> Arc<Custom> {
    let description: &'static Description = Box::leak(Box::new(Description::read(FILE).unwrap()));
    Arc::new(Custom::of(description).unwrap())
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

pub fn listed(app: &App, ledger: &Arc<Custom>, who: &Actor, body: Value) -> Result<i64> {
    let (clock, now, who, ledger) = (
        app.clock.clone(),
        app.clock.now(),
        who.clone(),
        Arc::clone(ledger),
    );
    app.db.write_blocking(move |conn| {
        let mut context = WriteContext::of(conn, &clock, now, &who, None)?;
        create(&mut context, &*ledger, Ok(object(body.clone())))
    })
}

pub fn moved(
    app: &App,
    ledger: &Arc<Custom>,
    who: &Actor,
    id: i64,
    name: &'static str,
    body: Value,
) -> Result<()> {
    let (clock, now, who, ledger) = (
        app.clock.clone(),
        app.clock.now(),
        who.clone(),
        Arc::clone(ledger),
    );
    app.db.write_blocking(move |conn| {
        let mut context = WriteContext::of(conn, &clock, now, &who, None)?;
        act(&mut context, &*ledger, id, name, Ok(object(body.clone())))
    })
}

fn read(app: &App, ledger: &Arc<Custom>, who: &Actor, id: i64) -> Entry {
    let (who, ledger) = (who.clone(), Arc::clone(ledger));
    app.db
        .read_blocking(move |conn| {
            let row = store::find(conn, who.cases(), ledger.code(), id)?.ok_or(Error::NotFound)?;
            Entry::read(conn, &*ledger, row)
        })
        .unwrap()
}

#[track_caller]
fn code(result: Result<()>) -> &'static str {
    match result.unwrap_err() {
        Error::Forbidden { code, .. } | Error::Conflict { code, .. } => code,
        Error::Invalid(errors) => errors[0].code,
        other => panic!("{other}"),
    }
}

both! {
    async fn an_enterprise_that_stands_still_is_listed_planned_concluded_and_confirmed_by_another(app) {
        let ledger = ledger();
        let people = &app.people;
        let (park, office, department) = (&people.park.actor, &people.coordinator.actor, &people.department.actor);
        let body = json!({"name": "恒瑞机械", "enterprise_id": people.enterprise_id, "halted_on": "2021-07-01",
            "department_id": people.department_id});
        let id = listed(&app, &ledger, park, body).unwrap();
        let entry = read(&app, &ledger, office, id);
        assert_eq!((entry.row.number.as_str(), entry.row.status.as_str(), entry.row.title.as_str()), ("SH-XZ-2021-001", "listed", "恒瑞机械"));
        let plan = json!({"cause": "funds", "path": "lease", "measures": "厂房租赁", "target_on": "2021-12-31", "land_mu": "12.5"});
        assert_eq!(code(moved(&app, &ledger, department, id, "plan", plan.clone())), "entry.not_ready");
        let milestones = json!({"milestones": [{"name": "签约", "due_on": "2021-09-30"}]});
        moved(&app, &ledger, department, id, "plan_milestones", milestones).unwrap();
        let mut wrong = plan.clone();
        wrong["cause"] = json!("weather");
        assert_eq!(code(moved(&app, &ledger, department, id, "plan", wrong)), "unknown_value");
        moved(&app, &ledger, department, id, "plan", plan).unwrap();
        moved(&app, &ledger, department, id, "report_month", json!({"month": "2021-07-01", "workers_back": 12})).unwrap();
        let conclude = json!({"outcome": "vacated", "on": "2021-08-02", "text": "已腾退"});
        assert_eq!(code(moved(&app, &ledger, park, id, "conclude", conclude.clone())), "entry.not_yours");
        moved(&app, &ledger, department, id, "conclude", conclude.clone()).unwrap();
        moved(&app, &ledger, office, id, "refuse", json!({"reason": "设备未清"})).unwrap();
        moved(&app, &ledger, department, id, "conclude", conclude).unwrap();
        moved(&app, &ledger, park, id, "confirm", json!({})).unwrap();
        let entry = read(&app, &ledger, office, id);
        assert_eq!((entry.row.status.as_str(), entry.fields["outcome"].as_str()), ("revived", Some("vacated")));
        assert_eq!(code(moved(&app, &ledger, park, id, "confirm", json!({}))), "entry.transition_not_allowed");
        // The numbers follow from the description alone.
        let (who, today) = (office.clone(), app.clock.today());
        let totals = app.db.read_blocking(move |conn| {
            let asked = ask(conn, &*ledger, &[], &who, today)?;
            Ok(table(conn, &*ledger, &asked)?["totals"].clone())
        }).unwrap();
        assert_eq!((&totals["planned"], &totals["revived"], &totals["restarted"]), (&json!(1), &json!(1), &json!(0)));
        assert_eq!(totals["rates"]["revived"]["percent"], "100.0");
    }

    async fn what_a_unit_concluded_it_does_not_confirm(app) {
        let ledger = ledger();
        let people = &app.people;
        let (park, park2, office) = (&people.park.actor, &people.park2.actor, &people.coordinator.actor);
        let id = listed(&app, &ledger, park, json!({"name": "农庄"})).unwrap();
        moved(&app, &ledger, park, id, "plan_milestones", json!({"milestones": [{"name": "复产", "due_on": "2021-09-30"}]})).unwrap();
        let plan = json!({"cause": "market", "path": "self_recovery", "measures": "拓展销路", "target_on": "2021-12-31"});
        moved(&app, &ledger, park, id, "plan", plan).unwrap();
        // The park owns it, so that it concludes; its colleagues are the same unit.
        moved(&app, &ledger, park, id, "conclude", json!({"outcome": "deregistered", "on": "2021-08-02", "text": "已注销"})).unwrap();
        for who in [park, park2] {
            assert_eq!(code(moved(&app, &ledger, who, id, "confirm", json!({}))), "entry.own_conclusion");
            assert_eq!(code(moved(&app, &ledger, who, id, "refuse", json!({"reason": "x"}))), "entry.own_conclusion");
        }
        moved(&app, &ledger, office, id, "confirm", json!({})).unwrap();
        assert_eq!(read(&app, &ledger, office, id).row.status, "cleared");
    }
}

#[test]
fn a_description_that_lies_about_itself_is_refused_and_says_where() {
    let changed = |pointer: &str, value: Value| {
        let mut json: Value = serde_json::from_str(FILE).unwrap();
        *json.pointer_mut(pointer).unwrap() = value;
        match Description::read(&json.to_string()) {
            Err(Error::Invalid(errors)) => errors
                .into_iter()
                .map(|error| (error.pointer, error.detail.en))
                .collect::<Vec<_>>(),
            other => panic!("{pointer}: {other:?}"),
        }
    };
    for (pointer, value, at, told) in [
        ("/title", json!("firm"), "/title", "\"firm\""),
        ("/title", json!("halted_on"), "/title", "required line"),
        ("/excluded", json!("revived"), "/excluded", "class excluded"),
        (
            "/moves/1/from",
            json!(["gone"]),
            "/moves/1/from",
            "\"gone\"",
        ),
        (
            "/moves/1/sets/0/0",
            json!("reason"),
            "/moves/1/sets",
            "\"reason\"",
        ),
        (
            "/moves/1/sets/0/1",
            json!("target_on"),
            "/moves/1/sets",
            "kind",
        ),
        (
            "/moves/1/name",
            json!("exclude"),
            "/moves/1/name",
            "already",
        ),
        (
            "/moves/1/name",
            json!("attachments"),
            "/moves/1/name",
            "already",
        ),
        (
            "/moves/3/to/by/field",
            json!("measures"),
            "/moves/3/to",
            "field of words",
        ),
        (
            "/moves/3/to/by/to/0/1",
            json!("gone"),
            "/moves/3/to",
            "\"gone\"",
        ),
        ("/moves/0/from", json!(["listed"]), "/moves", "one has to"),
        ("/fields/0/name", json!("version"), "/fields/0", "already"),
        (
            "/fields/1/name",
            json!("Name'; --"),
            "/fields/1",
            "small letter",
        ),
        ("/fields/5/kept", json!("counted"), "/fields/5", "counted"),
        (
            "/counts/1/holds/all/1/is/0",
            json!("path"),
            "/counts/1/holds",
            "isn't counted",
        ),
        (
            "/counts/1/holds/all/1/is/1",
            json!({"word": "sold"}),
            "/counts/1/holds",
            "no such value",
        ),
        ("/counts/0/name", json!("open"), "/counts/0", "already"),
        ("/counts/0/name", json!("key"), "/counts/0", "already"),
        ("/rates/0/numerator", json!("gone"), "/rates/0", "\"gone\""),
        (
            "/statuses/0/code",
            json!("unreached"),
            "/statuses/0",
            "no move",
        ),
        ("/months/due_day", json!(29), "/months/due_day", "1 to 28"),
        (
            "/fields/0/kind",
            json!({"type": "money"}),
            "/fields/0/kind",
            "unknown variant",
        ),
        ("/letters", json!("ph"), "/letters", "capital"),
        ("/one", json!("条目"), "/one", "English"),
    ] {
        let found = changed(pointer, value);
        assert!(
            found
                .iter()
                .any(|(place, said)| place.starts_with(at) && said.contains(told)),
            "{pointer}: {found:?}"
        );
    }
    assert!(Description::read("{}").is_err());
    let mut json: Value = serde_json::from_str(FILE).unwrap();
    json["colour"] = json!("red");
    assert!(
        Description::read(&json.to_string()).is_err(),
        "what isn't known is refused"
    );
}
