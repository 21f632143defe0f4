//! The ledger of construction projects (项目建设 五盯): what it is like stands in its description, what is its own in
//! its rules; everything else is the engine's.

pub mod api;
mod blocking;
mod description;
mod effects;
mod fields;
mod moves;
pub mod negative_list;
mod numbers;
pub mod rules;
pub mod targets;

use crate::base::Result;
use crate::base::db::Conn;
use crate::calendar::rules::Calendar;
use crate::entries::actions::{Entry, WriteContext};
use crate::entries::description::{Description, Text};
use crate::entries::ledger::{Attempt, Fields, Turns};
use crate::entries::rules::body::Reader;
use crate::entries::rules::numbers::{Asked, OwnNumbers};
use crate::entries::rules::paper::{Amount, Told};
use crate::entries::rules::permit::Refusal;
use crate::entries::{Compiled, Ledger};
pub use fields::{Project, ProjectPatch};

/// The ledger.
pub struct Projects;

pub static LEDGER: Compiled<Projects> = Compiled::new();

impl Ledger for Projects {
    type Fields = Project;
    type Patch = ProjectPatch;

    fn description() -> &'static Description {
        &description::PROJECTS
    }

    fn apply(patch: ProjectPatch, project: &mut Project) {
        patch.apply(project);
    }

    fn permit(attempt: &Attempt, project: &Project) -> Result<()> {
        blocking::permit(attempt, project)
    }

    fn check(attempt: &Attempt, project: &Project, reader: &mut Reader) {
        blocking::check(attempt, project, reader);
    }

    fn guard(attempt: &Attempt, project: &Project) -> std::result::Result<(), Refusal> {
        blocking::guard(attempt, project)
    }

    fn effect(
        name: Text,
        context: &mut WriteContext,
        entry: &mut Entry,
        project: &mut Project,
        body: &Fields,
    ) -> Result<()> {
        effects::effect(name, context, entry, project, body)
    }

    fn turns(entry: &Entry, project: &Project, calendar: &Calendar) -> Turns {
        numbers::turns(entry, project, calendar)
    }

    fn numbers_of_none(asked: &Asked, calendar: &Calendar) -> Fields {
        numbers::of_none(asked, calendar)
    }

    fn numbers(conn: &mut Conn, asked: &Asked, calendar: &Calendar) -> Result<OwnNumbers> {
        numbers::numbers(conn, asked, calendar)
    }

    fn told(row: &Fields, _: Text) -> Told {
        rules::paper::told(row)
    }

    fn amounts() -> &'static [Amount] {
        rules::paper::AMOUNTS
    }
}
