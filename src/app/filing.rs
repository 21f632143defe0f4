//! Links what is filed as part of a project with it. It is here because `problems` and `visits` may import neither
//! `entries` nor `projects`.

use serde_json::json;

use crate::access::Actor;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::entries::AnyLedger;
use crate::entries::actions::{WriteContext, act};
use crate::entries::ledger::Fields;
use crate::entries::rules::common::LINK;
use crate::entries::store;
use crate::problems::actions::{Filed, Filing, PROJECT, ProjectLinks, ProjectOf};
use crate::projects::LEDGER;
use crate::vocabulary::entries::{BOTTLENECK, VISIT};
use crate::vocabulary::faults;

pub struct OfProjects;

impl ProjectLinks for OfProjects {
    fn whose(&self, conn: &mut Conn, who: &Actor, project: i64, park: i64) -> Result<ProjectOf> {
        let found = store::find(conn, who.cases(), LEDGER.code(), project)?;
        Ok(match found {
            None => ProjectOf::Nobody,
            Some(row) if row.park_id == Some(park) => ProjectOf::ThisPark,
            Some(_) => ProjectOf::OtherPark,
        })
    }

    fn link(&self, conn: &mut Conn, by: Filing, project: i64, filed: Filed) -> Result<()> {
        let (target, id, kind) = match filed {
            Filed::Problem(id) => ("problem_id", id, BOTTLENECK),
            Filed::Visit(id) => ("visit_id", id, VISIT),
        };
        let mut body = Fields::new();
        body.insert(target.into(), json!(id));
        body.insert("kind".into(), json!(kind));
        let mut context = WriteContext::of(conn, by.clock, by.at, by.who, None)?;
        act(&mut context, &LEDGER, project, LINK, Ok(body)).map_err(at_project)
    }
}

/// What refuses the link is told of the field that asked for it.
fn at_project(error: Error) -> Error {
    match error {
        Error::Invalid(errors) => {
            let moved = errors.into_iter().map(|error| FieldError {
                pointer: PROJECT.to_owned(),
                ..error
            });
            Error::Invalid(moved.collect())
        }
        Error::Conflict { .. } | Error::Forbidden { .. } => Error::invalid(FieldError::new(
            PROJECT,
            "not_applicable",
            faults::PROJECT_NOT_LINKABLE,
            "names a project that can't be linked as it stands",
        )),
        other => other,
    }
}
