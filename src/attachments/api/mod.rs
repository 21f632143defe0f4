//! Attachments over REST: sent as `multipart/form-data`, given back byte by byte as they came.

mod download;
mod upload;

use actix_web::{HttpResponse, get, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::actions::{self, By, Seen};
use super::rules::kind::FileKind;
use super::rules::{AttachmentAction, Owner, may_add, may_void};
use super::store::AttachmentRow;
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::{Body, PathId, Reply};
use crate::base::{Error, Result};

/// Who uploaded a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploaderOut {
    pub id: i64,
    pub name: String,
}

/// A file of a problem or visit.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentOut {
    pub id: i64,
    /// Cleaned, its end as the bytes are.
    #[schema(example = "现场照片.jpg")]
    pub file_name: String,
    /// Found from the bytes.
    pub content_type: FileKind,
    /// Bytes. Null as `sha256` is.
    pub size: Option<i64>,
    /// Of the bytes as they came. Null where somebody who isn't told the enterprise gets a picture: it
    /// is given without what the camera wrote into it.
    pub sha256: Option<String>,
    pub has_thumbnail: bool,
    /// The problem's event it belongs to.
    pub event_id: Option<i64>,
    pub uploaded_by: UploaderOut,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// A voided one stays in the list, its bytes are given to nobody.
    pub voided: bool,
    pub void_reason: Option<String>,
    pub allowed_actions: Vec<AttachmentAction>,
}

/// All attachments of a problem or visit, oldest first; there are 50 at most.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentsOut {
    pub items: Vec<AttachmentOut>,
    /// Whether the reader may add some.
    pub allowed_actions: Vec<AttachmentAction>,
}

/// Why an attachment is voided.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachmentVoid {
    /// 1 to 2,000 characters.
    pub reason: String,
}

fn out(call: &Call, seen: Seen) -> AttachmentOut {
    let Seen { row, is_plain } = seen;
    let voided = row.voided_at.is_some();
    let may_void = !voided && may_void(call.who.role, call.who.id, row.uploaded_by);
    AttachmentOut {
        id: row.id,
        file_name: row.file_name,
        content_type: row.content_type,
        size: (!is_plain).then_some(row.size),
        sha256: (!is_plain).then_some(row.sha256),
        has_thumbnail: row.thumbnail_name.is_some() && !voided,
        event_id: row.event_id,
        uploaded_by: UploaderOut {
            id: row.uploaded_by,
            name: row.uploaded_by_name,
        },
        created_at: call.ground.clock.show(row.created_at.and_utc()),
        voided,
        void_reason: row.void_reason,
        allowed_actions: may_void
            .then_some(AttachmentAction::Void)
            .into_iter()
            .collect(),
    }
}

fn outs(
    conn: &mut Conn,
    call: &Call,
    owner: Owner,
    rows: Vec<AttachmentRow>,
) -> Result<AttachmentsOut> {
    let seen = actions::seen_by(conn, &call.who, owner, rows)?;
    let may_add = may_add(call.who.role, owner);
    Ok(AttachmentsOut {
        items: seen.into_iter().map(|one| out(call, one)).collect(),
        allowed_actions: may_add
            .then_some(AttachmentAction::Add)
            .into_iter()
            .collect(),
    })
}

/// One attachment as the caller sees it.
fn one(conn: &mut Conn, call: &Call, row: AttachmentRow) -> Result<Seen> {
    let seen = actions::seen_by(conn, &call.who, row.owner()?, vec![row])?.pop();
    seen.ok_or(Error::NotFound)
}

fn listed(conn: &mut Conn, call: &Call, owner: Owner) -> Result<Reply> {
    let rows = actions::list(conn, &call.who, owner)?;
    Reply::ok(&outs(conn, call, owner, rows)?)
}

/// The files of a problem.
#[utoipa::path(tag = "attachments", params(("id" = i64, Path)), responses(
    (status = 200, body = AttachmentsOut)))]
#[get("/problems/{id}/attachments")]
pub async fn of_problem(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| listed(conn, call, Owner::Problem(id.0)))
        .await
}

/// The files of a visit.
#[utoipa::path(tag = "attachments", params(("id" = i64, Path)), responses(
    (status = 200, body = AttachmentsOut)))]
#[get("/visits/{id}/attachments")]
pub async fn of_visit(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| listed(conn, call, Owner::Visit(id.0)))
        .await
}

/// Voids an attachment, by who uploaded it or the coordinator: it stays in the list with the reason,
/// its bytes are kept and given to nobody.
#[utoipa::path(tag = "attachments", params(("id" = i64, Path)), request_body = AttachmentVoid,
    responses((status = 200, body = AttachmentOut)))]
#[post("/attachments/{id}/void")]
pub async fn void(call: Call, id: PathId, body: Body<AttachmentVoid>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let by = By {
            who: &call.who,
            at: call.at,
        };
        let reason = body.check().map(|body| body.reason);
        let row = actions::void(conn, &by, id.0, reason)?;
        let seen = one(conn, call, row)?;
        Reply::ok(&out(call, seen))
    })
    .await
}

/// Files are read and written where waiting holds nobody up.
async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(Error::internal)?
}

pub fn routes(config: &mut ServiceConfig) {
    config
        .service(of_problem)
        .service(of_visit)
        .service(upload::to_problem)
        .service(upload::to_visit)
        .service(download::bytes)
        .service(download::thumbnail)
        .service(void);
}
