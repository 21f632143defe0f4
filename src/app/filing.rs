//! Links what is filed as part of a project with it, and keeps as progress what a visit tells. It is here because
//! `problems` and `visits` may import neither `entries` nor `projects`.

use serde_json::json;

use crate::access::Actor;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::entries::AnyLedger;
use crate::entries::actions::{WriteContext, act};
use crate::entries::ledger::Fields;
use crate::entries::rules::common::{LINK, PROGRESS};
use crate::entries::store;
use crate::problems::actions::{
    AS_PROGRESS, About, Filed, Filing, PROJECT, ProjectLinks, ProjectOf,
};
use crate::projects::LEDGER;
use crate::revivals;
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
        act(&mut context, &LEDGER, project, LINK, Ok(body))
            .map_err(|error| at(PROJECT, faults::PROJECT_NOT_LINKABLE, error))
    }

    fn report(&self, conn: &mut Conn, by: Filing, about: About, text: &str) -> Result<bool> {
        let revival = match about.enterprise {
            Some(enterprise) => revivals::open_entry(conn, enterprise)?,
            None => None,
        };
        let project: Option<(&dyn AnyLedger, i64)> = about.project.map(|id| (&LEDGER as _, id));
        let revival: Option<(&dyn AnyLedger, i64)> = revival.map(|id| (&revivals::LEDGER as _, id));
        let takers: Vec<_> = project.into_iter().chain(revival).collect();
        for (ledger, id) in &takers {
            let body = Fields::from_iter([("text".to_owned(), json!(text))]);
            let mut context = WriteContext::of(conn, by.clock, by.at, by.who, None)?;
            act(&mut context, *ledger, *id, PROGRESS, Ok(body))
                .map_err(|error| at(AS_PROGRESS, faults::PROGRESS_NOT_TAKEN, error))?;
        }
        Ok(!takers.is_empty())
    }
}

/// What refuses the move is told of the field that asked for it.
fn at(field: &'static str, zh: &'static str, error: Error) -> Error {
    match error {
        Error::Invalid(errors) => {
            let moved = errors.into_iter().map(|error| FieldError {
                pointer: field.to_owned(),
                ..error
            });
            Error::Invalid(moved.collect())
        }
        Error::Conflict { .. } | Error::Forbidden { .. } => Error::invalid(FieldError::new(
            field,
            "not_applicable",
            zh,
            "names what doesn't take it as it stands",
        )),
        other => other,
    }
}
