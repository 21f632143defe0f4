//! Walks the plan: each step is a request to the application, at its time, by its person.

mod activities;
mod deeds;
mod leads;

use std::cell::RefCell;
use std::collections::HashMap;

use actix_http::Request;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use actix_web::test::{self, TestRequest};
use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use serde_json::{Value, json};

use super::plan::{Step, StepAction, StepActor, plan};
use super::projects::PROJECTS;
use super::revivals;
use super::story::{CASES, DEPARTMENTS, ENTERPRISES, FARM, PARKS};
use crate::access::Role;
use crate::access::actions::NewUser;
use crate::access::api::AppState;
use crate::access::store::{sessions, users};
use crate::app;
use crate::app::health::Metrics;
use crate::base::Error;
use crate::reports::actions::compose_closed_weeks;

/// Stands in everything that the newspaper didn't tell.
const MADE_UP: &str = "（演示数据）";

/// Ids the story has given so far.
#[derive(Default)]
struct Known {
    park: i64,
    departments: Vec<i64>,
    enterprises: Vec<i64>,
    problems: Vec<i64>,
    projects: Vec<i64>,
    /// Of all parks, by their codes.
    parks: HashMap<&'static str, i64>,
    drive: i64,
    /// By the places of their targets.
    checks: HashMap<usize, i64>,
    hazards: HashMap<usize, i64>,
    /// By the places of their enterprises.
    revivals: HashMap<usize, i64>,
    leads: HashMap<usize, i64>,
    activities: activities::Told,
}

struct StoryRunner<'a, S> {
    service: S,
    state: &'a AppState,
    known: Known,
    /// User, session and token version by username.
    sessions: RefCell<HashMap<String, (i64, i64, i64)>>,
}

/// Tells the story up to `end`.
///
/// # Errors
/// The first refusal: the story must be one the rules allow.
pub async fn tell(state: &AppState, password: &str, end: DateTime<Utc>) -> Result<(), String> {
    let service = test::init_service(app::app(state.clone(), Metrics::default())).await;
    let mut teller = StoryRunner {
        service,
        state,
        known: Known::default(),
        sessions: RefCell::default(),
    };
    teller.known.problems = vec![0; CASES.len()];
    teller.known.projects = vec![0; PROJECTS.len()];
    teller.settle(password).await?;
    for step in plan()? {
        let at = teller.local(step.at)?;
        teller.pass_time(at)?;
        teller.take(&step).await?;
    }
    teller.pass_time(end)
}

impl<S, B> StoryRunner<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody,
{
    fn local(&self, at: NaiveDateTime) -> Result<DateTime<Utc>, String> {
        self.state
            .clock
            .zone()
            .from_local_datetime(&at)
            .single()
            .map(|at| at.with_timezone(&Utc))
            .ok_or_else(|| format!("no such local time: {at}"))
    }

    /// Moves the clock, hour by hour doing what runs by itself.
    fn pass_time(&self, to: DateTime<Utc>) -> Result<(), String> {
        let clock = &self.state.clock;
        while clock.now() < to {
            clock.set((clock.now() + Duration::hours(1)).min(to));
            app::background::catch_up(self.state).map_err(|e| e.to_string())?;
            compose_closed_weeks(&self.state.db, &self.state.clock).map_err(|e| e.to_string())?;
        }
        Ok(())
    }

    /// Parks, departments, accounts and enterprises.
    async fn settle(&mut self, password: &str) -> Result<(), String> {
        let founder = NewUser {
            username: "founder".into(),
            role: Role::Admin,
            park: None,
            department: None,
            display_name: "演示初始化".into(),
        };
        super::add(self.state, &founder, password)?;
        for (code, name, kind) in PARKS {
            let park = self
                .ask(
                    "founder",
                    Method::POST,
                    "/parks",
                    json!({"code": code, "name": name, "kind": kind}),
                )
                .await?;
            self.known.parks.insert(*code, id(&park)?);
            if *code == "SH" {
                self.known.park = id(&park)?;
            }
        }
        for (name, kind, peers) in DEPARTMENTS {
            let mailbox = format!(
                "department{}@demo.example",
                self.known.departments.len() + 1
            );
            let body = json!({"name": name, "kind": kind, "peer_group": peers, "notice_emails": [mailbox]});
            let made = self
                .ask("founder", Method::POST, "/departments", body)
                .await?;
            self.known.departments.push(id(&made)?);
        }
        super::make_accounts(self.state, password)?;
        let me = self.ask("park", Method::GET, "/me", Value::Null).await?;
        let all = ENTERPRISES.iter().chain(revivals::ENTERPRISES);
        for (number, it) in all.enumerate() {
            let phone = format!("1380000{:04}", number + 1);
            let body = json!({"name": it.name, "industry": it.industry, "park_id": self.known.park,
                "size": it.size, "credit_code": it.credit_code, "tags": ["演示"],
                "operating_status": it.operating_status, "operating_status_since": it.since,
                "assisting_leader": "区领导（演示）", "liaison_user_id": id(&me)?,
                "contacts": [{"name": it.contact, "phone": phone}]});
            let made = self.ask("park", Method::POST, "/enterprises", body).await?;
            self.known.enterprises.push(id(&made)?);
        }
        // Nobody but the six accounts signs in afterwards.
        let all = self
            .ask("founder", Method::GET, "/users?limit=200", Value::Null)
            .await?;
        let founder = all["items"]
            .as_array()
            .and_then(|users| users.iter().find(|u| u["username"] == "founder"))
            .ok_or("the founder is missing")?;
        let path = format!("/users/{}", id(founder)?);
        self.ask("admin", Method::PATCH, &path, json!({"active": false}))
            .await?;
        Ok(())
    }

    async fn take(&mut self, step: &Step) -> Result<(), String> {
        match &step.deed {
            StepAction::Visit { place, files } => self.visit(*place, *files, step.at).await,
            StepAction::Act { case, action, body } => {
                let mut body = body.clone();
                let lead = CASES[*case].lead;
                let who = match step.by {
                    StepActor::Coordinator => "coordinator",
                    StepActor::Park | StepActor::Owner => "park",
                    StepActor::Lead if lead == 0 => "department",
                    StepActor::Lead => {
                        let department = self.known.departments[lead];
                        body["on_behalf_of"] =
                            json!({"department_id": department, "person": "值班人员（演示）"});
                        // The coordinator rules on returns, and nobody on what they recorded.
                        match *action {
                            "return" => "park",
                            _ => "coordinator",
                        }
                    }
                };
                let path = format!("/problems/{}/{action}", self.known.problems[*case]);
                self.ask(who, Method::POST, &path, body).await.map(|_| ())
            }
            StepAction::Drive { deed, body } => self.drive_on(deed, body.clone(), step.by).await,
            StepAction::Revival {
                enterprise,
                deed,
                body,
            } => self.revive(*enterprise, deed, body.clone(), step.by).await,
            StepAction::Lead { lead, deed, body } => {
                self.won(*lead, *deed, body.clone(), step.by).await
            }
            StepAction::Activity { deed, body } => self.served(*deed, body.clone(), step.by).await,
            StepAction::Project {
                project,
                deed,
                body,
            } => self.lead_on(*project, deed, body.clone(), step.by).await,
        }
    }

    async fn visit(
        &mut self,
        place: usize,
        files: Option<usize>,
        at: NaiveDateTime,
    ) -> Result<(), String> {
        let name = ENTERPRISES[place].name;
        let enterprise = self.known.enterprises[place];
        let body = json!({"park_id": self.known.park, "enterprise_id": enterprise,
            "site_name": format!("{name}项目现场"), "visited_on": at.date(),
            "participants": ["张专员（演示）", "刘干事（演示）"],
            "summary": format!("了解生产经营情况和存在困难。{MADE_UP}")});
        let visit = self.ask("park", Method::POST, "/visits", body).await?;
        let Some(number) = files else { return Ok(()) };
        let case = &CASES[number];
        let mut dispatch = json!({"lead_department_id": self.known.departments[case.lead]});
        if number == FARM {
            let meeting = self.local(at.date().and_time(at.time()) + Duration::days(1))?;
            dispatch["meet_at"] = json!(self.state.clock.show(meeting));
            dispatch["place"] = json!(format!("{name}生产区"));
        }
        let category = self.category(case.category).await?;
        // The newspaper's own case alone isn't made up.
        let mark = if number == FARM { "" } else { MADE_UP };
        let description = format!("{}{mark}", case.description);
        let body = json!({"title": case.title, "description": description, "enterprise_id": enterprise,
            "visit_id": id(&visit)?, "category_id": category, "dispatch": dispatch});
        let filed = self.ask("park", Method::POST, "/problems", body).await?;
        self.known.problems[number] = id(&filed)?;
        Ok(())
    }

    async fn category(&self, name: &str) -> Result<i64, String> {
        let all = self
            .ask("park", Method::GET, "/categories?limit=200", Value::Null)
            .await?;
        all["items"]
            .as_array()
            .and_then(|list| list.iter().find(|c| c["name"] == name))
            .ok_or_else(|| format!("no category {name}"))
            .and_then(id)
    }

    /// A token for an account, in a session of its own that is opened on the first use.
    fn token(&self, username: &str) -> Result<String, String> {
        let now = self.state.clock.now();
        let (name, opened) = (
            username.to_owned(),
            self.sessions.borrow().get(username).copied(),
        );
        let session = match opened {
            Some(session) => session,
            None => self
                .state
                .db
                .write_blocking(move |conn| {
                    let user = users::find_by_username(conn, &name)?.ok_or(Error::NotFound)?;
                    let until = (now + Duration::days(60)).naive_utc();
                    let from = ("demo", "127.0.0.1");
                    let session = sessions::open(conn, now.naive_utc(), user.id, from, until)?;
                    Ok((user.id, session, user.token_version))
                })
                .map_err(|e| format!("{username}: {e}"))?,
        };
        self.sessions
            .borrow_mut()
            .insert(username.to_owned(), session);
        let (user, session, version) = session;
        let token = self.state.keys.issue(user, session, version, now);
        token.map_err(|e| format!("{username}: {e}"))
    }

    /// One request by somebody.
    async fn ask(
        &self,
        who: &str,
        method: Method,
        path: &str,
        body: Value,
    ) -> Result<Value, String> {
        let token = self.token(who)?;
        let mut request = TestRequest::with_uri(&format!("/api/v1{path}"))
            .method(method)
            .insert_header(("Authorization", format!("Bearer {token}")));
        if !body.is_null() {
            request = request.set_json(&body);
        }
        let response = test::call_service(&self.service, request.to_request()).await;
        let status = response.status();
        let text = test::read_body(response).await;
        if !status.is_success() {
            let told = String::from_utf8_lossy(&text);
            return Err(format!("{who} {path}: {status}: {told}"));
        }
        serde_json::from_slice(&text).map_err(|e| format!("{path}: {e}"))
    }
}

fn id(body: &Value) -> Result<i64, String> {
    body["id"]
        .as_i64()
        .ok_or_else(|| format!("no id in {body}"))
}
