//! Attachments as somebody sees them: of a confidential problem a department is told neither names
//! nor reasons that name the enterprise, nor what a camera wrote into a picture.

use crate::access::{Actor, Scope};
use crate::attachments::rules::Owner;
use crate::attachments::rules::plain::is_changed;
use crate::attachments::store::{self, AttachmentRow};
use crate::base::Result;
use crate::base::db::Conn;
use crate::problems::actions::{ProblemRedaction, cover_of};
use crate::problems::rules::confidential::HIDDEN;

/// An attachment with what hides the enterprise taken out: to be shown, never to be written back.
#[derive(Debug, Clone)]
pub struct RedactedAttachment {
    pub row: AttachmentRow,
    /// The bytes are given without what was written into the picture, so that size and hash of the
    /// kept ones are not those of the given ones.
    pub is_plain: bool,
}

/// The attachments of one owner as this person sees them, in their order.
///
/// # Errors
/// Those of the database.
pub fn seen_by(
    conn: &mut Conn,
    who: &Actor,
    owner: Owner,
    rows: Vec<AttachmentRow>,
) -> Result<Vec<RedactedAttachment>> {
    seen_in(conn, who.cases(), owner, rows)
}

/// [`seen_by`] for whoever has a scope.
///
/// # Errors
/// Those of the database.
pub fn seen_in(
    conn: &mut Conn,
    scope: Scope,
    owner: Owner,
    rows: Vec<AttachmentRow>,
) -> Result<Vec<RedactedAttachment>> {
    let hidden = match owner {
        Owner::Problem(id) => cover_of(conn, scope, id)?,
        // Departments see no visits, and an entry hides its enterprise from nobody who sees it.
        Owner::Visit(_) | Owner::Entry(_) => None,
    };
    let Some(hidden) = hidden else {
        let whole = |row| RedactedAttachment {
            row,
            is_plain: false,
        };
        return Ok(rows.into_iter().map(whole).collect());
    };
    let uploaders: Vec<i64> = rows.iter().map(|row| row.uploaded_by).collect();
    let of_departments = store::of_departments(conn, &uploaders)?;
    let redacted = |row: AttachmentRow| {
        let by_department = of_departments.contains(&row.uploaded_by);
        redacted(&hidden, by_department, row)
    };
    Ok(rows.into_iter().map(redacted).collect())
}

fn redacted(
    hidden: &ProblemRedaction,
    by_department: bool,
    mut row: AttachmentRow,
) -> RedactedAttachment {
    // What departments sent later is their own, as their words are: to cover it would confirm a guess.
    let own = by_department && hidden.since.is_none_or(|since| row.created_at > since);
    let is_older = hidden.since.is_some_and(|since| row.created_at <= since);
    if is_older {
        // It may name the enterprise by a name that it had then.
        let ending = row.file_name.rsplit_once('.');
        row.file_name = match ending {
            Some((_, ending)) => format!("{HIDDEN}.{ending}"),
            None => HIDDEN.into(),
        };
        row.void_reason = row.void_reason.map(|_| HIDDEN.into());
    } else if !own {
        hidden.redaction.redact(&mut row.file_name);
        hidden.redaction.redact_optional(&mut row.void_reason);
    }
    RedactedAttachment {
        is_plain: !own && is_changed(row.content_type),
        row,
    }
}
