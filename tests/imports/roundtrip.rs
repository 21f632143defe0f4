//! What was exported comes in again as what it was.

use std::io::Read;

use diesel::prelude::*;
use serde_json::json;
use zhuqi::access::Scope;
use zhuqi::access::{Actor, Role};
use zhuqi::app;
use zhuqi::base::db::schema::parks;
use zhuqi::base::db::{DatabaseUrl, Db};
use zhuqi::ledger::columns::PROBLEMS;
use zhuqi::ledger::export::{
    ENTERPRISES, Format, Layout, PROBLEMS as LEDGER, Reader, VISITS, enterprises, make, visits,
};
use zhuqi::ledger::import::actions::{ImportRequest, Worker, begin};
use zhuqi::ledger::import::rules::columns::Kind;
use zhuqi::ledger::import::state::{Missing, State};
use zhuqi::ledger::import::store::{ImportRow, find};
use zhuqi::problems::rules::words::{Sort, Status};
use zhuqi::problems::store::ProblemFilter;

use super::errors;
use crate::both;
use crate::exports::{download, many, read_csv, read_xlsx};
use crate::harness::people::settle_person;
use crate::harness::{App, Backend, Database};

/// A database of nothing but its coordinator.
pub(super) struct Empty {
    pub(super) db: Db,
    office: Actor,
    pub(super) database: Database,
}

impl Empty {
    pub(super) fn beside(app: &App) -> Self {
        let database = Database::fresh(match app.database.url {
            DatabaseUrl::Sqlite(_) => Backend::Sqlite,
            DatabaseUrl::Postgres(_) => Backend::Postgres,
        });
        let db = Db::open(&database.url).unwrap();
        let limits = std::sync::Arc::new(app::limits::Running(app.clock.clone()));
        app::start::prepare(&db, &app.clock, &database.settings(), limits).unwrap();
        let (clock, keys) = (app.clock.clone(), app.keys.clone());
        let office = db
            .write_blocking(move |conn| {
                let whose = (Role::Coordinator, None, None);
                Ok(settle_person(conn, &clock, &keys, "office", whose).actor)
            })
            .unwrap();
        Self {
            db,
            office,
            database,
        }
    }

    /// Takes a file in, with everything that isn't there.
    fn take_in(&self, app: &App, content: &[u8]) -> ImportRow {
        self.take_in_as(app, Kind::Problems, content)
    }

    pub(super) fn take_in_as(&self, app: &App, kind: Kind, content: &[u8]) -> ImportRow {
        let asked = ImportRequest {
            kind,
            dry_run: false,
            create_missing: Missing::ALL.iter().copied().collect(),
            ..ImportRequest::default()
        };
        let (office, now, content) = (self.office.clone(), app.clock.now(), content.to_owned());
        let begun = self
            .db
            .write_blocking(move |conn| begin(conn, (&office, now), &asked, &content))
            .unwrap();
        let worker = Worker {
            db: self.db.clone(),
            clock: app.clock.clone(),
            folder: self.database.folder.clone(),
        };
        while worker.run_next().unwrap() {}
        let done = self
            .db
            .read_blocking(|conn| find(conn, Scope::All, begun.id));
        done.unwrap().unwrap()
    }
}

/// What the campaign office sees, as a file.
fn written(
    app: &App,
    db: &Db,
    format: Format,
    filter: &ProblemFilter,
    keys: Option<&str>,
) -> Vec<u8> {
    let office = &app.people.coordinator.actor;
    let reader = Reader {
        who: office,
        clock: &app.clock,
        now: app.clock.now(),
    };
    let layout = Layout::new(LEDGER, format, keys).unwrap();
    let folder = &app.database.folder;
    let how = (filter, Sort::FirstRaised);
    let mut made = db
        .read_blocking(|conn| make(conn, &reader, how, &layout, folder, |_, _| ()))
        .unwrap();
    let mut bytes = vec![];
    made.file.read_to_end(&mut bytes).unwrap();
    bytes
}

fn with_status(statuses: &[Status]) -> ProblemFilter {
    ProblemFilter {
        status: statuses.to_vec(),
        ..ProblemFilter::default()
    }
}

/// Visits or enterprises that the campaign office sees, as a file.
fn listed(app: &App, db: &Db, kind: Kind, format: Format) -> Vec<u8> {
    let office = &app.people.coordinator.actor;
    let folder = &app.database.folder;
    let mut made = db
        .read_blocking(|conn| match kind {
            Kind::Visits => {
                let layout = Layout::new(VISITS, format, None)?;
                let all = zhuqi::visits::store::VisitFilter::default();
                visits(conn, (office, &all), &layout, folder, |_, _| ())
            }
            _ => {
                let layout = Layout::new(ENTERPRISES, format, None)?;
                let all = zhuqi::directory::store::enterprises::EnterpriseFilter::default();
                enterprises(conn, (office, &all), &layout, folder, |_, _| ())
            }
        })
        .unwrap();
    let mut bytes = vec![];
    made.file.read_to_end(&mut bytes).unwrap();
    bytes
}

both! {
    async fn enterprises_and_visits_fill_an_empty_database_and_go_out_of_it_as_the_same_bytes(app) {
        // given
        let (park, people) = (&app.people.park, &app.people);
        park.patch(&format!("/enterprises/{}", people.enterprise_id), json!({
            "credit_code": "91350100M000100Y43", "industry": "=农业", "size": "small", "tags": ["规上", "专精特新"],
            "operating_status": "reduced", "operating_status_since": "2021-07-01", "assisting_leader": "张县长",
            "contacts": [{"name": "李红", "phone": "13811110001", "position": "厂长"}, {"name": "王建国", "email": "w@example.com"}],
        })).await.expect(200);
        for (day, summary) in [("2021-07-06", json!("=1+1，\n多行；")), ("2021-07-05", json!(null))] {
            let visit = json!({"park_id": people.park_id, "enterprise_id": people.enterprise_id, "visited_on": day,
                "participants": ["李四", "王五"], "summary": summary});
            park.post("/visits", visit).await.expect(201);
        }
        let site = json!({"park_id": people.park_id, "site_name": "城东厂房", "visited_on": "2021-07-05", "participants": ["李四"]});
        let voided = park.post("/visits", site.clone()).await.expect(201);
        park.post(&format!("/visits/{}/void", voided["id"]), json!({"reason": "重复登记"})).await.expect(200);
        park.post("/visits", site).await.expect(201);
        for format in [Format::Csv, Format::Xlsx] {
            // when
            let empty = Empty::beside(&app);
            for kind in [Kind::Enterprises, Kind::Visits] {
                let before = listed(&app, &app.db, kind, format);
                let import = empty.take_in_as(&app, kind, &before);
                assert_eq!((import.state, import.wrong_count), (State::Done, 0), "{import:?}");
                // then
                let after = listed(&app, &empty.db, kind, format);
                assert!(after == before, "{kind} as {format}");
            }
            let rows = read_csv(&listed(&app, &empty.db, Kind::Visits, Format::Csv));
            let places: Vec<_> = rows[1..].iter().map(|row| row[2].as_str()).collect();
            assert_eq!(places, ["聚合庄生态农庄", "项目：城东厂房", "聚合庄生态农庄"]);
            drop(empty.database);
        }
    }

    async fn who_sees_a_list_takes_it_out_and_phones_are_whole_for_who_works_with_them(app) {
        let (park, people) = (&app.people.park, &app.people);
        let contacts = json!({"contacts": [{"name": "李红", "phone": "13811110001"}]});
        park.patch(&format!("/enterprises/{}", people.enterprise_id), contacts).await.expect(200);
        for (who, phone) in [(park, "13811110001"), (&people.coordinator, "13811110001"), (&people.leader, "138****0001")] {
            let path = format!("/exports/enterprises?format=csv&columns=name,contact_phone&park_id={}", people.park_id);
            let answer = who.get(&path).await;
            assert_eq!(answer.status, 200, "{}", answer.text);
            assert!(answer.text.contains(phone), "{}", answer.text);
        }
        let told = people.auditor.get("/audit?action=enterprise.export&count=true").await.expect(200);
        assert_eq!(told["total"], 3, "{told:#}");
        people.department.get("/exports/visits?format=csv").await.refused(403, "access.not_yours");
        let others = people.other_park.get("/exports/enterprises?format=csv").await;
        assert!(!others.text.contains("聚合庄生态农庄"), "{}", others.text);
    }

    async fn an_export_fills_an_empty_database_and_the_next_export_has_the_same_bytes(app) {
        // given: cases in every state whose reasons a ledger can tell
        many(&app).await;
        let people = &app.people;
        let secret = json!({"title": "电价过高", "enterprise_id": people.enterprise_id, "confidential": true, "source": "enterprise"});
        people.park.post("/problems", secret).await.expect(201);
        app.day("2021-08-12");
        let told = with_status(&[Status::Reported, Status::Dispatched, Status::InProgress, Status::Tracking, Status::Resolved, Status::Closed]);
        let keys: Vec<_> = PROBLEMS.iter().map(|column| column.key).collect();
        let keys = keys.join(",");
        for format in [Format::Csv, Format::Xlsx] {
            // when
            let before = written(&app, &app.db, format, &told, Some(&keys));
            let empty = Empty::beside(&app);
            let import = empty.take_in(&app, &before);
            assert_eq!((import.state, import.wrong_count), (State::Done, 0), "{import:?}");
            // then
            let after = written(&app, &empty.db, format, &told, Some(&keys));
            let rows = |file: &[u8]| match format {
                Format::Csv => read_csv(file),
                Format::Xlsx => read_xlsx(file),
            };
            assert_eq!(rows(&after), rows(&before));
            assert!(after == before, "{format}");
            // Of what is closed, the columns for people are the same, too.
            let closed = with_status(&[Status::Closed]);
            let (one, other) = (written(&app, &app.db, format, &closed, None), written(&app, &empty.db, format, &closed, None));
            assert!(one == other, "{format}");
            let codes: Vec<String> = empty.db.read_blocking(|conn| Ok(parks::table.order(parks::code).select(parks::code).load(conn)?)).unwrap();
            assert_eq!(codes, ["CX", "SH"], "a park's code is that of its numbers");
            drop(empty.database);
        }
    }

    async fn what_is_excluded_or_waits_for_a_ruling_is_told(app) {
        many(&app).await;
        let file = download(&app, &app.people.coordinator, "format=csv&status=withdrawn&status=returned").await.expect_file();
        let empty = Empty::beside(&app);
        let import = empty.take_in(&app, &file);
        assert_eq!((import.state, import.wrong_count, import.new_count), (State::Failed, 1, 1), "{import:?}");
        let issues = empty.db.read_blocking(|conn| zhuqi::ledger::import::store::issues(conn, (import.id, None), 0, 10)).unwrap();
        let told: Vec<_> = issues.iter().map(|(_, issue)| (issue.column_key.as_deref().unwrap_or(""), issue.code.as_str())).collect();
        assert!(told.contains(&("outcome", "not_applicable")), "{told:?}");
        assert!(told.contains(&("status", "note")), "{told:?}");
    }

    async fn confidential_problems_stay_so_and_name_nobody(app) {
        let office = &app.people.coordinator;
        let file = "园区,企业名称,问题标题,提出日期,保密,主办单位\n\
            沙河产业园区,聚合庄生态农庄,电价过高,2021-07-05,是,华辰电力公司\n\
            沙河产业园区,聚合庄生态农庄,路灯不亮,2021-07-05,,华辰电力公司\n\
            沙河产业园区,聚合庄生态农庄,聚合庄生态农庄缺水,2021-07-06,是,华辰电力公司\n\
            沙河产业园区,聚合庄生态农庄,缺水,2021-07-06,也许,华辰电力公司\n";
        let import = app.previewed(office, file.as_bytes()).await;
        let wanted = [(4, "title", "names_enterprise"), (5, "confidential", "unknown_value")];
        let wanted: Vec<_> = wanted.into_iter().map(|(row, column, code)| (row, column.to_owned(), code.to_owned())).collect();
        assert_eq!(errors(&import), wanted, "{import:#}");
        office.post(&format!("/imports/{}/commit", import["id"]), json!({"mode": "good_rows"})).await.expect(200);
        app.take_in();
        let department = &app.people.department;
        for (who, place) in [(office, "聚合庄生态农庄"), (department, "")] {
            let csv = download(&app, who, "format=csv&columns=enterprise,confidential,title&confidential=true").await.expect_file();
            let rows = read_csv(&csv);
            assert_eq!(rows[1..], [[place, "是", "电价过高"]]);
        }
        let again = app.previewed(office, file.replace(",,华辰", ",是,华辰").as_bytes()).await;
        assert_eq!((again["counts"]["different"].as_i64(), again["counts"]["matched"].as_i64()), (Some(1), Some(1)), "{again:#}");
    }
}
