//! Entries of ledgers that come in by their descriptions: projects, and a ledger that is read from a file.

use std::io::Read;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use zhuqi::access::Actor;
use zhuqi::base::db::Db;
use zhuqi::entries::actions::{WriteContext, act, create};
use zhuqi::entries::api::Served;
use zhuqi::entries::description::Description;
use zhuqi::entries::store::{EntryFilter, Sort};
use zhuqi::entries::{Custom, serve};
use zhuqi::ledger::export::{Format, Layout, entries, of_ledger};
use zhuqi::ledger::import::rules::columns::Kind;
use zhuqi::ledger::import::state::State;

use super::roundtrip::Empty;
use super::{counts, errors, upload, xlsx};
use crate::both;
use crate::entries::{act as moved, building, project};
use crate::exports::read_csv;
use crate::harness::App;
use crate::harness::people::Person;

pub(super) const PROJECTS: [(&str, &str); 1] = [("kind", "projects")];
const HEADINGS: &str = "编号,园区,企业名称,项目名称,项目代码,级别,类型,总投资(万元),计划开工,计划竣工,入库日期,实际开工,入统日期,实际竣工,投产日期,两高一危,责任领导,责任单位,责任人,状态,下一节点,备注";

/// A ledger without a line of Rust.
static IDLE_PLANTS: LazyLock<Served> = LazyLock::new(|| {
    let read = Description::read(include_str!("../entries/idle_plants.json")).unwrap();
    let description: &'static Description = Box::leak(Box::new(read));
    let ledger: Served = Box::leak(Box::new(Custom::of(description).unwrap()));
    serve(&[ledger]);
    ledger
});

pub(super) fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADINGS}\n{}\n", rows.join("\n")).into_bytes()
}

pub(super) async fn previewed(app: &App, who: &Person, content: &[u8]) -> Value {
    app.checked(who, content, &PROJECTS).await
}

async fn imported(app: &App, who: &Person, content: &[u8]) -> Value {
    let import = previewed(app, who, content).await;
    assert_eq!(import["counts"]["wrong"], 0, "{import:#}");
    let done = app.committed(who, &import).await;
    assert_eq!(done["state"], "done", "{done:#}");
    done
}

/// The projects that somebody sees, by name.
pub(super) async fn projects(who: &Person) -> Map<String, Value> {
    let page = who.get("/projects?limit=200").await.expect(200);
    let items = page["items"].as_array().unwrap().iter();
    items
        .map(|one| (one["name"].as_str().unwrap().to_owned(), one.clone()))
        .collect()
}

/// The columns that come in, as the office sees them.
fn written(app: &App, db: &Db, ledger: Served, format: Format) -> Vec<u8> {
    let office = &app.people.coordinator.actor;
    let keys: Vec<_> = ledger
        .table()
        .given
        .iter()
        .map(|column| column.key)
        .collect();
    let layout = Layout::new(of_ledger(ledger), format, Some(&keys.join(","))).unwrap();
    let all = (&EntryFilter::default(), Sort::Newest);
    let folder = &app.database.folder;
    let mut made = db
        .read_blocking(|conn| entries(conn, (ledger, office), all, &layout, folder))
        .unwrap();
    let mut bytes = vec![];
    made.file.read_to_end(&mut bytes).unwrap();
    bytes
}

/// What goes out comes into an empty database, and out of it as the same rows.
pub(super) fn goes_round(app: &App, ledger: Served, many: i64) {
    let mut before = read_csv(&written(app, &app.db, ledger, Format::Csv));
    before.sort();
    for format in [Format::Csv, Format::Xlsx] {
        let empty = Empty::beside(app);
        let file = written(app, &app.db, ledger, format);
        let import = empty.take_in_as(app, Kind::Entries(ledger), &file);
        assert_eq!(
            (import.state, import.wrong_count),
            (State::Done, 0),
            "{import:?}"
        );
        assert_eq!(import.new_count, many);
        let mut after = read_csv(&written(app, &empty.db, ledger, Format::Csv));
        after.sort();
        assert_eq!(after, before, "as {format}");
        drop(empty.database);
    }
}

async fn park_name(app: &App, park: i64) -> String {
    let path = format!("/parks/{park}");
    let shown = app.people.coordinator.get(&path).await.expect(200);
    shown["name"].as_str().unwrap().to_owned()
}

fn told(notes: &Value) -> Vec<String> {
    let items = notes["errors"]["items"].as_array().unwrap().iter();
    items
        .map(|one| one["detail"].as_str().unwrap().to_owned())
        .collect()
}

async fn notes(who: &Person, import: &Value) -> Vec<String> {
    let path = format!("/imports/{}?notes=true&limit=200", import["id"]);
    told(&who.get(&path).await.expect(200))
}

both! {
    async fn projects_in_every_state_go_out_and_come_in_as_they_were(app) {
        // given
        let (park, office) = (&app.people.park, &app.people.coordinator);
        let named = |name: &str| {
            let mut body = project(&app);
            body["name"] = json!(name);
            body
        };
        let mut proposed = named("谋划中的项目");
        proposed["leader"] = json!({"name": "张县长"});
        proposed["handler"] = json!("李四");
        proposed["department_id"] = json!(app.people.department_id);
        proposed["planned_start_on"] = json!("2021-09-01");
        proposed["total_yuan"] = json!(12_345_678);
        park.post("/projects", proposed).await.expect(201);
        for (name, code, steps) in [
            ("入库的项目", "2108-001", 1), ("在建的项目", "2108-002", 2), ("停工的项目", "2108-003", 3),
            ("竣工的项目", "2108-004", 4), ("投产的项目", "2108-005", 5), ("未入库即开工的项目", "", 2),
        ] {
            let id = park.post("/projects", named(name)).await.expect(201)["id"].as_i64().unwrap();
            if !code.is_empty() {
                moved(park, id, "file", json!({"code": code, "on": "2021-07-05"})).await;
            }
            if steps >= 2 {
                moved(park, id, "start", json!({"on": "2021-07-12", "evidence": "piling"})).await;
                moved(park, id, "progress", json!({"text": "主体施工，\n进展顺利"})).await;
            }
            match steps {
                3 => { moved(park, id, "stop", json!({"reason": "资金"})).await; }
                4 | 5 => {
                    moved(park, id, "enter_statistics", json!({"on": "2021-07-19"})).await;
                    moved(park, id, "complete", json!({"on": "2021-07-26"})).await;
                }
                _ => {}
            }
            if steps == 5 {
                moved(office, id, "produce", json!({"on": "2021-07-30"})).await;
            }
        }
        // then
        goes_round(&app, &zhuqi::projects::LEDGER, 7);
    }

    async fn what_goes_out_is_known_when_it_comes_in_again_and_nothing_is_doubled(app) {
        building(&app, "2021-07-05").await;
        let park = &app.people.park;
        let mut other = project(&app);
        other["name"] = json!("另一个项目");
        park.post("/projects", other).await.expect(201);
        for format in ["csv", "xlsx"] {
            for who in [park, &app.people.coordinator] {
                let (status, _, file) = who.download(&format!("/exports/projects?format={format}")).await;
                assert_eq!(status, 200);
                let import = previewed(&app, who, &file).await;
                assert_eq!(counts(&import), (0, 2, 0, 0), "{import:#}");
                let columns = import["columns"].as_array().unwrap().iter();
                let derived: Vec<_> = columns.filter(|one| one["derived"] == true).map(|one| one["heading"].as_str().unwrap()).collect();
                assert_eq!(derived, ["下一节点", "节点期限"]);
                app.committed(who, &import).await;
            }
        }
        assert_eq!(projects(park).await.len(), 2);
    }

    async fn a_row_becomes_its_history_each_move_on_its_day_and_marked(app) {
        let row = "SH-XM-2021-007,沙河产业园区,聚合庄生态农庄,厂房建设,2105-1,市级,产业,6000,2021-05-01,2021-12-31,2021-04-01,2021-05-10,,,,,张县长,华辰电力公司,李四,在建,签约,主体施工";
        let import = imported(&app, &app.people.coordinator, &csv(&[row])).await;
        assert_eq!(counts(&import), (1, 0, 0, 0));
        let all = projects(&app.people.park).await;
        let one = &all["厂房建设"];
        assert_eq!((&one["number"], &one["status"], &one["total_yuan"]), (&json!("SH-XM-2021-007"), &json!("building"), &json!(60_000_000)));
        assert_eq!((&one["department_id"], &one["enterprise_id"]), (&json!(app.people.department_id), &json!(app.people.enterprise_id)));
        let events = app.people.park.get(&format!("/projects/{}/events", one["id"])).await.expect(200);
        let seen: Vec<_> = events["items"].as_array().unwrap().iter()
            .map(|event| (event["kind"].as_str().unwrap().to_owned(), event["occurred_on"].as_str().unwrap().to_owned(), event["data"]["imported"].clone()))
            .collect();
        let wanted = [("propose", "2021-04-01"), ("file", "2021-04-01"), ("start", "2021-05-10"), ("progress", "2021-08-02")]
            .map(|(kind, on)| (kind.to_owned(), on.to_owned(), import["id"].clone()));
        assert_eq!(seen, wanted, "{events:#}");
        // The next one is numbered behind it.
        let next = app.people.park.post("/projects", project(&app)).await.expect(201);
        assert_eq!(next["number"], "SH-XM-2021-008");
        let told = app.people.auditor.get("/audit?action=import.publish&count=true").await.expect(200);
        assert_eq!(told["total"], 1);
        // What is told last of an entry that is over was told on the day it ended.
        let row = ",沙河产业园区,,竣工的项目,2105-2,市级,产业,6000,,,2021-04-01,2021-05-10,2021-06-01,2021-07-20,,,,,,竣工,,已竣工";
        imported(&app, &app.people.coordinator, &csv(&[row])).await;
        let over = projects(&app.people.park).await["竣工的项目"].clone();
        assert_eq!((&over["status"], &over["progress"]["on"]), (&json!("completed"), &json!("2021-07-20")), "{over:#}");
    }

    async fn amounts_in_yi_below_a_title_are_read_and_sums_are_seen_for_what_they_are(app) {
        let file = xlsx(&[
            &["项目建设情况汇总表"],
            &["序号", "所属园区", "项目名称", "级别", "类型", "总投资（亿元）"],
            &["1", "沙河产业园区", "甲项目", "市级", "产业", "1.25"],
            &["2", "沙河产业园区", "乙项目", "省级", "民生", "0.0000000100"],
            &["小计", "", "", "", "", "1.2500000100"],
            &["", "沙河产业园区", "合计", "", "", "1.2500000100"],
        ]);
        let office = &app.people.coordinator;
        let import = imported(&app, office, &file).await;
        assert_eq!((counts(&import), &import["skipped"]["rows"]), ((2, 0, 0, 0), &json!([5, 6])), "{import:#}");
        let all = projects(office).await;
        assert_eq!((&all["甲项目"]["total_yuan"], &all["乙项目"]["total_yuan"]), (&json!(125_000_000), &json!(1)));
        assert_eq!(all["甲项目"]["status"], "proposed");
    }

    async fn a_unit_that_nothing_tells_is_asked_for_once_a_file(app) {
        let office = &app.people.coordinator;
        let file = |title: &str, heading: &str| format!("{title}园区,项目名称,级别,类型,{heading}\n沙河产业园区,甲项目,市级,产业,6000\n").into_bytes();
        let bare = file("", "总投资");
        let refused = previewed(&app, office, &bare).await;
        assert_eq!((&refused["state"], &refused["fault"]["code"]), (&json!("failed"), &json!("unit_missing")), "{refused:#}");
        assert!(refused["fault"]["detail"].as_str().unwrap().contains("元、万元或亿元"));
        let foreign = previewed(&app, office, &file("", "总投资(万美元)")).await;
        assert_eq!(foreign["fault"]["code"], "unit_unknown", "{foreign:#}");
        let titled = previewed(&app, office, &file("单位：万元,,,,\n", "总投资")).await;
        assert_eq!(counts(&titled), (1, 0, 0, 0), "{titled:#}");
        let import = app.checked(office, &bare, &[("kind", "projects"), ("unit", "wan_yuan")]).await;
        assert_eq!((counts(&import), &import["unit"]), ((1, 0, 0, 0), &json!("wan_yuan")), "{import:#}");
        app.committed(office, &import).await;
        assert_eq!(projects(office).await["甲项目"]["total_yuan"], 60_000_000);
        for (fields, code) in [
            ([("kind", "projects"), ("unit", "dollar")], "unknown_value"),
            ([("kind", "problems"), ("unit", "yuan")], "not_applicable"),
            ([("kind", "no_such_ledger"), ("mode", "good_rows")], "unknown_value"),
        ] {
            let answer = upload(&app, office, ("a.csv", &bare), &fields).await.expect(422);
            assert_eq!(answer["errors"][0]["code"], code, "{answer:#}");
        }
    }

    async fn each_wrong_cell_is_told_once_with_its_column(app) {
        let rows = [
            // A word, an amount, and a day that are none.
            ",沙河产业园区,,一,,国家级,产业,6000,,,,,,,,,,,,,,",
            ",沙河产业园区,,二,,市级,产业,6000.00001,,,,,,,,,,,,,,",
            ",沙河产业园区,,三,,市级,产业,,明天,,,,,,,,,,,,,",
            // States that the row doesn't lead to.
            ",沙河产业园区,,四,,市级,产业,,,,,,,,,,,,,在建,,",
            ",沙河产业园区,,五,,市级,产业,,,,,2021-05-01,,,,,,,,谋划,,",
            ",沙河产业园区,,六,,市级,产业,,,,,2021-05-01,,2021-04-01,,,,,,竣工,,",
            ",沙河产业园区,,七,,市级,产业,,,,,,,,,,,,,取消,,",
            ",沙河产业园区,,八,,市级,产业,,,,,2021-12-01,,,,,,,,在建,,",
            // Names that nobody has.
            ",沙河产业园区,,九,,市级,产业,,,,,,,,,,,电力公司,,,,",
            ",无此园区,,十,,市级,产业,,,,,,,,,,,,,,,",
            // What is missing, and what the ledger's own rules refuse.
            ",沙河产业园区,,十一,,,产业,,,,,,,,,,,,,,,",
            ",沙河产业园区,,十二,,市级,产业,,2021-09-01,2021-08-01,,,,,,,,,,,,",
            ",沙河产业园区,,十三,,市级,产业,499,,,,2021-05-01,2021-06-01,,,,,,,在建,,",
            ",沙河产业园区,,十四,,市级,产业,100000000000.0001,,,,,,,,,,,,,,",
            // The same thing twice, by its name and by its code.
            ",沙河产业园区,,十五,2105-9,市级,产业,,,,,,,,,,,,,,,",
            ",沙河产业园区,,十六,2105-9,市级,产业,,,,,,,,,,,,,,,",
            ",沙河产业园区,,十七,,市级,产业,,,,,,,,,,,,,,,",
            ",沙河产业园区,,十 七,,市级,产业,,,,,,,,,,,,,,,",
        ];
        let import = previewed(&app, &app.people.coordinator, &csv(&rows)).await;
        let found = errors(&import);
        let found: Vec<_> = found.iter().map(|(row, column, code)| (*row, column.as_str(), code.as_str())).collect();
        assert_eq!(found, [
            (2, "level", "unknown_value"), (3, "total_yuan", "not_whole_yuan"), (4, "planned_start_on", "invalid_day"),
            (5, "started_on", "required"), (6, "status", "contradiction"), (7, "completed_on", "out_of_order"),
            (8, "status", "not_applicable"), (9, "started_on", "future_day"), (10, "department", "unknown_name"),
            (11, "park", "unknown_name"), (12, "level", "required"), (13, "planned_finish_on", "too_early"),
            (14, "status", "below_threshold"), (15, "total_yuan", "out_of_range"), (17, "code", "duplicate"),
            (19, "name", "duplicate"),
        ], "{import:#}");
        assert!(told(&import).iter().any(|detail| detail.contains("最接近的是“华辰电力公司”")), "{import:#}");
        let (status, _, file) = app.people.coordinator.download(&format!("/imports/{}/failed_rows", import["id"])).await;
        assert!(status == 200 && !file.is_empty());
    }

    async fn an_entry_that_is_there_by_its_code_or_its_name_stays_and_is_told(app) {
        building(&app, "2021-07-05").await;
        let office = &app.people.coordinator;
        let rows = [
            ",沙河产业园区,,换了名字的项目,2108-410000,市级,产业,6000,,,,,,,,,,,,,,",
            ",沙河产业园区,,聚合庄生态农庄,,市级,产业,,,,,,,,,,,,,,,",
            ",沙河产业园区,,聚合庄 生态农庄,2199-1,市级,产业,,,,,,,,,,,,,,,",
            ",创新创业服务园区,,聚合庄生态农庄,,市级,产业,,,,,,,,,,,,,,,",
        ];
        let import = previewed(&app, office, &csv(&rows)).await;
        assert_eq!(counts(&import), (2, 1, 1, 0), "{import:#}");
        let notes = notes(office, &import).await;
        assert!(notes.iter().any(|note| note == "SH-XM-2021-001已存在，项目名称与系统中不同，未改动"), "{notes:#?}");
        assert!(notes.iter().any(|note| note == "与已登记的SH-XM-2021-001项目名称相同，视为同一条，不重复登记"), "{notes:#?}");
    }

    async fn each_takes_in_what_is_theirs(app) {
        let people = &app.people;
        let rows = [
            ",沙河产业园区,,甲,,市级,产业,,,,,,,,,,,,,,,",
            ",创新创业服务园区,,乙,,市级,产业,,,,,,,,,,,,,,,",
            ",沙河产业园区,聚合庄生态农庄,丙,,市级,产业,,,,,,,,,,,华辰电力公司,,,,",
            ",沙河产业园区,,丁,,市级,产业,,,,,,,,,,,经济发展局,,,,",
        ];
        let of_park = previewed(&app, &people.park, &csv(&rows)).await;
        assert_eq!(errors(&of_park), [(3, "park".to_owned(), "not_yours".to_owned())], "{of_park:#}");
        let of_department = previewed(&app, &people.department, &csv(&rows)).await;
        let wrong = errors(&of_department);
        let wrong: Vec<_> = wrong.iter().map(|(row, column, code)| (*row, column.as_str(), code.as_str())).collect();
        assert_eq!(wrong, [(4, "enterprise", "not_yours"), (5, "department", "not_yours")], "{of_department:#}");
        let path = format!("/imports/{}", of_department["id"]);
        for stranger in [&people.other_department, &people.park] {
            stranger.get(&path).await.refused(404, "not_found");
        }
        assert_eq!(people.department.get("/imports?count=true").await.expect(200)["total"], 1);
        people.coordinator.get(&path).await.expect(200);
        imported(&app, &people.department, &csv(&rows[..2])).await;
        let own = projects(&people.department).await;
        assert_eq!((own.len(), &own["甲"]["department_id"]), (2, &json!(people.department_id)));
        assert!(projects(&people.other_department).await.is_empty());
        let template = people.department.download("/imports/templates/projects").await;
        assert_eq!(template.0, 200);
        let empty = previewed(&app, &people.park, &template.2).await;
        assert_eq!(empty["fault"]["code"], "file_empty", "{empty:#}");
        people.leader.get("/imports").await.refused(403, "access.not_yours");
        people.park.get("/imports/templates/no_such_ledger").await.refused(404, "not_found");
    }

    async fn halted_enterprises_go_out_and_come_in_as_they_were(app) {
        let people = &app.people;
        let (park, department, office) = (&people.park, &people.department, &people.coordinator);
        let firms = [(&people.park, people.enterprise_id), (&people.other_park, people.other_enterprise_id)];
        for (who, enterprise) in firms {
            let halted = json!({"operating_status": "semi_halted", "operating_status_since": "2021-07-01"});
            who.patch(&format!("/enterprises/{enterprise}"), halted).await.expect(200);
        }
        let body = json!({"enterprise_id": people.enterprise_id, "department_id": people.department_id, "criterion": "停产三个月"});
        let id = crate::problems::id_of(&park.post("/revivals", body).await.expect(201));
        people.other_park.post("/revivals", json!({"enterprise_id": people.other_enterprise_id})).await.expect(201);
        let of = |name: &str| format!("/revivals/{id}/{name}");
        let plan = json!({"cause": "market", "path": "lease", "measures": "厂房租赁", "target_on": "2021-12-31", "land_mu": "12.5",
            "debt_yuan": 1_200_000, "workers": 40, "milestones": [{"name": "签约", "due_on": "2021-09-30"}]});
        department.post(&of("plan"), plan).await.expect(200);
        department.post(&of("conclude"), json!({"outcome": "vacated", "on": "2021-08-02", "text": "已腾退", "land_released_mu": "3.25"})).await.expect(200);
        office.post(&of("confirm"), json!({})).await.expect(200);
        goes_round(&app, &zhuqi::revivals::LEDGER, 2);
        // What is there stays; an enterprise that isn't named is nobody's.
        let fields = [("kind", "revivals")];
        let file = "园区,企业名称,停产类型,停产日期\n创新园区,创客机械,半停产,2021-07-01\n".replace("创新园区", park_name(&app, people.other_park_id).await.as_str());
        let import = app.checked(office, file.as_bytes(), &fields).await;
        assert_eq!(counts(&import), (0, 1, 0, 0), "{import:#}");
        let file = "园区,企业名称,停产类型,停产日期\n沙河产业园区,面粉厂,停产,2021-06-01\n沙河产业园区,,停产,2021-06-01\n";
        let import = app.checked(park, file.as_bytes(), &fields).await;
        assert_eq!(counts(&import), (1, 0, 0, 1), "{import:#}");
    }

    async fn leads_go_out_and_come_in_as_they_were(app) {
        let people = &app.people;
        let (department, park, office) = (&people.department, &people.park, &people.coordinator);
        let body = |name: &str, investor: &str| json!({"kind": "investment", "name": name, "investor": investor, "origin": "江苏",
            "credit_code": null, "industry": "电气装备", "source": "agency", "source_name": "招商中心", "planned_yuan": 200_000_000});
        let filed = async |who: &Person, body: Value| crate::problems::id_of(&who.post("/leads", body).await.expect(201));
        let moved = async |who: &Person, id: i64, name: &str, body: Value| who.post(&format!("/leads/{id}/{name}"), body).await.expect(200);
        let follow = json!({"follow": "yes", "reason": "x"});
        filed(department, body("甲项目", "甲公司")).await;
        let talks = filed(park, body("乙项目", "乙公司")).await;
        moved(park, talks, "assess", follow.clone()).await;
        let framework = filed(department, body("丙项目", "丙公司")).await;
        moved(department, framework, "assess", follow.clone()).await;
        moved(department, framework, "sign_framework", json!({"on": "2021-08-02", "contract_no": "KJ-1"})).await;
        let landed = filed(department, body("丁项目", "丁公司")).await;
        moved(department, landed, "assess", follow.clone()).await;
        let sign = json!({"on": "2021-08-02", "contract_no": "ZS-1", "amount_yuan": 120_000_000});
        moved(department, landed, "sign", sign).await;
        moved(office, landed, "land", json!({"on": "2021-08-02", "enterprise_id": people.enterprise_id})).await;
        let talent = json!({"kind": "talent", "name": "绝缘技术带头人", "source": "self", "people": 2, "flexible": true});
        let talent = filed(department, talent).await;
        moved(department, talent, "assess", follow).await;
        moved(department, talent, "progress", json!({"text": "已面谈"})).await;
        goes_round(&app, &zhuqi::leads::LEDGER, 5);
    }

    async fn what_a_file_tells_of_an_enterprise_becomes_its_history(app) {
        let office = &app.people.coordinator;
        let fields = [("kind", "revivals")];
        let file = "园区,企业名称,停产类型,停产日期,原因,盘活路径,措施,目标日期,结果,结果日期,核实日期,状态\n\
                    沙河产业园区,面粉厂,停产,2021-03-01,资金,自主复产,续贷,2021-06-30,复产,2021-06-01,2021-07-05,已盘活\n\
                    沙河产业园区,农机厂,停产,2021-05-01,,,,,,,,待定策\n";
        let import = app.checked(office, file.as_bytes(), &fields).await;
        assert_eq!(counts(&import), (2, 0, 0, 0), "{import:#}");
        let done = app.committed(office, &import).await;
        assert_eq!(done["state"], "done", "{done:#}");
        let firms = office.get("/enterprises?name=厂").await.expect(200);
        let told: Vec<_> = firms["items"].as_array().unwrap().iter().map(|one| (one["name"].clone(), one["operating_status"].clone())).collect();
        assert!(told.contains(&(json!("面粉厂"), json!("running"))) && told.contains(&(json!("农机厂"), json!("halted"))), "{told:?}");
        let totals = office.get("/statistics/revivals").await.expect(200)["totals"].clone();
        assert_eq!((&totals["restarted"], &totals["held"], &totals["rates"]["restarted"]["percent"]), (&json!(1), &json!(1), &json!("50.0")));
        // The farm mill's own entry is open, so that it isn't listed twice.
        let again = app.checked(office, file.as_bytes(), &fields).await;
        assert_eq!(counts(&again), (0, 2, 0, 0), "{again:#}");
    }

    async fn a_ledger_from_a_file_goes_out_and_comes_in_as_it_was(app) {
        let people = &app.people;
        let (park, office) = (&people.park.actor, &people.coordinator.actor);
        let body = json!({"name": "恒瑞机械", "enterprise_id": people.enterprise_id, "halted_on": "2021-07-01"});
        listed(&app, park, body);
        let id = listed(&app, park, json!({"name": "农庄", "department_id": people.department_id}));
        let department = &people.department.actor;
        made(&app, park, id, "plan_milestones", json!({"milestones": [{"name": "签约", "due_on": "2021-09-30"}]}));
        made(&app, park, id, "plan", json!({"cause": "funds", "path": "lease", "measures": "租赁", "target_on": "2021-12-31"}));
        made(&app, department, id, "conclude", json!({"outcome": "vacated", "on": "2021-08-02", "text": "已腾退"}));
        made(&app, office, id, "confirm", json!({}));
        goes_round(&app, *IDLE_PLANTS, 2);
        // A department doesn't list what the description gives to parks.
        let file = "园区,企业\n沙河产业园区,面粉厂\n".as_bytes();
        let fields = [("kind", "idle_plants")];
        upload(&app, &people.department, ("a.csv", file), &fields).await.refused(403, "access.not_yours");
        let import = app.checked(&people.park, file, &fields).await;
        assert_eq!(counts(&import), (1, 0, 0, 0), "{import:#}");
    }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn listed(app: &App, who: &Actor, body: Value) -> i64 {
    let (clock, now, who) = (app.clock.clone(), app.clock.now(), who.clone());
    let listed = app.db.write_blocking(move |conn| {
        let mut context = WriteContext::of(conn, &clock, now, &who, None)?;
        create(&mut context, *IDLE_PLANTS, Ok(object(body.clone())))
    });
    listed.unwrap()
}

fn made(app: &App, who: &Actor, id: i64, name: &'static str, body: Value) {
    let (clock, now, who) = (app.clock.clone(), app.clock.now(), who.clone());
    let made = app.db.write_blocking(move |conn| {
        let mut context = WriteContext::of(conn, &clock, now, &who, None)?;
        act(
            &mut context,
            *IDLE_PLANTS,
            id,
            name,
            Ok(object(body.clone())),
        )
    });
    made.unwrap();
}
