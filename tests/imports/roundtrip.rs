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
use zhuqi::ledger::export::{Format, Layout, Reader, make};
use zhuqi::ledger::import::actions::{Asked, Worker, begin};
use zhuqi::ledger::import::state::{Missing, State};
use zhuqi::ledger::import::store::{ImportRow, find};
use zhuqi::problems::rules::words::{Sort, Status};
use zhuqi::problems::store::Filter;

use super::errors;
use crate::both;
use crate::exports::{download, many, read_csv, read_xlsx};
use crate::harness::people::settle_person;
use crate::harness::{App, Backend, Database};

/// A database of nothing but its coordinator.
struct Empty {
    db: Db,
    office: Actor,
    database: Database,
}

impl Empty {
    fn beside(app: &App) -> Self {
        let database = Database::fresh(match app.database.url {
            DatabaseUrl::Sqlite(_) => Backend::Sqlite,
            DatabaseUrl::Postgres(_) => Backend::Postgres,
        });
        let db = Db::open(&database.url).unwrap();
        let limits = std::sync::Arc::new(app::limits::Running(app.clock.clone()));
        app::start::prepare(&db, &app.clock, &database.settings(), limits).unwrap();
        let (clock, keys) = (app.clock.clone(), app.keys.clone());
        let office = db
            .write_now(move |conn| {
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
        let asked = Asked {
            dry_run: false,
            create_missing: Missing::ALL.iter().copied().collect(),
            ..Asked::default()
        };
        let (office, now, content) = (self.office.clone(), app.clock.now(), content.to_owned());
        let begun = self
            .db
            .write_now(move |conn| begin(conn, (&office, now), &asked, &content))
            .unwrap();
        let worker = Worker {
            db: self.db.clone(),
            clock: app.clock.clone(),
            folder: self.database.folder.clone(),
        };
        while worker.run_next().unwrap() {}
        let done = self.db.read_now(|conn| find(conn, Scope::All, begun.id));
        done.unwrap().unwrap()
    }
}

/// What the campaign office sees, as a file.
fn written(app: &App, db: &Db, format: Format, filter: &Filter, keys: Option<&str>) -> Vec<u8> {
    let office = &app.people.coordinator.actor;
    let reader = Reader {
        who: office,
        clock: &app.clock,
        now: app.clock.now(),
    };
    let layout = Layout::new(format, keys).unwrap();
    let folder = &app.database.folder;
    let how = (filter, Sort::FirstRaised);
    let mut made = db
        .read_now(|conn| make(conn, &reader, how, &layout, folder, |_, _| ()))
        .unwrap();
    let mut bytes = vec![];
    made.file.read_to_end(&mut bytes).unwrap();
    bytes
}

fn with_status(statuses: &[Status]) -> Filter {
    Filter {
        status: statuses.to_vec(),
        ..Filter::default()
    }
}

both! {
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
            let codes: Vec<String> = empty.db.read_now(|conn| Ok(parks::table.order(parks::code).select(parks::code).load(conn)?)).unwrap();
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
        let issues = empty.db.read_now(|conn| zhuqi::ledger::import::store::issues(conn, (import.id, None), 0, 10)).unwrap();
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
