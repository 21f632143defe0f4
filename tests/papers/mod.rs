//! The week as papers: every format is read back and compared, number by number, with the JSON.

mod compared;
mod ledgers;
mod months;
mod read;
mod said;
mod schedule;
mod written;

use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::harness::App;
use crate::harness::people::Person;

const WEEK: &str = "/reports/weekly?week=2021-W31";

/// A file as it comes over the wire.
pub async fn fetch(app: &App, who: &Person, path: &str) -> (HeaderMap, Vec<u8>) {
    let request = reqwest::Client::new().get(format!("{}/api/v1{path}", app.address));
    let answer = request.bearer_auth(&who.token).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    let headers = answer.headers().clone();
    (headers, answer.bytes().await.unwrap().to_vec())
}

async fn file(app: &App, format: &str) -> Vec<u8> {
    let path = format!("{WEEK}&format={format}");
    fetch(app, &app.people.coordinator, &path).await.1
}

/// A week in which everything happens, some of it written by people who try things.
async fn a_full_week(app: &App) {
    let people = &app.people;
    let (park, office, lead) = (&people.park, &people.coordinator, &people.department);
    let filed = async |title: &str, more: Value| {
        let mut body = json!({"title": title, "enterprise_id": people.enterprise_id});
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        park.post("/problems", body).await.expect(201)["id"]
            .as_i64()
            .unwrap()
    };
    let act = async |who: &Person, id: i64, action: &str, body: Value| {
        who.post(&format!("/problems/{id}/{action}"), body)
            .await
            .expect(200);
    };
    for n in 0..3 {
        let visit = json!({"site_name": "聚合庄生态农庄", "visited_on": "2021-08-02", "participants": [format!("王{n}")]});
        park.post("/visits", visit).await.expect(201);
    }
    let late = json!({"site_name": "工地", "visited_on": "2021-07-30", "participants": ["王"]});
    park.post("/visits", late).await.expect(201);
    let dispatch = json!({"dispatch": {"lead_department_id": people.department_id}});
    let typed = filed(
        "<script>alert('用电')</script> & =HYPERLINK(\"x\")",
        dispatch.clone(),
    )
    .await;
    let long = filed(&"长".repeat(200), dispatch.clone()).await;
    let rare = filed("𰻝𰻝面与㐂寿司😀企业", dispatch.clone()).await;
    act(lead, rare, "accept", json!({})).await;
    for id in [typed, long, rare] {
        let urge = json!({"kind": "urge", "text": "请抓紧办理"});
        act(office, id, "supervise", urge).await;
    }
    let tracked = filed(
        "融资难",
        json!({"source": "superior", "level": "city", "severity": "major",
        "dispatch": {"lead_department_id": people.department_id}}),
    )
    .await;
    act(lead, tracked, "accept", json!({})).await;
    act(
        lead,
        tracked,
        "resolve",
        json!({"outcome": "planned", "resolution": "已列入计划", "remaining": "资金",
        "next_step": "下月协调", "next_on": "2021-09-30"}),
    )
    .await;
    act(
        park,
        tracked,
        "follow_up",
        json!({"reached": true, "solved": false, "satisfaction": 3}),
    )
    .await;
    act(park, tracked, "track", json!({"next_on": "2021-09-30"})).await;
    let done = filed("道路破损", json!({})).await;
    act(
        park,
        done,
        "resolve_on_site",
        json!({"resolution": "现场协调"}),
    )
    .await;
    let gone = filed("重复的诉求", json!({})).await;
    act(
        park,
        gone,
        "withdraw",
        json!({"reason": "企业自行撤回\n=1+1", "told_by": "李四"}),
    )
    .await;
}
