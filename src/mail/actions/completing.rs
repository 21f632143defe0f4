//! Letters that are completed when they leave: what a department needs to begin, as it may read it then.

use std::sync::Arc;

use super::Office;
use crate::base::db::Conn;
use crate::base::{Error, Result};
use crate::mail::letter::Letter;
use crate::mail::store::{self, Attachment, Mail};

/// Draws what goes along with a letter; called outside of any transaction.
pub type Paper = Arc<dyn Fn() -> Result<Attachment> + Send + Sync>;

/// Handed down by a layer above, which knows the problems.
pub trait LetterDetails: Send + Sync {
    /// Adds to a letter what a department may read of a problem now; gives the paper that goes along,
    /// where the department wants one.
    ///
    /// # Errors
    /// Those of the database.
    fn complete(
        &self,
        conn: &mut Conn,
        letter: &mut Letter,
        about: (i64, i64),
    ) -> Result<Option<Paper>>;
}

/// What is kept of a letter that will be completed; None for others, which are whole.
///
/// # Errors
/// None in practice.
pub(super) fn kept(completed: bool, letter: &Letter) -> Result<Option<String>> {
    let kept = completed.then(|| serde_json::to_string(letter));
    kept.transpose().map_err(Error::internal)
}

/// Writes a mail anew as it leaves; one that was written whole stays as it is. The outbox keeps what was
/// queued: what a department may read can change until then.
///
/// # Errors
/// Those of the database.
pub fn complete(
    conn: &mut Conn,
    details: &dyn LetterDetails,
    mail: &mut Mail,
) -> Result<Option<Paper>> {
    let Some(kept) = &mail.letter else {
        return Ok(None);
    };
    let department = match (mail.department_id, mail.user_id) {
        (None, Some(user)) => store::department_of(conn, user)?,
        (department, _) => department,
    };
    let Some(about) = mail.problem_id.zip(department) else {
        return Ok(None);
    };
    let mut letter: Letter = serde_json::from_str(kept).map_err(Error::internal)?;
    let paper = details.complete(conn, &mut letter, about)?;
    let office = Office::open(conn)?;
    let written = office.templates.write(&letter).map_err(Error::internal)?;
    mail.subject = letter.subject();
    mail.body_text = written.text;
    mail.body_html = written.html;
    Ok(paper)
}
