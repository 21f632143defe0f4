//! Problems and visits that are filed as part of a project: linked with it in the same step, with its event.

use serde_json::{Value, json};

use super::id_of;
use crate::both;
use crate::entries::{act, proposed, wrong};
use crate::harness::App;
use crate::harness::people::Person;

const TITLE: &str = "担心后续用电得不到保障";

fn problem(app: &App, project: Value) -> Value {
    json!({"title": TITLE, "enterprise_id": app.people.enterprise_id, "project_id": project})
}

fn visit(app: &App, project: Value) -> Value {
    json!({"enterprise_id": app.people.enterprise_id, "visited_on": "2021-08-02", "participants": ["张专员"],
        "project_id": project})
}

async fn links(who: &Person, project: i64) -> Vec<Value> {
    let shown = who.get(&format!("/projects/{project}")).await.expect(200);
    shown["links"].as_array().unwrap().clone()
}

/// The kinds of a project's events, and the last one.
async fn events(who: &Person, project: i64) -> (usize, Value) {
    let list = who
        .get(&format!("/projects/{project}/events"))
        .await
        .expect(200);
    let items = list["items"].as_array().unwrap();
    (items.len(), items.last().unwrap().clone())
}

async fn total(who: &Person, path: &str) -> Value {
    who.get(&format!("{path}?count=true")).await.expect(200)["total"].clone()
}

both! {
    async fn what_is_filed_for_a_project_is_linked_with_it_as_by_hand(app) {
        let park = &app.people.park;
        let project = proposed(&app).await;
        let filed = park.post("/problems", problem(&app, json!(project))).await.expect(201);
        assert!(filed.get("project_id").is_none(), "the project tells of its links");
        let link = &links(park, project).await[0];
        assert_eq!((&link["problem_id"], &link["kind"]), (&filed["id"], &json!("瓶颈")));
        let (length, last) = events(park, project).await;
        assert_eq!((length, &last["kind"], &last["actor"]["id"]), (2, &json!("link"), &json!(park.id)));
        assert_eq!((&last["data"]["problem_id"], &last["data"]["kind"]), (&filed["id"], &json!("瓶颈")));
        let visited = park.post("/visits", visit(&app, json!(project))).await.expect(201);
        let link = &links(park, project).await[1];
        assert_eq!((&link["visit_id"], &link["kind"]), (&visited["id"], &json!("走访")));
        // By the office, too, with its dispatch.
        let mut body = problem(&app, json!(project));
        body["dispatch"] = json!({"lead_department_id": app.people.department_id});
        let filed = app.people.coordinator.post("/problems", body).await.expect(201);
        assert_eq!((&filed["status"], &links(park, project).await[2]["problem_id"]), (&json!("dispatched"), &filed["id"]));
        // Absent and null alike: none.
        park.post("/problems", problem(&app, Value::Null)).await.expect(201);
        park.post("/visits", visit(&app, Value::Null)).await.expect(201);
        assert_eq!(events(park, project).await.0, 4);
    }

    async fn a_problem_of_a_visit_names_its_own_project(app) {
        let park = &app.people.park;
        let (of_visit, of_problem) = (proposed(&app).await, proposed(&app).await);
        let mut body = visit(&app, json!(of_visit));
        body["problems"] = json!([{"title": TITLE, "project_id": of_problem}, {"title": "用水"}]);
        let visited = park.post("/visits", body.clone()).await.expect(201);
        let first = |links: Vec<Value>| {
            assert_eq!(links.len(), 1);
            links[0].clone()
        };
        assert_eq!(first(links(park, of_visit).await)["visit_id"], visited["id"]);
        assert_eq!(first(links(park, of_problem).await)["problem_id"], visited["problems"][0]["id"]);
        body["problems"][1]["project_id"] = json!(999_999);
        let told = park.post("/visits", body).await.expect(422);
        assert_eq!(wrong(&told), [("/problems/1/project_id", "unknown_id")]);
        assert_eq!(links(park, of_visit).await.len(), 1, "all or none");
    }

    async fn a_project_that_the_filer_can_t_open_or_of_another_park_is_refused_and_nothing_is_filed(app) {
        let people = &app.people;
        let own = proposed(&app).await;
        let elsewhere = json!({"name": "创客机械二期", "kind": "industrial", "level": "city", "enterprise_id": people.other_enterprise_id});
        let elsewhere = id_of(&people.other_park.post("/projects", elsewhere).await.expect(201));
        for (who, project, code) in [
            (&people.park, json!(elsewhere), "unknown_id"),
            (&people.park, json!(999_999), "unknown_id"),
            (&people.park, json!(-1), "unknown_id"),
            (&people.coordinator, json!(elsewhere), "other_park"),
        ] {
            for (path, body) in [("/problems", problem(&app, project.clone())), ("/visits", visit(&app, project.clone()))] {
                let told = who.post(path, body).await.expect(422);
                assert_eq!(wrong(&told), [("/project_id", code)], "{path} {project}");
            }
        }
        // With all else that is wrong.
        let mut body = problem(&app, json!(elsewhere));
        body["title"] = json!(" ");
        body["category_id"] = json!(999_999);
        let told = people.park.post("/problems", body).await.expect(422);
        assert_eq!(wrong(&told), [("/title", "required"), ("/category_id", "unknown_id"), ("/project_id", "unknown_id")]);
        people.park.post("/problems", problem(&app, json!("1"))).await.expect(422);
        for path in ["/problems", "/visits"] {
            assert_eq!(total(&people.coordinator, path).await, 0);
        }
        assert_eq!(events(&people.park, own).await.0, 1);
    }

    async fn a_project_that_takes_no_link_or_no_more_is_refused_at_the_field(app) {
        let park = &app.people.park;
        let gone = proposed(&app).await;
        act(park, gone, "exclude", json!({"ground": "企业撤资", "reason": "不再建设"})).await;
        for (path, body) in [("/problems", problem(&app, json!(gone))), ("/visits", visit(&app, json!(gone)))] {
            let told = park.post(path, body).await.expect(422);
            assert_eq!(wrong(&told), [("/project_id", "not_applicable")]);
            assert_eq!(total(park, path).await, 0, "nothing is filed without its link");
        }
        let full = proposed(&app).await;
        crate::mail::run_sql(&app, format!("INSERT INTO links (entry_id, kind, enterprise_id, created_at) \
            SELECT {full}, 'related', {}, '2021-08-02 00:00:00' FROM {}", app.people.enterprise_id, numbers(&app, 199)));
        park.post("/problems", problem(&app, json!(full))).await.expect(201);
        let told = park.post("/problems", problem(&app, json!(full))).await.expect(422);
        assert_eq!(wrong(&told), [("/project_id", "too_many")]);
        assert_eq!((links(park, full).await.len(), total(park, "/problems").await), (200, json!(1)));
    }

    async fn departments_are_not_told_of_a_project_s_confidential_problem(app) {
        let people = &app.people;
        let project = proposed(&app).await;
        act(&people.park, project, "assign", json!({"department_id": people.department_id})).await;
        let mut body = problem(&app, json!(project));
        body["confidential"] = json!(true);
        body["dispatch"] = json!({"lead_department_id": people.department_id});
        // At one instant in both, it would be told whose the problem is.
        let told = people.park.post("/problems", body.clone()).await.expect(422);
        assert_eq!(wrong(&told), [("/project_id", "not_applicable")]);
        body.as_object_mut().unwrap().remove("project_id");
        let filed = people.park.post("/problems", body).await.expect(201);
        act(&people.park, project, "link", json!({"problem_id": filed["id"], "kind": "瓶颈"})).await;
        assert_eq!(links(&people.park, project).await[0]["problem_id"], filed["id"]);
        assert_eq!(links(&people.department, project).await, Vec::<Value>::new());
        let (length, last) = events(&people.department, project).await;
        assert_eq!((length, &last["data"]["kind"], &last["data"]["problem_id"]), (3, &Value::Null, &Value::Null));
        people.department.get(&format!("/problems/{}", filed["id"])).await.expect(200);
    }
}

/// A table of so many rows.
fn numbers(app: &App, rows: i64) -> String {
    match app.db.is_sqlite() {
        true => format!(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n) AS n"
        ),
        false => format!("generate_series(1, {rows}) AS n"),
    }
}
