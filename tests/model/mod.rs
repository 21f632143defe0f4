//! The running server against a small model of domain.md §2 and §3: random moves by random people,
//! with bodies, versions and names that are sometimes slightly wrong, while the days pass.
//!
//! A failure prints its seed; `MODEL_SEED=… cargo test model` repeats it, `MODEL_CASES` and
//! `MODEL_MOVES` make it longer.

mod bodies;
mod case;
mod days;
mod moves;
mod table;

use chrono::{Duration, NaiveDate};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use reqwest::Method;
use serde_json::{Value, json};
use zhuqi::problems::actions::resume_due;

use crate::both;
use crate::harness::people::Person;
use crate::harness::{App, CLIENT};
use bodies::Ids;
use case::Case;
use moves::Move;
use table::Who;

/// Everybody who may knock.
const EVERYBODY: [Who; 10] = [
    who("coordinator", "coordinator", 0),
    who("coordinator2", "coordinator", 0),
    who("park", "park_staff", 0),
    who("park2", "park_staff", 0),
    who("other_park", "park_staff", 1),
    who("department", "department_staff", 0),
    who("other_department", "department_staff", 1),
    who("leader", "leader", 0),
    who("admin", "admin", 0),
    who("auditor", "auditor", 0),
];

const fn who(name: &'static str, role: &'static str, unit: usize) -> Who {
    Who { name, role, unit }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().unwrap())
}

struct Play<'a> {
    app: &'a App,
    rng: StdRng,
    /// What happened, for the one who has to find out why.
    log: Vec<String>,
}

impl Play<'_> {
    fn person(&self, who: Who) -> &Person {
        let people = &self.app.people;
        match who.name {
            "coordinator" => &people.coordinator,
            "coordinator2" => &people.coordinator2,
            "park" => &people.park,
            "park2" => &people.park2,
            "other_park" => &people.other_park,
            "department" => &people.department,
            "other_department" => &people.other_department,
            "leader" => &people.leader,
            "admin" => &people.admin,
            _ => &people.auditor,
        }
    }

    /// One connection for all, as there are thousands of requests.
    async fn ask(
        &self,
        method: Method,
        path: &str,
        by: &Person,
        (seen, body): (Option<i64>, Option<Value>),
    ) -> (u16, Value) {
        let url = format!("{}/api/v1{path}", self.app.address);
        let mut request = CLIENT.request(method, url).bearer_auth(&by.token);
        if let Some(seen) = seen {
            request = request.header("If-Match", format!("\"{seen}\""));
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (
            answer.status().as_u16(),
            answer.json().await.unwrap_or_default(),
        )
    }

    async fn file(&self, title: &str) -> i64 {
        let people = &self.app.people;
        let body = json!({"title": title, "enterprise_id": people.enterprise_id});
        let (status, made) = self
            .ask(Method::POST, "/problems", &people.park, (None, Some(body)))
            .await;
        assert_eq!(status, 201, "{made}");
        made["id"].as_i64().unwrap()
    }

    /// The problem as one sees it, and how many events it has.
    async fn seen(&self, id: i64, who: Who) -> (u16, Value) {
        self.ask(
            Method::GET,
            &format!("/problems/{id}"),
            self.person(who),
            (None, None),
        )
        .await
    }

    async fn events(&self, id: i64) -> Value {
        let path = format!("/problems/{id}/events?count=true&limit=200");
        self.ask(
            Method::GET,
            &path,
            &self.app.people.coordinator,
            (None, None),
        )
        .await
        .1
    }

    fn check<T: PartialEq + std::fmt::Debug>(&self, what: &str, found: T, expected: T) {
        if found != expected {
            let last: Vec<_> = self
                .log
                .iter()
                .rev()
                .take(25)
                .rev()
                .map(String::as_str)
                .collect();
            panic!(
                "{what}: found {found:?}, expected {expected:?}, after\n{}",
                last.join("\n")
            );
        }
    }

    /// Lets hours or days pass, and what ends with them.
    fn pass(&mut self, case: &mut Case) {
        let clock = &self.app.clock;
        let hours = match self.rng.random_range(0..4) {
            0 => 24 * self.rng.random_range(1..6),
            _ => self.rng.random_range(1..30),
        };
        clock.set(clock.now() + Duration::hours(hours));
        let (clock, now) = (clock.clone(), clock.now());
        case.today = clock.day_of(now);
        self.log
            .push(format!("it is {} at {}", case.today, clock.show(now)));
        self.app
            .db
            .write_blocking(move |conn| resume_due(conn, &clock, now))
            .unwrap();
        case.wake();
    }

    async fn check_problem(&self, case: &Case, id: i64, last: Option<&str>) -> Value {
        let (_, shown) = self.seen(id, EVERYBODY[0]).await;
        self.check("status", shown["status"].as_str().unwrap(), case.status);
        self.check("version", shown["version"].as_i64().unwrap(), case.version);
        self.check(
            "round",
            shown["round"].as_u64().unwrap() as usize,
            case.round,
        );
        let requests: Vec<_> = shown["requests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["kind"].as_str().unwrap())
            .collect();
        self.check("requests", requests.len(), case.pending.len());
        self.check(
            "requests",
            requests.iter().all(|kind| case.pending.contains_key(kind)),
            true,
        );
        let due = case.solve_runs().then(|| case.solve_due());
        let found = |value: &Value| value.as_str().map(|day| day.parse::<NaiveDate>().unwrap());
        let solve = &shown["clocks"]["solve"];
        let running = if solve["met"].is_null() {
            found(&solve["due_on"])
        } else {
            None
        };
        self.check("solve limit", running, due);
        let light = due.map(|due| case.solve_light(due));
        let shown_light = running.and_then(|_| solve["light"].as_str());
        self.check("light of the solve clock", shown_light, light);
        let events = self.events(id).await;
        self.check("events", events["total"].as_i64().unwrap(), case.events);
        if let (Some(last), true) = (last, case.events <= 200) {
            let kind = events["items"].as_array().unwrap().last().unwrap()["kind"].clone();
            self.check("last event", kind, json!(last));
        }
        shown
    }

    async fn check_allowed(&self, case: &Case, id: i64, who: Who) {
        let (status, shown) = self.seen(id, who).await;
        let expected = match who.role {
            "admin" | "auditor" => 403,
            _ if case.sees(who) => 200,
            _ => 404,
        };
        self.check(&format!("what {} gets to see", who.name), status, expected);
        if status == 200 {
            let allowed = json!(case.allowed(who));
            self.check(
                &format!("allowed_actions of {}", who.name),
                &shown["allowed_actions"],
                &allowed,
            );
            self.check_queue(id, who, &shown).await;
        }
    }

    /// What waits is allowed, and what is allowed and has to wait for somebody does.
    async fn check_queue(&self, id: i64, who: Who, shown: &Value) {
        let queue = self
            .ask(
                Method::GET,
                "/me/queue?limit=200",
                self.person(who),
                (None, None),
            )
            .await
            .1;
        let items = queue["items"].as_array().unwrap().iter();
        let waits: Vec<_> = items
            .filter(|item| item["problem_id"] == id)
            .map(|item| item["kind"].as_str().unwrap())
            .collect();
        let allowed = shown["allowed_actions"].as_array().unwrap();
        let may = |action: &str| allowed.iter().any(|one| one == action);
        let told = format!("what waits for {}: {waits:?}", who.name);
        self.check(&told, waits.iter().all(|kind| may(kind)), true);
        let status = shown["status"].as_str().unwrap();
        let awaited: &[&[&str]] = match (who.role, status) {
            ("coordinator" | "park_staff", "reported") => &[&["dispatch"]],
            ("coordinator", "returned") => &[&["decide_return"]],
            ("coordinator", "in_progress") => &[&["decide_extension"], &["decide_suspension"]],
            ("coordinator", "tracking") => &[&["decide_extension"]],
            ("coordinator" | "park_staff", "resolved") if may("close") => &[&["close"]],
            ("coordinator" | "park_staff", "resolved") if may("track") => &[&["track"]],
            ("department_staff", "dispatched") => &[&["accept"], &["reply"]],
            ("department_staff", "in_progress") => &[&["resolve", "progress"], &["reply"]],
            ("department_staff", "tracking") => &[&["reply"]],
            _ => &[],
        };
        for one_of in awaited {
            let due = one_of.iter().filter(|kind| may(kind)).count() == one_of.len();
            let there = waits.iter().filter(|kind| one_of.contains(kind)).count();
            self.check(&format!("{told}, {one_of:?}"), there, usize::from(due));
        }
    }

    async fn make(&mut self, case: &mut Case, ids: &Ids, made: &Move, before: &Value) -> Value {
        let body = made.body(ids, case.today);
        let expected = case.answers(made);
        let line = format!(
            "{} v{}: {} {}{} {body:.200} expects {expected}",
            case.status,
            case.version,
            made.who.name,
            made.action,
            made.seen
                .map_or(String::new(), |seen| format!(" (saw v{seen})")),
        );
        self.log.push(line);
        let id = ids.problem;
        let (method, path) = match made.action {
            "edit" => (Method::PATCH, format!("/problems/{id}")),
            action => (Method::POST, format!("/problems/{id}/{action}")),
        };
        let (status, answer) = self
            .ask(
                method,
                &path,
                self.person(made.who),
                (made.seen, Some(body)),
            )
            .await;
        self.check(&format!("the answer {answer}"), status, expected);
        if status == 200 {
            case.make(made);
            let shown = self.check_problem(case, id, Some(made.action)).await;
            self.check(
                "the answer's version",
                &answer["version"],
                &shown["version"],
            );
            self.check_allowed(case, id, made.who).await;
            return shown;
        }
        if status == 409 {
            self.check(
                "moves possible instead",
                &answer["allowed_actions"],
                &json!(case.allowed(made.who)),
            );
        }
        let shown = self.check_problem(case, id, None).await;
        self.check("a refused move's trace", &shown, before);
        shown
    }

    async fn one_case(&mut self, twin: i64) {
        let people = &self.app.people;
        let ids = Ids {
            problem: self.file("用电").await,
            parks: [people.park_id, people.other_park_id],
            departments: [people.department_id, people.other_department_id, 999_999],
            twin,
        };
        self.log = vec![];
        let mut case = Case::reported(self.app.clock.today());
        let mut before = self.seen(ids.problem, EVERYBODY[0]).await.1;
        for step in 0..setting("MODEL_MOVES", 60) {
            if self.rng.random_ratio(1, 5) {
                self.pass(&mut case);
                before = self.check_problem(&case, ids.problem, None).await;
            }
            let made = moves::any(&mut self.rng, &case, &EVERYBODY);
            before = self.make(&mut case, &ids, &made, &before).await;
            if step % 5 == 0 {
                for who in EVERYBODY {
                    self.check_allowed(&case, ids.problem, who).await;
                }
            }
        }
    }
}

async fn play(app: App) {
    let seed = setting("MODEL_SEED", rand::random());
    // Shown where the test fails, and only there.
    println!("repeat with MODEL_SEED={seed}");
    let mut play = Play {
        rng: StdRng::seed_from_u64(seed),
        log: vec![],
        app: &app,
    };
    let twin = play.file("另一件事").await;
    for _ in 0..setting("MODEL_CASES", 12) {
        play.one_case(twin).await;
    }
}

both! {
    async fn random_moves_come_out_as_the_tables_say(app) {
        play(app).await;
    }
}
