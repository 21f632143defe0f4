//! Filing as part of a project (项目). The link is made in the same transaction by a layer above, which knows the
//! projects.

use chrono::{DateTime, Utc};

use crate::access::Actor;
use crate::base::clock::Clock;
use crate::base::db::Conn;
use crate::base::{Error, FieldError, Result};
use crate::problems::rules::check::Check;
use crate::vocabulary::faults;

/// Where a body names the project.
pub const PROJECT: &str = "/project_id";

/// Where a body asks for what it tells to be kept as progress.
pub const AS_PROGRESS: &str = "/as_progress";

/// What is linked with a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filed {
    Problem(i64),
    Visit(i64),
}

/// What a visit was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    pub project: Option<i64>,
    pub enterprise: Option<i64>,
}

/// Whose a project is, as far as that matters to what is filed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProjectOf {
    ThisPark,
    OtherPark,
    /// There is none, or none that the person could open.
    Nobody,
}

/// Handed down by a layer above.
pub trait ProjectLinks: Send + Sync {
    /// Whose a project is.
    ///
    /// # Errors
    /// Those of the database.
    fn whose(&self, conn: &mut Conn, who: &Actor, project: i64, park: i64) -> Result<ProjectOf>;

    /// Links what was filed, with the event that linking by hand writes.
    ///
    /// # Errors
    /// 422 at [`PROJECT`] where the project takes no link, or no more.
    fn link(&self, conn: &mut Conn, by: Filing, project: i64, filed: Filed) -> Result<()>;

    /// Reports what was told as progress of the project and of the enterprise, where it stands still; tells whether
    /// anything took it.
    ///
    /// # Errors
    /// 422 at [`AS_PROGRESS`] where the project takes no report.
    fn report(&self, conn: &mut Conn, by: Filing, about: About, text: &str) -> Result<bool>;
}

/// Who files, when, and what knows the projects; without that none can be named.
#[derive(Clone, Copy)]
pub struct Filing<'a> {
    pub who: &'a Actor,
    pub clock: &'a Clock,
    pub at: DateTime<Utc>,
    pub projects: Option<&'a dyn ProjectLinks>,
}

impl Filing<'_> {
    /// Checks the project that a body names, once the park is known; what is wrong with the park is told by itself.
    ///
    /// # Errors
    /// Those of the database.
    pub fn check(
        self,
        conn: &mut Conn,
        check: &mut Check,
        (project, park): (Option<i64>, Option<i64>),
    ) -> Result<()> {
        let (Some(project), Some(park)) = (project, park) else {
            return Ok(());
        };
        let whose = match self.projects {
            Some(projects) => projects.whose(conn, self.who, project, park)?,
            None => ProjectOf::Nobody,
        };
        match whose {
            ProjectOf::ThisPark => {}
            ProjectOf::Nobody => check.unknown(PROJECT),
            ProjectOf::OtherPark => check.wrong(
                PROJECT,
                "other_park",
                faults::PROJECT_OF_OTHER_PARK,
                "is a project of another park",
            ),
        }
        Ok(())
    }

    /// Links what was filed with the project that its body names.
    ///
    /// # Errors
    /// As of [`ProjectLinks::link`].
    pub fn link(self, conn: &mut Conn, project: Option<i64>, filed: Filed) -> Result<()> {
        let Some(project) = project else {
            return Ok(());
        };
        let checked = || Error::internal("a checked project can be linked");
        let projects = self.projects.ok_or_else(checked)?;
        projects.link(conn, self, project, filed)
    }

    /// Reports what was told as progress.
    ///
    /// # Errors
    /// As of [`ProjectLinks::report`], and where nothing takes it.
    pub fn report(self, conn: &mut Conn, about: About, text: &str) -> Result<()> {
        let is_taken = match self.projects {
            Some(projects) => projects.report(conn, self, about, text)?,
            None => false,
        };
        match is_taken {
            true => Ok(()),
            false => Err(Error::invalid(FieldError::new(
                AS_PROGRESS,
                "not_applicable",
                faults::NO_PROGRESS,
                "names neither a project nor an enterprise with an open entry",
            ))),
        }
    }
}
