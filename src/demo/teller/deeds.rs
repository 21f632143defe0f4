//! What is done in the ledgers besides that of problems.

use actix_http::Request;
use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::Method;
use serde_json::{Value, json};

use super::{StoryRunner, id};
use crate::demo::drives::{DEPARTMENT, DriveDeed, targets};
use crate::demo::plan::StepActor;
use crate::demo::projects::{Deed, PROJECTS};
use crate::demo::revivals::RevivalDeed;
use crate::demo::story::FARM;

/// Who acts where no department does.
fn account(by: StepActor) -> &'static str {
    match by {
        StepActor::Park => "park",
        StepActor::Coordinator | StepActor::Lead | StepActor::Owner => "coordinator",
    }
}

impl<S, B> StoryRunner<'_, S>
where
    S: Service<Request, Response = ServiceResponse<B>, Error = actix_web::Error>,
    B: MessageBody,
{
    /// What is done with a project.
    pub(super) async fn lead_on(
        &mut self,
        number: usize,
        deed: &Deed,
        mut body: Value,
        by: StepActor,
    ) -> Result<(), String> {
        let it = &PROJECTS[number];
        let who = match by {
            StepActor::Coordinator => "coordinator",
            StepActor::Owner if it.department == Some(0) => "department",
            StepActor::Owner | StepActor::Park | StepActor::Lead => "park",
        };
        if let Deed::List = deed {
            body["park_id"] = self.known.park.into();
            if let Some(enterprise) = it.enterprise {
                body["enterprise_id"] = self.known.enterprises[enterprise].into();
            }
            if let Some(department) = it.department {
                body["department_id"] = self.known.departments[department].into();
            }
            let listed = self.ask(who, Method::POST, "/projects", body).await?;
            self.known.projects[number] = id(&listed)?;
            return Ok(());
        }
        if let Deed::Register(register) = deed {
            let path = format!("/{register}");
            return self.ask(who, Method::POST, &path, body).await.map(|_| ());
        }
        let (method, path) = match deed {
            Deed::List | Deed::Register(_) => return Ok(()),
            Deed::Post(action) => (Method::POST, (*action).to_owned()),
            Deed::Month(month) => (Method::PUT, format!("months/2021-{month:02}")),
            Deed::Milestones => (Method::PUT, "milestones".to_owned()),
            Deed::LinkFarm => {
                body["problem_id"] = self.known.problems[FARM].into();
                (Method::POST, "link".to_owned())
            }
        };
        let path = format!("/projects/{}/{path}", self.known.projects[number]);
        self.ask(who, method, &path, body).await.map(|_| ())
    }

    /// What is done with the drive, its checks and hazards.
    pub(super) async fn drive_on(
        &mut self,
        deed: &DriveDeed,
        mut body: Value,
        by: StepActor,
    ) -> Result<(), String> {
        let who = account(by);
        let drive = self.known.drive;
        let path = match deed {
            DriveDeed::Plan => {
                body["department_id"] = self.known.departments[DEPARTMENT].into();
                body["targets"] = targets(&self.known.enterprises, &self.known.parks).into();
                "/drives".to_owned()
            }
            DriveDeed::Begin => format!("/drives/{drive}/begin"),
            DriveDeed::Check { .. } => {
                body["drive_id"] = drive.into();
                "/checks".to_owned()
            }
            DriveDeed::Find { target } => {
                body["check_id"] = json!(self.known.checks.get(target));
                "/hazards".to_owned()
            }
            DriveDeed::Move { target, action } => {
                format!("/hazards/{}/{action}", self.known.hazards[target])
            }
        };
        let told = self.ask(who, Method::POST, &path, body).await?;
        match deed {
            DriveDeed::Plan => self.known.drive = id(&told)?,
            DriveDeed::Check { target } => {
                self.known.checks.insert(*target, id(&told)?);
            }
            DriveDeed::Find { target } => {
                self.known.hazards.insert(*target, id(&told)?);
            }
            DriveDeed::Begin | DriveDeed::Move { .. } => {}
        }
        Ok(())
    }

    /// What is done with an enterprise that stands still.
    pub(super) async fn revive(
        &mut self,
        enterprise: usize,
        deed: &RevivalDeed,
        mut body: Value,
        by: StepActor,
    ) -> Result<(), String> {
        let enterprise_id = self.known.enterprises[enterprise];
        let entry = self.known.revivals.get(&enterprise).copied();
        let of_entry = |what: String| format!("/revivals/{}/{what}", entry.unwrap_or_default());
        let (method, path) = match deed {
            RevivalDeed::List => {
                body["enterprise_id"] = enterprise_id.into();
                (Method::POST, "/revivals".to_owned())
            }
            RevivalDeed::Status => (Method::PATCH, format!("/enterprises/{enterprise_id}")),
            RevivalDeed::Post(action) => (Method::POST, of_entry((*action).to_owned())),
            RevivalDeed::July => (Method::PUT, of_entry("months/2021-07".to_owned())),
        };
        let told = self.ask(account(by), method, &path, body).await?;
        if let RevivalDeed::List = deed {
            self.known.revivals.insert(enterprise, id(&told)?);
        }
        Ok(())
    }
}
