//! Attachments over REST: sent as `multipart/form-data`, given back byte by byte as they came.

mod download;
mod upload;

use actix_multipart::Multipart;
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::actions::{self, Author, RedactedAttachment};
use super::rules::kind::FileKind;
use super::rules::{AttachmentAction, Place, may_add, may_void};
use super::store::AttachmentRow;
use crate::access::api::Call;
use crate::base::db::Conn;
use crate::base::http::{Body, PathId, Reply, Routes};
use crate::base::{Error, Result};
use crate::entries::api::{Served, takes_files};

/// Who uploaded a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct UploaderOut {
    /// The user.
    pub id: i64,
    /// The user's name then.
    pub name: String,
}

/// A file of a problem, visit or entry of a ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": 1, "file_name": "现场照片.jpg", "content_type": "image/jpeg", "size": 483_221,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "has_thumbnail": true, "event_id": null, "uploaded_by": {"id": 3, "name": "张专员"},
    "created_at": "2021-08-16T09:30:00+08:00", "voided": false, "void_reason": null,
    "allowed_actions": ["void"]
}))]
pub struct AttachmentOut {
    pub id: i64,
    /// The name it came with, without a path and forbidden characters, its end as the bytes are; at most 200
    /// characters.
    #[schema(example = "现场照片.jpg")]
    pub file_name: String,
    /// What it is, found from the bytes.
    pub content_type: FileKind,
    /// How many bytes it has. Null as `sha256` is.
    pub size: Option<i64>,
    /// The SHA-256 of its bytes as they came, in hexadecimal. Null where somebody who isn't told the
    /// enterprise gets a picture: it is given without what the camera wrote into it.
    pub sha256: Option<String>,
    /// Whether there is a small picture of it.
    pub has_thumbnail: bool,
    /// The problem's event it belongs to; null where it belongs to none.
    pub event_id: Option<i64>,
    /// Who uploaded it.
    pub uploaded_by: UploaderOut,
    #[schema(format = DateTime)]
    pub created_at: String,
    /// A voided one stays in the list, its bytes are given to nobody.
    pub voided: bool,
    /// Why it was voided; null where it wasn't.
    pub void_reason: Option<String>,
    /// What you could do with it: void it, or nothing.
    pub allowed_actions: Vec<AttachmentAction>,
}

/// All attachments of a problem, visit or entry, oldest first; there are 50 at most.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttachmentsOut {
    pub items: Vec<AttachmentOut>,
    /// What you could do here: add some, or nothing.
    pub allowed_actions: Vec<AttachmentAction>,
}

/// Why an attachment is voided (作废).
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "照片拍错了地点。"}))]
pub struct AttachmentVoid {
    /// Why.
    #[schema(min_length = 1, max_length = 2_000)]
    pub reason: String,
}

fn out(call: &Call, seen: RedactedAttachment) -> AttachmentOut {
    let RedactedAttachment { row, is_plain } = seen;
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
        created_at: call.state.clock.show(row.created_at.and_utc()),
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
    place: Place,
    rows: Vec<AttachmentRow>,
) -> Result<AttachmentsOut> {
    let seen = actions::seen_by(conn, &call.who, place.owner(), rows)?;
    let may_add = may_add(call.who.role, place);
    Ok(AttachmentsOut {
        items: seen.into_iter().map(|one| out(call, one)).collect(),
        allowed_actions: may_add
            .then_some(AttachmentAction::Add)
            .into_iter()
            .collect(),
    })
}

/// One attachment as the caller sees it.
fn one(conn: &mut Conn, call: &Call, row: AttachmentRow) -> Result<RedactedAttachment> {
    let seen = actions::seen_by(conn, &call.who, row.owner()?, vec![row])?.pop();
    seen.ok_or(Error::NotFound)
}

fn listed(conn: &mut Conn, call: &Call, place: Place) -> Result<Reply> {
    let rows = actions::list(conn, &call.who, place)?;
    Reply::ok(&outs(conn, call, place, rows)?)
}

/// List the files of a problem (附件).
#[utoipa::path(tag = "attachments", operation_id = "list_problem_attachments",
    params(("id" = i64, Path, description = "The problem.")),
    responses((status = 200, description = "All its files, voided ones among them.", body = AttachmentsOut)))]
#[get("/problems/{id}/attachments")]
pub async fn of_problem(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| listed(conn, call, Place::Problem(id.0)))
        .await
}

/// List the files of a visit (附件).
#[utoipa::path(tag = "attachments", operation_id = "list_visit_attachments",
    params(("id" = i64, Path, description = "The visit.")),
    responses((status = 200, description = "All its files, voided ones among them.", body = AttachmentsOut)))]
#[get("/visits/{id}/attachments")]
pub async fn of_visit(call: Call, id: PathId) -> Result<HttpResponse> {
    call.read(move |conn, call| listed(conn, call, Place::Visit(id.0)))
        .await
}

/// Void an attachment (作废).
///
/// By who uploaded it or the coordinator: it stays in the list with the reason, its bytes are kept and
/// given to nobody.
#[utoipa::path(tag = "attachments", operation_id = "void_attachment", params(("id" = i64, Path)),
    request_body = AttachmentVoid,
    responses((status = 200, description = "The attachment as it is now.", body = AttachmentOut)))]
#[post("/attachments/{id}/void")]
pub async fn void(call: Call, id: PathId, body: Body<AttachmentVoid>) -> Result<HttpResponse> {
    call.write(move |conn, call| {
        let by = Author {
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

pub fn routes(routes: &mut Routes) {
    routes
        .service(of_problem)
        .service(of_visit)
        .service(upload::to_problem)
        .service(upload::to_visit)
        .service(download::bytes)
        .service(download::thumbnail)
        .service(void);
}

/// Adds the routes of some ledgers' entries; what the document says of them is made with the ledgers' others.
pub fn of_ledgers(routes: &mut Routes, ledgers: &'static [Served]) {
    for ledger in ledgers.iter().filter(|one| takes_files(**one)) {
        let code = ledger.code();
        let path = format!("/{code}/{{id}}/attachments");
        let list = move |call: Call, id: PathId| of_entry(call, Place::Entry(code, id.0));
        let add = move |call: Call, id: PathId, request: HttpRequest, body: Multipart| async move {
            upload::add(call, Place::Entry(code, id.0), &request, body).await
        };
        routes
            .route(&path, web::get().to(list))
            .route(&path, web::post().to(add));
    }
}

async fn of_entry(call: Call, place: Place) -> Result<HttpResponse> {
    call.read(move |conn, call| listed(conn, call, place)).await
}
