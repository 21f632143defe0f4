//! Activities, matches, case studies and bulletins.

use serde_json::{Value, json};
use zhuqi::entries::AnyLedger;

use super::{rebuilt, wrong};
use crate::both;
use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::id_of;

/// The road show of the newspaper, held by 华辰电力公司 in the park.
pub fn show(app: &App) -> Value {
    json!({"name": "模拟路演", "kind": "roadshow", "planned_on": "2021-08-02", "place": "高新火炬园",
        "park_id": app.people.park_id, "department_id": app.people.department_id,
        "experts": [{"name": "王某", "organisation": "创投协会"}, {"name": "李某"}]})
}

async fn made(who: &Person, path: &str, body: Value) -> i64 {
    id_of(&who.post(path, body).await.expect(201))
}

async fn moved(who: &Person, path: &str, body: Value) -> Value {
    who.post(path, body).await.expect(200)
}

/// One that was held on 2 August.
async fn held(app: &App) -> i64 {
    let department = &app.people.department;
    let mut body = show(app);
    body.as_object_mut().unwrap().remove("department_id");
    let id = made(department, "/activities", body).await;
    moved(
        department,
        &format!("/activities/{id}/hold"),
        json!({"on": "2021-08-02"}),
    )
    .await;
    id
}

fn fourteen() -> Value {
    let all: Vec<Value> = (1..=14)
        .map(|n| json!({"name": format!("第{n}科技公司")}))
        .collect();
    json!({"attendance": all})
}

/// A problem of the park's enterprise that was solved and closed.
async fn closed(app: &App, confidential: bool) -> i64 {
    let people = &app.people;
    let body = json!({"title": "用电", "description": "担心停电", "enterprise_id": people.enterprise_id, "confidential": confidential,
        "dispatch": {"lead_department_id": people.department_id}});
    let id = made(&people.park, "/problems", body).await;
    let act = async |who: &Person, name: &str, body: Value| {
        moved(who, &format!("/problems/{id}/{name}"), body).await
    };
    act(&people.department, "accept", json!({})).await;
    act(
        &people.department,
        "resolve",
        json!({"outcome": "solved", "resolution": "已架设专线"}),
    )
    .await;
    let answer = json!({"reached": true, "solved": true, "satisfaction": 5, "channel": "phone"});
    act(&people.park, "follow_up", answer).await;
    act(&people.park, "close", json!({})).await;
    id
}

both! {
    async fn a_road_show_counts_who_came(app) {
        let people = &app.people;
        let (department, office) = (&people.department, &people.coordinator);
        let id = made(office, "/activities", show(&app)).await;
        let path = format!("/activities/{id}");
        let list = format!("{path}/attendance");
        let told = department.get(&path).await.expect(200);
        assert_eq!((&told["number"], &told["status"], &told["due_on"]), (&json!("SH-HD-2021-001"), &json!("planned"), &json!("2021-08-02")));
        department.put(&list, fourteen()).await.refused(409, "entry.transition_not_allowed");
        moved(department, &format!("{path}/hold"), json!({"on": "2021-08-02"})).await;
        let told = department.put(&list, fourteen()).await.expect(200);
        assert_eq!(told["due_on"], Value::Null);
        assert_eq!((&told["held_on"], told["attendance"].as_array().unwrap().len()), (&json!("2021-08-02"), 14));
        // It takes the place of the one before, and has no other route.
        department.put(&list, fourteen()).await.expect(200);
        department.post(&format!("{path}/record_attendance"), fourteen()).await.expect(404);
        let table = office.get("/statistics/activities?from=2021-08-02&to=2021-08-02").await.expect(200);
        let totals = &table["totals"];
        assert_eq!((&totals["held"], &totals["period"]["held"]), (&json!(1), &json!(1)));
        let came = json!({"times": 14, "enterprises": 14, "people": 14, "experts": 2});
        assert_eq!((&totals["attendance"], &totals["attendance_of_period"]), (&came, &came));
        moved(department, &format!("{path}/close"), json!({"text": "十四家企业参加"})).await;
        department.put(&list, fourteen()).await.refused(409, "entry.transition_not_allowed");
        people.leader.put(&list, fourteen()).await.expect(403);
        people.other_department.put(&list, fourteen()).await.expect(404);
        let count = app.db.read_blocking(|conn| Ok(rebuilt::compare(conn, &zhuqi::activities::LEDGER as &'static dyn AnyLedger))).unwrap();
        assert_eq!(count, 1);
    }

    async fn an_attendance_names_each_once(app) {
        let people = &app.people;
        let (office, firm) = (&people.coordinator, people.enterprise_id);
        let id = held(&app).await;
        let list = format!("/activities/{id}/attendance");
        for (all, pointer, code) in [
            (json!([{"name": "甲公司"}, {"name": "甲 公司"}]), "/attendance/1/name", "duplicate"),
            (json!([{"enterprise_id": firm}, {"enterprise_id": firm}]), "/attendance/1/name", "duplicate"),
            (json!([{"enterprise_id": firm}, {"name": "聚合庄生态农庄"}]), "/attendance/1/name", "duplicate"),
            (json!([{"people": 2}]), "/attendance/0/name", "required"),
            (json!([{"name": "甲", "people": 0}]), "/attendance/0/people", "out_of_range"),
            (json!([{"name": "甲", "people": 10_000}]), "/attendance/0/people", "out_of_range"),
            (json!([{"enterprise_id": 999_999}]), "/attendance/0/enterprise_id", "unknown_id"),
            (json!(null), "/attendance", "required"),
        ] {
            let told = office.put(&list, json!({"attendance": all})).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{all}");
        }
        let many = |count: usize| (0..count).map(|n| json!({"name": format!("第{n}家")})).collect::<Vec<Value>>();
        let told = office.put(&list, json!({"attendance": many(301)})).await.expect(422);
        assert_eq!(wrong(&told), [("/attendance", "too_many")]);
        office.put(&list, json!({"attendance": many(300)})).await.expect(200);
        // Who may know the enterprise gives a name its id; departments don't.
        let one = json!({"attendance": [{"name": "聚合庄生态农庄", "people": 9_999}]});
        let told = people.department.put(&list, one.clone()).await.expect(200);
        assert_eq!(told["attendance"][0]["enterprise_id"], Value::Null);
        let told = people.park.put(&list, one).await.expect(200);
        assert_eq!(told["attendance"][0]["enterprise_id"], firm);
        let nobody = office.put(&list, json!({"attendance": []})).await.expect(200);
        assert_eq!(nobody["attendance"], json!([]));
    }

    async fn a_file_of_activities_tells_of_their_matches_as_far_as_its_reader_sees_them(app) {
        let people = &app.people;
        let (office, department, park) = (&people.coordinator, &people.department, &people.park);
        let id = held(&app).await;
        let body = |firm: i64, need: &str, with: &str| json!({"activity_id": id, "enterprise_id": firm, "need": need, "counterpart": with, "kind": "finance"});
        let one = made(office, "/matches", body(people.enterprise_id, "扩建资金", "农商银行")).await;
        moved(park, &format!("/matches/{one}/sign"), json!({"on": "2021-08-02", "amount_yuan": 3_000_000})).await;
        made(office, "/matches", body(people.other_enterprise_id, "流动资金", "建设银行")).await;
        let void = made(office, "/matches", body(people.enterprise_id, "误登记", "某银行")).await;
        moved(office, &format!("/matches/{void}/exclude"), json!({"ground": "误登记", "reason": "x"})).await;
        let file = async |who: &Person| {
            let (status, _, bytes) = who.download("/exports/activities?format=csv&columns=name,matched,results,matched_yuan").await;
            assert_eq!(status, 200);
            String::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}').replace("\r\n", "\n")
        };
        let heading = "活动名称,对接事项,结果,金额(万元)\n";
        for who in [office, department] {
            let told = "模拟路演,扩建资金（农商银行）；流动资金（建设银行）,已签约；对接中,300\n";
            assert_eq!(file(who).await, format!("{heading}{told}"));
        }
        // The park isn't told of the other one's enterprises.
        assert_eq!(file(park).await, format!("{heading}模拟路演,扩建资金（农商银行）,已签约,300\n"));
        let without = held(&app).await;
        let all = file(office).await;
        assert!(all.contains("模拟路演,,,\n"), "{without}: {all}");
    }

    async fn a_match_becomes_a_problem_or_a_lead_in_one_step(app) {
        let people = &app.people;
        let (office, park, department) = (&people.coordinator, &people.park, &people.department);
        let id = held(&app).await;
        let body = json!({"activity_id": id, "enterprise_id": people.enterprise_id, "need": "扩建资金三百万元", "counterpart": "农商银行", "kind": "finance"});
        let one = office.post("/matches", body.clone()).await.expect(201);
        assert_eq!((&one["number"], &one["company"], &one["activity"]), (&json!("SH-DJ-2021-001"), &json!("聚合庄生态农庄"), &json!("模拟路演")));
        assert_eq!((&one["department_id"], &one["park_id"]), (&json!(people.department_id), &json!(people.park_id)));
        let path = format!("/matches/{}", one["id"]);
        let told = moved(park, &format!("{path}/make_problem"), json!({})).await;
        let problem = park.get(&format!("/problems/{}", told["problem"])).await.expect(200);
        assert_eq!((&problem["title"], &problem["source"], &problem["source_reference"]), (&json!("扩建资金三百万元"), &json!("meeting"), &one["number"]));
        assert_eq!(problem["enterprise_id"], people.enterprise_id);
        let links = park.get(&path).await.expect(200)["links"].as_array().unwrap().len();
        assert_eq!(links, 1);
        park.post(&format!("{path}/make_problem"), json!({})).await.refused(409, "match.made_already");
        department.post(&format!("{path}/make_problem"), json!({})).await.expect(403);
        let told = moved(department, &format!("{path}/make_lead"), json!({})).await;
        let lead = department.get(&format!("/leads/{}", told["lead"])).await.expect(200);
        assert_eq!((&lead["name"], &lead["investor"], &lead["source"]), (&json!("扩建资金三百万元"), &json!("农商银行"), &json!("fair")));
        department.post(&format!("{path}/make_lead"), json!({})).await.refused(409, "match.made_already");
        moved(department, &format!("{path}/agree"), json!({"on": "2021-08-02"})).await;
        let signed = moved(department, &format!("{path}/sign"), json!({"on": "2021-08-02", "amount_yuan": 3_000_000})).await;
        assert_eq!((&signed["status"], &signed["amount_yuan"]), (&json!("signed"), &json!(3_000_000)));
        // A department names whom it met by name.
        let named = json!({"activity_id": id, "company": "甲公司", "need": "招工", "counterpart": "技校", "kind": "talent"});
        let other = made(department, "/matches", named.clone()).await;
        moved(department, &format!("/matches/{other}/fall_through"), json!({"reason": "条件不合"})).await;
        let table = office.get("/statistics/matches").await.expect(200);
        assert_eq!(table["totals"]["rates"]["reached"]["percent"], "50.0");
        let table = office.get("/statistics/activities").await.expect(200);
        assert_eq!(table["totals"]["matched"]["percent"], "50.0");
        // One may stand by itself; what it names has to be there, and be one thing.
        let alone = json!({"enterprise_id": people.enterprise_id, "need": "用工", "counterpart": "技校", "kind": "talent"});
        let told = park.post("/matches", alone.clone()).await.expect(201);
        assert_eq!((&told["activity_id"], &told["park_id"]), (&Value::Null, &json!(people.park_id)));
        people.other_park.post("/matches", alone).await.expect(422);
        for (more, pointer, code) in [
            (json!({"activity_id": 999_999}), "/activity_id", "unknown_id"),
            (json!({"company": "甲公司"}), "/company", "not_applicable"),
            (json!({"enterprise_id": null}), "/enterprise_id", "required"),
            (json!({"enterprise_id": 999_999}), "/enterprise_id", "unknown_id"),
            (json!({"need": null}), "/need", "required"),
            (json!({"kind": "magic"}), "/kind", "unknown_value"),
        ] {
            let mut body = body.clone();
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let told = office.post("/matches", body).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{more}");
        }
        let cancelled = made(office, "/activities", show(&app)).await;
        moved(office, &format!("/activities/{cancelled}/exclude"), json!({"ground": "改期", "reason": "疫情"})).await;
        let mut body = body;
        body["activity_id"] = cancelled.into();
        office.post("/matches", body).await.refused(409, "activity.cancelled");
        let count = app.db.read_blocking(|conn| Ok(rebuilt::compare(conn, &zhuqi::activities::matches::LEDGER as &'static dyn AnyLedger))).unwrap();
        assert_eq!(count, 3);
    }

    async fn a_case_study_tells_of_a_closed_problem_and_its_facts_stay(app) {
        let people = &app.people;
        let (office, park) = (&people.coordinator, &people.park);
        let open = json!({"title": "用水", "enterprise_id": people.enterprise_id});
        let open = made(park, "/problems", open).await;
        let study = |id: i64| json!({"problem_id": id, "name": "聚合庄生态农庄用上了放心电"});
        park.post("/case_studies", study(open)).await.refused(409, "case_study.not_closed");
        let told = park.post("/case_studies", study(999_999)).await.expect(422);
        assert_eq!(wrong(&told), [("/problem_id", "unknown_id")]);
        let problem = closed(&app, false).await;
        people.other_park.post("/case_studies", study(problem)).await.expect(422);
        let one = park.post("/case_studies", study(problem)).await.expect(201);
        assert_eq!((&one["number"], &one["status"], &one["problem"]), (&json!("SH-AL-2021-001"), &json!("draft"), &json!(problem)));
        let facts = &one["facts"];
        assert_eq!((&facts["lead"], &facts["outcome"], &facts["satisfaction"]), (&json!("华辰电力公司"), &json!("solved"), &json!(5)));
        assert_eq!((&facts["resolved_on"], &facts["closed_on"]), (&json!("2021-08-02"), &json!("2021-08-02")));
        let steps: Vec<&str> = one["steps"].as_array().unwrap().iter().map(|step| step["action"].as_str().unwrap()).collect();
        assert_eq!(steps, ["report", "dispatch", "accept", "resolve", "follow_up", "close"]);
        let path = format!("/case_studies/{}", one["id"]);
        for (edit, pointer, code) in [
            (json!({"facts": {"number": "x"}}), "/facts", "unknown_field"),
            (json!({"steps": []}), "/steps", "unknown_field"),
            (json!({"enterprise_id": people.enterprise_id}), "/enterprise_id", "not_applicable"),
        ] {
            let told = park.patch(&path, edit.clone()).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{edit}");
        }
        office.post(&format!("{path}/approve"), json!({})).await.refused(409, "case_study.no_text");
        park.patch(&path, json!({"text": "聚合庄生态农庄担心停电，供电公司三日架设专线。"})).await.expect(200);
        park.post(&format!("{path}/approve"), json!({})).await.expect(403);
        office.post(&format!("{path}/publish"), json!({})).await.refused(409, "entry.transition_not_allowed");
        moved(office, &format!("{path}/approve"), json!({})).await;
        park.patch(&path, json!({"text": "改"})).await.refused(409, "case_study.approved");
        moved(office, &format!("{path}/send_back"), json!({"reason": "补充成效"})).await;
        moved(office, &format!("{path}/approve"), json!({})).await;
        let published = moved(office, &format!("{path}/publish"), json!({})).await;
        assert_eq!((&published["status"], &published["published_on"]), (&json!("published"), &json!("2021-08-02")));
        park.post(&format!("{path}/withdraw_consent"), json!({"reason": "未同意"})).await.refused(409, "case_study.no_consent");
        let future = json!({"consent": {"by": "张经理", "on": "2021-08-03"}});
        let told = park.post(&format!("{path}/record_consent"), future).await.expect(422);
        assert_eq!(wrong(&told), [("/consent/on", "future_day")]);
        let agreed = json!({"consent": {"by": "张经理", "on": "2021-08-01"}});
        let told = moved(park, &format!("{path}/record_consent"), agreed.clone()).await;
        assert_eq!(told["consent"], agreed["consent"]);
        let count = app.db.read_blocking(|conn| Ok(rebuilt::compare(conn, &zhuqi::activities::cases::LEDGER as &'static dyn AnyLedger))).unwrap();
        assert_eq!(count, 1);
    }

    async fn nothing_is_told_of_what_is_confidential_or_opened_again(app) {
        let people = &app.people;
        let study = |id: i64| json!({"problem_id": id, "name": "用电", "text": "某处用电。"});
        let hidden = closed(&app, true).await;
        for who in [&people.park, &people.coordinator, &people.department] {
            who.post("/case_studies", study(hidden)).await.refused(409, "case_study.not_closed");
        }
        let problem = closed(&app, false).await;
        let draft = made(&people.park, "/case_studies", study(problem)).await;
        moved(&people.park, &format!("/problems/{problem}/reopen"), json!({"reason": "又停电"})).await;
        people.park.post("/case_studies", study(problem)).await.refused(409, "case_study.not_closed");
        people.coordinator.post(&format!("/case_studies/{draft}/approve"), json!({})).await.refused(409, "case_study.not_closed");
    }

    async fn a_bulletin_is_issued_once_and_stays_as_it_was(app) {
        let people = &app.people;
        let (office, park) = (&people.coordinator, &people.park);
        let activity = held(&app).await;
        office.put(&format!("/activities/{activity}/attendance"), fourteen()).await.expect(200);
        let problem = closed(&app, false).await;
        let study = json!({"problem_id": problem, "name": "聚合庄生态农庄用上了放心电", "text": "聚合庄生态农庄担心停电，供电公司架设专线。"});
        let study = made(park, "/case_studies", study).await;
        let body = json!({"issue_number": "2021年第1期", "from_on": "2021-08-02", "to_on": "2021-08-08", "text": "本期简报。",
            "activity_ids": [activity], "case_study_ids": [study]});
        park.post("/bulletins", body.clone()).await.expect(403);
        let id = made(office, "/bulletins", body.clone()).await;
        let (path, issue) = (format!("/bulletins/{id}/paper"), format!("/bulletins/{id}/issue"));
        let draft = office.get(&path).await.expect(200);
        let content = &draft["content"];
        assert_eq!((&content["held"], &content["times"], &content["enterprises"], &content["experts"]), (&json!(1), &json!(14), &json!(14), &json!(2)));
        assert_eq!((&content["cases"][0]["enterprise"], &content["cases"][0]["name"]), (&json!("某企业"), &json!("某企业用上了放心电")));
        assert!(!draft.to_string().contains("聚合庄"), "{draft}");
        assert_eq!(draft["issued_on"], Value::Null);
        office.post(&issue, json!({})).await.refused(409, "bulletin.period_not_over");
        app.day("2021-08-09");
        office.post(&issue, json!({})).await.refused(409, "bulletin.case_not_published");
        for name in ["approve", "publish"] {
            moved(office, &format!("/case_studies/{study}/{name}"), json!({})).await;
        }
        moved(park, &format!("/case_studies/{study}/record_consent"), json!({"consent": {"by": "张经理", "on": "2021-08-05"}})).await;
        let planned = made(office, "/activities", show(&app)).await;
        office.patch(&format!("/bulletins/{id}"), json!({"activity_ids": [activity, planned]})).await.expect(200);
        office.post(&issue, json!({})).await.refused(409, "bulletin.activity_not_held");
        office.patch(&format!("/bulletins/{id}"), json!({"activity_ids": [activity]})).await.expect(200);
        let issued = moved(office, &issue, json!({})).await;
        assert_eq!((&issued["status"], &issued["issued_on"], &issued["content"]), (&json!("issued"), &json!("2021-08-09"), &Value::Null));
        office.post(&issue, json!({})).await.refused(409, "entry.transition_not_allowed");
        office.patch(&format!("/bulletins/{id}"), json!({"text": "改"})).await.refused(409, "entry.transition_not_allowed");
        let mut first = vec![];
        for format in ["json", "html", "xlsx", "docx"] {
            let (status, _, bytes) = office.download(&format!("{path}?format={format}")).await;
            assert_eq!(status, 200, "{format}");
            first.push(bytes);
        }
        let told: Value = serde_json::from_slice(&first[0]).unwrap();
        assert_eq!(told["content"]["cases"][0]["enterprise"], "聚合庄生态农庄");
        // What comes later changes nothing of it.
        moved(park, &format!("/case_studies/{study}/withdraw_consent"), json!({"reason": "改变主意"})).await;
        office.put(&format!("/activities/{activity}/attendance"), json!({"attendance": [{"name": "甲公司"}]})).await.expect(200);
        app.day("2021-08-20");
        for (at, format) in ["json", "html", "xlsx", "docx"].into_iter().enumerate() {
            let (_, _, bytes) = office.download(&format!("{path}?format={format}")).await;
            assert_eq!(bytes, first[at], "{format}");
        }
        let told = office.get(&format!("{path}?format=txt")).await.expect(422);
        assert_eq!(wrong(&told), [("/format", "unknown_value")]);
        park.get(&path).await.expect(404);
        let again = made(office, "/bulletins", body.clone()).await;
        moved(office, &format!("/bulletins/{again}/exclude"), json!({"ground": "重复", "reason": "已签发"})).await;
        let third = made(office, "/bulletins", body.clone()).await;
        office.post(&format!("/bulletins/{third}/issue"), json!({})).await.refused(409, "bulletin.number_taken");
        for (more, pointer, code) in [
            (json!({"to_on": "2021-08-01"}), "/to_on", "too_early"),
            (json!({"case_study_ids": [999_999]}), "/case_study_ids/0", "unknown_id"),
            (json!({"activity_ids": [activity, activity]}), "/activity_ids/1", "duplicate"),
            (json!({"activity_ids": [study]}), "/activity_ids/0", "unknown_id"),
            (json!({"issue_number": null}), "/issue_number", "required"),
        ] {
            let mut body = body.clone();
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let told = office.post("/bulletins", body).await.expect(422);
            assert_eq!(wrong(&told), [(pointer, code)], "{more}");
        }
    }
}
