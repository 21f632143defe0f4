//! What is done with the demo's activities, case study and bulletin.

use actix_http::Request;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use serde_json::{Value, json};

use super::{StoryRunner, id};
use crate::demo::activities::{ActivityDeed, DEPARTMENT};
use crate::demo::plan::StepActor;
use crate::demo::story::FARM;

/// Ids of what the story has made of them.
#[derive(Default)]
pub struct Told {
    activity: i64,
    matches: [i64; 2],
    study: i64,
    bulletin: i64,
}

impl<S, B> StoryRunner<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody,
{
    pub(super) async fn served(
        &mut self,
        deed: ActivityDeed,
        mut body: Value,
        by: StepActor,
    ) -> Result<(), String> {
        let who = match by {
            StepActor::Park => "park",
            StepActor::Coordinator | StepActor::Lead | StepActor::Owner => "coordinator",
        };
        let told = &self.known.activities;
        let mut method = Method::POST;
        let path = match deed {
            ActivityDeed::Plan => {
                body["department_id"] = self.known.departments[DEPARTMENT].into();
                "/activities".to_owned()
            }
            ActivityDeed::Move(action) => format!("/activities/{}/{action}", told.activity),
            ActivityDeed::Attend => {
                method = Method::PUT;
                format!("/activities/{}/attendance", told.activity)
            }
            ActivityDeed::Match(_) => {
                body["activity_id"] = told.activity.into();
                "/matches".to_owned()
            }
            ActivityDeed::Agree(number) => format!("/matches/{}/agree", told.matches[number]),
            ActivityDeed::Write => {
                body["problem_id"] = self.known.problems[FARM].into();
                "/case_studies".to_owned()
            }
            ActivityDeed::MoveCase(action) => format!("/case_studies/{}/{action}", told.study),
            ActivityDeed::Compose => {
                body["activity_ids"] = json!([told.activity]);
                body["case_study_ids"] = json!([told.study]);
                "/bulletins".to_owned()
            }
            ActivityDeed::Issue => format!("/bulletins/{}/issue", told.bulletin),
        };
        let made = self.ask(who, method, &path, body).await?;
        let made = id(&made)?;
        let told = &mut self.known.activities;
        match deed {
            ActivityDeed::Plan => told.activity = made,
            ActivityDeed::Match(number) => told.matches[number] = made,
            ActivityDeed::Write => told.study = made,
            ActivityDeed::Compose => told.bulletin = made,
            ActivityDeed::Move(_)
            | ActivityDeed::Attend
            | ActivityDeed::Agree(_)
            | ActivityDeed::MoveCase(_)
            | ActivityDeed::Issue => {}
        }
        Ok(())
    }
}
