//! Who is told what: every row of the table is walked, by the moves that people make.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use zhuqi::mail::Kind;
use zhuqi::mail::rules::table::{NOTIFICATIONS, Recipient};

use super::*;
use crate::both;
use crate::harness::people::Person;
use crate::problems::{id_of, planned, solved};

/// A department without accounts, told at two addresses.
const THIRD: [&str; 2] = ["water@third.example", "duty@third.example"];

/// A move that was made, and whom the problem concerned then.
struct Played {
    problem: i64,
    actor: Option<i64>,
    lead: Option<i64>,
    supporting: Vec<i64>,
    former: Option<i64>,
    park: i64,
}

struct Stage<'a> {
    app: &'a App,
    power: i64,
    economy: i64,
    third: i64,
}

impl Stage<'_> {
    async fn set(app: &App) -> Stage<'_> {
        let third = json!({"name": "自来水公司", "kind": "utility", "notice_emails": THIRD});
        let third = app
            .people
            .coordinator
            .post("/departments", third)
            .await
            .expect(201);
        Stage {
            app,
            power: app.people.department_id,
            economy: app.people.other_department_id,
            third: id_of(&third),
        }
    }

    /// Filed, led by the power company, supported by 经济发展局.
    async fn dispatched(&self) -> i64 {
        let id = filed(self.app).await;
        let body =
            json!({"lead_department_id": self.power, "supporting_department_ids": [self.economy]});
        act(&self.app.people.park, id, "dispatch", body).await;
        id
    }

    async fn accepted(&self) -> i64 {
        let id = self.dispatched().await;
        act(&self.app.people.department, id, "accept", json!({})).await;
        id
    }

    /// The move by somebody, concerning lead and supporting department as they are.
    async fn made(&self, who: &Person, problem: i64, action: &str, body: Value) -> Played {
        act(who, problem, action, body).await;
        Played {
            problem,
            actor: Some(who.id),
            lead: Some(self.power),
            supporting: vec![self.economy],
            former: None,
            park: self.app.people.park_id,
        }
    }

    async fn asked(&self, action: &str) -> i64 {
        let id = self.accepted().await;
        let body = match action {
            "request_extension" => json!({"until": "2021-08-20", "reason": "需更换变压器"}),
            _ => json!({"cause": "third_party", "until": "2021-08-20", "reason": "等待上级审批"}),
        };
        act(&self.app.people.department, id, action, body).await;
        id
    }

    /// Makes the move that a kind tells of.
    async fn play(&self, kind: Kind) -> Option<Played> {
        let people = &self.app.people;
        let office = &people.coordinator;
        Some(match kind {
            Kind::Dispatch => {
                let id = filed(self.app).await;
                let body = json!({"lead_department_id": self.power, "supporting_department_ids": [self.economy]});
                self.made(&people.park, id, "dispatch", body).await
            }
            Kind::Redispatch => {
                let id = self.dispatched().await;
                let body = json!({"lead_department_id": self.third, "supporting_department_ids": [self.economy]});
                let made = self.made(office, id, "redispatch", body).await;
                Played {
                    lead: Some(self.third),
                    former: Some(self.power),
                    ..made
                }
            }
            Kind::AddSupport => {
                let id = self.dispatched().await;
                let body = json!({"department_ids": [self.third]});
                let made = self.made(&people.park, id, "add_support", body).await;
                // Who supports it already isn't told.
                Played {
                    supporting: vec![self.third],
                    ..made
                }
            }
            Kind::Return => {
                let id = self.dispatched().await;
                self.made(
                    &people.department,
                    id,
                    "return",
                    json!({"reason": "不属职责"}),
                )
                .await
            }
            Kind::ReturnUpheld | Kind::ReturnRefused => {
                let id = self.dispatched().await;
                act(
                    &people.department,
                    id,
                    "return",
                    json!({"reason": "不属职责"}),
                )
                .await;
                if kind == Kind::ReturnRefused {
                    let body = json!({"upheld": false, "reason": "属你单位职责"});
                    return Some(self.made(office, id, "decide_return", body).await);
                }
                let body =
                    json!({"upheld": true, "lead_department_id": self.third, "reason": "同意"});
                let made = self.made(office, id, "decide_return", body).await;
                Played {
                    lead: Some(self.third),
                    former: Some(self.power),
                    ..made
                }
            }
            Kind::RequestExtension => {
                let id = self.accepted().await;
                let body = json!({"until": "2021-08-20", "reason": "需更换变压器"});
                self.made(&people.department, id, "request_extension", body)
                    .await
            }
            Kind::ExtensionGranted | Kind::ExtensionRefused => {
                let id = self.asked("request_extension").await;
                let granted = kind == Kind::ExtensionGranted;
                self.made(
                    office,
                    id,
                    "decide_extension",
                    json!({"granted": granted, "reason": "x"}),
                )
                .await
            }
            Kind::RequestSuspension => {
                let id = self.accepted().await;
                let body = json!({"cause": "season", "until": "2021-08-20", "reason": "汛期"});
                self.made(&people.department, id, "request_suspension", body)
                    .await
            }
            Kind::SuspensionGranted | Kind::SuspensionRefused => {
                let id = self.asked("request_suspension").await;
                let granted = kind == Kind::SuspensionGranted;
                self.made(
                    office,
                    id,
                    "decide_suspension",
                    json!({"granted": granted, "reason": "x"}),
                )
                .await
            }
            Kind::Resume => {
                let id = self.asked("request_suspension").await;
                act(office, id, "decide_suspension", json!({"granted": true})).await;
                self.made(office, id, "resume", json!({})).await
            }
            Kind::Resolve => {
                let id = self.accepted().await;
                self.made(&people.department, id, "resolve", solved()).await
            }
            Kind::ResolveOnSite => {
                let id = filed(self.app).await;
                let made = self
                    .made(
                        &people.park,
                        id,
                        "resolve_on_site",
                        json!({"resolution": "已接通"}),
                    )
                    .await;
                Played { lead: None, ..made }
            }
            Kind::Track => {
                let id = self.accepted().await;
                act(&people.department, id, "resolve", planned()).await;
                self.made(&people.park, id, "track", json!({"next_on": "2021-09-30"}))
                    .await
            }
            Kind::Reopen => {
                let id = self.accepted().await;
                act(&people.department, id, "resolve", solved()).await;
                self.made(&people.park, id, "reopen", json!({"reason": "又停电"}))
                    .await
            }
            Kind::Urge => {
                let id = self.accepted().await;
                self.made(
                    office,
                    id,
                    "supervise",
                    json!({"kind": "urge", "text": "请加快"}),
                )
                .await
            }
            Kind::Instruction => {
                let id = self.accepted().await;
                self.made(
                    &people.leader,
                    id,
                    "supervise",
                    json!({"kind": "instruction", "text": "尽快"}),
                )
                .await
            }
            Kind::Escalate => {
                let id = self.accepted().await;
                self.made(
                    office,
                    id,
                    "escalate",
                    json!({"level": "city", "body": "市供电公司"}),
                )
                .await
            }
            Kind::TransferPark => {
                let id = self.accepted().await;
                let body = json!({"park_id": people.other_park_id, "reason": "企业迁址"});
                let made = self.made(office, id, "transfer_park", body).await;
                Played {
                    park: people.other_park_id,
                    ..made
                }
            }
            Kind::Withdraw => {
                let id = self.dispatched().await;
                self.made(
                    &people.park,
                    id,
                    "withdraw",
                    json!({"reason": "已自行解决", "told_by": "张经理"}),
                )
                .await
            }
            Kind::Reject => {
                let id = self.dispatched().await;
                self.made(
                    office,
                    id,
                    "reject",
                    json!({"reason": "不属范围", "told_by": "李主任"}),
                )
                .await
            }
            Kind::Merge => {
                let (into, id) = (filed(self.app).await, self.dispatched().await);
                self.made(office, id, "merge", json!({"into_problem_id": into}))
                    .await
            }
            Kind::Reinstate => {
                let id = self.dispatched().await;
                act(
                    office,
                    id,
                    "reject",
                    json!({"reason": "不属范围", "told_by": "李主任"}),
                )
                .await;
                let made = self
                    .made(office, id, "reinstate", json!({"reason": "误办"}))
                    .await;
                Played { lead: None, ..made }
            }
            // They have rows of their own: see `reminders`.
            Kind::Yellow | Kind::Red | Kind::EntryMove | Kind::WeeklyReport => return None,
            // No move of a problem: see `doors`.
            Kind::DoorReport => return None,
        })
    }

    fn department(&self, id: i64) -> Vec<(Option<i64>, &'static str)> {
        let people = &self.app.people;
        if id == self.power {
            vec![
                (None, "dian@huachen.example"),
                (Some(people.department.id), "department1@district.example"),
            ]
        } else if id == self.economy {
            vec![
                (None, "jfj@district.example"),
                (
                    Some(people.other_department.id),
                    "other_department@district.example",
                ),
            ]
        } else {
            THIRD.iter().map(|address| (None, *address)).collect()
        }
    }

    /// The addresses a row of the table names, by what the docs say of it.
    fn expected(&self, to: Recipient, played: &Played) -> BTreeSet<String> {
        let people = &self.app.people;
        let found = match to {
            Recipient::Lead => played
                .lead
                .map(|id| self.department(id))
                .unwrap_or_default(),
            Recipient::FormerLead => played
                .former
                .map(|id| self.department(id))
                .unwrap_or_default(),
            Recipient::Supporting => played
                .supporting
                .iter()
                .flat_map(|id| self.department(*id))
                .collect(),
            Recipient::Park if played.park == people.park_id => vec![
                (Some(people.park.id), "park1@district.example"),
                (Some(people.park2.id), "park2@district.example"),
            ],
            Recipient::Park => vec![(Some(people.other_park.id), "other_park@district.example")],
            Recipient::Coordinators => vec![
                (Some(people.coordinator.id), "coordinator1@district.example"),
                (
                    Some(people.coordinator2.id),
                    "coordinator2@district.example",
                ),
            ],
        };
        let others = found
            .into_iter()
            .filter(|(user, _)| user.is_none() || *user != played.actor);
        others.map(|(_, address)| address.to_owned()).collect()
    }
}

/// Recipient and what the recipient is asked, of the mails of a kind about a problem.
fn told(app: &App, kind: Kind, problem: i64) -> Vec<(String, String)> {
    app.db
        .read_blocking(move |conn| {
            Ok(outbox::table
                .filter(outbox::problem_id.eq(problem))
                .filter(outbox::kind.eq(kind))
                .select((outbox::recipient, outbox::body_text))
                .load(conn)?)
        })
        .unwrap()
}

both! {
    async fn every_row_of_the_table_is_told_to_its_recipients_and_to_nobody_else(app) {
        let stage = Stage::set(&app).await;
        for kind in Kind::ALL {
            let Some(played) = stage.play(*kind).await else { continue };
            let row = NOTIFICATIONS.iter().find(|row| row.kind == *kind).unwrap();
            let told = told(&app, *kind, played.problem);
            let mut all = BTreeSet::new();
            for (to, ask) in row.to {
                let expected = stage.expected(*to, &played);
                for address in expected.difference(&all) {
                    let mails: Vec<_> = told.iter().filter(|(recipient, _)| recipient == address).collect();
                    assert_eq!(mails.len(), 1, "{kind}: one mail to {address} of {told:?}");
                    assert!(mails[0].1.contains(ask), "{kind}: {address} is asked: {}", mails[0].1);
                }
                all.extend(expected);
            }
            let recipients: BTreeSet<_> = told.iter().map(|(recipient, _)| recipient.clone()).collect();
            assert_eq!(recipients, all, "{kind}");
            assert!(!all.is_empty(), "{kind} tells nobody");
        }
    }

    async fn the_system_s_own_resuming_is_told_like_a_person_s(app) {
        let stage = Stage::set(&app).await;
        let id = stage.asked("request_suspension").await;
        act(&app.people.coordinator, id, "decide_suspension", json!({"granted": true})).await;
        app.day("2021-08-20");
        let (clock, now) = (app.clock.clone(), app.clock.now());
        app.db.write_blocking(move |conn| zhuqi::problems::actions::resume_due(conn, &clock, now)).unwrap();
        assert_eq!(told(&app, Kind::Resume, id).len(), 4);
    }

    async fn a_return_without_another_lead_tells_who_has_to_dispatch(app) {
        let stage = Stage::set(&app).await;
        let id = stage.dispatched().await;
        act(&app.people.department, id, "return", json!({"reason": "不属职责"})).await;
        act(&app.people.coordinator, id, "decide_return", json!({"upheld": true, "reason": "同意"})).await;
        let told = told(&app, Kind::ReturnUpheld, id);
        let park: Vec<_> = told.iter().filter(|(to, _)| to.starts_with("park")).collect();
        assert_eq!(park.len(), 2);
        assert!(told.iter().any(|(to, _)| to == "dian@huachen.example"), "the lead until then");
    }

    async fn the_switched_off_and_those_without_an_address_are_told_nothing_and_nobody_twice(app) {
        let people = &app.people;
        people.admin.patch(&format!("/users/{}", people.park2.id), json!({"active": false})).await.expect(200);
        people.admin.patch(&format!("/users/{}", people.coordinator2.id), json!({"email": null})).await.expect(200);
        // The same person at the notice address, in another spelling.
        let address = json!({"notice_emails": ["dian@huachen.example", "Department1@District.example"]});
        people.coordinator.patch(&format!("/departments/{}", people.department_id), address).await.expect(200);
        let id = dispatched(&app).await;
        let of: Vec<_> = told(&app, Kind::Dispatch, id).into_iter().map(|(to, _)| to).collect();
        assert_eq!(of, ["dian@huachen.example", "Department1@District.example"]);
        act(&people.department, id, "return", json!({"reason": "不属职责"})).await;
        let of: Vec<_> = told(&app, Kind::Return, id).into_iter().map(|(to, _)| to).collect();
        assert_eq!(of, ["coordinator1@district.example", "park1@district.example"]);
    }

    async fn moves_of_daily_work_are_told_to_nobody(app) {
        let stage = Stage::set(&app).await;
        let people = &app.people;
        let id = stage.dispatched().await;
        let before = rows(&app).len();
        act(&people.department, id, "accept", json!({})).await;
        act(&people.department, id, "on_site", json!({"who": "王工", "on": "2021-08-02"})).await;
        act(&people.department, id, "assign_handler", json!({"name": "王工"})).await;
        act(&people.department, id, "progress", json!({"text": "已勘察"})).await;
        act(&people.other_department, id, "reply", json!({"text": "无意见"})).await;
        act(&people.leader, id, "comment", json!({"text": "已阅"})).await;
        assert_eq!(rows(&app).len(), before);
    }
}
