//! A ledger told a second time, from what the API shows to the same person.

use std::collections::HashMap;

use serde_json::Value;

use crate::harness::App;
use crate::harness::people::Person;
use crate::problems::id_of;

pub(super) async fn listed(who: &Person, query: &str) -> Vec<Value> {
    let (mut found, mut cursor) = (vec![], String::new());
    loop {
        let path = format!("/problems?sort=raised_on&limit=5&{query}{cursor}");
        let page = who.get(&path).await.expect(200);
        found.extend(page["items"].as_array().unwrap().clone());
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return found,
        }
    }
}

/// The directory as somebody sees it: texts by kind, id and field.
pub(super) struct Names(HashMap<(&'static str, i64), Value>);

impl Names {
    pub(super) async fn seen_by(who: &Person) -> Self {
        let mut names = HashMap::new();
        for kind in ["parks", "departments", "categories", "enterprises"] {
            let answer = who.get(&format!("/{kind}?limit=200")).await;
            for one in answer.body["items"].as_array().into_iter().flatten() {
                names.insert((kind, id_of(one)), one.clone());
            }
        }
        Self(names)
    }

    fn text(&self, kind: &'static str, id: &Value, field: &str) -> String {
        let found = id.as_i64().and_then(|id| self.0.get(&(kind, id)));
        text(found.map_or(&Value::Null, |one| &one[field]))
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or("").to_owned()
}

fn day(value: &Value) -> String {
    value
        .as_str()
        .map_or(String::new(), |at| at[..10].to_owned())
}

fn word(value: &Value) -> &'static str {
    match value.as_str().unwrap_or("") {
        "visit" => "走访",
        "enterprise" => "企业反映",
        "superior" => "上级交办",
        "hotline" => "热线",
        "meeting" => "会议",
        "self_check" => "自查",
        "other" => "其他",
        "ordinary" => "一般",
        "major" => "重大复杂",
        "urgent" => "紧急",
        "district" => "县区级",
        "city" => "市级",
        "province" => "省级",
        "solved" => "已解决",
        "partly_solved" => "部分解决",
        "planned" => "计划解决",
        "explained" => "解释疏导",
        "reported" => "待派单",
        "dispatched" => "待签收",
        "returned" => "退回待裁定",
        "in_progress" => "办理中",
        "suspended" => "挂起",
        "tracking" => "持续跟踪",
        "resolved" => "待回访",
        "closed" => "已销号",
        "rejected" => "不予受理",
        "merged" => "已并单",
        "withdrawn" => "已撤回",
        "green" => "绿",
        "yellow" => "黄",
        "red" => "红",
        "" => "",
        other => panic!("{other} is no word of the ledger"),
    }
}

/// A row of the file, told a second time from what the API shows to the same person.
pub(super) async fn expected(app: &App, who: &Person, names: &Names, one: &Value) -> Vec<String> {
    let id = id_of(one);
    let events = who
        .get(&format!("/problems/{id}/events?limit=200"))
        .await
        .expect(200);
    let last = |kinds: &[&str]| {
        let events = events["items"].as_array().unwrap().iter().rev();
        let mut events = events.filter(|event| event["round"] == one["round"]);
        events
            .find(|event| kinds.contains(&event["kind"].as_str().unwrap()))
            .cloned()
    };
    let is_resolved = !one["outcome"].is_null();
    let telling = if is_resolved {
        last(&["resolve", "resolve_on_site"])
    } else {
        last(&["progress"])
    };
    let telling = telling.unwrap_or(Value::Null);
    let step = if one["rest"].is_null() {
        &telling["data"]
    } else {
        &one["rest"]
    };
    let next = match step["next_on"].as_str() {
        Some(on) => format!("{}（{on}前）", text(&step["next_step"])),
        None => text(&step["next_step"]),
    };
    let assignments = one["assignments"].as_array().unwrap();
    let lead = assignments
        .iter()
        .rev()
        .find(|one| one["role"] == "lead")
        .cloned()
        .unwrap_or(Value::Null);
    let supporting = assignments
        .iter()
        .filter(|other| other["role"] == "supporting" && other["round"] == one["round"]);
    let supporting: Vec<_> = supporting
        .map(|one| names.text("departments", &one["department_id"], "name"))
        .collect();
    let asked = one["follow_ups"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .find(|asked| asked["round"] == one["round"]);
    let today = app.clock.today();
    let due: Option<chrono::NaiveDate> = one["clocks"]["solve"]["due_on"]
        .as_str()
        .map(|day| day.parse().unwrap());
    let open = [
        "reported",
        "dispatched",
        "returned",
        "in_progress",
        "suspended",
        "tracking",
    ];
    let is_open = open.contains(&one["status"].as_str().unwrap());
    let late = due
        .map(|due| (today - due).num_days())
        .filter(|days| *days > 0 && is_open);
    let place = match (one["enterprise_name"].as_str(), one["site_name"].as_str()) {
        (Some(name), _) => name.to_owned(),
        (None, Some(site)) => format!("项目：{site}"),
        (None, None) => String::new(),
    };
    vec![
        text(&one["number"]),
        names.text("parks", &one["park_id"], "name"),
        place,
        names.text("enterprises", &one["enterprise_id"], "credit_code"),
        text(&one["title"]),
        text(&one["description"]),
        names.text("categories", &one["category_id"], "name"),
        word(&one["source"]).into(),
        word(&one["severity"]).into(),
        word(&one["level"]).into(),
        if one["confidential"] == true {
            "是"
        } else {
            ""
        }
        .into(),
        text(&one["raised_on"]),
        names.text("departments", &lead["department_id"], "name"),
        supporting.join("、"),
        String::new(),
        text(&lead["handler"]),
        names.text("departments", &lead["department_id"], "duty_contact"),
        day(&one["dispatched_at"]),
        day(&one["accepted_at"]),
        text(&one["clocks"]["solve"]["due_on"]),
        one["extended_count"].to_string(),
        day(&one["resolved_at"]),
        word(&one["outcome"]).into(),
        text(&telling["text"]),
        text(&one["rest"]["remaining"]),
        next,
        asked.map_or(String::new(), |asked| text(&asked["on"])),
        match one["satisfaction"].as_i64() {
            None => "",
            Some(5) => "非常满意",
            Some(4) => "满意",
            Some(3) => "基本满意",
            Some(2) => "不满意",
            Some(_) => "非常不满意",
        }
        .into(),
        day(&one["closed_at"]),
        String::new(),
        word(&one["status"]).into(),
        word(&one["light"]).into(),
        late.map_or(String::new(), |days| days.to_string()),
        one["returned_count"].to_string(),
        one["reopened_count"].to_string(),
        one["supervised_count"].to_string(),
    ]
}
