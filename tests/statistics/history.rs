//! A random history over the API: some weeks of visits, problems and every move, closed by the job.

use std::collections::BTreeMap;

use chrono::{Days, Duration, NaiveDate, NaiveDateTime};
use serde_json::{Value, json};

use crate::harness::App;
use crate::harness::people::Person;

/// What happens now and then.
const RARE: [&str; 15] = [
    "return",
    "edit",
    "supervise",
    "escalate",
    "transfer_park",
    "withdraw",
    "reject",
    "merge",
    "comment",
    "on_site",
    "assign_handler",
    "progress",
    "redispatch",
    "add_support",
    "resolve_on_site",
];

/// Seeded, so that a failing history can be told again.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Below n.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }

    pub fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len() as u64) as usize]
    }
}

pub struct History<'a> {
    app: &'a App,
    pub dice: Dice,
    pub now: NaiveDateTime,
    departments: Vec<i64>,
    categories: Vec<i64>,
    /// By park: its enterprises.
    enterprises: BTreeMap<i64, Vec<i64>>,
    visits: Vec<Value>,
    pub problems: Vec<i64>,
    /// How often each move succeeded.
    pub moves: BTreeMap<String, usize>,
}

impl<'a> History<'a> {
    pub async fn begin(app: &'a App, seed: u64) -> Self {
        let people = &app.people;
        let third =
            json!({"name": "城市管理和综合执法局", "kind": "government", "notice_emails": []});
        let third = people
            .coordinator
            .post("/departments", third)
            .await
            .expect(201);
        let mut enterprises = BTreeMap::from([
            (people.park_id, vec![people.enterprise_id]),
            (people.other_park_id, vec![people.other_enterprise_id]),
        ]);
        for (park, own) in &mut enterprises {
            let body = json!({"name": format!("第二企业{park}"), "park_id": park});
            let made = people
                .coordinator
                .post("/enterprises", body)
                .await
                .expect(201);
            own.push(made["id"].as_i64().unwrap());
        }
        let categories = people.coordinator.get("/categories").await.expect(200);
        let categories = categories["items"].as_array().unwrap().iter().take(3);
        Self {
            app,
            dice: Dice::new(seed),
            now: "2021-08-02T09:00:00".parse().unwrap(),
            departments: vec![
                people.department_id,
                people.other_department_id,
                third["id"].as_i64().unwrap(),
            ],
            categories: categories.map(|one| one["id"].as_i64().unwrap()).collect(),
            enterprises,
            visits: vec![],
            problems: vec![],
            moves: BTreeMap::new(),
        }
    }

    pub fn today(&self) -> NaiveDate {
        self.now.date()
    }

    pub async fn go_on(&mut self, steps: usize) {
        for _ in 0..steps {
            self.pass_time();
            match self.dice.below(100) {
                0..5 => self.visit().await,
                5..8 => self.correct_a_visit().await,
                8..18 => self.report().await,
                _ => self.act().await,
            }
        }
    }

    fn pass_time(&mut self) {
        let before = self.today();
        match self.dice.below(20) {
            0..6 => self.now += Duration::minutes(7 + self.dice.below(170) as i64),
            6 | 7 => {
                let hours = 24 - i64::from(chrono::Timelike::hour(&self.now));
                self.now += Duration::hours(hours + self.dice.below(15) as i64);
            }
            _ => return,
        }
        self.app.at(&self.now.format("%Y-%m-%d %H:%M").to_string());
        if self.today() != before || self.dice.one_in(3) {
            self.app.run_jobs();
        }
    }

    fn past_day(&mut self) -> NaiveDate {
        self.today() - Days::new(self.dice.below(12))
    }

    fn park(&mut self) -> (i64, Person) {
        let people = &self.app.people;
        match self.dice.below(3) {
            0 => (people.other_park_id, people.other_park.clone()),
            1 => (people.park_id, people.park2.clone()),
            _ => (people.park_id, people.park.clone()),
        }
    }

    async fn visit(&mut self) {
        let (park, who) = self.park();
        let mut body = json!({"visited_on": self.past_day(), "participants": ["王建国", "李红"]});
        if self.dice.one_in(2) {
            body["site_name"] = json!("聚合庄生态农庄");
        }
        if body["site_name"].is_null() || self.dice.one_in(2) {
            body["enterprise_id"] = json!(self.dice.pick(&self.enterprises[&park]));
        }
        if self.dice.one_in(2) {
            body["problems"] = json!([{"title": "随访问题"}]);
        }
        let made = who.post("/visits", body).await.expect(201);
        for problem in made["problems"].as_array().unwrap() {
            self.problems.push(problem["id"].as_i64().unwrap());
        }
        self.visits.push(made);
    }

    async fn correct_a_visit(&mut self) {
        if self.visits.is_empty() {
            return;
        }
        let index = self.dice.below(self.visits.len() as u64) as usize;
        let path = format!("/visits/{}", self.visits[index]["id"]);
        let who = &self.app.people.coordinator;
        if self.dice.one_in(2) {
            self.visits.remove(index);
            who.post(&format!("{path}/void"), json!({"reason": "误录"}))
                .await
                .expect(200);
        } else {
            who.patch(&path, json!({"summary": "补充"}))
                .await
                .expect(200);
        }
    }

    async fn report(&mut self) {
        let (park, who) = self.park();
        let mut body = json!({
            "title": format!("问题{}", self.problems.len()),
            "source": self.dice.pick(&["enterprise", "superior", "hotline", "other"]),
            "severity": self.dice.pick(&["ordinary", "ordinary", "major", "urgent"]),
            "level": self.dice.pick(&["district", "district", "city"]),
        });
        if self.dice.one_in(4) {
            (body["park_id"], body["site_name"]) = (json!(park), json!("在建项目"));
        } else {
            body["enterprise_id"] = json!(self.dice.pick(&self.enterprises[&park]));
        }
        if self.dice.one_in(2) {
            body["category_id"] = json!(self.dice.pick(&self.categories));
        }
        if self.dice.one_in(3) {
            body["raised_on"] = json!(self.past_day());
        }
        if self.dice.one_in(6) {
            body["source_due_on"] = json!(self.ahead(6));
        }
        if self.dice.one_in(3) {
            body["dispatch"] = self.handing();
        }
        let made = who.post("/problems", body).await.expect(201);
        self.problems.push(made["id"].as_i64().unwrap());
    }

    fn ahead(&mut self, days: u64) -> NaiveDate {
        self.today() + Days::new(1 + self.dice.below(days))
    }

    fn handing(&mut self) -> Value {
        let lead = self.dice.below(3) as usize;
        let mut body = json!({"lead_department_id": self.departments[lead]});
        if self.dice.one_in(2) {
            body["supporting_department_ids"] = json!([self.departments[(lead + 1) % 3]]);
        }
        if self.dice.one_in(6) {
            body["due_on"] = json!(self.ahead(10));
        }
        body
    }

    /// A move that somebody can make now; the work of departments more often than the rest.
    async fn act(&mut self) {
        let people = self.app.people.clone();
        let everyone = [
            &people.coordinator,
            &people.coordinator2,
            &people.park,
            &people.park2,
            &people.other_park,
            &people.department,
            &people.department,
            &people.other_department,
            &people.other_department,
        ];
        for _ in 0..4 {
            if self.problems.is_empty() {
                return;
            }
            let recent = if self.dice.one_in(3) { 40 } else { 8 };
            let recent = self.problems.len().saturating_sub(recent);
            let id = *self.dice.pick(&self.problems[recent..]);
            let who = *self.dice.pick(&everyone);
            let seen = who.get(&format!("/problems/{id}")).await;
            if seen.status == 200 && self.moved(id, &seen.body, who).await {
                return;
            }
        }
    }

    async fn moved(&mut self, id: i64, seen: &Value, who: &Person) -> bool {
        let allowed = seen["allowed_actions"].as_array().unwrap();
        let allowed: Vec<&str> = allowed.iter().filter_map(Value::as_str).collect();
        let made = |action: &&&str| self.moves.get(**action).copied().unwrap_or(0);
        let least = allowed.iter().min_by_key(made).copied();
        let work: Vec<&str> = allowed
            .into_iter()
            .filter(|action| !RARE.contains(action))
            .collect();
        // What was never made yet, and now and then what was made least, so that every move is made.
        let never = least.filter(|action| made(&action) == 0);
        let Some(action) = never
            .or(if self.dice.one_in(3) { least } else { None })
            .or_else(|| (!work.is_empty()).then(|| *self.dice.pick(&work)))
        else {
            return false;
        };
        let body = self.body(action, id, seen, who);
        let answer = if action == "edit" {
            who.patch(&format!("/problems/{id}"), body).await
        } else {
            who.post(&format!("/problems/{id}/{action}"), body).await
        };
        assert!(
            [200, 409, 422].contains(&answer.status),
            "{action}: {}",
            answer.text
        );
        if answer.status != 200 {
            return false;
        }
        *self.moves.entry(action.to_owned()).or_default() += 1;
        // Left alone, most requests lapse before somebody happens to rule on them.
        if let Some(kind) = action
            .strip_prefix("request_")
            .filter(|_| !self.dice.one_in(4))
        {
            let ruling = format!("decide_{kind}");
            let path = format!("/problems/{id}/{ruling}");
            let body = json!({"granted": !self.dice.one_in(4)});
            self.app
                .people
                .coordinator
                .post(&path, body)
                .await
                .expect(200);
            *self.moves.entry(ruling).or_default() += 1;
        }
        true
    }

    fn body(&mut self, action: &str, id: i64, problem: &Value, who: &Person) -> Value {
        let mut body = match action {
            "edit" => json!({
                "category_id": self.dice.pick(&self.categories),
                "severity": self.dice.pick(&["ordinary", "major", "urgent"]),
                "level": self.dice.pick(&["district", "city"]),
                "source": self.dice.pick(&["hotline", "superior", "meeting"]),
            }),
            "dispatch" | "redispatch" => self.handing(),
            "add_support" => json!({"department_ids": [self.dice.pick(&self.departments)]}),
            "on_site" => json!({"who": "李师傅", "on": self.today()}),
            "assign_handler" => json!({"name": "李师傅"}),
            "return" | "reopen" | "reinstate" => json!({"reason": "理由"}),
            "decide_return" => match self.dice.below(3) {
                0 => json!({"upheld": false, "reason": "理由"}),
                1 => json!({"upheld": true, "reason": "理由"}),
                _ => {
                    json!({"upheld": true, "reason": "理由", "lead_department_id": self.dice.pick(&self.departments)})
                }
            },
            "progress" | "reply" | "comment" => json!({"text": "情况"}),
            "request_extension" => {
                let due_on = problem["clocks"]["solve"]["due_on"].as_str();
                let due_on: NaiveDate = due_on.map_or(self.today(), |day| day.parse().unwrap());
                json!({"until": due_on + Days::new(1 + self.dice.below(9)), "reason": "理由"})
            }
            "request_suspension" => {
                json!({"cause": "third_party", "until": self.ahead(9), "reason": "理由"})
            }
            "decide_extension" | "decide_suspension" => json!({"granted": !self.dice.one_in(4)}),
            "resolve" => match self.dice.below(4) {
                0 => json!({"outcome": "explained", "resolution": "说明"}),
                1 => json!({"outcome": "partly_solved", "resolution": "说明", "remaining": "余下",
                    "next_step": "下步", "next_on": self.ahead(10)}),
                _ => json!({"outcome": "solved", "resolution": "说明"}),
            },
            "resolve_on_site" => json!({"resolution": "现场协调"}),
            "follow_up" => match self.dice.below(4) {
                0 => json!({"reached": false}),
                1 => {
                    json!({"reached": true, "solved": false, "satisfaction": 1 + self.dice.below(3)})
                }
                2 => json!({"reached": true, "solved": true}),
                _ => {
                    json!({"reached": true, "solved": true, "satisfaction": 2 + self.dice.below(4)})
                }
            },
            "track" => json!({"next_on": self.ahead(10)}),
            "supervise" if self.dice.one_in(2) => {
                json!({"kind": "urge", "text": "请抓紧", "due_on": self.ahead(5)})
            }
            "supervise" => json!({"kind": "urge", "text": "请抓紧"}),
            "escalate" => json!({"level": "city", "body": "市指挥部", "due_on": self.ahead(20)}),
            "transfer_park" => {
                let people = &self.app.people;
                let here = problem["park_id"] == people.park_id;
                let park = if here {
                    people.other_park_id
                } else {
                    people.park_id
                };
                json!({"park_id": park, "reason": "属地调整"})
            }
            "withdraw" | "reject" => json!({"reason": "理由", "told_by": "电话"}),
            "merge" => {
                let others: Vec<i64> = self
                    .problems
                    .iter()
                    .copied()
                    .filter(|other| *other != id)
                    .collect();
                json!({"into_problem_id": if others.is_empty() { 1 } else { *self.dice.pick(&others) }})
            }
            _ => json!({}),
        };
        let behalf = [
            "accept", "on_site", "return", "progress", "reply", "resolve",
        ];
        if who.actor.department_id.is_none() && behalf.contains(&action) {
            let wanted = if action == "reply" {
                "supporting"
            } else {
                "lead"
            };
            let assignments = problem["assignments"].as_array().unwrap().iter().rev();
            let mut fitting =
                assignments.filter(|one| one["role"] == wanted && one["finished_at"].is_null());
            if let Some(one) = fitting.next() {
                body["on_behalf_of"] =
                    json!({"department_id": one["department_id"], "person": "某"});
            }
        }
        body
    }
}

impl App {
    /// What runs by itself: suspensions end, then weeks are closed.
    pub fn run_jobs(&self) {
        let clock = self.clock.clone();
        self.db
            .write_blocking(move |conn| {
                let now = clock.now();
                zhuqi::problems::actions::resume_due(conn, &clock, now)?;
                zhuqi::reports::actions::close_due_weeks(conn, &clock, now).map(drop)
            })
            .unwrap();
    }
}
