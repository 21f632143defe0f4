//! What is done with the demo's leads.

use actix_http::Request;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use serde_json::Value;

use super::{StoryRunner, id};
use crate::demo::leads::{LEADS, LeadDeed};
use crate::demo::plan::StepActor;

impl<S, B> StoryRunner<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody,
{
    pub(super) async fn won(
        &mut self,
        number: usize,
        deed: LeadDeed,
        mut body: Value,
        by: StepActor,
    ) -> Result<(), String> {
        let it = &LEADS[number];
        let who = match by {
            StepActor::Coordinator => "coordinator",
            _ if it.by_department => "department",
            _ => "park",
        };
        let lead = || self.known.leads.get(&number).copied().unwrap_or(0);
        let path = match deed {
            LeadDeed::Terms => "/lead_terms".to_owned(),
            LeadDeed::Register => {
                if let Some(enterprise) = it.enterprise {
                    body["enterprise_id"] = self.known.enterprises[enterprise].into();
                }
                "/leads".to_owned()
            }
            LeadDeed::Move(action) => format!("/leads/{}/{action}", lead()),
            LeadDeed::Land(project) => {
                if let Some(project) = project {
                    body["project_id"] = self.known.projects[project].into();
                }
                format!("/leads/{}/land", lead())
            }
        };
        let told = self.ask(who, Method::POST, &path, body).await?;
        if let LeadDeed::Register = deed {
            self.known.leads.insert(number, id(&told)?);
        }
        Ok(())
    }
}
